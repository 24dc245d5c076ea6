"""Who has an answer already is told so before the request is routed: finding a route costs more than the answer."""

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from index.live import LiveIndex
from plansearch.caching import not_modified
from search_api.kit.callers import caller_of
from search_api.kit.conditional import NotModifiedError, OfferedTags


class Unchanged:
    """Middleware that answers 304 where the tag of an answer that was given lately has not changed.

    It stands behind what knows the caller. All others go on to their route, which compares tags as well.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or answer that nothing has changed."""
        answer = self._app
        if scope["type"] == "http" and scope["method"] == "GET":
            try:
                await _check(Request(scope))
            except NotModifiedError as error:
                answer = await not_modified(Request(scope), error)
        await answer(scope, receive, send)


async def _check(request: Request) -> None:
    """Raise `NotModifiedError` where the client has the answer."""
    offered: OfferedTags = request.app.state.offered_tags
    if offered.may_be_had(request):
        index: LiveIndex = request.app.state.index
        # It looks at the disk, and may have to open what was published.
        snapshot = await run_in_threadpool(index.snapshot, caller_of(request).allowed)
        offered.check(request, snapshot.state)
