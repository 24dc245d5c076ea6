"""The reader: a document's text as headings, provisions and notes, each with its own address."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from index.types import DocumentDetail, DocumentRecord, Match, PassageRecord
from ingest.language.cells import cells_of
from ingest.types import GROUP, ROW, TABLE, Node, Span
from search_api.documents.files import page_image_url
from web.kit.highlighting import highlight, highlight_quote
from web.kit.presenters import CitationView, citation_view, sentence_case
from web.kit.urls import Urls

# Headings of sections begin below the page's title and end where HTML does.
_TOP_HEADING, _LAST_HEADING = 2, 6
_DEEPEST_INDENT = 4
_LONGEST_ENTRY = 110
_FEWEST_HEADING_WORDS = 3

Highlights = Mapping[str, tuple[Match, ...]]


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage in its document."""

    id: str
    place: str
    page: int | None
    page_url: str | None
    text: Markup
    citation: CitationView
    url: str
    similar_url: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` is that of HTML) or a provision (`level` is its indent).

    What is the row of a table has `cells`; a heading within a table has one, its head one a column.
    """

    kind: str
    level: int
    anchor: str
    text: Markup
    passage: PassageView | None
    notes: tuple[PassageView, ...] = ()
    cells: tuple[Markup, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, and above them its head, if it has one."""

    head: Block | None
    rows: tuple[Block, ...]
    columns: int
    kind: str = "table"

    @property
    def notes(self) -> tuple[PassageView, ...]:
        """The footnotes that its rows cite."""
        return tuple(note for row in self.rows for note in row.notes)


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the contents list."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class NamedText:
    """Text of the document that is metadata, such as the letterhead."""

    name: str
    text: str


class Reader:
    """Arranges one document for reading.

    `highlights` are matches by passage id; `quoted` is the part of the text that the reader came for.
    """

    def __init__(
        self,
        detail: DocumentDetail,
        passages: Sequence[PassageRecord],
        urls: Urls,
        highlights: Highlights,
        quoted: Span | None = None,
    ) -> None:
        self.detail = detail
        self.passages = passages
        self.urls = urls
        self.highlights = highlights
        self.quoted = quoted
        self.starts = [node.span.start for node in detail.nodes]

    def parts(self) -> tuple[Block | Table, ...]:
        """Return headings, provisions and tables in reading order, notes under what cites them."""
        parts: list[Block | Table] = []
        for in_table, group in groupby(self.blocks(), key=lambda block: bool(block.cells)):
            run = list(group)
            parts.extend(_tables(run) if in_table else run)
        return tuple(parts)

    def blocks(self) -> tuple[Block, ...]:
        """Return headings, provisions and rows in reading order, notes under what cites them."""
        by_start = {passage.start: passage for passage in self.passages}
        sections = [self._heading(node, by_start) for node in self._sections()]
        headed = {node.span.start for node in self._sections()}
        notes = self._notes()
        cited = {note.id for views in notes.values() for note in views}
        provisions = [
            (passage.start, self._provision(passage, notes.get(passage.id, ())))
            for passage in self.passages
            if passage.start not in headed and passage.id not in cited
        ]
        ordered = sorted([*sections, *provisions], key=lambda item: item[0])
        return tuple(block for _, block in ordered)

    def outline(self) -> tuple[OutlineEntry, ...]:
        """Return the sections, and the provisions that begin with a heading, as a contents list."""
        anchors = {passage.start: f"p-{passage.id}" for passage in self.passages}
        anchors |= {node.span.start: _section_anchor(node) for node in self._sections()}
        return tuple(
            OutlineEntry(self._depth(node, "section"), shortened(node.heading), anchors[node.span.start])
            for node in self.detail.nodes
            if node.span.start in anchors and (node.kind == "section" or _has_heading(node))
        )

    def _sections(self) -> list[Node]:
        return [node for node in self.detail.nodes if node.kind == "section"]

    def _heading(self, node: Node, by_start: dict[int, PassageRecord]) -> tuple[int, Block]:
        level = min(_TOP_HEADING + self._depth(node, "section"), _LAST_HEADING)
        passage = by_start.get(node.span.start)
        view = self._view(passage) if passage else None
        # The anchor of the section stays even where the heading is a passage with its own.
        text = view.text if view else highlight(node.span.of(self.detail.text), ())
        cells = self._cells(node, passage) if node.mark in (TABLE, GROUP) else ()
        return node.span.start, Block("heading", level, _section_anchor(node), text, view, (), cells)

    def _provision(self, passage: PassageRecord, notes: tuple[PassageView, ...]) -> Block:
        view = self._view(passage)
        kind = "note" if passage.kind == "footnote" else "provision"
        node = self._node(passage)
        cells = self._cells(node, passage) if node and node.mark == ROW and kind == "provision" else ()
        return Block(kind, self._indent(passage), "", view.text, view, notes, cells)

    def _cells(self, node: Node, passage: PassageRecord | None) -> tuple[Markup, ...]:
        """Return the cells of a row with their marks; a heading that spans the table has one."""
        text = passage.text if passage else node.span.of(self.detail.text)
        if node.mark == GROUP:
            return (highlight(text, ()),)
        matches = self.highlights.get(passage.id, ()) if passage else ()
        return tuple(highlight(cell.of(text), matches, cell.start) for cell in cells_of(text))

    def _notes(self) -> dict[str, tuple[PassageView, ...]]:
        """Return the footnotes by the id of the passage that cites them."""
        ids = {passage.id for passage in self.passages}
        notes: dict[str, tuple[PassageView, ...]] = {}
        for passage in self.passages:
            if passage.note_of in ids and passage.note_of:
                notes[passage.note_of] = (*notes.get(passage.note_of, ()), self._view(passage))
        return notes

    def _view(self, passage: PassageRecord) -> PassageView:
        record = self.detail.record
        return PassageView(
            id=passage.id,
            place=sentence_case(passage.place),
            page=passage.page,
            page_url=self._page_url(passage),
            text=highlight_quote(passage.text, self.highlights.get(passage.id, ()), self._quoted_in(passage)),
            citation=citation_view(record, passage.place, passage.text),
            url=self.urls.passage(record.id, passage.id),
            similar_url=self.urls.similar(passage.id),
        )

    def _page_url(self, passage: PassageRecord) -> str | None:
        """Return the address of the page of the file that a passage begins on, where it can be shown."""
        if passage.page is None or page_image_url(self.detail, passage.page) is None:
            return None
        return self.urls.file_page(self.detail.record.id, passage.page, passage.id)

    def _quoted_in(self, passage: PassageRecord) -> Span | None:
        """Return the characters of a passage that the reader came for, if they lie in it."""
        quoted = self.quoted
        if quoted is None or not (passage.start <= quoted.start < quoted.end <= passage.end):
            return None
        return Span(quoted.start - passage.start, quoted.end - passage.start)

    def _indent(self, passage: PassageRecord) -> int:
        node = self._node(passage)
        return min(self._depth(node, "provision"), _DEEPEST_INDENT) if node else 0

    def _node(self, passage: PassageRecord) -> Node | None:
        """Return the node of the outline that a passage begins in."""
        place = bisect_right(self.starts, passage.start) - 1
        return self.detail.nodes[place] if place >= 0 else None

    def _depth(self, node: Node, kind: str) -> int:
        """Return how many ancestors of a node are of a kind."""
        depth = 0
        while node.parent is not None:
            node = self.detail.nodes[node.parent]
            depth += node.kind == kind
        return depth


def _tables(blocks: Sequence[Block]) -> Iterator[Table]:
    """Yield the tables of blocks with cells that stand side by side: each head begins one."""
    heads = [n for n, block in enumerate(blocks) if block.kind == "heading" and len(block.cells) > 1]
    starts = heads if heads[:1] == [0] else [0, *heads]
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        head = blocks[start] if start in heads else None
        rows = tuple(blocks[start + (head is not None) : end])
        yield Table(head, rows, max(len(block.cells) for block in blocks[start:end]))


def named_texts(detail: DocumentDetail) -> tuple[NamedText, ...]:
    """Return the text that is metadata, the lines of one name together."""
    lines: dict[str, list[str]] = {}
    for named in detail.named:
        lines.setdefault(named.name, []).append(named.span.of(detail.text))
    return tuple(NamedText(name, "\n".join(texts)) for name, texts in lines.items())


def neighbours(
    records: Sequence[DocumentRecord], document_id: str
) -> tuple[DocumentRecord | None, int, DocumentRecord | None]:
    """Return the document before, the place from 1, and the document after."""
    place = next(n for n, record in enumerate(records) if record.id == document_id)
    before = records[place - 1] if place else None
    after = records[place + 1] if place + 1 < len(records) else None
    return before, place + 1, after


def shortened(text: str) -> str:
    """Return a heading on one line, cut at a word where it is long."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST_ENTRY:
        return line
    return line[:_LONGEST_ENTRY].rsplit(" ", 1)[0] + "…"


def _has_heading(node: Node) -> bool:
    """True where a provision has a heading in words, and not only its label."""
    return len(node.heading.split()) >= _FEWEST_HEADING_WORDS


def _section_anchor(node: Node) -> str:
    # The start is stable while the text is: a permanent address without a counter.
    return f"s-{node.span.start}"
