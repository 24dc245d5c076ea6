"""What a proxy says of a request: believed from the proxies that are named, and from nobody else."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from plansearch.settings import ROOT_PATH

_PREFIX = re.compile(rf"{ROOT_PATH}/?")


class Forwarded(ProxyHeadersMiddleware):
    """Middleware that takes sender, scheme, host and path from a named proxy.

    What the proxy forwards as host is looked at as any `Host` is; its path is that of the server where no other
    is set.
    """

    def __init__(self, app: ASGIApp, proxies: list[str]) -> None:
        super().__init__(app, proxies)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        """Hand a request on as the proxy received it."""
        client = scope.get("client")
        if scope["type"] == "http" and client and client[0] in self.trusted_hosts:
            _take_over(scope)
        await super().__call__(scope, receive, send)  # type: ignore[arg-type]


def _take_over(scope: Scope) -> None:
    sent = Headers(scope=scope)
    host, prefix = sent.get("x-forwarded-host", ""), sent.get("x-forwarded-prefix", "")
    if host:
        MutableHeaders(scope=scope)["host"] = host
    if _PREFIX.fullmatch(prefix):
        scope["root_path"] = prefix.rstrip("/")
