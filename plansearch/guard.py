"""What stands before every route: bodies within bounds, security headers, an answer whatever happens."""

import logging

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plansearch.failures import INTERNAL, failure

log = logging.getLogger(__name__)

_SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class Guard:
    """Middleware as ASGI has it: Starlette's own kind runs every route in a task beside its own."""

    def __init__(self, app: ASGIApp, largest_body: int) -> None:
        self._app = app
        self._largest_body = largest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or answer it where it is too large or something unexpected happens."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        answer = _Answer(send)
        if self._too_large(request):
            refused = failure(request, 413, f"the limit is {self._largest_body} bytes")
            await refused(scope, receive, answer.send)
            return
        try:
            await self._app(scope, receive, answer.send)
        except Exception:
            if answer.begun:
                raise
            # The log has the trace, not the question.
            log.exception("unexpected error at %s", request.url.path)
            await failure(request, 500, INTERNAL)(scope, receive, answer.send)

    def _too_large(self, request: Request) -> bool:
        length = request.headers.get("content-length", "0")
        return not length.isdigit() or int(length) > self._largest_body


class _Answer:
    """An answer on its way out, whether it has begun, and the headers that each has."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in _SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)
