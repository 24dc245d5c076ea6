"""The lines of a whole document become blocks: how each is set, and where space stands above it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby

from ingest.sources.pages.footnotes import mark_of
from ingest.sources.pages.lines import Line
from ingest.sources.source import Alignment, Block, BlockKind, Box

# In font sizes: what a line may be off and still be flush or centred; how far inside the margins a
# centred one begins; how much wider than usual a distance is that sets a line apart.
_FLUSH = 0.35
_CENTRED = 0.8
_WELL_INSIDE = 1.5
_SET_APART = 0.25
# A line that ends at the right margin is set so only where it begins in the right half.
_RIGHT_HALF = 0.5
# Fewer lines do not show the margins of their page.
_FEW_LINES = 4
# Most lines stand within a paragraph, at the usual distance; a few are closer, as in notes.
_USUAL_PITCH = 1 / 5
# Lines that reach further than nearly all others do not make the margins.
_OUTLIERS = 0.1


@dataclass(frozen=True, slots=True)
class Margins:
    """From where to where lines reach."""

    left: float
    right: float


def blocks(pages: Sequence[Sequence[Line]]) -> tuple[Block, ...]:
    """Return the lines of all pages of a document as blocks, tables numbered through.

    A footnote is one block, also where it goes on at the foot of the next page.
    """
    everything = [line for page in pages for line in page]
    pitches = [line.pitch for line in everything if line.pitch is not None]
    widest = _quantile(pitches, _USUAL_PITCH) + _SET_APART if pitches else float("inf")
    document = _margins(everything)
    tables: dict[tuple[int, int], int] = defaultdict(count().__next__)
    found: list[Block] = []
    note: int | None = None
    for number, page in enumerate(pages, 1):
        margins = _margins(page) or document
        for line, align in _aligned(page, margins):
            if line.footnote and note is not None and not mark_of(line):
                found[note] = replace(found[note], text=f"{found[note].text} {line.text}")
                continue
            block = _block(line, number, widest, align, margins)
            note = len(found) if line.footnote else note
            cell = line.cell and replace(line.cell, table=tables[number, line.cell.table])
            found.append(replace(block, cell=cell))
    return tuple(found)


def _block(line: Line, page: int, widest: float, align: Alignment | None, margins: Margins | None) -> Block:
    return Block(
        line.text,
        _kind(line),
        page,
        line.pitch is not None and line.pitch > widest,
        line.box,
        replace(line.style, align=align, indent=_indent(line, align, margins)),
        mark=mark_of(line),
        confidence=line.confidence,
    )


def _kind(line: Line) -> BlockKind:
    if line.annotation:
        return "annotation"
    if line.cell and line.cell.ruled:
        return "cell"
    return "footnote" if line.footnote else "line"


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[int(share * (len(values) - 1))]


def _margins(lines: Sequence[Line]) -> Margins | None:
    """Return the margins that lines keep to: those outside tables, or all; None where there are few."""
    free = [line.box for line in lines if line.within is None]
    if len(free) >= _FEW_LINES:
        left = _quantile([box.left for box in free], _OUTLIERS)
        return Margins(left, _quantile([box.right for box in free], 1 - _OUTLIERS))
    if len(lines) < _FEW_LINES:
        return None
    boxes = [line.within or line.box for line in lines]
    return Margins(min(box.left for box in boxes), max(box.right for box in boxes))


def _aligned(page: Sequence[Line], margins: Margins | None) -> Iterator[tuple[Line, Alignment | None]]:
    """Yield each line with how it is aligned: in a cell or column as all lines there are."""
    for within, group in groupby(page, key=lambda line: line.within):
        lines = list(group)
        if within is None:
            yield from ((line, _alignment(line, margins) if margins else None) for line in lines)
        else:
            common = _common(lines) if len(lines) > 1 else _alone(lines[0], within)
            yield from ((line, common) for line in lines)


def _alignment(line: Line, margins: Margins) -> Alignment:
    """Return how a line is aligned between margins."""
    left, right = line.box.left - margins.left, margins.right - line.box.right
    if abs(left - right) <= _CENTRED * line.size and left > _WELL_INSIDE * line.size:
        return "center"
    if right > _FLUSH * line.size:
        return "left"
    return "right" if left > _RIGHT_HALF * (margins.right - margins.left) else "justify"


def _common(lines: Sequence[Line]) -> Alignment | None:
    """Return how all lines of a cell or column are aligned, None where they differ."""
    edges: dict[Alignment, Callable[[Box], float]] = {
        "left": lambda box: box.left,
        "center": lambda box: (box.left + box.right) / 2,
        "right": lambda box: box.right,
    }
    for align, edge in edges.items():
        places = [edge(line.box) for line in lines]
        if max(places) - min(places) <= _FLUSH * lines[0].size:
            return align
    return None


def _alone(line: Line, within: Box) -> Alignment | None:
    """Return how the only line of a cell is aligned, None where it fills the cell."""
    left, right = line.box.left - within.left, within.right - line.box.right
    if abs(left - right) > _CENTRED * line.size:
        return "left" if left < right else "right"
    return "center" if left > _CENTRED * line.size else None


def _indent(line: Line, align: Alignment | None, margins: Margins | None) -> float | None:
    """Return how far inside a line of the page begins, None for one that is set otherwise."""
    if line.within or margins is None or align not in ("left", "justify"):
        return None
    return round(line.box.left - margins.left, 1)
