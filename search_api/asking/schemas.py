"""Answers as JSON."""

from pydantic import Field

from index.snapshot import Snapshot
from index.types import Confidence
from search_api.asking.evidence import Said
from search_api.asking.gloss import gloss
from search_api.asking.intents import Fact, Intent
from search_api.asking.quotes import Quote, ReasonKind
from search_api.asking.reading import Reading
from search_api.asking.statements import Language, Statement
from search_api.asking.successors import Note, NoteHow
from search_api.asking.types import Answer, Covers, DocumentAnswer, Status
from search_api.kit.citations import cite, cite_in_english, passage_url
from search_api.kit.schemas import (
    Address,
    DocumentOut,
    HitOut,
    IndexOut,
    Schema,
    document_out,
    hit_out,
    index_out,
)


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
    url: Address
    action: str | None = Field(description="What the actor is to do, verbatim")
    partners: list[str] = Field(description="Whom the actor is to work with, verbatim")
    reason: ReasonKind = Field(description="Why the quote is here")
    gloss: list[GlossOut] = Field(description="English of key terms, for a question in English")


class AskedActorOut(Schema):
    """The body whose duties are asked for: as typed, and the names it goes by in the plans."""

    words: str
    names: list[str]


class CorrectedOut(Schema):
    """Words of the question that nobody knows, and what they were read as."""

    from_: str = Field(alias="from", serialization_alias="from")
    to: str


class ReadingOut(Schema):
    """How the question was read."""

    intent: Intent
    fact: Fact | None = Field(description="What is asked of a document itself, where intent is fact")
    actor: AskedActorOut | None = Field(description="The body whose duties are asked for")
    topic: str = Field(description="What is asked about beside everything else")
    places: list[str]
    years: list[int]
    numbers: list[str]
    negated: bool = Field(description="True where documents are asked for that do not speak of the topic")
    corrected: CorrectedOut | None


class EvidenceOut(Schema):
    """What an answer line rests on: a passage, or a document by what it says of itself."""

    passage_id: str | None = None
    document_id: str | None = None


class AnswerLineOut(Schema):
    """A short answer that data prove, in the language of the question."""

    text: str
    language: Language
    evidence: list[EvidenceOut]


class PlanOut(Schema):
    """Whether a document has what is asked for; null where that is not sure."""

    document: DocumentOut
    says: bool | None
    passage_ids: list[str]


class DocumentCoverageOut(Schema):
    """What a document has of the actor and the topic of a question."""

    document: DocumentOut
    coverage: Covers
    url: Address


class NoteOut(Schema):
    """What became of a body or province that the question names, or what became it."""

    asked: str = Field(description="The name asked for, one of the two")
    other: str = Field(description="The other name, under which duties or documents are found as well")
    former: str
    successor: str
    since: str = Field(description="ISO day")
    how: NoteHow = Field(
        description="The successor took over the whole body, or some tasks; the former is under it, or merged"
    )
    what: list[str] = Field(description="Words for the tasks that went over, where only some did")
    sure: bool = Field(description="False where places differ, or the day does")
    basis: str | None = Field(description="The number of the act, where it is known")


class AskOut(Schema):
    """Quotes that answer a question; `nearest` holds passages where there is no evidence."""

    question: str
    reading: ReadingOut
    answer_line: AnswerLineOut | None
    plans: list[PlanOut] = Field(description="For questions about documents, one entry a document")
    notes: list[NoteOut] = Field(description="What the reorganisation of 2025 made of the names asked for")
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
        question=found.reading.typed,
        reading=_reading_out(found.reading),
        answer_line=_line_out(found.line, found.language) if found.line else None,
        plans=[_plan_out(snapshot, said) for said in found.plans],
        notes=[note_out(note) for note in found.notes],
        coverage=[_coverage_out(part) for part in found.documents if part.coverage],
        status=found.status,
        answer=[_quote_out(quote, english=found.reading.english) for quote in found.quotes],
        confidence=found.confidence,
        nearest=[hit_out(hit) for hit in found.result.hits] if none else [],
        index=index_out(snapshot),
    )


def _reading_out(reading: Reading) -> ReadingOut:
    actor, mended = reading.actor, reading.corrections
    return ReadingOut(
        intent=reading.intent,
        fact=reading.fact,
        actor=AskedActorOut(words=actor.words, names=list(actor.names)) if actor else None,
        topic=reading.topic,
        places=list(reading.places),
        years=list(reading.years),
        numbers=list(reading.numbers),
        negated=reading.negated,
        corrected=CorrectedOut(
            **{"from": " ".join(each.typed for each in mended)}, to=" ".join(each.read_as for each in mended)
        )
        if mended
        else None,
    )


def _line_out(line: Statement, language: Language) -> AnswerLineOut:
    evidence = [EvidenceOut(passage_id=e.passage_id, document_id=e.document_id) for e in line.evidence]
    return AnswerLineOut(text=line.text(language), language=language, evidence=evidence)


def _plan_out(snapshot: Snapshot, said: Said) -> PlanOut:
    document = document_out(snapshot.document(said.document_id))
    return PlanOut(document=document, says=said.says, passage_ids=list(said.passage_ids))


def note_out(note: Note) -> NoteOut:
    """Return the JSON form of a note."""
    return NoteOut(
        asked=note.asked,
        other=note.other,
        former=note.former,
        successor=note.successor,
        since=note.since,
        how=note.how,
        what=list(note.what),
        sure=note.sure,
        basis=note.basis or None,
    )


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
