"""Cited instruments as JSON."""

from collections.abc import Sequence

from pydantic import Field

from index.snapshot import Snapshot
from index.types import DocumentRecord
from ingest.instruments.authorities import Level
from search_api.instruments.chain import ChainLink, chain
from search_api.instruments.overview import (
    CitedAt,
    Relation,
    carried_out,
    cited_together,
    citing_documents,
    instruments,
    of_document,
    others,
    plain_name,
)
from search_api.instruments.records import InstrumentRecord
from search_api.kit.pages import Page
from search_api.kit.schemas import (
    Address,
    DocumentOut,
    IndexOut,
    Next,
    PassageOut,
    Schema,
    document_out,
    index_out,
    passage_out,
)

# Of the documents that do not cite an instrument so many are named, the rest is counted.
MOST_OTHERS = 100


class NameSourceOut(Schema):
    """Where a document says what the instrument is about; `start` and `end` count in its text."""

    document_id: str
    start: int
    end: int


class CitedInstrumentOut(Schema):
    """An instrument that documents cite; `key` is its address, `name` what it is about."""

    key: str
    label: str = Field(description='Type and number, as "Kết luận 57-KL/TW"')
    number: str
    type: str | None
    date: str | None
    issuer: str | None
    level: Level = Field(description="The Party's centre, the central State, or a province")
    place: str | None = Field(description="Province or district of a local instrument")
    name: str | None
    name_source: NameSourceOut | None = Field(description="Null where the name is the instrument's own title")
    document: DocumentOut | None = Field(description="The instrument itself, where the index holds it")
    documents: int = Field(description="How many documents cite it")
    citations: int
    url: Address


class InstrumentsOut(Schema):
    """A part of the list, the most cited first."""

    instruments: list[CitedInstrumentOut]
    total: int
    index: IndexOut
    next: Next = None


class CitationOut(Schema):
    """A citation's words; `start` and `end` count in the document's text. No passage: title or letterhead."""

    words: str
    start: int
    end: int
    passage: PassageOut | None


class CitingOut(Schema):
    """A document that cites the instrument, with its citations."""

    document: DocumentOut
    citations: list[CitationOut]


class OthersOut(Schema):
    """Documents that do not cite the instrument; whether they should is not judged."""

    documents: list[DocumentOut]
    total: int


class NotCitingOut(Schema):
    """They come from the same province, else from the same kind of issuer as those that cite, else neither."""

    same_place: OthersOut
    same_issuers: OthersOut
    rest: OthersOut


class TogetherOut(Schema):
    """An instrument that `documents` documents cite beside this one."""

    instrument: CitedInstrumentOut
    documents: int


class RelationOut(Schema):
    """A document's words that one instrument carries out the other."""

    instrument: CitedInstrumentOut
    words: str
    document_id: str
    start: int
    end: int


class InstrumentDetailOut(CitedInstrumentOut):
    """An instrument with the documents that cite it, a part of them, and those that do not."""

    cited_by: list[CitingOut]
    not_citing: NotCitingOut
    cited_together: list[TogetherOut]
    carries_out: list[RelationOut]
    carried_out_by: list[RelationOut]
    index: IndexOut
    next: Next = None


class ChainLinkOut(Schema):
    """What the document says it carries out, in its `words`, and under it what that carries out in turn."""

    instrument: CitedInstrumentOut
    words: str | None
    citation: CitationOut
    opening: bool = Field(description="True in the title and the words before the first label")
    under: list["ChainLinkOut"]


class DocumentInstrumentOut(Schema):
    """An instrument with the document's citations of it."""

    instrument: CitedInstrumentOut
    citations: list[CitationOut]


class DocumentInstrumentsOut(Schema):
    """The chain of grounds of a document, and all instruments that it cites."""

    document: DocumentOut
    chain: list[ChainLinkOut]
    instruments: list[DocumentInstrumentOut]


def cited_instrument_out(snapshot: Snapshot, record: InstrumentRecord) -> CitedInstrumentOut:
    """Return the JSON form of an instrument."""
    return CitedInstrumentOut(**_fields(snapshot, record))


def instruments_out(snapshot: Snapshot, records: Sequence[InstrumentRecord], page: Page) -> InstrumentsOut:
    """Return the JSON form of a part of a list."""
    return InstrumentsOut(
        instruments=[cited_instrument_out(snapshot, record) for record in page.of(records)],
        total=len(records),
        index=index_out(snapshot),
        next=page.following(len(records)),
    )


def instrument_detail_out(snapshot: Snapshot, record: InstrumentRecord, page: Page) -> InstrumentDetailOut:
    """Return the JSON form of an instrument with a part of the documents that cite it."""
    upper, lower = carried_out(snapshot, record)
    not_citing = others(snapshot, record)
    return InstrumentDetailOut(
        **_fields(snapshot, record),
        cited_by=[
            CitingOut(document=document_out(c.document), citations=_citations_out(c.document, c.citations))
            for c in citing_documents(snapshot, record, page.limit, page.offset)
        ],
        not_citing=NotCitingOut(
            same_place=_others_out(not_citing.same_place),
            same_issuers=_others_out(not_citing.same_issuers),
            rest=_others_out(not_citing.rest),
        ),
        cited_together=[
            TogetherOut(instrument=cited_instrument_out(snapshot, other), documents=times)
            for other, times in cited_together(snapshot, record)
        ],
        carries_out=[_relation_out(snapshot, relation.lower, relation) for relation in upper],
        carried_out_by=[_relation_out(snapshot, relation.upper, relation) for relation in lower],
        index=index_out(snapshot),
        next=page.following(len(record.documents)),
    )


def document_instruments_out(snapshot: Snapshot, document_id: str) -> DocumentInstrumentsOut:
    """Return the JSON form of what a document cites."""
    document = snapshot.document(document_id)
    return DocumentInstrumentsOut(
        document=document_out(document),
        chain=[_link_out(snapshot, document, link) for link in chain(snapshot, document_id)],
        instruments=[
            DocumentInstrumentOut(
                instrument=cited_instrument_out(snapshot, record),
                citations=_citations_out(document, citations),
            )
            for record, citations in of_document(snapshot, document_id)
        ],
    )


def _fields(snapshot: Snapshot, record: InstrumentRecord) -> dict[str, object]:
    own = snapshot.document(record.document_id) if record.document_id else None
    return {
        "key": record.key,
        "label": record.label,
        "number": record.number,
        "type": record.type,
        "date": record.date,
        "issuer": record.issuer,
        "level": record.level,
        "place": record.place,
        "name": plain_name(snapshot, record),
        "name_source": _name_source(record),
        "document": document_out(own) if own else None,
        "documents": len(record.documents),
        "citations": len(record.citations),
        "url": f"/instruments/{record.key}",
    }


def _name_source(record: InstrumentRecord) -> NameSourceOut | None:
    citation = None if record.document_id else record.fullest
    if citation is None or citation.subject is None:
        return None
    span = citation.subject
    return NameSourceOut(document_id=citation.document_id, start=span.start, end=span.end)


def _citations_out(document: DocumentRecord, citations: Sequence[CitedAt]) -> list[CitationOut]:
    return [_citation_out(document, citation) for citation in citations]


def _citation_out(document: DocumentRecord, cited: CitedAt) -> CitationOut:
    span = cited.citation.instrument.span
    return CitationOut(
        words=cited.citation.words,
        start=span.start,
        end=span.end,
        passage=passage_out(document, cited.passage) if cited.passage else None,
    )


def _others_out(documents: Sequence[DocumentRecord]) -> OthersOut:
    return OthersOut(documents=[document_out(d) for d in documents[:MOST_OTHERS]], total=len(documents))


def _relation_out(snapshot: Snapshot, key: str, relation: Relation) -> RelationOut:
    return RelationOut(
        instrument=cited_instrument_out(snapshot, instruments(snapshot).by_key[key]),
        words=relation.words,
        document_id=relation.document_id,
        start=relation.span.start,
        end=relation.span.end,
    )


def _link_out(snapshot: Snapshot, document: DocumentRecord, link: ChainLink) -> ChainLinkOut:
    return ChainLinkOut(
        instrument=cited_instrument_out(snapshot, link.record),
        words=link.words,
        citation=_citation_out(document, link.citation),
        opening=link.opening,
        under=[_link_out(snapshot, document, lower) for lower in link.under],
    )
