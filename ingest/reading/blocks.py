"""The blocks of a source as lines, and the text that those lines are of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.language.cells import BETWEEN_CELLS
from ingest.language.folding import clean, one_line
from ingest.reading.columns import one_after_the_other
from ingest.reading.lines import Line, Row, SourceRun
from ingest.sources.pages.words import hull
from ingest.sources.source import Block, Box, Cell, Source, Style

_ASIDES = {"header": "page furniture", "footer": "page furniture", "annotation": "annotation"}


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where the characters `start` to `end` of a source's text stand: a page, and a box on it in points."""

    start: int
    end: int
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class SourceText:
    """The normalised text of a source; its lines, and their places on pages, count in it."""

    text: str
    lines: list[Line]
    places: list[SourcePlace]


def lines_of(source: Source) -> SourceText:
    """Return the text of a source and its lines.

    A paragraph is one line; the row of a table is one line, its cells divided by " | "; a blank line
    stands at a gap, a form feed between pages. A label that the word processor computes, and the mark
    of a footnote, are part of the text, as a reader of the file sees them.
    """
    writer = _Writer()
    written = one_after_the_other([block for block in source.blocks if block.text.strip()])
    for blocks in _groups([part for block in _in_columns(written) for part in _parts_of_title(block)]):
        writer.add(blocks)
    return SourceText("".join(writer.parts), writer.lines, writer.places)


class _Writer:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.lines: list[Line] = []
        self.places: list[SourcePlace] = []
        self.length = 0
        self.page: int | None = None

    def add(self, blocks: Sequence[Block]) -> None:
        """Write one line: a block, or the cells of one row."""
        words = _row_words(blocks) if _is_row(blocks[0]) else _words(blocks[0])
        if not words:
            return
        first = blocks[0]
        turned = first.page is not None and self.page is not None and first.page > self.page
        blank = not self.lines or turned or first.gap
        if self.lines:
            self._write("\n")
            self._write("\f" * ((first.page or 0) - (self.page or 0)) if turned else "\n" if blank else "")
        self.page = first.page or self.page
        self.lines.append(_line(blocks, SourceRun(words, self.length), self.page or 1, blank))
        boxes = [block.box for block in blocks if block.box]
        if first.page is not None and boxes:
            self.places.append(SourcePlace(self.length, self.length + len(words), first.page, _around(boxes)))
        self._write(words)

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def _line(blocks: Sequence[Block], run: SourceRun, page: int, blank: bool) -> Line:
    first = blocks[0]
    row = _row(blocks) if _is_row(first) else None
    return Line(
        [run],
        page,
        blank,
        heading_level=first.style.level,
        whole=first.kind != "line",
        style=first.style,
        row=row,
        aside=_ASIDES.get(first.kind, ""),
        note=(first.mark or "*") if first.kind == "footnote" else "",
    )


def _around(boxes: Sequence[Box]) -> tuple[float, float, float, float]:
    """Return the box around boxes, to a tenth of a point."""
    around = hull(boxes)
    left, top, right, bottom = (round(c, 1) for c in (around.left, around.top, around.right, around.bottom))
    return left, top, right, bottom


def _words(block: Block) -> str:
    """Return the words of a block on one line, with the label or mark that stands before them."""
    text = clean(block.text)
    # In a line of text, wide blanks and tabs part columns.
    text = " ".join(text.split("\n")).strip() if block.kind == "line" else one_line(text)
    before = block.style.list_label or (block.mark if block.kind == "footnote" else "")
    if not text or not before or text.startswith(before):
        return text
    return f"{one_line(clean(before))} {text}"


def _row_words(blocks: Sequence[Block]) -> str:
    cells = _cells(blocks)
    return BETWEEN_CELLS.join(cells).strip() if any(cells) else ""


def _cells(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the words of each column of one row, a cell of several paragraphs in one."""
    columns = {column: " ".join(filter(None, map(_words, cell))) for column, cell in _by_column(blocks)}
    return tuple(columns.get(column, "") for column in range(max(columns) + 1))


def _by_column(blocks: Sequence[Block]) -> Iterator[tuple[int, list[Block]]]:
    ordered = sorted(blocks, key=lambda block: _cell(block).column)
    for column, cell in groupby(ordered, key=lambda block: _cell(block).column):
        yield column, list(cell)


def _row(blocks: Sequence[Block]) -> Row:
    return Row(_cell(blocks[0]).table, _cells(blocks), all(_cell(block).header for block in blocks))


def _cell(block: Block) -> Cell:
    if block.cell is None:
        raise ValueError(f"a block of kind {block.kind} has no cell")
    return block.cell


def _is_row(block: Block) -> bool:
    return block.kind == "cell"


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield the blocks of each line: the cells of one row together, any other block alone."""

    def place(numbered: tuple[int, Block]) -> tuple[int, int, int]:
        number, block = numbered
        if block.cell and _is_row(block):
            return (0, block.cell.table, block.cell.row)
        return (1, number, 0)

    for _, group in groupby(enumerate(blocks), key=place):
        yield [block for _, block in group]


def _parts_of_title(block: Block) -> list[Block]:
    """Return a centred paragraph in two where its second line begins "(Kèm theo …", else as it is."""
    if block.kind != "paragraph" or block.style.align != "center":
        return [block]
    title, bracket, rest = block.text.partition("\n(")
    if not bracket or not title.strip():
        return [block]
    return [
        replace(block, text=title),
        replace(block, text=f"({rest}", gap=False, style=_unlabelled(block.style)),
    ]


def _unlabelled(style: Style) -> Style:
    return replace(style, list_label="")


def _in_columns(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with each table that is only layout read column by column, as paragraphs."""
    ordered: list[Block] = []
    real = _real_tables(blocks)
    for table, group in groupby(blocks, key=lambda block: block.cell.table if block.cell else None):
        if table is None or table in real:
            ordered.extend(group)
            continue
        cells = sorted(group, key=lambda block: (_cell(block).column, _cell(block).row))
        ordered.extend(
            replace(block, kind="paragraph", gap=_begins_cell(cells, number))
            for number, block in enumerate(cells)
        )
    return ordered


def _begins_cell(cells: Sequence[Block], number: int) -> bool:
    return number == 0 or cells[number].cell != cells[number - 1].cell


def _real_tables(blocks: Sequence[Block]) -> set[int]:
    """Return the tables with lines around their cells and more than one column."""
    cells = [block.cell for block in blocks if block.cell]
    return {cell.table for cell in cells if cell.ruled} & {cell.table for cell in cells if cell.column}
