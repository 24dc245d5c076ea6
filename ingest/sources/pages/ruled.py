"""Tables by the lines drawn around their cells."""

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from ingest.sources.source import Box

# Points: lines that end or lie so near one another are meant to meet, or to be one (a double line).
_NEAR = 4.0
T = TypeVar("T", bound=Hashable)

# A page with more lines than this is a drawing.
MOST_RULES = 800


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, level or upright: from `start` to `end` along it, at `place` across it."""

    upright: bool
    place: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a grid: where it begins, and over how many rows and columns it reaches."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells by its lines: `tops` and `lefts` have one more place than rows and columns."""

    tops: tuple[float, ...]
    lefts: tuple[float, ...]
    slots: dict[tuple[int, int], Slot] = field(repr=False)

    @property
    def box(self) -> Box:
        """The place of the whole table."""
        return Box(self.lefts[0], self.tops[0], self.lefts[-1], self.tops[-1])

    def slot(self, box: Box) -> Slot | None:
        """Return the cell that holds the middle of a box, None outside the table."""
        row = bisect_right(self.tops, (box.top + box.bottom) / 2) - 1
        column = bisect_right(self.lefts, (box.left + box.right) / 2) - 1
        return self.slots.get((row, column))

    def place(self, slot: Slot) -> Box:
        """Return where a cell stands."""
        bottom, right = self.tops[slot.row + slot.rows], self.lefts[slot.column + slot.columns]
        return Box(self.lefts[slot.column], self.tops[slot.row], right, bottom)


def rule(box: Box) -> Rule:
    """Return the line drawn as a thin box."""
    if box.bottom - box.top > box.right - box.left:
        return Rule(True, (box.left + box.right) / 2, box.top, box.bottom)
    return Rule(False, (box.top + box.bottom) / 2, box.left, box.right)


def grids(rules: Iterable[Rule]) -> list[Grid]:
    """Return the tables that lines make, the larger ones first; none where there are too many lines."""
    joined = _joined(rules)
    if len(joined) > MOST_RULES:
        return []
    found = [grid for group in _meeting(joined) if (grid := _grid(group))]
    return sorted(found, key=lambda grid: _area(grid.box), reverse=True)


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Return lines with those that go on one another made one."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.upright, round(r.place), r.start)):
        last = joined[-1] if joined else None
        if last and _goes_on(last, rule):
            joined[-1] = Rule(last.upright, last.place, last.start, max(last.end, rule.end))
        else:
            joined.append(rule)
    return joined


def _goes_on(last: Rule, rule: Rule) -> bool:
    same = last.upright == rule.upright and abs(last.place - rule.place) <= 1
    return same and rule.start <= last.end + _NEAR


def _meeting(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return the lines in groups that hang together."""
    level = [rule for rule in rules if not rule.upright]
    upright = [rule for rule in rules if rule.upright]
    return _groups((a, b) for a in level for b in upright if _meet(a, b))


def _groups(pairs: Iterable[tuple[T, T]]) -> list[list[T]]:
    """Return what pairs name, in groups that pairs hold together."""
    group_of: dict[T, list[T]] = {}
    for a, b in pairs:
        one, other = group_of.setdefault(a, [a]), group_of.setdefault(b, [b])
        if one is not other:
            smaller, larger = sorted((one, other), key=len)
            larger.extend(smaller)
            group_of.update(dict.fromkeys(smaller, larger))
    return list({id(group): group for group in group_of.values()}.values())


def _meet(level: Rule, upright: Rule) -> bool:
    """True where two lines cross or touch."""
    return _reaches(level, upright.place) and _reaches(upright, level.place)


def _reaches(rule: Rule, place: float) -> bool:
    return rule.start - _NEAR <= place <= rule.end + _NEAR


def _grid(rules: Sequence[Rule]) -> Grid | None:
    """Return the table of lines that hang together, None where they enclose fewer than two columns."""
    level = [rule for rule in rules if not rule.upright]
    upright = [rule for rule in rules if rule.upright]
    tops = _places(level, upright)
    lefts = _places(upright, level)
    if len(tops) < 2 or len(lefts) < 3:
        return None
    slots = _slots(tops, lefts, level, upright)
    return Grid(tops, lefts, slots) if len({slot.column for slot in slots.values()}) > 1 else None


def _places(rules: Sequence[Rule], across: Sequence[Rule]) -> tuple[float, ...]:
    """Return where lines lie, near ones as one; a side without a line is where the others end."""
    places: list[float] = []
    ends = (min(r.start for r in across), max(r.end for r in across))
    for place in sorted([*(rule.place for rule in rules), *ends]):
        if not places or place - places[-1] > _NEAR:
            places.append(place)
    return tuple(places)


def _slots(
    tops: Sequence[float], lefts: Sequence[float], level: Sequence[Rule], upright: Sequence[Rule]
) -> dict[tuple[int, int], Slot]:
    """Return the cell of each place of a grid: places without a line between them are one cell."""
    open_below = [_gaps(level, top, lefts) for top in tops]
    open_right = [_gaps(upright, left, tops) for left in lefts]
    pairs: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for row in range(len(tops) - 1):
        for column in range(len(lefts) - 1):
            pairs.append(((row, column), (row, column)))
            if column + 2 < len(lefts) and row in open_right[column + 1]:
                pairs.append(((row, column), (row, column + 1)))
            if row + 2 < len(tops) and column in open_below[row + 1]:
                pairs.append(((row, column), (row + 1, column)))
    return {place: _slot(group) for group in _groups(pairs) for place in group}


def _gaps(rules: Sequence[Rule], place: float, ends: Sequence[float]) -> set[int]:
    """Return which stretches between `ends` have no line at `place`."""
    near = [rule for rule in rules if abs(rule.place - place) <= _NEAR]
    middles = [(start + end) / 2 for start, end in pairwise(ends)]
    return {i for i, middle in enumerate(middles) if not any(r.start <= middle <= r.end for r in near)}


def _slot(places: Sequence[tuple[int, int]]) -> Slot:
    rows = [row for row, _ in places]
    columns = [column for _, column in places]
    return Slot(min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1)
