"""Ranked passages as JSON."""

from pydantic import Field

from index.snapshot import Snapshot
from index.types import Confidence, SearchResult
from search_api.kit.schemas import HitOut, IndexOut, Next, Schema, hit_out, index_out


class SearchOut(Schema):
    """Ranked passages; confidence "none" means that the plans do not speak of it."""

    query: str
    results: list[HitOut]
    further: list[HitOut] = Field(description="Behind the last result: passages that match less")
    total: int = Field(description="How many results there are, on all pages")
    confidence: Confidence
    index: IndexOut
    next: Next = None


def search_out(snapshot: Snapshot, result: SearchResult, following: str | None = None) -> SearchOut:
    """Return the JSON form of a search result."""
    return SearchOut(
        query=result.query,
        results=[hit_out(hit) for hit in result.hits],
        further=[hit_out(hit) for hit in result.further],
        total=result.total,
        confidence=result.confidence,
        index=index_out(snapshot),
        next=following,
    )
