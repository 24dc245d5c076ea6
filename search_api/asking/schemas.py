"""Answers as JSON."""

from pydantic import Field

from index.snapshot import Snapshot
from index.types import Confidence
from search_api.asking.answers import Answer, Covers, DocumentAnswer, Status
from search_api.asking.gloss import gloss
from search_api.asking.questions import QuestionKind
from search_api.asking.quotes import Quote, ReasonKind
from search_api.kit.citations import cite, cite_in_english, passage_url
from search_api.kit.schemas import DocumentOut, HitOut, IndexOut, Schema, document_out, hit_out, index_out


class GlossOut(Schema):
    """A Vietnamese term of a quote and its usual English, from the glossary."""

    vietnamese: str
    english: str


class QuoteOut(Schema):
    """A verbatim quote; `start` and `end` count in the document's text."""

    quote: str
    actor: str | None
    deadline: str | None
    citation: str
    citation_en: str
    passage_id: str
    start: int
    end: int
    document: DocumentOut
    section: list[str]
    url: str
    action: str | None = Field(description="What the actor is to do, verbatim")
    partners: list[str] = Field(description="Whom the actor is to work with, verbatim")
    reason: ReasonKind = Field(description="Why the quote is here")
    gloss: list[GlossOut] = Field(description="English of key terms, for a question in English")


class AskedActorOut(Schema):
    """The body whose duties are asked for: as typed, and the names it goes by in the plans."""

    words: str
    names: list[str]


class DocumentCoverageOut(Schema):
    """What a document has of the actor and the topic of a question."""

    document: DocumentOut
    coverage: Covers
    url: str


class AskOut(Schema):
    """Quotes that answer a question; `nearest` holds passages where there is no evidence."""

    question: str
    kind: QuestionKind
    actor: AskedActorOut | None
    topic: str = Field(description="What is asked about, beside the actor")
    coverage: list[DocumentCoverageOut] = Field(description="Which document has actor and topic, or one only")
    status: Status
    answer: list[QuoteOut]
    confidence: Confidence
    nearest: list[HitOut]
    index: IndexOut


def ask_out(snapshot: Snapshot, found: Answer) -> AskOut:
    """Return the JSON form of an answer."""
    none = found.status == "no_evidence"
    return AskOut(
        question=found.question.text,
        kind=found.question.kind,
        actor=_actor_out(found),
        topic=found.question.topic,
        coverage=[_coverage_out(part) for part in found.documents if part.coverage],
        status=found.status,
        answer=[_quote_out(quote, english=found.question.english) for quote in found.quotes],
        confidence=found.result.confidence,
        nearest=[hit_out(hit) for hit in found.result.hits] if none else [],
        index=index_out(snapshot),
    )


def _actor_out(found: Answer) -> AskedActorOut | None:
    actor = found.question.actor
    return AskedActorOut(words=actor.words, names=list(actor.names)) if actor else None


def _coverage_out(part: DocumentAnswer) -> DocumentCoverageOut:
    passage = part.quotes[0].passage if part.quotes else part.example
    url = passage_url(passage) if passage else ""
    return DocumentCoverageOut(
        document=document_out(part.document), coverage=part.coverage or "joined", url=url
    )


def _quote_out(quote: Quote, *, english: bool) -> QuoteOut:
    passage = quote.passage
    return QuoteOut(
        quote=quote.text,
        actor=quote.actor,
        deadline=quote.deadline,
        citation=cite(quote.document, passage.place),
        citation_en=cite_in_english(quote.document, passage.place),
        passage_id=passage.id,
        start=quote.start,
        end=quote.end,
        document=document_out(quote.document),
        section=list(passage.path),
        url=passage_url(passage),
        action=quote.action,
        partners=list(quote.partners),
        reason=quote.reason,
        gloss=[GlossOut(vietnamese=g.vietnamese, english=g.english) for g in gloss(quote.text)]
        if english
        else [],
    )
