"""Text that was put onto a finished page: typed notes, stamps, form fields, the marks of a signature.

Number and day of a signed document often stand there and nowhere else.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfPage

from ingest.sources.pages.words import Word
from ingest.sources.pdfium import Handle
from ingest.sources.pdfium.frame import Frame
from ingest.sources.pdfium.text import page_text
from ingest.sources.source import Box, Style

# Comments of readers (sticky notes, highlights) are no part of a document.
_KINDS = frozenset({pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_WIDGET})
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_FIELDS_WITH_TEXT = frozenset(
    {pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX}
)
_MOST_NOTES = 2_000
# Letters take so much of the height of a line.
_LETTERS = 0.75


@dataclass(frozen=True, slots=True)
class Note:
    """Where an annotation stands, and the text that the file gives besides its picture."""

    box: Box
    text: str


def notes(page: PdfPage, frame: Frame) -> list[Note]:
    """Return the annotations of a page that are a part of the document and can be seen."""
    found: list[Note] = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if annotation:
            found.extend(_note(page, annotation, frame))
            pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def note_words(
    pdf: PdfDocument, index: int, frame: Frame, notes: Sequence[Note], words: Sequence[Word]
) -> list[Word]:
    """Return the words of the annotations of a page whose own words are given.

    What is seen counts: the pictures of annotations are made part of the page, and what it then has
    more is theirs. An annotation without a picture gives its text.
    """
    with closing(pdf[index]) as page:
        flattened = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    added = _added(pdf, index, frame, words) if flattened == pdfium.FLATTEN_SUCCESS else []
    drawn = [[word for word in added if _stands_in(word, note.box)] for note in notes]
    return [word for note, own in zip(notes, drawn, strict=True) for word in own or _typed(note)]


def _added(pdf: PdfDocument, index: int, frame: Frame, words: Sequence[Word]) -> list[Word]:
    """Return the words that a page has more than those given."""
    with closing(pdf[index]) as page:
        now = page_text(page, frame).words
    before = Counter(words)
    added: list[Word] = []
    for word in now:
        if before[word]:
            before[word] -= 1
        else:
            added.append(replace(word, annotation=True))
    return added


def _stands_in(word: Word, box: Box) -> bool:
    x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def _typed(note: Note) -> Iterator[Word]:
    """Yield the text of an annotation, each line as one word."""
    lines = [" ".join(line.split()) for line in note.text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        height = (note.box.bottom - note.box.top) / len(lines)
        top = note.box.top + number * height
        box = Box(note.box.left, top, note.box.right, top + height)
        yield Word(line, box, Style(size=round(2 * _LETTERS * height) / 2), annotation=True)


def _note(page: PdfPage, annotation: Handle, frame: Frame) -> Iterator[Note]:
    """Yield an annotation, unless it is a comment or hidden."""
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind not in _KINDS or pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
        return
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rectangle)
    box = frame.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    if frame.shows(box):
        field = kind == pdfium.FPDF_ANNOT_WIDGET
        yield Note(box, _value(page, annotation) if field else _string(annotation, b"Contents"))


def _value(page: PdfPage, annotation: Handle) -> str:
    """Return what is filled into a field of a form, as far as it is text."""
    form = page.formenv
    if not form or pdfium.FPDFAnnot_GetFormFieldType(form, annotation) not in _FIELDS_WITH_TEXT:
        return ""
    length = pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0)
    buffer = (pdfium.FPDF_WCHAR * (length // 2))()
    pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, length)
    return _from_utf16(buffer)


def _string(annotation: Handle, key: bytes) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = (pdfium.FPDF_WCHAR * (length // 2))()
    pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, length)
    return _from_utf16(buffer)


def _from_utf16(buffer: Handle) -> str:
    return bytes(memoryview(buffer)).decode("utf-16-le", "replace").rstrip("\x00")
