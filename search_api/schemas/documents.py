"""Documents, passages and the index as JSON."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from index.catalogue import DocumentDetail
from index.types import DocumentRecord, PassageRecord
from search_api.citations import cite, cite_in_english, passage_url
from search_api.service import Service


class Schema(BaseModel):
    """An object of the interface; never changed once made."""

    model_config = ConfigDict(frozen=True)


class DocumentOut(Schema):
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


class InstrumentOut(Schema):
    """A document cited by number; `start` and `end` count in the citing document's text."""

    number: str
    type: str | None
    date: str | None
    issuer: str | None
    start: int
    end: int


class NodeOut(Schema):
    """A section or provision of the outline."""

    kind: Literal["section", "provision"]
    label: str
    depth: int
    heading: str
    start: int
    end: int


class PassageOut(Schema):
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
    citation_en: str
    url: str


class DocumentDetailOut(DocumentOut):
    """A document with its repaired text, outline, passages and cited instruments."""

    recipients: list[str]
    text: str
    outline: list[NodeOut]
    passages: list[PassageOut]
    instruments: list[InstrumentOut]


class IndexOut(Schema):
    """Which index answered."""

    generation: str
    passages: int
    model: str


class DocumentsOut(Schema):
    """The documents of the index."""

    documents: list[DocumentOut]
    total: int
    index: IndexOut


def document_out(record: DocumentRecord) -> DocumentOut:
    """Return the JSON form of a document."""
    return DocumentOut(**_document_fields(record))


def index_out(service: Service) -> IndexOut:
    """Return which index answered."""
    manifest = service.manifest
    return IndexOut(generation=manifest.generation, passages=manifest.passages, model=manifest.model)


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
        citation_en=cite_in_english(document, passage.place),
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
