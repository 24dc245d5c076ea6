"""PDF files: the text of their pages, or where that is missing or bad, what is recognised of their images."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2.raw as pdfium
from PIL import Image
from pypdfium2 import PdfDocument, PdfiumError, PdfPage
from pypdfium2.version import PYPDFIUM_INFO

from ingest.messages import Message, joined, message
from ingest.sources.errors import Refusal, UnreadableError
from ingest.sources.pages.blocks import blocks
from ingest.sources.pages.layout import lines
from ingest.sources.pages.lines import Line, line_of
from ingest.sources.pages.report import told
from ingest.sources.pages.words import PageWords, Word, upright
from ingest.sources.pdfium.annotations import note_words, notes
from ingest.sources.pdfium.drawings import Drawings, drawings
from ingest.sources.pdfium.frame import Frame
from ingest.sources.pdfium.text import PageText, page_text
from ingest.sources.recognition import tesseract
from ingest.sources.recognition.images import LONGEST_SIDE, RESOLUTION
from ingest.sources.recognition.pages import recognised
from ingest.sources.recognition.tesseract import RecognitionError
from ingest.sources.source import Page, Source
from ingest.sources.text_layer import Layer, fault

MOST_PAGES = 3_000
_TOOL = f"pypdfium2 {PYPDFIUM_INFO.version}"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as read; why its own text was not taken, and why nothing else could be."""

    lines: list[Line]
    size: Page
    bad_text: Message | None = None
    left_out: RecognitionError | None = None

    @property
    def recognised_for(self) -> Message | None:
        """Why its image was recognised; None where it was not."""
        return None if self.left_out else self.bad_text


def read(data: bytes) -> Source:
    """Return the text of a PDF file; pages without good text are recognised from their images.

    Raises `UnreadableError` for a file that is damaged, that opens with a password only, that has
    too many pages, or none that can be read.
    """
    with closing(_opened(data)) as pdf:
        pdf.init_forms()
        sheets = [_sheet(pdf, index) for index in range(_page_count(pdf))]
        attached = max(pdfium.FPDFDoc_GetAttachmentCount(pdf), 0)
    if not any(sheet.lines and not sheet.left_out for sheet in sheets):
        raise _refused(sheets)
    tools = [_TOOL, *({tesseract.version()} if any(sheet.recognised_for for sheet in sheets) else ())]
    return Source(
        blocks([sheet.lines for sheet in sheets]),
        ", ".join(tools),
        tuple(sheet.size for sheet in sheets),
        tuple(_warnings(sheets, attached)),
    )


def _opened(data: bytes) -> PdfDocument:
    # Of a file without pages PDFium gives no reason, and so the one that it gave last: that of no file.
    pdfium.FPDF_LoadDocument(b"", None)
    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            why = Refusal("locked", "the PDF opens with a password only; save a copy without one")
        elif error.err_code == pdfium.FPDF_ERR_FILE:
            why = Refusal("empty", "the PDF has no pages")
        else:
            why = Refusal("damaged", "the PDF is damaged and cannot be opened; print it to a new PDF")
        raise UnreadableError(why.kind, why.words) from error


def _page_count(pdf: PdfDocument) -> int:
    count = len(pdf)
    if count > MOST_PAGES:
        raise UnreadableError("too_large", f"the PDF has {count} pages, the limit is {MOST_PAGES}; split it")
    return count


def _refused(sheets: Sequence[_Sheet]) -> UnreadableError:
    """Return why no page of a document gives text."""
    fault = next((sheet.left_out for sheet in sheets if sheet.left_out), None)
    if fault:
        return UnreadableError(fault.refusal.kind, f"no page can be read: {fault}")
    return UnreadableError("empty", "there is no text in the PDF")


def _warnings(sheets: Sequence[_Sheet], attached: int) -> Iterator[Message]:
    numbered = list(enumerate(sheets, 1))
    seen = {n: s.recognised_for for n, s in numbered if s.recognised_for}
    yield from told(seen, message("recognised from the image"))
    yield from told({n: s.left_out.message for n, s in numbered if s.left_out}, message("left out"))
    if attached:
        yield message("The PDF holds other files, which were not opened: %(count)s", count=attached)


def _sheet(pdf: PdfDocument, index: int) -> _Sheet:
    """Return a page: its text if that is good, else what is recognised of its image."""
    try:
        with closing(pdf[index]) as page:
            frame = Frame.of(page)
            text, drawn = page_text(page, frame), drawings(page, frame)
            bad = _fault(text, drawn)
            image = _image(page) if bad else None
            found = notes(page, frame)
        put_on = note_words(pdf, index, frame, found, text.words) if found else []
    except PdfiumError:
        return _Sheet([], Page(0, 0), left_out=RecognitionError("damaged", message("it is damaged")))
    if bad is None or image is None:
        return _written(text, drawn, put_on, frame)
    return _seen(*image, bad, put_on, frame)


def _fault(text: PageText, drawn: Drawings) -> Message | None:
    written = " ".join(word.text for word in text.words)
    return fault(Layer(written, drawn.covered, drawn.strokes))


def _written(text: PageText, drawn: Drawings, put_on: Sequence[Word], frame: Frame) -> _Sheet:
    """Return a page by its text; what stands across it, as a watermark does, comes last."""
    page = upright(PageWords([*text.words, *put_on], drawn.rules, frame.width, frame.height))
    across = [line_of([word]) for word in text.slanted]
    letters = sum(len(word.text) for word in text.words)
    size = Page(page.width, page.height, 2 * text.hidden > letters, page.turn)
    return _Sheet([*lines(page), *across], size)


def _seen(
    image: Image.Image, resolution: float, bad: Message, put_on: Sequence[Word], frame: Frame
) -> _Sheet:
    """Return a page by its image; without a recogniser only the notes put onto it are left."""
    try:
        page = recognised(image, (resolution, resolution))
    except RecognitionError as error:
        page = PageWords(list(put_on), [], frame.width, frame.height)
        why = RecognitionError(error.refusal.kind, joined("; ", [bad, error.message]))
        return _Sheet(lines(page), Page(page.width, page.height), bad, why)
    words = [*page.words, *put_on]
    size = Page(page.width, page.height, recognised=True, turn=page.turn)
    return _Sheet(lines(replace(page, words=words)), size, bad)


def _image(page: PdfPage) -> tuple[Image.Image, float]:
    """Return the red of a page's image, and its resolution; notes put onto the page are not drawn."""
    resolution = min(float(RESOLUTION), 72 * LONGEST_SIDE / max(*page.get_size(), 1.0))
    bitmap = page.render(scale=resolution / 72, draw_annots=False, may_draw_forms=False)
    with closing(bitmap):
        # The channels are blue, green, red.
        red = np.ascontiguousarray(bitmap.to_numpy()[:, :, 2])
    return Image.fromarray(red), resolution
