"""Other sites whose pages may read the API in a browser: the API alone, never the pages."""

from collections.abc import Collection

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from search_api.kit.addresses import path_of
from search_api.kit.conditional import is_of_api
from search_api.kit.problems import REQUEST_ID

_METHODS = ("GET", "HEAD", "POST")
_SENT = ("Authorization", "Content-Type", "If-None-Match", "X-API-Key", REQUEST_ID)
_SHOWN = (
    "Content-Disposition", "ETag", "RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate", REQUEST_ID,
)  # fmt: skip


class CrossOrigin:
    """Middleware that lets pages of these origins read what the API answers, errors included."""

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self._app = app
        self._shared = CORSMiddleware(
            app, allow_origins=origins, allow_methods=_METHODS, allow_headers=_SENT, expose_headers=_SHOWN
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on."""
        path = path_of(scope) if scope["type"] == "http" else ""
        shared = is_of_api(path) or path == "/openapi.json"
        await (self._shared if shared else self._app)(scope, receive, send)
