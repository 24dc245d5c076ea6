"""What a reader found in a file, before anything is understood of it: blocks in reading order.

A text file is the poorest source: lines, and the gaps between them. A word processor's file knows
paragraphs, styles and tables; a scan knows boxes, and how sure the recogniser is.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator

from ingest.messages import Message, message_of

# A "line" may be part of a paragraph; a "paragraph" is a whole one, also inside a table ("cell").
BlockKind = Literal["line", "paragraph", "cell", "footnote", "header", "footer", "annotation"]
Alignment = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Style:
    """How a block is set, as far as the file says.

    `capitals` is True where the font or the style makes capitals of small letters; `size` is in
    points; `indent` is that of the first line, in points; `level` is that of a heading style, 0 for
    none; `list_label` is what a word processor computes before the text ("1.2."), not part of it.
    """

    bold: bool = False
    italic: bool = False
    capitals: bool = False
    size: float | None = None
    align: Alignment | None = None
    indent: float | None = None
    level: int = 0
    list_label: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a table: all counted from 0; `ruled` where lines are drawn around it.

    A table inside a cell has a number of its own and stands where its cell stands.
    """

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    ruled: bool = True
    header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that belongs together; a cell of two paragraphs is two blocks.

    `page` counts from 1, None where the file has no pages; `gap` is True where more space than
    between lines stands above; `mark` is that of a footnote as it is cited; `confidence` is 1 for
    text, the recogniser's mean over words (0 … 1) for a scan.
    """

    text: str
    kind: BlockKind = "line"
    page: int | None = None
    gap: bool = False
    box: Box | None = None
    style: Style = Style()
    cell: Cell | None = None
    mark: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page's size in points as it is read, and whether its text was recognised from its image.

    `turn` counts the quarter turns to the right by which it is read otherwise than the file shows it.
    """

    width: float
    height: float
    recognised: bool = False
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its blocks in reading order, its pages if it has any, and by which tool.

    `warnings` are for the report: what was repaired, what could not be read.
    """

    blocks: tuple[Block, ...]
    tool: str
    pages: tuple[Page, ...] = ()
    # What was kept by a version before has sentences.
    warnings: tuple[Annotated[Message, BeforeValidator(message_of)], ...] = ()
