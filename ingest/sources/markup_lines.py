"""Text gathered line by line from under its markup: Markdown and HTML speak of the same things."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from markdown_it.common.html_blocks import block_names

from ingest.language.letters import RAISED
from ingest.sources.source import Block, BlockKind, Cell, Style

_BREAKING = frozenset({*block_names, "br", "pre", "script", "style"})
_WITHIN_LINES = """
a abbr b big cite code del em font i img ins kbd mark q s samp small span strike strong sub sup tt u var wbr
"""
TAG_NAMES = frozenset({*_BREAKING, *_WITHIN_LINES.split()})
_STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "sup": "raised",
    "s": "struck", "strike": "struck", "del": "struck", "script": "hidden", "style": "hidden",
}  # fmt: skip
_HEADING = re.compile(r"h([1-6])")
_RULE = re.compile(r"[\s\-_=*~.–—…]{3,}")
# Marks of bold that have no partner, as a page break or a scan leaves them.
_LEFT_OVER = re.compile(r"\*\*|(?<!_)__(?=[^\s_])|(?<=[^\s_])__(?!_)")
_NOTE = re.compile(r"\[\^([^\s\[\]^]{1,20})\]:[ \t]*")
_NOTE_MARK = re.compile(r"\[\^([^\s\[\]^]{1,20})\]")
_MOST_SPANNED = 1000


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text of one style; `literal` where it holds no more markup."""

    text: str
    bold: bool
    italic: bool
    literal: bool


@dataclass(slots=True)
class _Table:
    """A table that is open: the cell that is being read, and the columns that cells from above reach into."""

    number: int
    row: int = -1
    column: int = 0
    heads: bool = False
    cell: Cell | None = None
    reaching: dict[int, int] = field(default_factory=dict)

    def begin_row(self) -> None:
        self.row, self.column, self.cell = self.row + 1, 0, None

    def begin_cell(self, header: bool, rows: int, columns: int) -> None:
        """Open the next cell of the row, behind those that reach into it from above."""
        self.row = max(self.row, 0)
        while self.reaching.get(self.column, 0) > self.row:
            self.column += 1
        self.cell = Cell(self.number, self.row, self.column, rows, columns, header=header or self.heads)
        if rows > 1:
            self.reaching |= dict.fromkeys(range(self.column, self.column + columns), self.row + rows)
        self.column += columns


class MarkupLines:
    """The blocks of a text, one a line, while its markup is opened and closed.

    `blocks` are those finished, `struck_out` says whether any text was left out because it is struck out.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.struck_out = False
        self._page: int | None = None
        self._gap = True
        self._pieces: list[_Piece] = []
        self._left_out = False
        self._open: Counter[str] = Counter()
        self._level = 0
        self._tables: list[_Table] = []
        self._table_count = 0
        self._lists: list[int | None] = []
        self._in_item = False
        self._label = ""
        self._note = ""
        self._marks: dict[str, str] = {}

    def begin_page(self, page: int | None) -> None:
        """Go on at the top of a page, counted from 1, or of a text without pages."""
        self.end_line()
        self._page, self._gap = page, True

    def begin_paragraph(self, gap: bool, indented: bool) -> None:
        """Begin a paragraph below a blank line (`gap`) or not; styles end, and so does a footnote above a gap.

        An indented paragraph goes on with the footnote above it.
        """
        self.end_line()
        self._open.clear()
        self._in_item = False
        self._gap = self._gap or (gap and not (indented and bool(self._note)))

    def text(self, text: str, literal: bool = False) -> None:
        """Add text to the line; `literal` where what looks like markup is none."""
        if self._open["struck"] or self._open["hidden"]:
            self.struck_out |= bool(self._open["struck"] and text.strip())
            self.leave_out()
            return
        if self._open["raised"] and text.isdecimal():
            text = text.translate(RAISED)
        if self._left_out and self._pieces and self._pieces[-1].text.endswith(" "):
            text = text.removeprefix(" ")
        if not text:
            return
        self._left_out = False
        self._pieces.append(_Piece(text, self._open["bold"] > 0, self._open["italic"] > 0, literal))

    def leave_out(self) -> None:
        """Leave something out of the line, and one of the blanks around it."""
        self._left_out = True

    def end_source_line(self) -> None:
        """End the line, or only a word where HTML goes on in the next line of its source."""
        if self._in_item or (self._tables and self._tables[-1].cell):
            self.text(" ")
        else:
            self.end_line()

    def end_line(self) -> None:
        """Make a block of the line if there is any text on it."""
        if not self._pieces:
            return
        pieces, self._pieces = self._pieces, []
        if text := _without_left_over(pieces).strip():
            printed = [piece for piece in pieces if piece.text.strip()]
            self._add(
                text,
                Style(
                    bold=all(piece.bold for piece in printed),
                    italic=all(piece.italic for piece in printed),
                    level=self._level,
                    list_label=self._label,
                ),
            )
            self._gap, self._label = False, ""
        self._left_out = False

    def open(self, name: str, attributes: Mapping[str, str | None] | None = None) -> None:
        """Begin what the tag `name` begins."""
        if style := _STYLES.get(name):
            self._open[style] += 1
        if name in _BREAKING:
            self.end_line()
        if name == "table":
            self._tables.append(_Table(self._table_count))
            self._table_count += 1
        elif name in ("ul", "ol"):
            self._lists.append(0 if name == "ol" else None)
        elif name == "li":
            self._begin_item()
        elif heading := _HEADING.fullmatch(name):
            self._level = int(heading[1])
        elif self._tables:
            self._open_in_table(self._tables[-1], name, attributes or {})

    def close(self, name: str) -> None:
        """End what the tag `name` ends."""
        if style := _STYLES.get(name):
            self._open[style] = max(self._open[style] - 1, 0)
        if name in _BREAKING:
            self.end_line()
        if name == "table" and self._tables:
            self._tables.pop()
        elif name in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._in_item = False
        elif name == "li":
            self._in_item = False
        elif _HEADING.fullmatch(name):
            self._level = 0
        elif self._tables and name in ("td", "th"):
            self._tables[-1].cell = None
        elif self._tables and name == "thead":
            self._tables[-1].heads = False

    def _open_in_table(self, table: _Table, name: str, attributes: Mapping[str, str | None]) -> None:
        if name == "thead":
            table.heads = True
        elif name == "tr":
            table.begin_row()
        elif name in ("td", "th"):
            table.begin_cell(name == "th", _span(attributes, "rowspan"), _span(attributes, "colspan"))

    def _begin_item(self) -> None:
        """Open an item of an HTML list, which has no label of its own in the text."""
        self._in_item, self._label = True, "-"
        if self._lists and (count := self._lists[-1]) is not None:
            self._lists[-1] = count + 1
            self._label = f"{count + 1}."

    def _add(self, text: str, style: Style) -> None:
        if begun := _NOTE.match(text):
            self._note, text = self._mark(begun[1]), text[begun.end() :]
        elif self._gap:
            self._note = ""
        text = _NOTE_MARK.sub(lambda match: self._mark(match[1]), text)
        if not self._note:
            cell = self._tables[-1].cell if self._tables else None
            kind: BlockKind = "cell" if cell else "line"
            self.blocks.append(Block(text, kind, self._page, self._gap, style=style, cell=cell))
        elif self.blocks and self.blocks[-1].mark == self._note:
            self.blocks[-1] = replace(self.blocks[-1], text=f"{self.blocks[-1].text} {text}")
        elif text:
            self.blocks.append(Block(text, "footnote", self._page, self._gap, style=style, mark=self._note))

    def _mark(self, name: str) -> str:
        """Return how a footnote is cited: raised, by its number or where it has a name by their order."""
        number = name if name.isdecimal() else str(len(self._marks) + 1)
        return self._marks.setdefault(name, number.translate(RAISED))


def _without_left_over(pieces: list[_Piece]) -> str:
    """Return the text of the pieces without marks of bold that are left over; a drawn line stays."""
    whole = "".join(piece.text for piece in pieces)
    if not ("**" in whole or "__" in whole) or _RULE.fullmatch(whole):
        return whole
    texts = [
        (literal, "".join(piece.text for piece in group))
        for literal, group in groupby(pieces, key=lambda piece: piece.literal)
    ]
    return "".join(text if literal else _LEFT_OVER.sub("", text) for literal, text in texts)


def _span(attributes: Mapping[str, str | None], name: str) -> int:
    """Return how many rows or columns a cell spans, 1 where that is no number."""
    value = attributes.get(name) or ""
    return min(max(int(value), 1), _MOST_SPANNED) if value.isdecimal() else 1
