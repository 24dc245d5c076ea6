"""Headers that every answer has, whichever route made it, or none did."""

from collections.abc import Collection

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plansearch.caching import complete_caching
from search_api.kit.addresses import path_of
from search_api.kit.problems import REQUEST_ID, request_id_of
from web.portals.frame import FRAME_PATH

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
)
_SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class AnswerHeaders:
    """Middleware that adds the id of the request, what keeps a browser safe, and how an answer may be kept.

    `framing` are the sites whose pages may show in a frame what is made for that, and nothing else.
    """

    def __init__(self, app: ASGIApp, framing: Collection[str] = ()) -> None:
        self._app = app
        self._framing = " ".join(framing)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on; its answer gets the headers that it does not have."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        # Now: the routes take parts of the path away.
        request, path = Request(scope), path_of(scope)
        framing = (path == FRAME_PATH and self._framing) or "'none'"
        policy = {"Content-Security-Policy": _POLICY + framing}
        always = {**policy, **_SECURITY_HEADERS, REQUEST_ID: request_id_of(request)}

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in always.items():
                    headers.setdefault(name, value)
                complete_caching(request, path, message["status"], headers)
            await send(message)

        await self._app(scope, receive, completed)
