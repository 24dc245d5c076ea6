"""How runs and paragraphs of a Word file are set: what they say themselves over what their styles say."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ingest.sources.encodings import makes_capitals
from ingest.sources.source import Alignment
from ingest.sources.word.names import (
    A,
    Element,
    W,
    child,
    child_value,
    is_off,
    is_on,
    number,
    parts,
    points,
    value,
)

# What is said of a run, a paragraph or a table: fields of its look, or its sides with lines or without.
Said = dict[str, Any]
_Kind = Literal["run", "paragraph", "borders"]

_TOGGLES = {
    W + "b": "bold", W + "i": "italic", W + "caps": "capitals", W + "smallCaps": "small_capitals",
    W + "vanish": "hidden",
}  # fmt: skip
_ALIGNMENTS: dict[str, Alignment] = {
    "left": "left", "start": "left", "center": "center", "right": "right", "end": "right",
    "both": "justify", "distribute": "justify",
}  # fmt: skip
_SIDES = {"start": "left", "end": "right"}
_NO_LINE = frozenset({"", "none", "nil"})
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
# As many levels as lists and headings have.
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class RunLook:
    """How a run is set; `font` shows its ASCII characters, `wide_font` the others; `size` in points."""

    bold: bool = False
    italic: bool = False
    capitals: bool = False
    small_capitals: bool = False
    hidden: bool = False
    raised: bool = False
    size: float | None = None
    font: str = ""
    wide_font: str = ""

    @property
    def shows_capitals(self) -> bool:
        """True where small letters are shown as capitals."""
        return self.capitals or self.small_capitals or makes_capitals(self.font)

    def font_of(self, text: str) -> str:
        """Return the font that shows a text of the run."""
        return (self.font or self.wide_font) if text.isascii() else (self.wide_font or self.font)


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """How a paragraph is set; `left` and `first` are its indent and that of its first line on top, in points.

    `list_id` and `list_level` name its list; `list_of_style` is True where its style names it.
    """

    align: Alignment | None = None
    left: float | None = None
    first: float | None = None
    level: int = 0
    breaks_page: bool = False
    list_id: str = ""
    list_level: int | None = None
    list_of_style: bool = False

    @property
    def indent(self) -> float | None:
        """Where the first line begins, in points from the margin."""
        if self.left is None and self.first is None:
            return None
        return round((self.left or 0.0) + (self.first or 0.0), 2)


@dataclass(frozen=True, slots=True)
class _Style:
    """A style as it is written."""

    based_on: str = ""
    run: Said = field(default_factory=dict)
    paragraph: Said = field(default_factory=dict)
    borders: Said = field(default_factory=dict)


class Styles:
    """The styles of a Word file, each with what it inherits."""

    def __init__(self, styles: Element | None, theme: Element | None) -> None:
        self._fonts = _theme_fonts(theme)
        self._styles: dict[str, _Style] = {}
        self._defaults: dict[str, str] = {}
        self._run_default: Said = {}
        self._paragraph_default: Said = {}
        self._inherited: dict[tuple[_Kind, str], Said] = {}
        self._runs: dict[object, RunLook] = {}
        if styles is not None:
            self._read(styles)

    def _read(self, styles: Element) -> None:
        self._run_default = self._said_of_run(child(styles, W + "docDefaults", W + "rPrDefault", W + "rPr"))
        self._paragraph_default = said_of_paragraph(
            parts(child(styles, W + "docDefaults", W + "pPrDefault", W + "pPr"))
        )
        for style in styles.iterchildren(W + "style"):
            name, kind = value(style, "styleId"), value(style, "type")
            self._styles[name] = self._style(style)
            if not is_off(value(style, "default") or "0"):
                self._defaults.setdefault(kind, name)

    def _style(self, style: Element) -> _Style:
        paragraph = said_of_paragraph(parts(child(style, W + "pPr")))
        if "list_of_style" in paragraph:
            paragraph["list_of_style"] = True
        heading = _HEADING.fullmatch(child_value(style, W + "name"))
        if heading:
            paragraph.setdefault("level", int(heading[1]))
        return _Style(
            child_value(style, W + "basedOn"),
            self._said_of_run(child(style, W + "rPr")),
            paragraph,
            said_of_borders(child(style, W + "tblPr", W + "tblBorders")),
        )

    def _said_of_run(self, properties: Element | None) -> Said:
        """Return what a run's properties say, the name of its style included."""
        said: Said = {}
        for element in () if properties is None else properties:
            if element.tag in _TOGGLES:
                said[_TOGGLES[element.tag]] = is_on(element)
            elif element.tag == _FONTS:
                said |= self._said_of_fonts(element)
            elif element.tag == _SIZE:
                said["size"] = points(value(element), 1 / 2)
            elif element.tag == _RAISED:
                said["raised"] = value(element) == "superscript"
            elif element.tag == _STYLE:
                said["style"] = value(element)
        return said

    def _said_of_fonts(self, fonts: Element) -> Said:
        """A font of the theme goes before one by name."""
        ascii_font = self._fonts.get(value(fonts, "asciiTheme")) or value(fonts, "ascii")
        wide_font = self._fonts.get(value(fonts, "hAnsiTheme")) or value(fonts, "hAnsi")
        said = {"font": ascii_font, "wide_font": wide_font}
        return {key: font for key, font in said.items() if font}

    def run(self, paragraph_style: str, *properties: Element | None) -> RunLook:
        """Return how a run is set in a paragraph of some style, by its properties; later ones go before."""
        said: Said = {}
        for one in properties:
            said |= self._said_of_run(one)
        key = (paragraph_style, *said.items())
        if key not in self._runs:
            self._runs[key] = self._run(paragraph_style, said)
        return self._runs[key]

    def _run(self, paragraph_style: str, said: Said) -> RunLook:
        behind = self._all("run", self._paragraph_style(paragraph_style))
        before = self._all("run", said.pop("style", ""))
        look = self._run_default | behind | before
        # What both styles switch on is off: bold within a bold heading is meant to stand out.
        for toggle in _TOGGLES.values():
            one_alone = bool(behind.get(toggle)) != bool(before.get(toggle))
            look[toggle] = one_alone or bool(self._run_default.get(toggle))
        return RunLook(**(look | said))

    def paragraph_style(self, style: str) -> Said:
        """Return what a paragraph style says, with what it inherits; the default one for one not known."""
        return self._paragraph_default | self._all("paragraph", self._paragraph_style(style))

    def table_borders(self, style: str) -> Said:
        """Return which lines a table style draws, by side; the default one for one not known."""
        return self._all("borders", style if style in self._styles else self._defaults.get("table", ""))

    def chain(self, style: str) -> Iterator[str]:
        """Yield a style and those that it is based on, itself first."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield style
            style = self._styles[style].based_on

    def _paragraph_style(self, style: str) -> str:
        return style if style in self._styles else self._defaults.get("paragraph", "")

    def _all(self, kind: _Kind, style: str) -> Said:
        """Return all that a style says, what it inherits included."""
        if (kind, style) not in self._inherited:
            said: Said = {}
            for name in reversed(list(self.chain(style))):
                said |= getattr(self._styles[name], kind)
            self._inherited[kind, style] = said
        return self._inherited[kind, style]


_FONTS, _SIZE, _RAISED, _STYLE = W + "rFonts", W + "sz", W + "vertAlign", W + "rStyle"


def said_of_paragraph(properties: Mapping[str, Element]) -> Said:
    """Return what a paragraph's properties say."""
    said: Said = {}
    for tag, element in properties.items():
        if tag in _PARAGRAPH_READERS:
            said |= _PARAGRAPH_READERS[tag](element)
    return said


def said_of_borders(borders: Element | None) -> Said:
    """Return for each side that borders speak of whether a line is drawn there."""
    said: Said = {}
    for side in () if borders is None else borders:
        name = side.tag.rpartition("}")[2]
        said[_SIDES.get(name, name)] = value(side) not in _NO_LINE
    return said


def _alignment(element: Element) -> Said:
    alignment = _ALIGNMENTS.get(value(element))
    return {"align": alignment} if alignment else {}


def said_of_indents(element: Element | None) -> Said:
    """Return what indents say."""
    left = points(value(element, "left") or value(element, "start"))
    hanging, first = points(value(element, "hanging")), points(value(element, "firstLine"))
    said = {"left": left, "first": first if hanging is None else -hanging}
    return {key: indent for key, indent in said.items() if indent is not None}


def _outline_level(element: Element) -> Said:
    level = number(value(element))
    return {} if level is None else {"level": level + 1 if 0 <= level < _LEVELS else 0}


def _list(element: Element) -> Said:
    said: Said = {"list_of_style": False}
    name, level = child_value(element, W + "numId"), number(child_value(element, W + "ilvl"))
    if name:
        said["list_id"] = name
    if name or level is not None:
        said["list_level"] = None if level is None else min(max(level, 0), _LEVELS - 1)
    return said


_PARAGRAPH_READERS: dict[str, Callable[[Element], Said]] = {
    W + "jc": _alignment,
    W + "ind": said_of_indents,
    W + "outlineLvl": _outline_level,
    W + "numPr": _list,
    W + "pageBreakBefore": lambda element: {"breaks_page": is_on(element)},
}


def _theme_fonts(theme: Element | None) -> dict[str, str]:
    """Return the fonts of a theme for Latin letters, by the names that runs use."""
    found: dict[str, str] = {}
    if theme is None:
        return found
    for part in ("major", "minor"):
        latin = next(theme.iter(f"{A}{part}Font"), None)
        face = None if latin is None else child(latin, A + "latin")
        font = "" if face is None else str(face.get("typeface", ""))
        found |= {f"{part}Ascii": font, f"{part}HAnsi": font}
    return found
