"""The words and drawn lines of a page become lines of text in reading order, with tables as cells."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby

from ingest.sources.pages.columns import Flow, flows
from ingest.sources.pages.footnotes import footnotes
from ingest.sources.pages.lines import Line, line_of
from ingest.sources.pages.ruled import Grid, Slot, grids, rule
from ingest.sources.pages.words import Item, PageWords, Piece, Word, hull, pieces, turned
from ingest.sources.source import Box, Cell


@dataclass(frozen=True, slots=True)
class _Settled(Item):
    """Lines whose order is known, as those of a table, that take one place on a page."""

    lines: tuple[Line, ...]


_Item = Piece | _Settled
_Numbered = tuple[int, Word]
# The cell of a table, by the table's number on the page; None outside tables.
_Home = tuple[int, Slot] | None


def lines(page: PageWords) -> list[Line]:
    """Return the lines of a page in reading order."""
    tables = grids(map(rule, page.rules))
    found = _PageLayout(list(enumerate(page.words)), tables, page.width, page.height).lines()
    notes = footnotes(found, page.rules, page.width)
    return [replace(line, footnote=place in notes) for place, line in enumerate(found)] if notes else found


class _PageLayout:
    """The tables of a page, and what stands in each of their cells."""

    def __init__(
        self, words: Sequence[_Numbered], grids: Sequence[Grid], width: float, height: float
    ) -> None:
        self._grids, self._width, self._height = grids, width, height
        self._numbers = count(len(grids))
        self._words: dict[_Home, list[_Numbered]] = defaultdict(list)
        self._inner: dict[_Home, list[int]] = defaultdict(list)
        for number, word in words:
            self._words[self._home(word.box, len(grids))].append((number, word))
        for table, grid in enumerate(grids):
            self._inner[self._home(grid.box, table)].append(table)

    def _home(self, box: Box, before: int) -> _Home:
        """Return the innermost cell around a box, of the larger tables before a number."""
        for table in reversed(range(before)):
            if slot := self._grids[table].slot(box):
                return table, slot
        return None

    def lines(self) -> list[Line]:
        return self._read(None, None, None)

    def _read(self, home: _Home, cell: Cell | None, within: Box | None) -> list[Line]:
        """Return the lines of a cell, or those of the page outside tables, in reading order."""
        sides: dict[int, int] = defaultdict(self._numbers.__next__)
        found: list[Line] = []
        for flow in flows(self._items(home, cell, within)):
            if flow.side is None:
                found.extend(_lines(flow, found, cell, within))
            else:
                beside = cell or Cell(sides[flow.side[0]], flow.row, flow.side[1], ruled=False)
                column = hull(item.box for row in flow.rows for item in row)
                found.extend(_lines(flow, found, beside, column))
        return found

    def _items(self, home: _Home, cell: Cell | None, within: Box | None) -> list[_Item]:
        upright = [(number, word) for number, word in self._words[home] if not word.turn]
        tables = [self._table(number) for number in self._inner[home]]
        return [*pieces(upright), *self._turned(home, cell, within), *(table for table in tables if table)]

    def _table(self, number: int) -> _Settled | None:
        """Return a table with all in its cells, None for an empty one."""
        grid = self._grids[number]
        found: list[Line] = []
        for slot in sorted(set(grid.slots.values()), key=lambda slot: (slot.row, slot.column)):
            cell = Cell(number, slot.row, slot.column, slot.rows, slot.columns)
            found.extend(self._read((number, slot), cell, grid.place(slot)))
        return _settled(found, grid.box, ()) if found else None

    def _turned(self, home: _Home, cell: Cell | None, within: Box | None) -> Iterator[_Settled]:
        """Yield the words of a cell that run upwards or downwards."""
        for turn in (1, 2, 3):
            words = {number: word for number, word in self._words[home] if word.turn == turn}
            if words:
                rows = self._rows_of_turned(words, turn)
                found = [line_of([words[number] for number in row], None, within, cell) for row in rows]
                yield _settled(found, hull(word.box for word in words.values()), words)

    def _rows_of_turned(self, words: dict[int, Word], turn: int) -> Iterator[list[int]]:
        """Yield the numbers of the words of each line, once the page is turned."""
        upright = [
            (number, replace(word, box=turned(word.box, turn, self._width, self._height), turn=0))
            for number, word in words.items()
        ]
        for flow in flows(pieces(upright)):
            for row in flow.rows:
                numbers = (range(piece.first, piece.last + 1) for piece in row)
                yield [number for run in numbers for number in run if number in words]


def _settled(found: Sequence[Line], box: Box, numbers: Iterable[int]) -> _Settled:
    places = list(numbers) or [-2]
    return _Settled(box, found[0].size, min(places), max(places), tuple(found))


def _lines(
    flow: Flow[_Item], before: Sequence[Line], cell: Cell | None, within: Box | None
) -> Iterator[Line]:
    """Yield the lines of rows that follow what was read before."""
    above = _bottom_above(flow.rows[0][0].box, before)
    for row in flow.rows:
        for part in _parts(row):
            if isinstance(part, _Settled):
                yield from part.lines
                above = part.box.bottom
            else:
                line = line_of(part, above, within, cell)
                yield line
                above = line.box.bottom


def _bottom_above(box: Box, before: Sequence[Line]) -> float | None:
    """Return where the lowest of the lines read before that stand over a box ends."""
    over = (
        line.box.bottom
        for line in before
        if line.box.bottom <= (box.top + box.bottom) / 2
        and line.box.left < box.right
        and box.left < line.box.right
    )
    return max(over, default=None)


def _parts(row: Sequence[_Item]) -> Iterator[list[Word] | _Settled]:
    """Yield what stands on one line in parts that are read together.

    A note that fills a space of the line parts it; one that covers words comes after them.
    """
    words = [word for item in row if isinstance(item, Piece) for word in item.words]
    words.sort(key=lambda word: word.box.left)
    covering = [word for word in words if word.annotation and _covers(word, words)]
    in_line = [word for word in words if word not in covering]
    for part in (in_line, covering):
        yield from (list(run) for _, run in groupby(part, key=lambda word: word.annotation))
    yield from (item for item in row if isinstance(item, _Settled))


def _covers(note: Word, words: Iterable[Word]) -> bool:
    middle = (note.box.left + note.box.right) / 2
    return any(not word.annotation and word.box.left < middle < word.box.right for word in words)
