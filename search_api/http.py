"""The HTTP API under `/api/v1`; routes only translate."""

from typing import Annotated

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from index.types import Filters
from search_api import schemas
from search_api.metrics import observe_search
from search_api.problems import RESPONSES
from search_api.service import Service

api = APIRouter(prefix="/api/v1", tags=["PlanSearch"], responses=RESPONSES)
probes = APIRouter(tags=["Probes"])

Text = Annotated[str, Query(description="Question, words or document number")]
Limit = Annotated[int, Query(description="How many results, 1 to 100")]
Offset = Annotated[int, Query(description="How many results to skip")]
Province = Annotated[str | None, Query(description="Only documents of this province")]
Year = Annotated[int | None, Query(description="Only documents of this year")]
Type = Annotated[str | None, Query(description='Only documents of this type, as "Kế hoạch"')]
DocumentId = Annotated[str | None, Query(description="Only this document")]


def service_of(request: Request) -> Service:
    """Return the service of the application that handles `request`."""
    service: Service = request.app.state.service
    return service


@api.get("/search")
def search(
    request: Request,
    q: Text,
    limit: Limit = 10,
    offset: Offset = 0,
    province: Province = None,
    year: Year = None,
    type: Type = None,  # noqa: A002 - the name of the parameter in the contract
    document_id: DocumentId = None,
) -> schemas.SearchOut:
    """Ranked passages with reasons and citations."""
    service = service_of(request)
    filters = Filters(province or None, year, type or None, document_id or None)
    result = service.search(q, filters, limit, offset)
    observe_search(result)
    return schemas.search_out(service, result)


@api.get("/ask")
def ask(request: Request, q: Text) -> schemas.AskOut:
    """Verbatim quotes that answer a question, or no evidence."""
    service = service_of(request)
    found = service.ask(q)
    observe_search(found.result)
    return schemas.ask_out(service, found)


@api.get("/documents")
def documents(
    request: Request,
    province: Province = None,
    year: Year = None,
    type: Type = None,  # noqa: A002
) -> schemas.DocumentsOut:
    """The documents of the index."""
    service = service_of(request)
    filters = Filters(province or None, year, type or None)
    return schemas.documents_out(service, service.documents(filters))


@api.get("/documents/{document_id}")
def document(request: Request, document_id: str) -> schemas.DocumentDetailOut:
    """One document with text, outline, passages and cited instruments."""
    service = service_of(request)
    return schemas.detail_out(service.detail(document_id), service.passages_of(document_id))


@api.get("/passages/{passage_id}")
def passage(request: Request, passage_id: str) -> schemas.PassageOut:
    """One passage with its place."""
    service = service_of(request)
    found = service.passage(passage_id)
    return schemas.passage_out(service.document(found.document_id), found)


@api.get("/passages/{passage_id}/similar")
def similar(request: Request, passage_id: str, limit: Limit = 10) -> schemas.SimilarOut:
    """The nearest passages of other documents."""
    service = service_of(request)
    return schemas.similar_out(service, passage_id, service.similar(passage_id, limit))


@probes.get("/healthz", response_class=PlainTextResponse)
def healthz() -> str:
    """The process is alive."""
    return "ok"


@probes.get("/readyz", response_class=PlainTextResponse)
def readyz(request: Request) -> str:
    """A generation is served."""
    return f"ready {service_of(request).manifest.generation}"


@probes.get("/metrics")
def metrics() -> Response:
    """Prometheus metrics; no question texts."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def mount_api(app: FastAPI) -> None:
    """Add the API and the probes to `app`, whose state holds the service."""
    app.include_router(api)
    app.include_router(probes)
