"""The words of the interface as JSON, which every feature speaks: documents, passages, hits, the index."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, SerializationInfo

from index.snapshot import Snapshot
from index.types import DocumentRecord, Hit, MatchKind, PassageRecord
from search_api.kit.citations import cite, cite_in_english, document_url, passage_url


def _under_root(path: str, info: SerializationInfo) -> str:
    root = (info.context or {}).get("root", "")
    return f"{root}{path}" if path else path


# Over HTTP with the path that the application is mounted at, where the context of writing names it.
Address = Annotated[
    str, PlainSerializer(_under_root, return_type=str), Field(description="Path on this server")
]
Next = Annotated[str | None, Field(description="Cursor of the part after this one; null at the end")]


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
    url: Address


class IndexOut(Schema):
    """Which index answered."""

    generation: str
    passages: int
    model: str


def document_out(record: DocumentRecord) -> DocumentOut:
    """Return the JSON form of a document."""
    return DocumentOut(**document_fields(record))


def index_out(snapshot: Snapshot) -> IndexOut:
    """Return which index answered."""
    manifest = snapshot.manifest
    return IndexOut(generation=manifest.generation, passages=manifest.passages, model=manifest.model)


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


def document_fields(record: DocumentRecord) -> dict[str, Any]:
    """Return what a document says of itself, by the names of `DocumentOut`."""
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


class MatchOut(Schema):
    """Why a passage was found; `start` and `end` count in the document's text."""

    query: str
    text: str
    start: int
    end: int
    kind: MatchKind


class AlsoInOut(Schema):
    """Another document that holds the same."""

    document_id: str
    source_file: str
    url: Address


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
    url: Address
    also_in: list[AlsoInOut] = Field(description="Copies of the document in another form")


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
        also_in=[
            AlsoInOut(document_id=each.id, source_file=each.source_file, url=document_url(each.id))
            for each in hit.also_in
        ],
    )
