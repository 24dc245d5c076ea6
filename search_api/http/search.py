"""Search and answers over HTTP."""

from fastapi import APIRouter, Request

from index.types import Filters
from search_api.http.parameters import DocumentId, Limit, Offset, Province, Text, Type, Year, service_of
from search_api.metrics import observe_search
from search_api.schemas.answers import AskOut, ask_out
from search_api.schemas.search import SearchOut, search_out

router = APIRouter()


@router.get("/search")
def search(
    request: Request,
    q: Text,
    limit: Limit = 10,
    offset: Offset = 0,
    province: Province = None,
    year: Year = None,
    type: Type = None,  # noqa: A002 - the name of the parameter in the contract
    document_id: DocumentId = None,
) -> SearchOut:
    """Ranked passages with reasons and citations."""
    service = service_of(request)
    filters = Filters(province or None, year, type or None, document_id or None)
    result = service.search(q, filters, limit, offset)
    observe_search(result)
    return search_out(service, result)


@router.get("/ask")
def ask(
    request: Request,
    q: Text,
    province: Province = None,
    year: Year = None,
    type: Type = None,  # noqa: A002
    document_id: DocumentId = None,
) -> AskOut:
    """Verbatim quotes that answer a question, or no evidence."""
    service = service_of(request)
    found = service.ask(q, Filters(province or None, year, type or None, document_id or None))
    observe_search(found.result)
    return ask_out(service, found)
