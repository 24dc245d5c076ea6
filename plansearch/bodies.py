"""How large the body of a request may be: by where it is sent."""

from dataclasses import dataclass

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from search_api.collecting.uploads import UPLOAD_PATHS
from search_api.kit.addresses import path_of
from web.checking.form import FORM_PATH


@dataclass(frozen=True, slots=True)
class BodyBounds:
    """Bytes of a body: usually, of files for the desk, of the form with a draft."""

    usual: int
    upload: int
    draft: int

    def of(self, scope: Scope) -> int:
        """Return how many bytes a request may have."""
        path = path_of(scope)
        if path in UPLOAD_PATHS:
            return max(self.upload, self.usual)
        return max(self.draft, self.usual) if path == FORM_PATH else self.usual


class BodyLimit:
    """Middleware that counts bodies as they are read, for those that announce no length."""

    def __init__(self, app: ASGIApp, bounds: BodyBounds) -> None:
        self._app, self._bounds = app, bounds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on; what reads more of its body than there may be gets 413 sent instead."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await RequestBodyLimitMiddleware(self._app, self._bounds.of(scope))(scope, receive, send)
