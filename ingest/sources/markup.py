"""The blocks of an HTML page: paragraphs, headings, list items with their labels, table cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from ingest.language.letters import RAISED
from ingest.sources.encodings import from_font, makes_capitals
from ingest.sources.markup_styles import declared
from ingest.sources.markup_tables import cells_of
from ingest.sources.ordinals import Numeral, numeral
from ingest.sources.source import Alignment, Block, BlockKind, Cell, Style

_NOT_TEXT = frozenset({
    "script", "style", "noscript", "template", "head", "nav", "iframe", "object", "svg", "math", "canvas",
    "audio", "video", "map", "select", "datalist", "button", "textarea", "input",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr",
})  # fmt: skip
_BOLD = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_ITALIC = frozenset({"i", "em", "cite", "dfn", "var"})
_HEADING = re.compile("h([1-6])")
_ALIGNMENTS: dict[str, Alignment] = {
    "left": "left",
    "center": "center",
    "right": "right",
    "justify": "justify",
}
_TYPES: dict[str, Numeral] = {
    "1": "1", "a": "a", "A": "A", "i": "i", "I": "I", "decimal": "1",
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I",
}  # fmt: skip
_BULLETS = {"disc": "•", "circle": "◦", "square": "▪", "none": ""}
# White space as HTML folds it; the blank that does not break is a sign of its own.
_BLANK = re.compile(r"[ \t\n\r\f]+")
_WHOLE = re.compile("[+-]?[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Found:
    """A block, the element that it stands in, and how many of its characters are those of links."""

    block: Block
    element: etree._Element
    linked: int


def blocks_of(root: etree._Element) -> Iterator[Found]:
    """Yield what a page shows, in order."""
    walk = _Walk(root)
    steps = etree.iterwalk(root, ("start", "end"))
    for event, element in steps:
        if event == "end":
            yield from walk.leave(element)
        elif _is_hidden(element):
            steps.skip_subtree()
            walk.enter_hidden()
        else:
            yield from walk.enter(element)
    yield from walk.flush()


@dataclass(frozen=True, slots=True)
class _Setting:
    """How text is set, as the elements around it say."""

    font: str = ""
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    raised: bool = False
    align: Alignment | None = None
    level: int = 0
    cell: Cell | None = None
    linked: bool = False
    preformatted: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    setting: _Setting


@dataclass(slots=True)
class _List:
    """A list: the number of its next item, and what its labels are made of."""

    number: int
    numerals: Numeral | None
    bullet: str

    @classmethod
    def of(cls, element: etree._Element) -> "_List":
        kind = declared(element).get("list-style-type") or element.get("type", "")
        default: Numeral | None = "1" if element.tag == "ol" and kind not in _BULLETS else None
        return cls(_whole(element, "start", 1), _TYPES.get(kind, default), _BULLETS.get(kind, "•"))

    def label(self, item: etree._Element) -> str:
        number = _whole(item, "value", self.number)
        self.number = number + 1
        return self.bullet if self.numerals is None else f"{numeral(number, self.numerals)}."


class _Walk:
    """The way through a page: the lines of the block begun, and what is open around it."""

    def __init__(self, root: etree._Element) -> None:
        self._lines: list[list[_Run]] = [[]]
        self._settings = [_Setting()]
        self._containers = [root]
        self._lists: list[_List] = []
        self._label = ""
        self._cells: dict[etree._Element, Cell] = {}
        self._tables = 0

    def enter(self, element: etree._Element) -> Iterator[Found]:
        if element.tag == "br":
            self._lines.append([])
        elif element.tag not in _INLINE:
            yield from self.flush()
            self._open(element)
        self._settings.append(self._set(element))
        self._add(element.text)

    def enter_hidden(self) -> None:
        self._settings.append(self._settings[-1])

    def leave(self, element: etree._Element) -> Iterator[Found]:
        if element is self._containers[-1]:
            yield from self.flush()
            self._close(element)
        self._settings.pop()
        self._add(element.tail)

    def flush(self) -> Iterator[Found]:
        """Yield the block begun; one that breaks its lines itself gives them as lines."""
        lines, self._lines = self._lines, [[]]
        texts = [_text_of(line) for line in lines]
        broken = sum(map(bool, texts)) > 1
        gap = False
        for line, text in zip(lines, texts, strict=True):
            if text:
                yield self._found(line, text, gap, broken)
            gap = not text

    def _found(self, line: list[_Run], text: str, gap: bool, broken: bool) -> Found:
        shown = [run for run in line if run.text.strip()]
        cell = shown[0].setting.cell
        mark = _mark(shown)
        kind: BlockKind = "cell" if cell else "footnote" if mark else "line" if broken else "paragraph"
        style = replace(_style([run.setting for run in shown]), list_label=self._label)
        self._label = ""
        linked = sum(len(run.text.strip()) for run in shown if run.setting.linked)
        block = Block(text, kind, gap=gap, style=style, cell=cell, mark=mark)
        return Found(block, self._containers[-1], linked)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        setting = self._settings[-1]
        first, *others = text.split("\n") if setting.preformatted else [_BLANK.sub(" ", text)]
        self._lines[-1].append(_Run(first, setting))
        self._lines += [[_Run(line, setting)] for line in others]

    def _open(self, element: etree._Element) -> None:
        self._containers.append(element)
        if element.tag in ("ol", "ul"):
            self._lists.append(_List.of(element))
        elif element.tag == "li":
            self._label = self._lists[-1].label(element) if self._lists else _BULLETS["disc"]
        elif element.tag == "table" and (cells := cells_of(element, self._tables)):
            self._cells |= cells
            self._tables += 1

    def _close(self, element: etree._Element) -> None:
        self._containers.pop()
        if element.tag in ("ol", "ul"):
            self._lists.pop()
        if element.tag == "li":
            self._label = ""

    def _set(self, element: etree._Element) -> _Setting:
        around, css, tag = self._settings[-1], declared(element), element.tag
        font = _family(css.get("font-family") or element.get("face", "")) or around.font
        heading = _HEADING.fullmatch(tag)
        return _Setting(
            font=font,
            bold=around.bold or tag in _BOLD or css.get("font-weight", "") in ("bold", "700"),
            italic=around.italic or tag in _ITALIC or css.get("font-style") == "italic",
            capitals=css.get("text-transform") == "uppercase"
            or (around.capitals if font == around.font else makes_capitals(font)),
            raised=around.raised or tag == "sup",
            align=_alignment(element, css) or around.align,
            level=int(heading[1]) if heading else around.level,
            cell=self._cells.get(element, around.cell),
            linked=around.linked or (tag == "a" and "href" in element.attrib),
            preformatted=around.preformatted or tag == "pre",
        )


def _is_hidden(element: etree._Element) -> bool:
    hidden = "hidden" in element.attrib or declared(element).get("display") == "none"
    return element.tag in _NOT_TEXT or hidden


def _family(families: str) -> str:
    return families.split(",", maxsplit=1)[0].strip(" '\"")


def _alignment(element: etree._Element, css: dict[str, str]) -> Alignment | None:
    if element.tag == "center":
        return "center"
    return _ALIGNMENTS.get(css.get("text-align") or element.get("align", "").lower())


def _whole(element: etree._Element, name: str, default: int) -> int:
    value = element.get(name, "").strip()
    return int(value) if _WHOLE.fullmatch(value) else default


def _text_of(line: list[_Run]) -> str:
    text = "".join(map(_shown, line))
    return (text if any(run.setting.preformatted for run in line) else _BLANK.sub(" ", text)).strip()


def _shown(run: _Run) -> str:
    text = from_font(run.text, run.setting.font) if run.setting.font else run.text
    return text.translate(RAISED) if _is_mark(run) else text


def _is_mark(run: _Run) -> bool:
    return run.setting.raised and run.text.strip().isdecimal()


def _mark(shown: list[_Run]) -> str:
    """Return the raised number that a footnote begins with, "" for another text."""
    first, *others = shown
    return _shown(first).strip() if others and _is_mark(first) else ""


def _style(shown: list[_Setting]) -> Style:
    return Style(
        bold=all(setting.bold for setting in shown),
        italic=all(setting.italic for setting in shown),
        capitals=all(setting.capitals for setting in shown),
        align=shown[0].align,
        level=shown[0].level,
    )
