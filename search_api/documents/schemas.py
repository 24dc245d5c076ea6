"""Documents as JSON."""

from typing import Literal

from index.snapshot import Snapshot
from index.types import DocumentDetail, DocumentRecord, PassageRecord
from search_api.kit.schemas import (
    DocumentOut,
    IndexOut,
    PassageOut,
    Schema,
    document_fields,
    document_out,
    index_out,
    passage_out,
)


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


class DocumentDetailOut(DocumentOut):
    """A document with its repaired text, outline, passages and cited instruments."""

    recipients: list[str]
    text: str
    outline: list[NodeOut]
    passages: list[PassageOut]
    instruments: list[InstrumentOut]


class DocumentsOut(Schema):
    """The documents of the index."""

    documents: list[DocumentOut]
    total: int
    index: IndexOut


def documents_out(snapshot: Snapshot, records: list[DocumentRecord]) -> DocumentsOut:
    """Return the JSON form of a list of documents."""
    return DocumentsOut(
        documents=[document_out(record) for record in records],
        total=len(records),
        index=index_out(snapshot),
    )


def detail_out(detail: DocumentDetail, passages: list[PassageRecord]) -> DocumentDetailOut:
    """Return the JSON form of a document with everything in it."""
    record = detail.record
    return DocumentDetailOut(
        **document_fields(record),
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
