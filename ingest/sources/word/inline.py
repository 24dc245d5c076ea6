"""The text of a paragraph: its runs as pieces, and what hangs on them: notes, text boxes, page breaks."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from ingest.sources.encodings import from_font, repaired
from ingest.sources.source import Style
from ingest.sources.word.looks import ParagraphLook, RunLook, Styles
from ingest.sources.word.names import (
    ALTERNATIVES,
    LEFT_OUT,
    Element,
    M,
    W,
    child,
    chosen,
    value,
)
from ingest.sources.word.notes import ENDNOTE, FOOTNOTE, Note, Notes, raised
from ingest.sources.word.sections import Pages
from ingest.sources.word.symbols import as_latin, is_private, private, signs

_TAB, _LINE, _SOFT_HYPHEN = "\t", "\n", "\u00ad"


class Piece(NamedTuple):
    """Characters set alike; `font` is None for those that are Unicode whatever font shows them."""

    text: str
    look: RunLook
    font: str | None = None


class Inline:
    """Reads what stands in one paragraph; `page` is the one on which its text begins."""

    def __init__(self, styles: Styles, notes: Notes, pages: Pages, style: str) -> None:
        self._styles, self._notes, self._pages, self._style = styles, notes, pages, style
        self._look = styles.run(style)
        # For each field that we are in, whether we are still in its instruction.
        self._fields: list[bool] = []
        self.pieces: list[Piece] = []
        self.cited: list[Note] = []
        self.boxes: list[Element] = []
        self.page: int | None = None

    def read(self, parent: Element) -> None:
        """Read what an element holds; what is not known is read for what it holds itself."""
        for element in parent:
            reader = _READERS.get(element.tag)
            if reader:
                reader(self, element)
            elif element.tag not in LEFT_OUT:
                self.read(element)

    @property
    def _is_silent(self) -> bool:
        return self._look.hidden or True in self._fields

    def _add(self, text: str, font: str | None = None) -> None:
        if self._is_silent:
            return
        self.pieces.append(Piece(text, self._look, font))
        if not text.isspace():
            self._pages.text()
            if self.page is None:
                self.page = self._pages.number

    def _run(self, run: Element) -> None:
        around = self._look
        self._look = self._styles.run(self._style, child(run, W + "rPr"))
        self.read(run)
        self._look = around

    def _text(self, element: Element) -> None:
        # A line end in the XML is white space; a line break is an element.
        text = (element.text or "").replace(_LINE, " ")
        if self._look.raised and text.isascii() and text.strip().isdigit():
            self._add(raised(text))
        elif text:
            self._add(text, self._look.font_of(text))

    def _soft_hyphen(self, _: Element) -> None:
        """Old fonts show a letter in its place."""
        self._add(_SOFT_HYPHEN, self._look.font_of(_SOFT_HYPHEN))

    def _sign(self, element: Element) -> None:
        try:
            code = int(value(element, "char"), 16)
        except ValueError:
            return
        self._add(private(code), value(element, "font"))

    def _break(self, element: Element) -> None:
        self._add(_LINE)
        if value(element, "type") == "page" and not self._is_silent:
            self._pages.turn()

    def _field(self, element: Element) -> None:
        """A field is its instruction, which is left out, and its result."""
        step = value(element, "fldCharType")
        if step == "begin":
            self._fields.append(True)
        elif self._fields and step == "separate":
            self._fields[-1] = False
        elif self._fields and step == "end":
            self._fields.pop()

    def _note(self, element: Element) -> None:
        if self._is_silent:
            return
        note = self._notes.cite(element, self._pages)
        if not note.typed:
            self._add(raised(note.mark))
        self.cited.append(note)

    def _ruby(self, element: Element) -> None:
        """The text, and after it in parentheses how it is read."""
        for part in element.iterchildren(W + "rubyBase"):
            self.read(part)
        for part in element.iterchildren(W + "rt"):
            self._enclosed("(", part, ")")

    def _enclosed(self, before: str, element: Element, after: str = "") -> None:
        self._add(before)
        self.read(element)
        self._add(after)

    def _delimited(self, element: Element) -> None:
        """A term of a formula between signs, parentheses where it names none."""
        ends = [child(element, M + "dPr", M + name) for name in ("begChr", "endChr")]
        before, after = (
            default if end is None else str(end.get(M + "val", ""))
            for end, default in zip(ends, "()", strict=True)
        )
        self._enclosed(before, element, after)

    def _one_of(self, element: Element) -> None:
        one = chosen(element)
        if one is not None:
            self.read(one)


_Reader = Callable[[Inline, Element], None]
_READERS: dict[str, _Reader] = {
    W + "r": Inline._run,
    M + "r": Inline._run,
    W + "t": Inline._text,
    M + "t": Inline._text,
    W + "tab": lambda inline, _: inline._add(_TAB),
    W + "ptab": lambda inline, _: inline._add(_TAB),
    W + "br": Inline._break,
    W + "cr": lambda inline, _: inline._add(_LINE),
    W + "softHyphen": Inline._soft_hyphen,
    W + "noBreakHyphen": lambda inline, _: inline._add("-"),
    W + "sym": Inline._sign,
    W + "lastRenderedPageBreak": lambda inline, _: inline._pages.turned(),
    W + "fldChar": Inline._field,
    FOOTNOTE: Inline._note,
    ENDNOTE: Inline._note,
    W + "txbxContent": lambda inline, element: inline.boxes.append(element),
    W + "ruby": Inline._ruby,
    M + "d": Inline._delimited,
    M + "den": lambda inline, element: inline._enclosed("/", element),
    M + "sup": lambda inline, element: inline._enclosed("^", element),
    ALTERNATIVES: Inline._one_of,
}


def text_of(pieces: Iterable[Piece]) -> str:
    """Return the text of pieces as Unicode, as their fonts show it.

    Neighbours in one font are decoded together: a letter and its mark may stand in two runs.
    """
    return "".join(
        _decoded("".join(piece.text for piece in group), font)
        for font, group in groupby(pieces, key=lambda piece: piece.font)
    ).strip()


def _decoded(text: str, font: str | None) -> str:
    if font is None:
        return text
    if is_private(text):
        latin = as_latin(text)
        decoded = from_font(latin, font)
        return signs(text, font) if decoded == latin else decoded
    decoded = from_font(text, font)
    return repaired(text) if decoded == text else decoded


def style_of(pieces: Sequence[Piece], look: ParagraphLook, label: str) -> Style:
    """Return how a paragraph is set, with the looks of the greater part of its characters."""
    sizes: Counter[float | None] = Counter()
    bold = italic = capitals = 0
    for text, run, _ in pieces:
        weight = len(text) - text.count(" ")
        sizes[run.size] += weight
        bold += weight * run.bold
        italic += weight * run.italic
        capitals += weight * run.shows_capitals
    half = sizes.total() / 2
    return Style(
        bold=bold > half,
        italic=italic > half,
        capitals=capitals > half,
        size=max(sizes, key=sizes.__getitem__, default=None),
        align=look.align,
        indent=look.indent,
        level=look.level,
        list_label=label,
    )
