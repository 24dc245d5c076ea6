"""Documents as JSON."""

from dataclasses import asdict
from typing import Literal

from pydantic import Field

from index.snapshot import Snapshot
from index.types import DocumentDetail, DocumentRecord, PassageRecord
from index.versions import version_of
from search_api.documents.files import original_url, page_image_url
from search_api.documents.listing import forms_of
from search_api.kit.citations import document_url
from search_api.kit.pages import Page
from search_api.kit.schemas import (
    Address,
    DocumentOut,
    IndexOut,
    Next,
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


class PageOut(Schema):
    """A page of the file; `image_url` shows it, null where the file cannot be drawn."""

    page: int
    recognised: bool = Field(description="The text was recognised from the image of the page")
    confidence: float = Field(description="How surely, 0 to 1; 1 where the file has the text itself")
    image_url: Address | None


class OutsideOut(Schema):
    """How much of a document is in no passage and in no heading above one."""

    share: float
    characters: int
    of_characters: int
    labelled: int
    of_labelled: int


class DocumentDetailOut(DocumentOut):
    """A document with its repaired text, outline, passages and cited instruments.

    `office` is that of the signer, as written. `tool` found the text in the file; `original_url` gives the file as
    it came, null where it is not kept.
    """

    office: str | None
    recipients: list[str]
    tool: str
    original_url: Address | None
    pages: list[PageOut]
    outside: OutsideOut
    text: str
    outline: list[NodeOut]
    passages: list[PassageOut]
    instruments: list[InstrumentOut]


class DocumentsOut(Schema):
    """The documents of the index."""

    documents: list[DocumentOut]
    total: int
    index: IndexOut
    next: Next = None


class PassagesOut(Schema):
    """The passages of a document in reading order, a part of them."""

    document_id: str
    passages: list[PassageOut]
    total: int
    index: IndexOut
    next: Next = None


class VersionOut(Schema):
    """One form or state of a document: that which is searched, a copy of it, or an earlier one."""

    document_id: str
    version: int | None = Field(description="Number of a state that its file no longer has")
    kind: Literal["current", "copy", "older"]
    title: str
    date: str | None
    source_file: str
    url: Address


class VersionsOut(Schema):
    """All forms and states of a document, that which is searched first."""

    document_id: str
    current: str
    versions: list[VersionOut]


def versions_out(snapshot: Snapshot, document_id: str) -> VersionsOut:
    """Return the JSON form of the versions of a document; raises `NotFoundError`."""
    forms = forms_of(snapshot, document_id)
    return VersionsOut(
        document_id=document_id,
        current=forms[0][0].id,
        versions=[_version_out(record, kind) for record, kind in forms],
    )


def _version_out(record: DocumentRecord, kind: Literal["current", "copy", "older"]) -> VersionOut:
    return VersionOut(
        document_id=record.id,
        version=version_of(record.id),
        kind=kind,
        title=record.metadata.title,
        date=record.metadata.date,
        source_file=record.source_file,
        url=document_url(record.id),
    )


def documents_out(snapshot: Snapshot, records: list[DocumentRecord], page: Page) -> DocumentsOut:
    """Return the JSON form of a part of a list of documents."""
    return DocumentsOut(
        documents=[document_out(record) for record in page.of(records)],
        total=len(records),
        index=index_out(snapshot),
        next=page.following(len(records)),
    )


def passages_out(snapshot: Snapshot, document_id: str, page: Page) -> PassagesOut:
    """Return the JSON form of a part of the passages of a document; raises `NotFoundError`."""
    record, passages = snapshot.document(document_id), snapshot.passages_of(document_id)
    return PassagesOut(
        document_id=document_id,
        passages=[passage_out(record, passage) for passage in page.of(passages)],
        total=len(passages),
        index=index_out(snapshot),
        next=page.following(len(passages)),
    )


def detail_out(detail: DocumentDetail, passages: list[PassageRecord]) -> DocumentDetailOut:
    """Return the JSON form of a document with everything in it."""
    record = detail.record
    return DocumentDetailOut(
        **document_fields(record),
        office=record.metadata.office,
        recipients=list(record.metadata.recipients),
        tool=detail.layout.tool,
        original_url=original_url(detail),
        pages=[
            PageOut(
                page=number,
                recognised=page.recognised,
                confidence=page.confidence,
                image_url=page_image_url(detail, number),
            )
            for number, page in enumerate(detail.layout.pages, 1)
        ],
        outside=OutsideOut(share=round(detail.outside.share, 4), **asdict(detail.outside)),
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
