"""Searching: ranked passages that answer a query."""

from dataclasses import replace
from typing import Literal

from index.snapshot import Snapshot
from index.types import Filters, SearchResult
from search_api.kit.filters import check_filters, check_range
from search_api.kit.metrics import observe_search

Sort = Literal["relevance", "date"]
# A passage matches while its words answer this share as well as the best one's: what is cut off costs the known
# questions nothing at the first five places, and .00 to .01 of nDCG@10.
MATCHING = 0.5


def search(
    snapshot: Snapshot,
    query: str,
    filters: Filters | None = None,
    limit: int = 10,
    offset: int = 0,
    sort: Sort = "relevance",
) -> SearchResult:
    """Return the passages that match nearly as well as the best one, by relevance or newest document first.

    Behind the last of them come those that match less, nearest first, as `further`. Raises
    `InvalidQueryError` for a bad query, page or filter.
    """
    check_range(limit, offset)
    check_filters(filters or Filters(), snapshot.every_document)
    searcher = snapshot.searcher
    near, rest = searcher.rank(searcher.read(query), filters).parted(MATCHING)
    if sort == "date":
        near = searcher.newest_first(near)
    found = searcher.result(near.followed_by(rest), limit, offset)
    shown = max(len(near) - offset, 0)
    result = replace(found, total=len(near), hits=found.hits[:shown], further=found.hits[shown:])
    observe_search(result)
    return result
