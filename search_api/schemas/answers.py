"""Answers as JSON."""

from index.types import Confidence
from search_api.answers import Answer, Quote, Status
from search_api.citations import cite, passage_url
from search_api.schemas.documents import DocumentOut, IndexOut, Schema, document_out, index_out
from search_api.schemas.search import HitOut, hit_out
from search_api.service import Service


class QuoteOut(Schema):
    """A verbatim quote; `start` and `end` count in the document's text."""

    quote: str
    actor: str | None
    deadline: str | None
    citation: str
    passage_id: str
    start: int
    end: int
    document: DocumentOut
    section: list[str]
    url: str


class AskOut(Schema):
    """Quotes that answer a question; `nearest` holds passages where there is no evidence."""

    question: str
    status: Status
    answer: list[QuoteOut]
    confidence: Confidence
    nearest: list[HitOut]
    index: IndexOut


def ask_out(service: Service, found: Answer) -> AskOut:
    """Return the JSON form of an answer."""
    none = found.status == "no_evidence"
    return AskOut(
        question=found.question,
        status=found.status,
        answer=[_quote_out(quote) for quote in found.quotes],
        confidence=found.result.confidence,
        nearest=[hit_out(hit) for hit in found.result.hits] if none else [],
        index=index_out(service),
    )


def _quote_out(quote: Quote) -> QuoteOut:
    passage = quote.hit.passage
    return QuoteOut(
        quote=quote.text,
        actor=quote.actor,
        deadline=quote.deadline,
        citation=cite(quote.hit.document, passage.place),
        passage_id=passage.id,
        start=quote.start,
        end=quote.end,
        document=document_out(quote.hit.document),
        section=list(passage.path),
        url=passage_url(passage),
    )
