"""The application: API, pages and tools for agents over one index."""

import logging
import os
from threading import BoundedSemaphore

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette_compress import CompressMiddleware, add_compress_type

from index.audit import AuditLog
from index.errors import PlanSearchError
from index.live import LiveIndex
from plansearch import __version__
from plansearch.addressing import Addressing
from plansearch.agents.door import mount_agents
from plansearch.bodies import BodyBounds, BodyLimit
from plansearch.caching import not_modified
from plansearch.cross_origin import CrossOrigin
from plansearch.doorkeeper import Doorkeeper
from plansearch.failures import INTERNAL, expected_failure, failure, unheard
from plansearch.forwarded import Forwarded
from plansearch.guard import Guard
from plansearch.headers import AnswerHeaders
from plansearch.identity import identity_of
from plansearch.keys import KeyStore
from plansearch.limits import Limits
from plansearch.methods import Methods
from plansearch.observed import Observed
from plansearch.settings import Settings
from plansearch.share import ALONE, Share
from plansearch.unchanged import Unchanged
from search_api.collecting.uploads import UploadBounds
from search_api.collecting.worker import Worker
from search_api.documents.catalog import OpenData
from search_api.documents.files import PagePictures
from search_api.kit.conditional import NotModifiedError, OfferedTags
from search_api.kit.gate import Bounds, Gate
from search_api.kit.json_lines import JSON_LINES
from search_api.kit.windows import Windows
from search_api.measuring.feedback import FeedbackStore
from search_api.routes import mount_api
from search_api.writing import Composer, Endpoint
from web.checking.form import DraftBounds
from web.kit.judging import Desk
from web.pages import mount_pages

log = logging.getLogger(__name__)
add_compress_type(JSON_LINES)


def create_app(settings: Settings | None = None, share: Share = ALONE) -> FastAPI:
    """Return the application over the data folder of `settings`, or the `share` of a process in it.

    Raises `PlanSearchError` where there is no index to serve.
    """
    settings = settings or Settings()
    gate, windows = _gate(settings, share), share.windows()
    app = FastAPI(
        title="PlanSearch", version=__version__, docs_url=None, redoc_url=None, lifespan=gate.opened
    )
    app.state.index = LiveIndex.open(settings.data, settings.model, settings.reranker, settings.milvus)
    app.state.gate = gate
    app.state.offered_tags = OfferedTags()
    app.state.pictures = PagePictures()
    app.state.desk = _desk(settings, windows)
    app.state.composer = _composer(settings)
    app.state.identity = identity_of(settings)
    app.state.worker = Worker.over(app.state.index.folder, settings.model, begins=share.begins)
    app.state.upload_bounds = UploadBounds(settings.largest_upload, settings.most_files)
    app.state.draft_bounds = _draft_bounds(settings)
    app.state.open_data = OpenData(
        settings.open_data_title, settings.open_data_publisher, settings.open_data_licence
    )
    # The last one stands before the others.
    bodies = BodyBounds(settings.largest_body, settings.largest_upload, settings.largest_draft)
    app.add_middleware(BodyLimit, bounds=bodies)
    app.add_middleware(CompressMiddleware)
    app.add_middleware(Unchanged)
    app.add_middleware(
        Doorkeeper,
        keys=KeyStore(settings.data),
        limits=Limits(settings.usual_limit, windows),
        required=settings.keys_required,
        takes_documents=settings.engine == "embedded",
    )
    app.add_middleware(Guard, bodies=bodies, hosts=settings.hosts)
    if settings.cors_origins:
        app.add_middleware(CrossOrigin, origins=settings.cors_origins)
    app.add_middleware(Observed, told=settings.access_log)
    app.add_middleware(AnswerHeaders, framing=settings.frame_ancestors)
    app.add_middleware(Addressing, hosts=settings.hosts, root=settings.root_path)
    if settings.proxies:
        app.add_middleware(Forwarded, proxies=list(settings.proxies))
    app.add_middleware(Methods)
    _add_handlers(app)
    mount_api(app)
    mount_pages(app)
    mount_agents(app)
    return app


def _gate(settings: Settings, share: Share) -> Gate:
    """Return what bounds how many requests are worked on at once."""

    def bounds(running: int, waiting: int) -> Bounds:
        return Bounds(share.places(running), share.seats(waiting), settings.longest_wait)

    return Gate(
        {
            "usual": bounds(settings.running_usual, settings.waiting_usual),
            "heavy": bounds(settings.running_heavy, settings.waiting_heavy),
            "written": bounds(settings.running_written, settings.waiting_heavy),
        }
    )


def _draft_bounds(settings: Settings) -> DraftBounds:
    """Return what bounds the drafts that are here at once: as many large ones as may be checked, or wait for it."""
    seats = settings.running_heavy + settings.waiting_heavy
    largest = max(settings.largest_draft, settings.largest_body)
    return DraftBounds(largest, settings.largest_body, BoundedSemaphore(seats))


def _desk(settings: Settings, windows: Windows) -> Desk | None:
    """Return where judgements are handed in, None where none are wanted or none can be kept."""
    if settings.feedback and not os.access(settings.data, os.W_OK):
        log.warning("feedback is off: %s cannot be written", settings.data)
        return None
    if not settings.feedback:
        return None
    return Desk(FeedbackStore(settings.data), AuditLog(settings.data), windows)


def _composer(settings: Settings) -> Composer | None:
    """Return what writes summaries, None where no endpoint is configured."""
    if not settings.llm_url:
        return None
    key = settings.llm_key.get_secret_value()
    return Composer(Endpoint.of(settings.llm_url, settings.llm_model, key, settings.llm_deadline))


def _add_handlers(app: FastAPI) -> None:
    app.add_exception_handler(NotModifiedError, not_modified)
    app.add_exception_handler(ClientDisconnect, unheard)

    @app.exception_handler(PlanSearchError)
    def expected(request: Request, error: Exception) -> Response:
        if not isinstance(error, PlanSearchError):
            return failure(request, 500, INTERNAL)
        return expected_failure(request, error)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: Exception) -> Response:
        faults = error.errors() if isinstance(error, RequestValidationError) else []
        detail = "; ".join(f"{fault['loc'][-1]}: {fault['msg']}" for fault in faults)
        return failure(request, 422, detail)

    @app.exception_handler(HTTPException)
    def unroutable(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            return failure(request, 500, INTERNAL)
        detail = f"{request.method} {request.url.path}: {error.detail}"
        return failure(request, error.status_code, detail, error.headers)
