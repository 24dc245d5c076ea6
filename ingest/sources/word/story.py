"""Stories of a Word file, its text, a note, a running head: their paragraphs and tables become blocks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ingest.sources.encodings import from_font
from ingest.sources.source import Block, BlockKind, Cell
from ingest.sources.word.inline import Inline, Piece, style_of, text_of
from ingest.sources.word.looks import ParagraphLook, Said, Styles, said_of_paragraph
from ingest.sources.word.names import ALTERNATIVES, LEFT_OUT, Element, W, child, chosen, parts, value
from ingest.sources.word.notes import Note, Notes
from ingest.sources.word.numbering import Counters, List
from ingest.sources.word.sections import Pages
from ingest.sources.word.tables import GridCell, GridRow, read_grid


@dataclass(frozen=True, slots=True)
class Place:
    """Where paragraphs stand: in which kind of story, cell and note; what counts its items and pages."""

    kind: BlockKind
    counters: Counters
    pages: Pages
    cell: Cell | None = None
    mark: str = ""

    @property
    def is_text(self) -> bool:
        """True outside of tables, notes and running heads."""
        return self.kind == "paragraph" and self.cell is None


@dataclass(slots=True)
class _Flow:
    """Paragraphs that follow one another in a place.

    `blank` is True below an empty one; `joined` is what stands before a paragraph mark that a revision
    took away: it belongs to the next paragraph.
    """

    place: Place
    blank: bool = False
    joined: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a paragraph is set: its style, its look, and the list that it is an item of, if any."""

    style: str
    look: ParagraphLook
    item_of: List | None = None
    level: int = 0


class StoryReader:
    """Reads stories one after another; `blocks` are those read so far."""

    def __init__(self, styles: Styles, lists: Mapping[str, List], notes: Notes) -> None:
        self._styles, self._lists, self._notes = styles, lists, notes
        self._counters_of_boxes, self._counters_of_notes = Counters(), Counters()
        self._settings: dict[object, _Setting] = {}
        self._tables = 0
        self._cited: list[Note] = []
        self.blocks: list[Block] = []
        self.has_foreign_parts = False

    def read(self, container: Element, place: Place) -> None:
        """Read all that stands in an element."""
        flow = _Flow(place)
        self._read(container, flow)
        self._end_joined(flow)

    def _read(self, container: Element, flow: _Flow) -> None:
        for element in container:
            reader = _READERS.get(element.tag)
            if reader:
                reader(self, element, flow)
            elif element.tag not in LEFT_OUT:
                self._read(element, flow)

    def _paragraph(self, element: Element, flow: _Flow) -> None:
        properties = parts(child(element, W + "pPr"))
        mark = properties.get(W + "rPr")
        setting = self._setting(properties)
        pages = flow.place.pages
        if setting.look.breaks_page:
            pages.begin()
        inline = Inline(self._styles, self._notes, pages, setting.style)
        inline.read(element)
        flow.joined += inline.pieces
        if not _is_taken_away(mark):
            pieces, flow.joined = flow.joined, []
            self._add(pieces, setting, mark, flow, inline.page or pages.number)
        self._read_boxes(inline, flow.place)
        if W + "sectPr" in properties:
            pages.end_section()
        self._cited += inline.cited
        self._read_notes(flow.place)

    def _setting(self, properties: Mapping[str, Element]) -> _Setting:
        style, own = value(properties.get(W + "pStyle")), said_of_paragraph(properties)
        key = (style, *own.items())
        if key not in self._settings:
            self._settings[key] = self._set(style, own)
        return self._settings[key]

    def _set(self, style: str, own: Said) -> _Setting:
        of_style = self._styles.paragraph_style(style)
        look = ParagraphLook(**(of_style | own))
        item_of = self._lists.get(look.list_id)
        if item_of is None:
            return _Setting(style, look)
        level = self._level(item_of, style, look)
        indents = item_of.level(level).indents
        said = indents | of_style | own if look.list_of_style else of_style | indents | own
        return _Setting(style, ParagraphLook(**said), item_of, level)

    def _level(self, item_of: List, style: str, look: ParagraphLook) -> int:
        linked = item_of.index_of_style(self._styles.chain(style)) if look.list_of_style else None
        return (look.list_level or 0) if linked is None else linked

    def _add(
        self, pieces: list[Piece], setting: _Setting, mark: Element | None, flow: _Flow, page: int
    ) -> None:
        text = text_of(pieces)
        label = self._label(setting, mark, flow.place.counters, has_text=bool(text))
        if text or label:
            style = style_of(pieces, setting.look, label)
            place = flow.place
            self.blocks.append(
                Block(text, place.kind, page, flow.blank, style=style, cell=place.cell, mark=place.mark)
            )
        flow.blank = not (text or label)

    def _label(self, setting: _Setting, mark: Element | None, counters: Counters, *, has_text: bool) -> str:
        """Return what stands before an item of a list, as it is shown; `mark` is how its end is set."""
        if setting.item_of is None:
            return ""
        look = self._styles.run(setting.style, mark, setting.item_of.level(setting.level).properties)
        if look.hidden and not has_text:
            return ""
        label = counters.next_label(setting.item_of, setting.level)
        label = from_font(label, look.font_of(label))
        return label.upper() if look.capitals else label

    def _end_joined(self, flow: _Flow) -> None:
        """Make a paragraph of what no paragraph follows that it could belong to."""
        if flow.joined:
            pieces, flow.joined = flow.joined, []
            self._add(pieces, self._setting({}), None, flow, flow.place.pages.number)

    def _read_boxes(self, inline: Inline, place: Place) -> None:
        for box in inline.boxes:
            pages = place.pages.aside()
            self.read(box, replace(place, counters=self._counters_of_boxes, pages=pages))

    def _read_notes(self, place: Place) -> None:
        """Read the notes cited so far, below the paragraph or the whole table that cites them."""
        if not place.is_text:
            return
        cited, self._cited = self._cited, []
        for note in cited:
            if note.text is not None:
                pages = place.pages.aside()
                self.read(note.text, Place("footnote", self._counters_of_notes, pages, mark=note.mark))

    def _table(self, element: Element, flow: _Flow) -> None:
        self._end_joined(flow)
        table, self._tables = self._tables, self._tables + 1
        for row in read_grid(element, self._styles):
            self._row(row, table, flow.place)
        flow.blank = False
        self._read_notes(flow.place)

    def _row(self, row: GridRow, table: int, place: Place) -> None:
        """Read a row: its cells begin on one page, and the next row where the longest of them ends."""
        pages = place.pages
        above = begin = end = pages.number
        for cell in row.cells:
            if cell is not row.cells[0]:
                pages.go_to(begin, new=begin > above)
            before = len(self.blocks)
            self.read(cell.element, _in_cell(place, cell, table, row.header))
            if cell is row.cells[0] and len(self.blocks) > before:
                begin = self.blocks[before].page or begin
            end = max(end, pages.number)
        pages.go_to(end)

    def _one_of(self, element: Element, flow: _Flow) -> None:
        one = chosen(element)
        if one is not None:
            self._read(one, flow)

    def _foreign_part(self, _: Element, __: _Flow) -> None:
        self.has_foreign_parts = True


_Reader = Callable[[StoryReader, Element, _Flow], None]
_READERS: dict[str, _Reader] = {
    W + "p": StoryReader._paragraph,
    W + "tbl": StoryReader._table,
    W + "altChunk": StoryReader._foreign_part,
    ALTERNATIVES: StoryReader._one_of,
}


def _is_taken_away(mark: Element | None) -> bool:
    """True for the mark of a paragraph that revisions join to the next."""
    return child(mark, W + "del") is not None or child(mark, W + "moveFrom") is not None


def _in_cell(place: Place, cell: GridCell, table: int, header: bool) -> Place:
    whole = cell.above or cell
    found = Cell(table, whole.row, whole.column, whole.rows, whole.columns, whole.ruled, header)
    return replace(place, kind="cell" if place.kind == "paragraph" else place.kind, cell=found)
