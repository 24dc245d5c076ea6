"""The JSON of the interface contract, the same on the command line and over HTTP."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from index.catalogue import DocumentDetail
from index.types import Confidence, DocumentRecord, Hit, MatchKind, PassageRecord, SearchResult
from search_api.answers import Answer, Quote, Status
from search_api.citations import cite, passage_url
from search_api.service import Service


class _Schema(BaseModel):
    model_config = ConfigDict(frozen=True)


class DocumentOut(_Schema):
    """A document as it describes itself; a field it does not give is null."""

    id: str
    title: str
    number: str | None
    type: str | None
    issuer: str | None
    province: str | None
    year: int | None
    date: str | None = Field(description="ISO 8601 date of signing")
    signer: str | None
    source_file: str


class InstrumentOut(_Schema):
    """A document cited by number; `start` and `end` count in the citing document's text."""

    number: str
    type: str | None
    date: str | None
    issuer: str | None
    start: int
    end: int


class NodeOut(_Schema):
    """A section or provision of the outline."""

    kind: Literal["section", "provision"]
    label: str
    depth: int
    heading: str
    start: int
    end: int


class PassageOut(_Schema):
    """A passage with its place; `text` is the document's text from `start` to `end`."""

    passage_id: str
    document_id: str
    kind: Literal["provision", "heading", "footnote"]
    section: list[str]
    place: str
    text: str
    start: int
    end: int
    page: int | None
    note_of: str | None
    citation: str
    url: str


class DocumentDetailOut(DocumentOut):
    """A document with its repaired text, outline, passages and cited instruments."""

    recipients: list[str]
    text: str
    outline: list[NodeOut]
    passages: list[PassageOut]
    instruments: list[InstrumentOut]


class MatchOut(_Schema):
    """Why a passage was found; `start` and `end` count in the document's text."""

    query: str
    text: str
    start: int
    end: int
    kind: MatchKind


class HitOut(_Schema):
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
    url: str


class IndexOut(_Schema):
    """Which index answered."""

    generation: str
    passages: int
    model: str


class SearchOut(_Schema):
    """Ranked passages; confidence "none" means that the plans do not speak of it."""

    query: str
    results: list[HitOut]
    total: int
    confidence: Confidence
    index: IndexOut


class QuoteOut(_Schema):
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


class AskOut(_Schema):
    """Quotes that answer a question; `nearest` holds passages where there is no evidence."""

    question: str
    status: Status
    answer: list[QuoteOut]
    confidence: Confidence
    nearest: list[HitOut]
    index: IndexOut


class SimilarOut(_Schema):
    """The nearest passages of other documents."""

    passage_id: str
    results: list[HitOut]
    index: IndexOut


class DocumentsOut(_Schema):
    """The documents of the index."""

    documents: list[DocumentOut]
    total: int
    index: IndexOut


def document_out(record: DocumentRecord) -> DocumentOut:
    """Return the JSON form of a document."""
    return DocumentOut(**_document_fields(record))


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
        url=passage_url(passage),
    )


def index_out(service: Service) -> IndexOut:
    """Return which index answered."""
    manifest = service.manifest
    return IndexOut(generation=manifest.generation, passages=manifest.passages, model=manifest.model)


def search_out(service: Service, result: SearchResult) -> SearchOut:
    """Return the JSON form of a search result."""
    return SearchOut(
        query=result.query,
        results=[hit_out(hit) for hit in result.hits],
        total=result.total,
        confidence=result.confidence,
        index=index_out(service),
    )


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


def similar_out(service: Service, passage_id: str, hits: tuple[Hit, ...]) -> SimilarOut:
    """Return the JSON form of similar passages."""
    return SimilarOut(passage_id=passage_id, results=[hit_out(hit) for hit in hits], index=index_out(service))


def documents_out(service: Service, records: list[DocumentRecord]) -> DocumentsOut:
    """Return the JSON form of a list of documents."""
    return DocumentsOut(
        documents=[document_out(record) for record in records],
        total=len(records),
        index=index_out(service),
    )


def passage_out(document: DocumentRecord, passage: PassageRecord) -> PassageOut:
    """Return the JSON form of one passage."""
    return PassageOut(
        passage_id=passage.id,
        document_id=passage.document_id,
        kind=passage.kind,
        section=list(passage.path),
        place=passage.place,
        text=passage.text,
        start=passage.start,
        end=passage.end,
        page=passage.page,
        note_of=passage.note_of,
        citation=cite(document, passage.place),
        url=passage_url(passage),
    )


def detail_out(detail: DocumentDetail, passages: list[PassageRecord]) -> DocumentDetailOut:
    """Return the JSON form of a document with everything in it."""
    record = detail.entry.record
    return DocumentDetailOut(
        **_document_fields(record),
        recipients=list(record.metadata.recipients),
        text=detail.text,
        outline=[
            NodeOut(
                kind=node.kind,
                label=node.label,
                depth=node.depth,
                heading=node.heading,
                start=node.span.start,
                end=node.span.end,
            )
            for node in detail.nodes
        ],
        passages=[passage_out(record, passage) for passage in passages],
        instruments=[
            InstrumentOut(
                number=i.number,
                type=i.type,
                date=i.date,
                issuer=i.issuer,
                start=i.span.start,
                end=i.span.end,
            )
            for i in detail.instruments
        ],
    )


def _document_fields(record: DocumentRecord) -> dict[str, Any]:
    metadata = record.metadata
    return {
        "id": record.id,
        "title": metadata.title,
        "number": metadata.number,
        "type": metadata.type,
        "issuer": metadata.issuer,
        "province": metadata.province,
        "year": metadata.year,
        "date": metadata.date,
        "signer": metadata.signer,
        "source_file": record.source_file,
    }


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
