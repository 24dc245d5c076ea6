"""Search over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from index.types import Filters
from search_api.kit.json_route import JsonRoute
from search_api.kit.parameters import DocumentId, Limit, Offset, Province, Served, Text, Type, Year
from search_api.searching.schemas import SearchOut, search_out
from search_api.searching.search import Sort, search

router = APIRouter(route_class=JsonRoute)


@router.get("/search", name="search")
def search_route(
    snapshot: Served,
    q: Text,
    limit: Limit = 10,
    offset: Offset = 0,
    province: Province = None,
    year: Year = None,
    type: Type = None,  # noqa: A002 - the name of the parameter in the contract
    document_id: DocumentId = None,
    sort: Annotated[
        Sort, Query(description="Nearest first, or those of the newest document first")
    ] = "relevance",
) -> SearchOut:
    """Ranked passages with reasons and citations."""
    filters = Filters(province or None, year, type or None, document_id or None)
    return search_out(snapshot, search(snapshot, q, filters, limit, offset, sort))
