"""Columns without drawn lines: where text runs side by side, as in a letterhead or above signatures.

A column is read to its end before the one on its right. What shows columns is a gutter: a stretch
that no text crosses over several lines. Wide spaces alone do not: a justified line has them, and
so has a list between its labels and its text.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Generic, TypeVar

from ingest.sources.pages.words import Item, beside
from ingest.sources.source import Box

# All lengths are in font sizes. The narrowest gutter, where the file itself writes one column after
# the other, and where it writes line by line, over several lines or one.
_GUTTER_BY_ORDER = 0.5
_GUTTER_OF_LINES = 1.0
_GUTTER_OF_ONE_LINE_BY_ORDER = 2.0
_GUTTER_OF_ONE_LINE = 3.0
# Text narrower than this is a label or a number, and belongs to its line.
_NARROWEST_COLUMN = 3.5
# A stretch without any text ends columns.
_FARTHEST = 2.5
# What one column has more than its neighbour follows at the usual distance; a name stands below the
# place for stamp and signature.
_NEXT_LINE = 0.8
_REGULAR = 1.2
_LARGER = 1.2
_SIGNATURE = 8.0
_ALIGNED = 0.5
# A line below the words of a list, or one whose bullet was not recognised, begins further inside.
_SET_IN = 1.5
# Fewer rows or columns side by side are no table, nor are columns of text, all wider than this.
_FEWEST_ROWS = 3
_FEWEST_COLUMNS = 3
_COLUMN_OF_TEXT = 8.0
# So many items stand on one line at most.
_MOST_BESIDE = 12
# A page with more pieces of lines than this is no letter.
_MOST_ITEMS = 1500


T = TypeVar("T", bound=Item)


@dataclass(frozen=True, slots=True)
class Flow(Generic[T]):
    """Lines that are read one after another, each of items from left to right.

    `side` names what stands side by side, and which column of it this is; `row` counts the rows of
    a table.
    """

    rows: list[list[T]]
    side: tuple[int, int] | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class _Region(Generic[T]):
    """Neighbours in the order from top to bottom, from `start` to before `end`, that leave a gutter free."""

    start: int
    end: int
    left: list[T]
    right: list[T]

    @property
    def gutter(self) -> tuple[float, float]:
        return max(item.box.right for item in self.left), min(item.box.left for item in self.right)

    @property
    def common(self) -> tuple[float, float]:
        """From where to where both columns have text."""
        sides = (self.left, self.right)
        top = max(min(item.box.top for item in side) for side in sides)
        return top, min(max(item.box.bottom for item in side) for side in sides)


class _Growth(Generic[T]):
    """Two columns that grow from two neighbours, as long as a gutter stays between them."""

    def __init__(self, left: T, right: T) -> None:
        self.left, self.right = [left], [right]
        self._gutter = (left.box.right, right.box.left)
        self._top, self._bottom = min(left.box.top, right.box.top), max(left.box.bottom, right.box.bottom)

    def reaches(self, item: T) -> bool:
        """True where an item stands near enough below or above."""
        return max(item.box.top - self._bottom, self._top - item.box.bottom) <= _FARTHEST * item.size

    def takes(self, item: T) -> bool:
        """Put an item into the column where it stands; False where it leaves no gutter."""
        left, right = self._gutter
        narrowest = _GUTTER_BY_ORDER * item.size
        fits_left = right - max(left, item.box.right) >= narrowest
        fits_right = min(right, item.box.left) - left >= narrowest
        if fits_left and (not fits_right or _centre(item.box) < (left + right) / 2):
            self._gutter = (max(left, item.box.right), right)
            self.left.append(item)
        elif fits_right:
            self._gutter = (left, min(right, item.box.left))
            self.right.append(item)
        self._top, self._bottom = min(self._top, item.box.top), max(self._bottom, item.box.bottom)
        return fits_left or fits_right


def flows(items: Sequence[T]) -> list[Flow[T]]:
    """Return what stands on a page, or in a cell, in reading order."""
    ordered = sorted(items, key=lambda item: (_middle(item.box), item.box.left))
    return _Splitter[T]().split(ordered, None)


class _Splitter(Generic[T]):
    """Splits a page at its columns, and numbers these."""

    def __init__(self) -> None:
        self._regions = 0

    def split(self, ordered: list[T], side: tuple[int, int] | None) -> list[Flow[T]]:
        if not ordered or len(ordered) > _MOST_ITEMS:
            return [Flow(_rows(ordered), side)] if ordered else []
        rows = _rows(ordered)
        if table := _table(rows):
            above, below = _joined(rows[: table.start]), _joined(rows[table.stop :])
            return [*self.split(above, side), *self._cells(rows[table]), *self.split(below, side)]
        region = _widest_region(ordered)
        if region is None:
            return [Flow(rows, side)]
        number = self._next()
        return [
            *self.split(ordered[: region.start], side),
            *self.split(region.left, (number, 0)),
            *self.split(region.right, (number, 1)),
            *self.split(ordered[region.end :], side),
        ]

    def _cells(self, rows: list[list[T]]) -> list[Flow[T]]:
        number = self._next()
        return [
            Flow([[item]], (number, column), place)
            for place, row in enumerate(rows)
            for column, item in enumerate(row)
        ]

    def _next(self) -> int:
        self._regions += 1
        return self._regions - 1


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _centre(box: Box) -> float:
    return (box.left + box.right) / 2


def _left(box: Box) -> float:
    return box.left


def _rows(ordered: Sequence[T]) -> list[list[T]]:
    """Return what stands on one line together, from left to right."""
    rows: list[list[T]] = []
    for item in ordered:
        if rows and any(beside(item.box, other.box) for other in rows[-1]):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [sorted(row, key=lambda item: item.box.left) for row in rows]


def _joined(rows: Iterable[Sequence[T]]) -> list[T]:
    return [item for row in rows for item in row]


def _table(rows: Sequence[Sequence[T]]) -> slice | None:
    """Return which rows are the first table: as many items in each, one below the other."""
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and _same_columns(rows[start:end], rows[end]):
            end += 1
        if _is_table(rows[start:end]):
            return slice(start, end)
        start = end
    return None


def _is_table(rows: Sequence[Sequence[T]]) -> bool:
    columns = list(zip(*rows, strict=True))
    large = len(rows) >= _FEWEST_ROWS and len(columns) >= _FEWEST_COLUMNS
    return large and any(_width(column) < _COLUMN_OF_TEXT for column in columns)


def _same_columns(rows: Sequence[Sequence[T]], row: Sequence[T]) -> bool:
    """True where each item of a row stands below the same item of the rows above, and no other."""
    if len(row) != len(rows[0]):
        return False
    columns = [[above[place].box for above in rows] + [row[place].box] for place in range(len(row))]
    edges = [(min(b.left for b in column), max(b.right for b in column)) for column in columns]
    return all(left[1] < right[0] for left, right in pairwise(edges))


def _widest_region(ordered: list[T]) -> _Region[T] | None:
    regions = [trimmed for region in _regions(ordered) if (trimmed := _checked(_trimmed(ordered, region)))]
    return max(regions, key=lambda r: (r.end - r.start, r.gutter[1] - r.gutter[0]), default=None)


def _regions(ordered: list[T]) -> Iterator[_Region[T]]:
    """Yield what grows from each two neighbours with a gutter between them."""
    parted: set[tuple[int, int]] = set()
    for a, b in _neighbours(ordered):
        if (id(ordered[a]), id(ordered[b])) in parted:
            continue
        region = _grown(ordered, a, b)
        if region:
            parted.update((id(x), id(y)) for x in region.left for y in region.right)
            yield region


def _neighbours(ordered: Sequence[T]) -> Iterator[tuple[int, int]]:
    """Yield the places of two items of which one stands on the right of the other, with a gutter between."""
    for a, item in enumerate(ordered):
        narrowest = item.box.right + _GUTTER_BY_ORDER * item.size
        near = range(max(0, a - _MOST_BESIDE), min(len(ordered), a + _MOST_BESIDE))
        on_right = [
            b for b in near if ordered[b].box.left >= narrowest and _overlap(item.box, ordered[b].box)
        ]
        if on_right:
            yield a, min(on_right, key=lambda b: ordered[b].box.left)


def _overlap(a: Box, b: Box) -> bool:
    """True where a part of two boxes stands at the same height."""
    return min(a.bottom, b.bottom) - max(a.top, b.top) > 0.2 * min(a.bottom - a.top, b.bottom - b.top)


def _grown(ordered: Sequence[T], a: int, b: int) -> _Region[T] | None:
    """Return the longest run around two neighbours that nothing crosses, None where something does at once."""
    growth = _Growth(ordered[a], ordered[b])
    start, end = min(a, b), max(a, b) + 1
    if not all(growth.takes(ordered[k]) for k in range(start + 1, end - 1)):
        return None
    while end < len(ordered) and growth.reaches(ordered[end]) and growth.takes(ordered[end]):
        end += 1
    while start > 0 and growth.reaches(ordered[start - 1]) and growth.takes(ordered[start - 1]):
        start -= 1
    return _Region(start, end, growth.left, growth.right)


def _trimmed(ordered: Sequence[T], region: _Region[T]) -> _Region[T] | None:
    """Return where both columns have text, and what goes on with one of them above and below."""
    top, bottom = region.common
    inside = [k for k in range(region.start, region.end) if top <= _middle(ordered[k].box) <= bottom]
    if not inside:
        return None
    start, end = inside[0], inside[-1] + 1
    middle = sum(region.gutter) / 2
    columns = _halves(ordered[start:end], middle)
    while all(columns) and end < len(ordered) and _goes_on(columns, ordered[end:], middle):
        end += 1
        columns = _halves(ordered[start:end], middle)
    while all(columns) and start > 0 and _goes_on(columns, ordered[start - 1 :: -1], middle):
        start -= 1
        columns = _halves(ordered[start:end], middle)
    return _Region(start, end, *columns) if all(columns) else None


def _halves(items: Sequence[T], middle: float) -> tuple[list[T], list[T]]:
    left = [item for item in items if _centre(item.box) < middle]
    return left, [item for item in items if _centre(item.box) >= middle]


def _goes_on(columns: tuple[list[T], list[T]], beyond: Sequence[T], middle: float) -> bool:
    """True where the first item beyond two columns, above or below, belongs to one of them.

    An item nearer to a line that crosses the gutter, or of larger letters, is the end of a paragraph, or
    its beginning.
    """
    item = beyond[0]
    on_right = _centre(item.box) >= middle
    column, other = columns[on_right], columns[not on_right]
    space = min(_space(item.box, c.box) for c in column)
    if item.size > _LARGER * median(c.size for c in column):
        return False
    if any(_crosses(next_.box, middle) and _space(item.box, next_.box) < space for next_ in beyond[1:2]):
        return False
    usual = max((_space(a.box, b.box) for a, b in pairwise(column)), default=0.0)
    if not _is_within(item, column) and not (space <= _REGULAR * usual and _is_beside(item, other)):
        return False
    if _lines_up(item, column, _centre):
        return space <= _SIGNATURE * item.size
    near = space <= max(_NEXT_LINE * item.size, _REGULAR * usual)
    return near and _lines_up(item, column, _left, _SET_IN)


def _crosses(box: Box, middle: float) -> bool:
    return box.left < middle < box.right


def _is_within(item: T, column: Sequence[T]) -> bool:
    """True for an item that is hardly wider than a column."""
    left, right = min(c.box.left for c in column), max(c.box.right for c in column)
    return left - item.size <= item.box.left and item.box.right <= right + item.size


def _is_beside(item: T, other: Sequence[T]) -> bool:
    """True for an item that would leave a gutter to the other column."""
    narrowest = _GUTTER_BY_ORDER * item.size
    left, right = min(c.box.left for c in other), max(c.box.right for c in other)
    return item.box.right + narrowest <= left or right + narrowest <= item.box.left


def _lines_up(item: T, column: Sequence[T], edge: Callable[[Box], float], set_in: float = _ALIGNED) -> bool:
    """True where most of a column have their edges in one place, and an item too, or set in a little."""
    places = [edge(c.box) for c in column]
    middle, most = median(places), _ALIGNED * item.size
    together = sum(abs(place - middle) <= most for place in places)
    return -most <= edge(item.box) - middle <= set_in * item.size and 2 * together > len(places)


def _space(a: Box, b: Box) -> float:
    return max(a.top - b.bottom, b.top - a.bottom)


def _checked(region: _Region[T] | None) -> _Region[T] | None:
    """Return a region that is two columns; None for labels, numbers, forms, and wide spaces."""
    if region is None or min(map(_width, (region.left, region.right))) < _NARROWEST_COLUMN:
        return None
    left, right = region.gutter
    size = median(item.size for item in (*region.left, *region.right))
    if right - left < _narrowest_gutter(region) * size or _is_form(region):
        return None
    return region


def _width(column: Sequence[T]) -> float:
    """Return the width of the widest item of a column, in font sizes."""
    return max((item.box.right - item.box.left) / item.size for item in column)


def _narrowest_gutter(region: _Region[T]) -> float:
    """Return how wide a gutter must be, by how the file orders what stands beside it."""
    together = [(a, b) for a in region.left for b in region.right if beside(a.box, b.box)]
    line_by_line = sum(a.last + 1 == b.first for a, b in together)
    lines = min(len(_rows(region.left)), len(_rows(region.right)))
    if 2 * line_by_line <= len(together):
        return _GUTTER_BY_ORDER if lines > 1 else _GUTTER_OF_ONE_LINE_BY_ORDER
    return _GUTTER_OF_LINES if lines > 1 else _GUTTER_OF_ONE_LINE


def _is_form(region: _Region[T]) -> bool:
    """True for labels with values, which are read line by line."""
    return all(item.introduces for item in region.left)
