"""The words of the product as data: documents, outline nodes, passages, instruments."""

from dataclasses import dataclass, field
from typing import Literal

NodeKind = Literal["section", "provision"]
# Marks of nodes that a label does not tell: an annex; a table by its head, its groups of rows, its rows.
ANNEX, TABLE, GROUP, ROW = "annex", "table", "group", "row"
PassageKind = Literal["provision", "heading", "footnote"]
DeadlineKind = Literal["date", "period", "recurring"]
DeadlineBound = Literal["on", "before", "by", "from", "after"]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of this span."""
        return text[self.start : self.end]

    def moved(self, by: int) -> "Span":
        """Return these characters as they count in a text in which this one begins at `by`."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: "Span") -> bool:
        """True where the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of `length` characters that the text took over unchanged from the source."""

    start: int
    source_start: int
    length: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """A document that a plan cites by number; `span` is the citation in the plan."""

    number: str
    type: str | None
    date: str | None
    issuer: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form and what the document says it stands for; `start` is where it is defined."""

    short: str
    long: str
    start: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says about itself; None where it does not say. `office` is that of the signer, as written."""

    title: str
    type: str | None = None
    number: str | None = None
    issuer: str | None = None
    province: str | None = None
    year: int | None = None
    date: str | None = None
    signer: str | None = None
    recipients: tuple[str, ...] = ()
    office: str | None = None


@dataclass(slots=True)
class Node:
    """A section or provision of the outline.

    `span` covers the node's own text with its label, without its children; `heading` is the
    heading as shown in paths (the whole own text of a section, or the words before the colon of
    "2. Yêu cầu: …"), empty where the node has none.
    """

    kind: NodeKind
    label: str
    mark: str
    depth: int
    span: Span
    heading: str
    parent: int | None
    footnotes: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What is indexed: one provision, a part of an over-long one, a lead-in, or a footnote."""

    id: str
    kind: PassageKind
    span: Span
    path: tuple[str, ...]
    place: str
    page: int | None
    node: int
    note_of: str | None = None


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """Text that is metadata rather than a provision: letterhead, stamp, recipients …"""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when: the words, and what a calendar needs of them.

    A "date" names the ISO day `due`; a "period" (quarter, month, year, "trong 07 ngày") ends on `due`
    where the year is known; a "recurring" one repeats by `rule` (RFC 5545), where it is regular.
    `bound` says on which side of the days named it lies: "before" leaves the day out ("trước ngày
    20"), "by" takes it in ("chậm nhất ngày 20"), "from" and "after" say when something begins.
    """

    span: Span
    kind: DeadlineKind
    due: str | None = None
    rule: str | None = None
    bound: DeadlineBound = "on"


@dataclass(frozen=True, slots=True)
class Duty:
    """What a provision asks of whom, with whom and by when; every span counts in the document.

    `actor` lies in a heading above the provision where `from_heading` is true; a list of bodies is one
    actor. `action` are its verbs, `object` is what follows them in the clause, `partners` are bodies.
    """

    passage_id: str
    actor: Span | None
    from_heading: bool
    action: Span | None
    object: Span | None
    partners: tuple[Span, ...] = ()
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class FilePage:
    """A page as it was read: its size in points, and where it was recognised, how surely (0 … 1).

    `turn` counts the quarter turns to the right by which it was read otherwise than the file shows it.
    """

    width: float
    height: float
    recognised: bool = False
    confidence: float = 1.0
    turn: int = 0


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where characters of the text stand in the file: a page, and a box on it.

    `box` is left, top, right and bottom, in points from the page's upper left corner.
    """

    span: Span
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """How the file shows the text: which tool found it, the file's pages, and the places on them."""

    tool: str = ""
    pages: tuple[FilePage, ...] = ()
    places: tuple[FilePlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Outside:
    """How much of a document no search finds: what is neither in a passage nor in a heading above one.

    Characters are letters and digits; `labelled` counts lines that begin with a number or letter of an outline.
    """

    characters: int = 0
    of_characters: int = 0
    labelled: int = 0
    of_labelled: int = 0

    @property
    def share(self) -> float:
        """The share of the characters that lie outside (0 … 1)."""
        return self.characters / self.of_characters if self.of_characters else 0.0

    def __add__(self, other: "Outside") -> "Outside":
        """Return what lies outside in both together."""
        return Outside(
            self.characters + other.characters,
            self.of_characters + other.of_characters,
            self.labelled + other.labelled,
            self.of_labelled + other.of_labelled,
        )


@dataclass(slots=True)
class Document:
    """A plan as read from one file.

    `text` is the repaired text: paragraphs rejoined across page breaks, footnotes after the
    paragraph that cites them, no markup. `pieces` map it back to `source` exactly.
    """

    id: str
    source_file: str
    content_hash: str
    text: str
    pieces: list[Piece]
    metadata: Metadata
    source: str = ""
    nodes: list[Node] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    named: list[NamedSpan] = field(default_factory=list)
    instruments: list[Instrument] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    layout: Layout = Layout()
    outside: Outside = Outside()
