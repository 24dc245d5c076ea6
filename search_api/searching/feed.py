"""A search as a feed, for who wants to be told of new passages."""

from urllib.parse import urlencode

from index.snapshot import Snapshot
from index.types import Filters
from search_api.kit.atom import MOST_ENTRIES, Entry
from search_api.kit.citations import cite, passage_url
from search_api.searching.search import search


def newest_passages(snapshot: Snapshot, query: str, filters: Filters) -> list[Entry]:
    """Return the passages that a search finds, those of the newest document first.

    Nobody is told of the nearest passages where the plans do not speak of it. Raises `InvalidQueryError`.
    """
    found = search(snapshot, query, filters, MOST_ENTRIES, sort="date")
    hits = found.hits if found.confidence != "none" else ()
    return [
        Entry(passage_url(hit.passage), cite(hit.document, hit.passage.place), hit.document, hit.passage.text)
        for hit in hits
    ]


def results_path(query: str, filters: Filters) -> str:
    """Return the path of the page that shows such a search."""
    given = {name: value for name, value in filters.values().items() if value is not None}
    return f"/search?{urlencode({'q': query, 'sort': 'date', **given})}"
