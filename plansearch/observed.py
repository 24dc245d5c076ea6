"""Every request is counted by its route, and told in the log where that is wanted: never what it asks."""

import logging
from time import perf_counter
from urllib.parse import quote

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plansearch.logs import REQUEST
from search_api.kit.addresses import path_of
from search_api.kit.metrics import observe_request
from search_api.kit.problems import request_id_of

log = logging.getLogger(__name__)
# Files, and addresses that there are not: anybody can make up any number of them.
_NO_ROUTE = "other"


class Observed:
    """Middleware that gives the log the id of the request, and times it; with `told` it is a line of the log."""

    def __init__(self, app: ASGIApp, *, told: bool) -> None:
        self._app = app
        self._told = told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Now: the routes take parts of the path away.
        path, identity, begin = path_of(scope), request_id_of(Request(scope)), perf_counter()
        # What breaks before it has begun is answered so.
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        REQUEST.set(identity)
        try:
            await self._app(scope, receive, noted)
        finally:
            seconds = perf_counter() - begin
            observe_request(_route_of(scope, path), status, seconds)
            if self._told:
                _tell(scope["method"], path, status, seconds, identity)


def _route_of(scope: Scope, path: str) -> str:
    """Return the pattern that a path was found by, with the prefix of its router, which it may not know."""
    route = scope.get("route")
    if route is None:
        return _NO_ROUTE
    pattern: str = route.path_format
    found = pattern.format(**scope["path_params"])
    return path.removesuffix(found) + pattern if path.endswith(found) else pattern


def _tell(method: str, path: str, status: int, seconds: float, identity: str) -> None:
    """Write a line about a request, its path as it was sent: a line end in it would begin another one."""
    milliseconds = round(1000 * seconds, 1)
    path = quote(path)
    fields = {"method": method, "path": path, "status": status, "milliseconds": milliseconds}
    log.info("%s %s %d %s ms %s", method, path, status, milliseconds, identity, extra={"fields": fields})
