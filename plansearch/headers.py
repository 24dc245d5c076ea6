"""Headers that every answer has, whichever route made it, or none did."""

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plansearch.caching import complete_caching
from search_api.kit.addresses import path_of
from search_api.kit.problems import REQUEST_ID, request_id_of

_SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class AnswerHeaders:
    """Middleware that adds the id of the request, what keeps a browser safe, and how an answer may be kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on; its answer gets the headers that it does not have."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        # Now: the routes take parts of the path away.
        request, path = Request(scope), path_of(scope)
        always = {**_SECURITY_HEADERS, REQUEST_ID: request_id_of(request)}

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in always.items():
                    headers.setdefault(name, value)
                complete_caching(request, path, message["status"], headers)
            await send(message)

        await self._app(scope, receive, completed)
