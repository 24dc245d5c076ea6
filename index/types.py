"""The words of retrieval as data: filters, hits, matches, results."""

from dataclasses import dataclass, field
from typing import Literal

from ingest.types import (
    Definition,
    Duty,
    Instrument,
    Layout,
    Metadata,
    NamedSpan,
    Node,
    Outside,
    PassageKind,
)

Confidence = Literal["high", "low", "none"]
MatchKind = Literal["meaning", "word"]
ExpansionReason = Literal["abbreviation", "merger"]


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as a generation knows it; `definitions` are the short forms it defines."""

    id: str
    source_file: str
    metadata: Metadata
    definitions: tuple[Definition, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentDetail:
    """A document with its whole text and what was found in it; every span counts in `text`.

    `original` names the file as it came, empty where it is not kept.
    """

    record: DocumentRecord
    text: str
    nodes: tuple[Node, ...]
    named: tuple[NamedSpan, ...]
    instruments: tuple[Instrument, ...]
    layout: Layout = Layout()  # noqa: RUF009 - frozen
    outside: Outside = Outside()  # noqa: RUF009 - frozen
    original: str = ""


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage as a generation knows it."""

    id: str
    document_id: str
    kind: PassageKind
    text: str
    start: int
    end: int
    path: tuple[str, ...]
    place: str
    page: int | None
    note_of: str | None


@dataclass(frozen=True, slots=True)
class DutyRecord:
    """A duty as a generation knows it; `actor` are the words of its span."""

    document_id: str
    actor: str | None
    duty: Duty

    @property
    def passage_id(self) -> str:
        """The provision that asks for it."""
        return self.duty.passage_id


@dataclass(frozen=True, slots=True)
class WholeDocument:
    """A document with all that a generation keeps of it, passages and duties in reading order."""

    detail: DocumentDetail
    passages: tuple[PassageRecord, ...]
    duties: tuple[DutyRecord, ...] = ()

    @property
    def record(self) -> DocumentRecord:
        """What the document says of itself."""
        return self.detail.record


@dataclass(frozen=True, slots=True)
class Filters:
    """What the results are restricted to before ranking; None means no restriction.

    `among` are ids of documents, for what no single value says.
    """

    province: str | None = None
    year: int | None = None
    type: str | None = None
    document_id: str | None = None
    among: frozenset[str] | None = None

    @property
    def active(self) -> bool:
        """True where at least one restriction is set."""
        return self.among is not None or any(value is not None for value in self.values().values())

    def values(self) -> dict[str, str | int | None]:
        """Return the restrictions that have a name and a single value."""
        return {
            "province": self.province,
            "year": self.year,
            "type": self.type,
            "document_id": self.document_id,
        }

    def admits(self, document: DocumentRecord) -> bool:
        """True where `document` meets every restriction."""
        metadata = document.metadata
        return (
            self.province in (None, metadata.province)
            and self.year in (None, metadata.year)
            and self.type in (None, metadata.type)
            and self.document_id in (None, document.id)
            and (self.among is None or document.id in self.among)
        )


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words of a query and what they were read as: an abbreviation, or a merged province."""

    words: str
    read_as: str
    reason: ExpansionReason


@dataclass(frozen=True, slots=True)
class Match:
    """Why a passage was found: words of the query and the characters that answer them."""

    query: str
    text: str
    start: int
    end: int
    kind: MatchKind
    strength: float


@dataclass(frozen=True, slots=True)
class Signals:
    """What the ranking knew about one passage."""

    cosine: float
    late: float
    lexical: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage with its reasons; `score` is between 0 and 1 and comparable.

    `also_in` are copies of its document in another form.
    """

    rank: int
    score: float
    passage: PassageRecord
    document: DocumentRecord
    matches: tuple[Match, ...]
    signals: Signals
    also_in: tuple[DocumentRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Ranked hits of one query; `total` counts all that match, on whichever page; `further` hits match less."""

    query: str
    hits: tuple[Hit, ...]
    total: int
    confidence: Confidence
    expansions: tuple[Expansion, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)
    further: tuple[Hit, ...] = ()
