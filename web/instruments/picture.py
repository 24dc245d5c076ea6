"""The picture of plans and instruments: central ones on the left, plans in the middle, local ones on the right.

Plain geometry in units of the drawing, which are pixels where it is shown in full width. Rows never
overlap: each has its own height, and a column is as high as its rows need.
"""

import math
import textwrap
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from index.types import DocumentRecord
from ingest.instruments.authorities import Level
from search_api.instruments.records import InstrumentRecord

Side = Literal["left", "right"]
NameOf = Callable[[InstrumentRecord], str | None]
WIDTH = 1120
# More than this cannot be followed with the eye; the list has them all.
MOST_A_SIDE = 14
MOST_PLANS = 22
ROW, HEADING, BOX = 48, 34, 58
BOX_HEIGHT, BOX_WIDTH = 46, 212
_MARGIN = 8
_LOOSEST = 22
_DISC: dict[Side, int] = {"left": 330, "right": WIDTH - 330}
_BOX_X: dict[Side, int] = {"left": (WIDTH - BOX_WIDTH) // 2, "right": (WIDTH + BOX_WIDTH) // 2}
_SMALLEST, _LARGEST = 5.0, 14.0
# Characters that fit a line, with room for wide letters.
_LABEL, _NAME, _BOX_LABEL = 38, 44, 25
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Edges:
    """The lines of one node that are equally strong, as the `d` of one path; strength is 1 to 3."""

    strength: int
    path: str


@dataclass(frozen=True, slots=True)
class Disc:
    """An instrument: its disc grows with the number of plans that cite it, its label stands beside it."""

    record: InstrumentRecord
    side: Side
    x: int
    y: float
    radius: float
    label: tuple[str, ...]
    name: str
    edges: tuple[Edges, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A plan."""

    document: DocumentRecord
    x: int
    y: float
    lines: tuple[str, ...]
    edges: tuple[Edges, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the instruments below come from."""

    level: Level
    side: Side
    x: int
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is drawn, and how much there is to draw."""

    height: int
    discs: tuple[Disc, ...]
    boxes: tuple[Box, ...]
    headings: tuple[Heading, ...]
    instruments: int
    plans: int


def draw(
    records: Sequence[InstrumentRecord],
    documents: Mapping[str, DocumentRecord],
    name_of: NameOf,
) -> Picture | None:
    """Return the picture of `records`, the most cited first, and the plans that cite them.

    `name_of` gives what an instrument is about. None where there is nothing to draw.
    """
    if not records:
        return None
    return _Drawing(records, documents, name_of).picture()


class _Drawing:
    def __init__(
        self,
        records: Sequence[InstrumentRecord],
        documents: Mapping[str, DocumentRecord],
        name_of: NameOf,
    ) -> None:
        self.name_of = name_of
        self.documents = documents
        self.instruments = len(records)
        self.plans = len({identity for record in records for identity in record.documents})
        central = [record for record in records if record.level != "province"][:MOST_A_SIDE]
        local = [record for record in records if record.level == "province"][:MOST_A_SIDE]
        self.times = {r.key: Counter(c.document_id for c in r.citations) for r in (*central, *local)}
        self.most = max(len(times) for times in self.times.values())
        self.boxes = self._most_citing()
        self.left, self.right = self._untangled(central, local)
        rows = [len(self.left) * ROW + HEADING * len(self._levels()), len(self.right) * ROW + HEADING]
        self.height = max(*rows, len(self.boxes) * BOX) + 2 * _MARGIN

    def picture(self) -> Picture:
        """Return the finished drawing."""
        box_y = dict(zip(self.boxes, self._column([BOX] * len(self.boxes)), strict=True))
        headings: list[Heading] = []
        disc_y: dict[str, float] = {}
        sides: tuple[tuple[Side, list[InstrumentRecord]], ...] = (("left", self.left), ("right", self.right))
        for side, records in sides:
            places = iter(self._column(_heights(records)))
            for number, record in enumerate(records):
                if number == 0 or records[number - 1].level != record.level:
                    headings.append(Heading(record.level, side, _DISC[side], next(places)))
                disc_y[record.key] = next(places)
        ends = self._ends(disc_y, box_y)
        discs = [self._disc(r, side, disc_y[r.key], ends) for side, records in sides for r in records]
        boxes = [self._box(identity, y, ends) for identity, y in box_y.items()]
        return Picture(self.height, tuple(discs), tuple(boxes), tuple(headings), self.instruments, self.plans)

    def _most_citing(self) -> list[str]:
        """Return the plans to draw, in the order of the index."""
        edges = Counter(identity for times in self.times.values() for identity in times)
        chosen = {identity for identity, _ in edges.most_common(MOST_PLANS)}
        return [identity for identity in self.documents if identity in chosen]

    def _levels(self) -> set[Level]:
        return {record.level for record in self.left}

    def _untangled(
        self, central: list[InstrumentRecord], local: list[InstrumentRecord]
    ) -> tuple[list[InstrumentRecord], list[InstrumentRecord]]:
        """Return both sides in an order with few crossings, and order the plans likewise."""
        for _ in range(_SWEEPS):
            places = {identity: float(n) for n, identity in enumerate(self.boxes)}
            # The Party's stand above the State's, whatever the lines do.
            central.sort(key=lambda r: (r.level != "party", _mean(self.times[r.key], places)))
            local.sort(key=lambda r: _mean(self.times[r.key], places))
            heights = {r.key: n / len(side) for side in (central, local) for n, r in enumerate(side)}
            citing = {
                identity: [key for key, times in self.times.items() if identity in times]
                for identity in self.boxes
            }
            self.boxes.sort(key=lambda identity: _mean(citing[identity], heights))
        return central, local

    def _column(self, heights: Sequence[int]) -> list[float]:
        """Return the middles of rows of these heights, spread over the height of the drawing."""
        room = self.height - 2 * _MARGIN - sum(heights)
        gap = min(_LOOSEST, room / max(1, len(heights)))
        top = _MARGIN + (room - gap * len(heights)) / 2
        middles = []
        for height in heights:
            middles.append(top + (height + gap) / 2)
            top += height + gap
        return middles

    def _ends(
        self, disc_y: Mapping[str, float], box_y: Mapping[str, float]
    ) -> dict[tuple[str, str], tuple[float, float]]:
        """Return the heights at which each line leaves its disc and meets its plan: fanned, not in one point."""
        found = {}
        for side in (self.left, self.right):
            for identity, y in box_y.items():
                keys = [record.key for record in side if identity in self.times[record.key]]
                step = (BOX_HEIGHT - 12) / max(1, len(keys))
                for number, key in enumerate(keys):
                    found[key, identity] = (disc_y[key], y + (number - (len(keys) - 1) / 2) * step)
        return found

    def _disc(
        self,
        record: InstrumentRecord,
        side: Side,
        y: float,
        ends: Mapping[tuple[str, str], tuple[float, float]],
    ) -> Disc:
        name = self.name_of(record)
        lines = 1 if name else 2
        share = math.sqrt(len(record.documents) / self.most)
        return Disc(
            record,
            side,
            _DISC[side],
            y,
            round(_SMALLEST + (_LARGEST - _SMALLEST) * share, 1),
            tuple(textwrap.wrap(record.label, _LABEL, max_lines=lines, placeholder="…")),
            textwrap.shorten(name or "", _NAME, placeholder="…"),
            self._edges([(record.key, identity) for identity in self.boxes], ends, side),
        )

    def _box(self, identity: str, y: float, ends: Mapping[tuple[str, str], tuple[float, float]]) -> Box:
        document = self.documents[identity]
        sides: tuple[tuple[Side, list[InstrumentRecord]], ...] = (("left", self.left), ("right", self.right))
        edges = [
            edge
            for side, records in sides
            for edge in self._edges([(record.key, identity) for record in records], ends, side)
        ]
        return Box(document, _BOX_X["left"], y, box_lines(document), tuple(edges))

    def _edges(
        self,
        pairs: Sequence[tuple[str, str]],
        ends: Mapping[tuple[str, str], tuple[float, float]],
        side: Side,
    ) -> tuple[Edges, ...]:
        paths: dict[int, list[str]] = {}
        for key, identity in pairs:
            if (key, identity) in ends:
                strength = min(3, 1 + int(math.log2(self.times[key][identity])))
                paths.setdefault(strength, []).append(_curve(side, *ends[key, identity]))
        return tuple(Edges(strength, "".join(parts)) for strength, parts in sorted(paths.items()))


def box_lines(document: DocumentRecord) -> tuple[str, ...]:
    """Return a plan's short name in two lines: number or type, then province and year."""
    metadata = document.metadata
    first = metadata.number or metadata.type or metadata.title
    second = " · ".join(str(fact) for fact in (metadata.province, metadata.year) if fact)
    lines = (first, second) if second else (first,)
    return tuple(textwrap.shorten(line, _BOX_LABEL, placeholder="…") for line in lines)


def _heights(records: Sequence[InstrumentRecord]) -> list[int]:
    """Return the heights of the rows of a side, a heading before each level."""
    heights = []
    for number, record in enumerate(records):
        if number == 0 or records[number - 1].level != record.level:
            heights.append(HEADING)
        heights.append(ROW)
    return heights


def _mean(members: Sequence[str] | Mapping[str, int], places: Mapping[str, float]) -> float:
    found = [places[member] for member in members if member in places]
    return sum(found) / len(found) if found else 0.0


def _curve(side: Side, disc_y: float, box_y: float) -> str:
    """Return a line from a disc to a plan that leaves both level."""
    start, end = _DISC[side], _BOX_X[side]
    middle = (start + end) / 2
    return f"M{start} {disc_y:.1f}C{middle:.0f} {disc_y:.1f} {middle:.0f} {box_y:.1f} {end} {box_y:.1f}"
