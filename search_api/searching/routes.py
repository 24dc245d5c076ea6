"""Search over HTTP."""

from fastapi import APIRouter

from index.types import Filters
from search_api.kit.metrics import observe_search
from search_api.kit.parameters import DocumentId, Limit, Offset, Province, Served, Text, Type, Year
from search_api.searching.schemas import SearchOut, search_out

router = APIRouter()


@router.get("/search")
def search(
    service: Served,
    q: Text,
    limit: Limit = 10,
    offset: Offset = 0,
    province: Province = None,
    year: Year = None,
    type: Type = None,  # noqa: A002 - the name of the parameter in the contract
    document_id: DocumentId = None,
) -> SearchOut:
    """Ranked passages with reasons and citations."""
    filters = Filters(province or None, year, type or None, document_id or None)
    result = service.search(q, filters, limit, offset)
    observe_search(result)
    return search_out(service, result)
