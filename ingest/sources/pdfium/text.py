"""The words of a PDF page with their places and styles, in the order of the file."""

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, zip_longest

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

from ingest.sources.pages.words import ASCENT, DESCENT, Word
from ingest.sources.pdfium import Handle
from ingest.sources.pdfium.fonts import Face, face
from ingest.sources.pdfium.frame import Frame
from ingest.sources.pdfium.raised import SMALLER, with_raised
from ingest.sources.source import Box, Style

# pdfium marks a hyphen at the end of a line, and goes on with the next line.
_HYPHENS = "\x02\ufffe"
_WORD = re.compile(rf"[^\s\x00{_HYPHENS}]*[{_HYPHENS}]|[^\s\x00{_HYPHENS}]+")
# In an old font the code of the soft hyphen is "ư". pdfium may take it for a hyphen, but it is wider;
# this wide at most, in heights of a line.
_ANY_HYPHEN = re.compile(rf"[-{_HYPHENS}]")
_WIDEST_HYPHEN = 0.4
# Digits within a word that may be raised.
_DIGITS = re.compile(r"(?<=[^\d\s])\d{1,2}(?!\d)")
# Degrees by which a line may lean and still be a line of the text.
_LEANING = 10.0
_SMALLEST = 1.0
_HIDDEN = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
# Some writers make bold letters by drawing their outlines too.
_OUTLINED = pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE


@dataclass(slots=True)
class PageText:
    """The words of a page; `slanted` are those across it, as of a watermark.

    `hidden` counts the letters that are there only to be searched, as behind the image of a scan.
    """

    words: list[Word] = field(default_factory=list)
    slanted: list[Word] = field(default_factory=list)
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a run of letters is set: `along` is the direction of its line, of length one."""

    face: Face
    style: Style
    along: tuple[float, float]
    turn: int
    slanted: bool
    hidden: bool


def page_text(page: PdfPage, frame: Frame) -> PageText:
    """Return the words of a page; what stands outside of it, or is too small to be seen, is left out."""
    textpage = page.get_textpage()
    try:
        return _Reader(textpage, frame).read()
    finally:
        textpage.close()


class _Reader:
    """Reads one page, and remembers what pdfium said of its last object and of its fonts."""

    def __init__(self, page: PdfTextPage, frame: Frame) -> None:
        self._page, self._frame, self._text = page.raw, frame, _text(page)
        self._faces: dict[int, Face] = {}
        self._settings: dict[tuple[Face, float, int, float, float, float, float], _Setting | None] = {}
        self._object = 0
        self._setting: _Setting | None = None
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix, self._rectangle = pdfium.FS_MATRIX(), pdfium.FS_RECTF()

    def read(self) -> PageText:
        found = PageText()
        spans = [span for match in _WORD.finditer(self._text) for span in self._spans(*match.span())]
        settings = [self._set(first) for first, _ in spans]
        for (first, last), setting, following in zip_longest(spans, settings, settings[1:]):
            box = self._box(first, last, setting) if setting else None
            if setting and box:
                # Where no old font is near, a word between two of one font is of that font.
                sure = following is not None and following.face is setting.face and not setting.face.old
                text = self._decoded(first, last, setting.face, sure)
                word = Word(text, box, setting.style, setting.turn)
                (found.slanted if setting.slanted else found.words).append(word)
                found.hidden += setting.hidden * len(text)
        found.words = with_raised(found.words)
        return found

    def _spans(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the first and last letter of each part of a word: small digits are parts of their own."""
        for digits in _DIGITS.finditer(self._text, start, end):
            if digits.start() > start and self._is_smaller(digits.start()):
                yield start, digits.start() - 1
                yield digits.start(), digits.end() - 1
                start = digits.end()
        if start < end:
            yield start, end - 1

    def _is_smaller(self, index: int) -> bool:
        """True for a letter that is smaller than the one before it."""
        before, own = self._set(index - 1), self._set(index)
        if before is None or own is None:
            return False
        return (own.style.size or 0.0) <= SMALLER * (before.style.size or 0.0)

    def _set(self, index: int) -> _Setting | None:
        """Return how a letter is set, None for one that is too small to be seen."""
        handle = pdfium.FPDFText_GetTextObject(self._page, index)
        address = ctypes.addressof(handle.contents) if handle else self._object
        if address != self._object:
            self._object, self._setting = address, self._setting_of(handle, index)
        return self._setting

    def _setting_of(self, handle: Handle, index: int) -> _Setting | None:
        pdfium.FPDFText_GetMatrix(self._page, index, self._matrix)
        m = self._matrix
        size = pdfium.FPDFText_GetFontSize(self._page, index)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
        face = self._face(handle)
        key = (face, size, mode, m.a, m.b, m.c, m.d)
        if key not in self._settings:
            self._settings[key] = self._new_setting(*key)
        return self._settings[key]

    def _new_setting(
        self, face: Face, size: float, mode: int, a: float, b: float, c: float, d: float
    ) -> _Setting | None:
        """Return how text is set by its font, mode and matrix."""
        size, length = abs(size) * math.hypot(c, d), math.hypot(a, b)
        if size < _SMALLEST or not length:
            return None
        angle = math.degrees(math.atan2(b, a)) - 90 * self._frame.turn
        turn = round(angle / 90)
        style = Style(face.bold or mode == _OUTLINED, face.italic, face.capitals, round(2 * size) / 2)
        slanted = abs(angle - 90 * turn) > _LEANING
        return _Setting(face, style, (a / length, b / length), turn % 4, slanted, mode == _HIDDEN)

    def _face(self, handle: Handle) -> Face:
        font = pdfium.FPDFTextObj_GetFont(handle)
        address = ctypes.addressof(font.contents) if font else 0
        if address not in self._faces:
            self._faces[address] = face(font)
        return self._faces[address]

    def _box(self, first: int, last: int, setting: _Setting) -> Box | None:
        """Return where a word stands, None outside of the visible page."""
        pdfium.FPDFText_GetCharOrigin(self._page, first, self._x, self._y)
        pdfium.FPDFText_GetLooseCharBox(self._page, last, self._rectangle)
        x, y, end, (across, up) = self._x.value, self._y.value, self._rectangle, setting.along
        end_x = end.right if across > 0 else end.left
        end_y = end.top if up > 0 else end.bottom
        length = (end_x - x) * across + (end_y - y) * up
        size = setting.style.size or 0.0
        # From the descent below the beginning of the word to the ascent above its end.
        low, high = -DESCENT * size, ASCENT * size
        xs = (x - low * up, x - high * up, x + length * across - low * up, x + length * across - high * up)
        ys = (
            y + low * across,
            y + high * across,
            y + length * up + low * across,
            y + length * up + high * across,
        )
        box = self._frame.box(min(xs), min(ys), max(xs), max(ys))
        return box if self._frame.shows(box) else None

    def _decoded(self, first: int, last: int, face: Face, sure: bool) -> str:
        """Return a word as Unicode; where the font changes within it, each run of letters by its own."""
        if first == last or sure or self._face_at(last, face) is face:
            return self._run(first, last + 1, face)
        faces = [self._face_at(index, face) for index in range(first, last + 1)]
        runs = groupby(range(first, last + 1), key=lambda index: faces[index - first])
        spans = ((face, list(indices)) for face, indices in runs)
        return "".join(self._run(span[0], span[-1] + 1, face) for face, span in spans)

    def _face_at(self, index: int, default: Face) -> Face:
        handle = pdfium.FPDFText_GetTextObject(self._page, index)
        return self._face(handle) if handle else default

    def _run(self, start: int, end: int, face: Face) -> str:
        text = self._text[start:end]
        if face.old:
            text = _ANY_HYPHEN.sub(lambda hyphen: self._hyphen(start + hyphen.start()), text)
        elif text[-1] in _HYPHENS:
            text = text[:-1] + "-"
        return face.decoded(text)

    def _hyphen(self, index: int) -> str:
        """Return what a hyphen of an old font is: where it is wider than any, the code of its letter ư."""
        pdfium.FPDFText_GetLooseCharBox(self._page, index, self._rectangle)
        place = self._rectangle
        return "\u00ad" if place.right - place.left > _WIDEST_HYPHEN * (place.top - place.bottom) else "-"


def _text(page: PdfTextPage) -> str:
    """Return one character for each that pdfium counts."""
    text: str = page.get_text_range()
    count = page.count_chars()
    if len(text) == count:
        return text
    return "".join(chr(pdfium.FPDFText_GetUnicode(page.raw, index)) for index in range(count))
