"""Under which names and which path the server is reached: links carry these, whatever a request claims."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from search_api.kit.addresses import SENT_HOST, root_of

_USUAL_PORTS = {"http": 80, "https": 443}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Addressing:
    """Middleware that lets no other name of the server through, and puts the routes under their path.

    A proxy may pass the path with `root`, or what it forwards as such, before it, or without. A request by
    another name is answered under the address that it arrived at.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str], root: str) -> None:
        self._app = app
        self._hosts, self._root = hosts, root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, with a name that can be trusted."""
        if scope["type"] == "http":
            sent = Headers(scope=scope).get("host", "")
            scope.setdefault("state", {})[SENT_HOST] = sent
            if not is_own_host(scope, sent, self._hosts):
                MutableHeaders(scope=scope)["host"] = _arrived_at(scope)
            root = self._root or root_of(scope)
            if root:
                scope["root_path"] = root
                scope["path"] = _under(root, scope["path"])
        await self._app(scope, receive, send)


def is_own_host(scope: Scope, sent: str, hosts: Collection[str]) -> bool:
    """True for a `Host` that is one of `hosts`, this machine, or the address that the request arrived at."""
    try:
        address = urlsplit(f"//{sent}")
        name, _ = address.hostname, address.port
    except ValueError:
        return False
    if name is None or address.netloc != sent or "@" in sent:
        return False
    return name in _LOOPBACK or name in hosts or name == _server(scope)[0]


def _arrived_at(scope: Scope) -> str:
    name, port = _server(scope)
    shown = f"[{name}]" if ":" in name else name
    usual = _USUAL_PORTS.get(scope.get("scheme", ""))
    return f"{shown}:{port}" if port not in (None, usual) else shown


def _server(scope: Scope) -> tuple[str, int | None]:
    """Return the address that a request arrived at; that of this machine where a socket has none."""
    name, port = scope.get("server") or ("localhost", None)
    return (str(name), port) if port else ("localhost", None)


def _under(root: str, path: str) -> str:
    return path if path == root or path.startswith(f"{root}/") else root + path
