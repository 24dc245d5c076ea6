"""What stands before every route: hosts and bodies within bounds, an answer whatever happens."""

import logging
from collections.abc import Collection

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plansearch.addressing import is_own_host
from plansearch.bodies import BodyBounds
from plansearch.failures import INTERNAL, failure
from search_api.kit.addresses import sent_host_of
from search_api.kit.problems import request_id_of

log = logging.getLogger(__name__)


class Guard:
    """Middleware as ASGI has it: Starlette's own kind runs every route in a task beside its own.

    Where `hosts` are named, requests for others are refused. A body is refused by the length that it
    announces; one that announces none is counted as it is read (`BodyLimit`).
    """

    def __init__(self, app: ASGIApp, bodies: BodyBounds, hosts: Collection[str] = ()) -> None:
        self._app = app
        self._bodies, self._hosts = bodies, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or answer it where it may not go on or something unexpected happens."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        answer = _Answer(send)
        if self._hosts and not is_own_host(scope, sent_host_of(request), self._hosts):
            detail = "this server does not go by the name in Host (PLANSEARCH_HOSTS)"
            await failure(request, 421, detail)(scope, receive, send)
        elif self._too_large(request):
            detail = f"the limit is {self._bodies.of(scope)} bytes"
            await failure(request, 413, detail)(scope, receive, send)
        else:
            await self._answered(request, answer)

    async def _answered(self, request: Request, answer: "_Answer") -> None:
        try:
            await self._app(request.scope, request.receive, answer.send)
        except Exception:
            if answer.begun:
                raise
            # The log has the trace, not the question.
            log.exception("unexpected error at %s, request %s", request.url.path, request_id_of(request))
            await failure(request, 500, INTERNAL)(request.scope, request.receive, answer.send)

    def _too_large(self, request: Request) -> bool:
        length = request.headers.get("content-length", "0")
        return not length.isdigit() or int(length) > self._bodies.of(request.scope)


class _Answer:
    """An answer on its way out, and whether it has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def send(self, message: Message) -> None:
        self.begun = self.begun or message["type"] == "http.response.start"
        await self._send(message)
