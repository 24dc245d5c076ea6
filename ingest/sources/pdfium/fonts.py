"""What the fonts of a PDF say of its text: bold, italic, capitals, and the letters of old encodings."""

import ctypes
import re
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2.raw as pdfium

from ingest.sources.encodings import from_font, makes_capitals
from ingest.sources.pdfium import Handle

# A font of which only some letters are in the file has a name like "ABCDEF+LiberationSerif-Bold".
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"[ ,-]?(?:Bold|Italic|Oblique|Regular|MT|PS)$")
_BOLD = re.compile(r"bold|black|heavy", re.I)
_ITALIC = re.compile(r"italic|oblique", re.I)
# Some writers leave out the dot of ".VnTime".
_VN = re.compile(r"^Vn(?=[A-Z0-9])")
_BOLD_WEIGHT = 700
# Some of these is another letter in any old encoding.
_OLD_LETTERS = "".join(map(chr, range(0xA1, 0x100)))
# The sign "micro" of old encodings, which stands for "à", and the Greek letter are one glyph.
_GLYPHS = str.maketrans("\u03bc", "\u00b5")


@dataclass(frozen=True, slots=True)
class Face:
    """A font: its name without the marks of style, and how it looks."""

    name: str
    bold: bool
    italic: bool
    capitals: bool
    old: bool

    def decoded(self, text: str) -> str:
        """Return text set in this font as Unicode."""
        return _decoded(text, self.name) if self.old else text


def face(font: Handle) -> Face:
    """Return what a font handle of pdfium stands for."""
    angle = ctypes.c_int()
    slanted = bool(pdfium.FPDFFont_GetItalicAngle(font, angle)) and angle.value != 0
    return _face(_name(font), pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT, slanted)


@lru_cache(maxsize=256)
def _face(name: str, heavy: bool, slanted: bool) -> Face:
    family = _VN.sub(".Vn", _without_styles(name))
    return Face(
        family,
        heavy or bool(_BOLD.search(name)),
        slanted or bool(_ITALIC.search(name)),
        makes_capitals(family),
        from_font(_OLD_LETTERS, family) != _OLD_LETTERS,
    )


def _without_styles(name: str) -> str:
    while (shorter := _STYLE.sub("", name)) != name:
        name = shorter
    return name


@lru_cache(maxsize=20_000)
def _decoded(text: str, name: str) -> str:
    return from_font(text.translate(_GLYPHS), name)


def _name(font: Handle) -> str:
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
    return _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))
