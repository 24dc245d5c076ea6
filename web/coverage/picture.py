"""The picture of the coverage: a disc for each cell, its area growing with the passages.

Plain geometry in pixels. The labels of the rows stand beside the drawing as text, so that they wrap
and stay in view; `coverage.css` gives them the heights that are used here.
"""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from web.coverage.view import Band, CellView, ColumnView, CoverageView

# Widths of a column and lengths of its label, by how many columns there are.
_FEW, _SEVERAL = 8, 18
BAND, TOTAL = 46, 56
_MARGIN = 2
_SMALLEST = 9.0


@dataclass(frozen=True, slots=True)
class Layout:
    """What depends on the number of columns; `name` is the class of the figure."""

    name: str
    column: int
    row: int
    head: int
    slanted: bool
    label: int


_WIDE = Layout("wide", 104, 40, 52, slanted=False, label=13)
_CLOSE = Layout("close", 46, 40, 184, slanted=True, label=26)
_DENSE = Layout("dense", 30, 30, 184, slanted=True, label=26)


@dataclass(frozen=True, slots=True)
class ColumnLabel:
    """The lines of a column's label, its middle at `x`; the column as a whole names it in full."""

    column: ColumnView
    x: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disc:
    """A cell at its place: `radius` grows with the count; `left` and `top` are those of the cell."""

    cell: CellView
    x: float
    y: float
    radius: float
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Row:
    """The discs of a topic, and where its rule and its total stand."""

    discs: tuple[Disc, ...]
    y: float
    bottom: float
    total: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing: rows below the labels of the columns, which stand again below many rows."""

    layout: Layout
    width: float
    height: float
    total_x: float
    labels: tuple[ColumnLabel, ...]
    rows: tuple[Row, ...]
    bands: tuple[float, ...]
    foot: float | None


def draw(view: CoverageView) -> Picture:
    """Lay the bands of a coverage out."""
    layout = _layout(len(view.columns))
    most = max((cell.count for band in view.bands for line in band.lines for cell in line.cells), default=1)
    rows, bands, top = _rows(view.bands, layout, most)
    # A reader at the end of many rows no longer sees the head.
    foot = top if len(rows) > 12 else None
    # The last slanted label leans beyond its column.
    lean = layout.head - 20 if layout.slanted else 0
    total_x = _MARGIN + len(view.columns) * layout.column + TOTAL / 2
    return Picture(
        layout=layout,
        width=max(total_x + TOTAL / 2, total_x - TOTAL / 2 + lean),
        height=top + (layout.head if foot is not None else 6),
        total_x=total_x,
        labels=tuple(_label(column, place, layout) for place, column in enumerate(view.columns)),
        rows=rows,
        bands=bands,
        foot=foot,
    )


def _layout(columns: int) -> Layout:
    return _WIDE if columns <= _FEW else _CLOSE if columns <= _SEVERAL else _DENSE


def _rows(
    bands: Sequence[Band], layout: Layout, most: int
) -> tuple[tuple[Row, ...], tuple[float, ...], float]:
    """Return the rows, where the captions of the bands stand, and where everything ends."""
    rows: list[Row] = []
    captions: list[float] = []
    top = float(layout.head)
    for band in bands:
        if band.caption:
            captions.append(top + BAND)
            top += BAND
        for line in band.lines:
            discs = tuple(
                _disc(cell, _MARGIN + place * layout.column, top, layout, most)
                for place, cell in enumerate(line.cells)
            )
            rows.append(Row(discs, top + layout.row / 2, top + layout.row, line.total))
            top += layout.row
    return tuple(rows), tuple(captions), top


def _disc(cell: CellView, left: float, top: float, layout: Layout, most: int) -> Disc:
    largest = layout.row / 2 - 1.5
    share = math.sqrt((cell.count - 1) / (most - 1)) if most > 1 and cell.count else 0.0
    radius = round(_SMALLEST + (largest - _SMALLEST) * share, 1)
    return Disc(cell, left + layout.column / 2, top + layout.row / 2, radius, left, top)


def _label(column: ColumnView, place: int, layout: Layout) -> ColumnLabel:
    lines = textwrap.wrap(column.label, layout.label, break_long_words=True) or [""]
    kept = lines[: 1 if layout.slanted else 2]
    if len(lines) > len(kept):
        kept[-1] = kept[-1][: layout.label - 1].rstrip(" ,.-…") + "…"
    return ColumnLabel(column, _MARGIN + (place + 0.5) * layout.column, tuple(kept))
