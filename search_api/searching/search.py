"""Searching: ranked passages that answer a query."""

from index.snapshot import Snapshot
from index.types import Filters, SearchResult
from search_api.kit.filters import check_filters, check_range
from search_api.kit.metrics import observe_search


def search(
    snapshot: Snapshot, query: str, filters: Filters | None = None, limit: int = 10, offset: int = 0
) -> SearchResult:
    """Return ranked passages; raises `InvalidQueryError` for a bad query, page or filter."""
    check_range(limit, offset)
    check_filters(filters or Filters(), snapshot.every_document)
    result = snapshot.searcher.search(query, filters, limit, offset)
    observe_search(result)
    return result
