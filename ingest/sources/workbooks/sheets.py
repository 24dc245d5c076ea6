"""What is on a sheet, whichever program wrote it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.sources.encodings import from_font
from ingest.sources.source import Style

Place = tuple[int, int]
_PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Look:
    """How cells of one style are set: font, number format, style, and whether lines are drawn around them."""

    font: str
    pattern: str
    style: Style
    ruled: bool


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell that shows something, how it is set, and whether lines are drawn around it."""

    text: str
    style: Style = _PLAIN
    ruled: bool = True


@dataclass(slots=True)
class Sheet:
    """Cells by row and column, counted from 0; `merged` gives rows and columns of those larger than one.

    `headers` are the rows that the file names as repeated on every page.
    """

    name: str
    hidden: bool = False
    cells: dict[Place, SheetCell] = field(default_factory=dict)
    merged: dict[Place, Place] = field(default_factory=dict)
    headers: frozenset[int] = frozenset()

    def put(self, place: Place, cell: SheetCell) -> None:
        """Put a cell in its place, unless it shows nothing."""
        if cell.text.strip():
            self.cells[place] = cell


def in_fonts(runs: Iterable[tuple[str, str]]) -> str:
    """Return text given as runs with the fonts that they are set in, as Unicode."""
    return "".join(from_font(text, font) for text, font in runs)
