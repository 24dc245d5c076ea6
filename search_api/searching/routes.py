"""Search over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from search_api.kit.atom import ATOM, FeedLanguage, Here, atom_answer
from search_api.kit.files import file_answer
from search_api.kit.json_route import JsonRoute
from search_api.kit.pages import Page
from search_api.kit.paging import paged
from search_api.kit.parameters import Heavy, Served, Text, Within
from search_api.searching.batch import BatchIn, BatchOut, batch_out
from search_api.searching.feed import newest_passages, results_path
from search_api.searching.schemas import SearchOut, search_out
from search_api.searching.search import Sort, search

router = APIRouter(route_class=JsonRoute)


@router.get("/search", name="search")
def search_route(
    snapshot: Served,
    q: Text,
    filters: Within,
    page: Annotated[Page, paged(10)],
    sort: Annotated[
        Sort, Query(description="Nearest first, or those of the newest document first")
    ] = "relevance",
) -> SearchOut:
    """Ranked passages with reasons and citations."""
    found = search(snapshot, q, filters, page.limit, page.offset, sort)
    return search_out(snapshot, found, page.following(found.total))


@router.get("/search.atom", response_class=Response, responses=file_answer(ATOM))
def search_feed(
    snapshot: Served, here: Here, q: Text, filters: Within, language: FeedLanguage = "vi"
) -> Response:
    """A search as a feed: its passages, those of the newest document first; none where the plans do not speak of it."""
    entries = newest_passages(snapshot, q, filters)
    return atom_answer(snapshot, here, results_path(q, filters), f"{q} – PlanSearch", language, entries)


@router.post("/search/batch")
def search_batch(snapshot: Heavy, request: Request, batch: BatchIn) -> BatchOut:
    """Up to 50 searches at once, each answered as it would be alone; it reads only, and is asked by POST for its length."""
    return batch_out(snapshot, request, batch)
