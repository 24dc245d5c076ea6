"""Ranked passages as JSON."""

from index.types import Confidence, Hit, MatchKind, SearchResult
from search_api.citations import cite, cite_in_english, passage_url
from search_api.schemas.documents import DocumentOut, IndexOut, Schema, document_out, index_out
from search_api.service import Service


class MatchOut(Schema):
    """Why a passage was found; `start` and `end` count in the document's text."""

    query: str
    text: str
    start: int
    end: int
    kind: MatchKind


class HitOut(Schema):
    """A ranked passage with its reasons."""

    passage_id: str
    rank: int
    score: float
    document: DocumentOut
    section: list[str]
    text: str
    start: int
    end: int
    page: int | None
    matches: list[MatchOut]
    citation: str
    citation_en: str
    url: str


class SearchOut(Schema):
    """Ranked passages; confidence "none" means that the plans do not speak of it."""

    query: str
    results: list[HitOut]
    total: int
    confidence: Confidence
    index: IndexOut


def hit_out(hit: Hit) -> HitOut:
    """Return the JSON form of a hit."""
    passage = hit.passage
    return HitOut(
        passage_id=passage.id,
        rank=hit.rank,
        score=hit.score,
        document=document_out(hit.document),
        section=list(passage.path),
        text=passage.text,
        start=passage.start,
        end=passage.end,
        page=passage.page,
        matches=[
            MatchOut(
                query=match.query,
                text=match.text,
                start=passage.start + match.start,
                end=passage.start + match.end,
                kind=match.kind,
            )
            for match in hit.matches
        ],
        citation=cite(hit.document, passage.place),
        citation_en=cite_in_english(hit.document, passage.place),
        url=passage_url(passage),
    )


def search_out(service: Service, result: SearchResult) -> SearchOut:
    """Return the JSON form of a search result."""
    return SearchOut(
        query=result.query,
        results=[hit_out(hit) for hit in result.hits],
        total=result.total,
        confidence=result.confidence,
        index=index_out(service),
    )
