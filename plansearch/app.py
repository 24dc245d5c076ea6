"""The application: API and pages over one index."""

import logging
import os
from collections.abc import Awaitable, Callable, Mapping

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from index.errors import PlanSearchError
from index.live import LiveIndex
from plansearch import __version__
from plansearch.settings import Settings
from search_api.kit.problems import problem, status_of
from search_api.measuring.feedback import FeedbackStore
from search_api.routes import mount_api
from search_api.writing import Composer, Endpoint
from web.kit.errors import error_page
from web.kit.judging import Desk
from web.kit.visit import visit_of
from web.pages import mount_pages

log = logging.getLogger(__name__)

_API_PATHS = ("/api/", "/healthz", "/readyz", "/metrics", "/openapi.json")
_SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_INTERNAL = "something went wrong inside PlanSearch; the log of the server says more"


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application over the data folder of `settings`.

    Raises `PlanSearchError` where there is no index to serve.
    """
    settings = settings or Settings()
    app = FastAPI(title="PlanSearch", version=__version__, docs_url=None, redoc_url=None)
    app.state.index = LiveIndex.open(settings.data, settings.model, settings.reranker)
    app.state.desk = _desk(settings)
    app.state.composer = _composer(settings)
    _add_middleware(app, settings)
    _add_handlers(app)
    mount_api(app)
    mount_pages(app)
    return app


def _desk(settings: Settings) -> Desk | None:
    """Return where judgements are handed in, None where none are wanted or none can be kept."""
    if settings.feedback and not os.access(settings.data, os.W_OK):
        log.warning("feedback is off: %s cannot be written", settings.data)
        return None
    return Desk(FeedbackStore(settings.data)) if settings.feedback else None


def _composer(settings: Settings) -> Composer | None:
    """Return what writes summaries, None where no endpoint is configured."""
    if not settings.llm_url:
        return None
    key = settings.llm_key.get_secret_value()
    return Composer(Endpoint.of(settings.llm_url, settings.llm_model, key, settings.llm_deadline))


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    @app.middleware("http")
    async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > settings.largest_body:
            response = _failure(request, 413, f"the limit is {settings.largest_body} bytes")
        else:
            response = await _answered(request, call_next)
        for name, value in _SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def _add_handlers(app: FastAPI) -> None:
    @app.exception_handler(PlanSearchError)
    def expected(request: Request, error: Exception) -> Response:
        status = status_of(error) if isinstance(error, PlanSearchError) else 500
        return _failure(request, status, str(error))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: Exception) -> Response:
        faults = error.errors() if isinstance(error, RequestValidationError) else []
        detail = "; ".join(f"{fault['loc'][-1]}: {fault['msg']}" for fault in faults)
        return _failure(request, 422, detail)

    @app.exception_handler(HTTPException)
    def unroutable(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            return _failure(request, 500, _INTERNAL)
        detail = f"{request.method} {request.url.path}: {error.detail}"
        return _failure(request, error.status_code, detail, error.headers)


async def _answered(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Answer also where something unexpected happened; the log has the trace, not the question."""
    try:
        return await call_next(request)
    except Exception:
        log.exception("unexpected error at %s", request.url.path)
        return _failure(request, 500, _INTERNAL)


def _failure(
    request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return the failure as a problem document for programs, as a page for people."""
    if request.url.path.startswith(_API_PATHS):
        return problem(status, detail, headers)
    response = error_page(visit_of(request), status, detail)
    response.headers.update(headers or {})
    return response
