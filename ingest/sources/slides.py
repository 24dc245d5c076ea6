"""PowerPoint slides (.pptx): the text of each slide in the order of its shapes, then the speaker's notes."""

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from ingest.messages import message
from ingest.sources.bounded_zip import BoundedZip
from ingest.sources.encodings import from_font, makes_capitals
from ingest.sources.neighbours import repaired_together
from ingest.sources.ordinals import Numeral, numeral
from ingest.sources.refusals import damaged
from ingest.sources.source import Alignment, Block, BlockKind, Cell, Page, Source, Style

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PRESENTATION = "ppt/presentation.xml"
_NOTES = "/notesSlide"
_EMU_A_POINT = 12700
# Placeholders that repeat on every slide, and those that are its heading.
_FURNITURE: dict[str | None, BlockKind] = {
    "hdr": "header",
    "ftr": "footer",
    "dt": "footer",
    "sldNum": "footer",
}
_TITLES = frozenset({"title", "ctrTitle"})
_ALIGNMENTS: dict[str | None, Alignment] = {"l": "left", "ctr": "center", "r": "right", "just": "justify"}
_RUNS = (f"{_A}r", f"{_A}fld", f"{_A}br")
_NUMERALS: tuple[tuple[str, Numeral], ...] = (
    ("arabic", "1"), ("alphaLc", "a"), ("alphaUc", "A"), ("romanLc", "i"), ("romanUc", "I"),
)  # fmt: skip


def read(data: bytes) -> Source:
    """Return what is found on the slides; each is a page. Raises `UnreadableError` for a damaged file."""
    deck = _Deck(BoundedZip(data))
    slides = [_Slide(deck, name, page) for page, name in enumerate(deck.slides(), start=1)]
    blocks = repaired_together(block for slide in slides for block in slide.blocks())
    hidden = sum(slide.root.get("show") == "0" for slide in slides)
    told = message(
        "%(hidden)s of %(slides)s slides are hidden when they are shown; they are read",
        hidden=hidden,
        slides=len(slides),
    )
    return Source(blocks, "slide reader", (deck.page(),) * len(slides), (told,) if hidden else ())


class _Deck:
    """The parts of a file of slides; `tables` counts those met so far."""

    def __init__(self, members: BoundedZip) -> None:
        self._members = members
        self._root = self.xml(_PRESENTATION)
        self.tables = 0

    def xml(self, name: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            return etree.fromstring(self._members.read(name), parser)
        except (KeyError, etree.XMLSyntaxError) as error:
            raise damaged(error) from error

    def related(self, name: str) -> list[tuple[str, str, str]]:
        """Return id, type and name of each part that a part refers to."""
        folder, file = posixpath.split(name)
        links = f"{folder}/_rels/{file}.rels"
        if links not in self._members:
            return []
        return [
            (link.get("Id", ""), link.get("Type", ""), _beside(folder, link.get("Target", "")))
            for link in self.xml(links)
            if link.get("TargetMode") != "External"
        ]

    def slides(self) -> list[str]:
        """Return the names of the slides, in the order in which they are shown."""
        names = {link: name for link, _, name in self.related(_PRESENTATION)}
        shown = [slide.get(f"{_R}id") for slide in self._root.iter(f"{_P}sldId")]
        return [names[link] for link in shown if link in names]

    def page(self) -> Page:
        size = self._root.find(f"{_P}sldSz")
        if size is None:
            return Page(720, 540)
        return Page(_points(size, "cx") or 0, _points(size, "cy") or 0)


def _beside(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _whole(element: etree._Element, name: str) -> int | None:
    value = element.get(name, "")
    return int(value) if re.fullmatch(r"-?[0-9]{1,9}", value) else None


def _points(element: etree._Element, name: str) -> float | None:
    value = _whole(element, name)
    return None if value is None else value / _EMU_A_POINT


class _Slide:
    """A slide and what belongs to it."""

    def __init__(self, deck: _Deck, name: str, page: int) -> None:
        self.root = deck.xml(name)
        self._deck = deck
        self._page = page
        self._related = deck.related(name)

    def blocks(self) -> Iterator[Block]:
        for shape in _outside_fallbacks(self.root, f"{_P}sp", f"{_P}graphicFrame"):
            yield from self._shape(shape)
        for _, kind, name in self._related:
            if kind.endswith(_NOTES):
                yield from self._notes(name)

    def _shape(self, shape: etree._Element) -> Iterator[Block]:
        if shape.tag == f"{_P}sp":
            yield from self._text(shape)
            return
        for table in shape.iter(f"{_A}tbl"):
            yield from self._table(table)
        for diagram in shape.iter(f"{_DIAGRAM}relIds"):
            yield from self._diagram(diagram.get(f"{_R}dm"))

    def _text(self, shape: etree._Element) -> Iterator[Block]:
        role = _placeholder(shape)
        level = 1 if role in _TITLES else 0
        for block in self._paragraphs(shape, _FURNITURE.get(role, "paragraph")):
            yield replace(block, style=replace(block.style, level=level))

    def _paragraphs(self, shape: etree._Element, kind: BlockKind) -> Iterator[Block]:
        numbers = _Numbers()
        for paragraph in shape.iter(f"{_A}p"):
            label = numbers.label(paragraph.find(f"{_A}pPr"))
            if text := _text_of(paragraph):
                yield Block(text, kind, self._page, style=replace(_style(paragraph), list_label=label))

    def _table(self, table: etree._Element) -> Iterator[Block]:
        for row, cells in enumerate(table.iter(f"{_A}tr")):
            for column, cell in enumerate(cells.iter(f"{_A}tc")):
                rows, columns = _whole(cell, "rowSpan") or 1, _whole(cell, "gridSpan") or 1
                place = Cell(self._deck.tables, row, column, rows, columns)
                yield from (replace(block, cell=place) for block in self._paragraphs(cell, "cell"))
        self._deck.tables += 1

    def _diagram(self, link: str | None) -> Iterator[Block]:
        """Yield the words of a diagram (SmartArt), which lie in a part of their own."""
        for name in (name for found, _, name in self._related if found == link):
            yield from self._paragraphs(self._deck.xml(name), "paragraph")

    def _notes(self, name: str) -> Iterator[Block]:
        for shape in self._deck.xml(name).iter(f"{_P}sp"):
            if _placeholder(shape) == "body":
                yield from self._paragraphs(shape, "annotation")


def _outside_fallbacks(root: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Yield elements, but not those that stand for others where a program does not know these."""
    for element in root.iter(*tags):
        if not any(ancestor.tag == _FALLBACK for ancestor in element.iterancestors()):
            yield element


def _placeholder(shape: etree._Element) -> str | None:
    """Return the role that a shape has on its slide, None for a shape that somebody drew."""
    role = next(shape.iter(f"{_P}ph"), None)
    return None if role is None else role.get("type", "body")


def _text_of(paragraph: etree._Element) -> str:
    parts = ("\n" if run.tag == f"{_A}br" else _run(run) for run in paragraph.iter(*_RUNS))
    return "".join(parts).strip()


def _run(run: etree._Element) -> str:
    return from_font(run.findtext(f"{_A}t") or "", _font(run))


def _font(run: etree._Element) -> str:
    latin = run.find(f"{_A}rPr/{_A}latin")
    return "" if latin is None else latin.get("typeface", "")


def _style(paragraph: etree._Element) -> Style:
    properties = paragraph.find(f"{_A}pPr")
    runs = [run for run in paragraph.iter(f"{_A}r") if (run.findtext(f"{_A}t") or "").strip()]
    size = _whole(first, "sz") if runs and (first := runs[0].find(f"{_A}rPr")) is not None else None
    return Style(
        bold=_all(runs, "b"),
        italic=_all(runs, "i"),
        capitals=bool(runs) and all(_set(run, "cap") == "all" or makes_capitals(_font(run)) for run in runs),
        size=size / 100 if size else None,
        align=None if properties is None else _ALIGNMENTS.get(properties.get("algn")),
        indent=None if properties is None else _points(properties, "indent"),
    )


def _all(runs: list[etree._Element], name: str) -> bool:
    return bool(runs) and all(_set(run, name) in ("1", "true") for run in runs)


def _set(run: etree._Element, name: str) -> str:
    properties = run.find(f"{_A}rPr")
    return "" if properties is None else properties.get(name, "")


@dataclass(slots=True)
class _Numbers:
    """The numbers and bullets that are computed before the paragraphs of a shape, by level."""

    _reached: dict[int, tuple[str, int]] = field(default_factory=dict)

    def label(self, properties: etree._Element | None) -> str:
        """Return what stands before the next paragraph."""
        if properties is None:
            self._reached.clear()
            return ""
        level = _whole(properties, "lvl") or 0
        before = self._reached.get(level)
        self._reached = {outer: number for outer, number in self._reached.items() if outer < level}
        automatic = properties.find(f"{_A}buAutoNum")
        if automatic is None:
            return _bullet(properties)
        form, first = automatic.get("type", ""), _whole(automatic, "startAt") or 1
        number = before[1] + 1 if before and before[0] == form else first
        self._reached[level] = (form, number)
        return _numbered(form, number)


def _bullet(properties: etree._Element) -> str:
    """Return a bullet; those of symbol fonts lie where Unicode has no letters."""
    bullet = properties.find(f"{_A}buChar")
    sign = "" if bullet is None else bullet.get("char", "")
    return "•" if any(unicodedata.category(character) == "Co" for character in sign) else sign


def _numbered(form: str, number: int) -> str:
    start, numerals = next(((start, kind) for start, kind in _NUMERALS if form.startswith(start)), ("", "1"))
    written = numeral(number, numerals)
    return {"Period": f"{written}.", "ParenR": f"{written})", "ParenBoth": f"({written})"}.get(
        form.removeprefix(start), written
    )
