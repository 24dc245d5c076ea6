"""Pages for tests of readers: PDF files set with a font of the system, or put together by hand."""

import ctypes
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pypdfium2.raw as pdfium
import pytest
from PIL import Image, ImageFont
from pypdfium2 import PdfBitmap, PdfDocument, PdfImage, PdfMatrix

WIDTH, HEIGHT = 595.0, 842.0
REGULAR, BOLD, ITALIC = "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSans-Oblique.ttf"
_FONTS = Path("/usr/share/fonts/truetype/dejavu")
# In thousandths of the size: a hyphen is narrower than any letter.
_WIDTHS = " ".join("333" if code == ord("-") else "500" for code in range(256))
# The directions of lines that run to the right, up, to the left and down.
_TURNS = [(1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0)]


def font_file(name: str = REGULAR) -> Path:
    """Return a font with Vietnamese letters; the test is skipped where it is missing."""
    path = _FONTS / name
    if not path.is_file():
        pytest.skip(f"the font {name} is missing (apt-get install fonts-dejavu-core fonts-dejavu-extra)")
    return path


class PdfMaker:
    """Makes a PDF of Vietnamese text; places are points from the upper left corner of the page."""

    def __init__(self, width: float = WIDTH, height: float = HEIGHT) -> None:
        self.pdf = PdfDocument.new()
        self._fonts = {}
        self._pages = []
        self.page(width, height)

    def page(self, width: float = WIDTH, height: float = HEIGHT) -> None:
        self.sheet, self._height = self.pdf.new_page(width, height), height
        self._pages.append(self.sheet)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 12,
        font: str = REGULAR,
        turn: int = 0,
        mode: int = 0,
    ) -> None:
        """Set a run of letters that stands on the height `y`."""
        run = pdfium.FPDFPageObj_CreateTextObj(self.pdf, self._font(font), size)
        letters = ctypes.create_string_buffer((text + "\0").encode("utf-16-le"))
        pdfium.FPDFText_SetText(run, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)))
        pdfium.FPDFTextObj_SetTextRenderMode(run, mode)
        pdfium.FPDFPageObj_Transform(run, *_TURNS[turn], x, self._height - y)
        pdfium.FPDFPage_InsertObject(self.sheet, run)

    def lines(self, x: float, y: float, *lines: str, pitch: float = 15, **setting) -> None:
        for number, line in enumerate(lines):
            self.text(x, y + number * pitch, line, **setting)

    def centred(self, x: float, y: float, *lines: str, pitch: float = 15, size: float = 12) -> None:
        """Set lines with their middles at `x`."""
        for number, line in enumerate(lines):
            self.text(x - width_of(line, size) / 2, y + number * pitch, line, size=size)

    def apart(self, x: float, y: float, line: str, space: float, size: float = 12) -> None:
        """Set a line with so much space after each letter."""
        for letter in line:
            self.text(x, y, letter, size=size)
            x += width_of(letter, size) + space

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> None:
        line = pdfium.FPDFPageObj_CreateNewPath(x1, self._height - y1)
        pdfium.FPDFPath_LineTo(line, x2, self._height - y2)
        pdfium.FPDFPath_SetDrawMode(line, pdfium.FPDF_FILLMODE_NONE, True)
        pdfium.FPDFPage_InsertObject(self.sheet, line)

    def grid(self, xs: list[float], ys: list[float]) -> None:
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)

    def image(self, image: Image.Image) -> None:
        """Cover the page with an image."""
        picture = PdfImage.new(self.pdf)
        picture.set_bitmap(PdfBitmap.from_pil(image.convert("RGB")))
        picture.set_matrix(PdfMatrix(self.sheet.get_width(), 0, 0, self._height, 0, 0))
        self.sheet.insert_obj(picture)

    def data(self) -> bytes:
        for page in self._pages:
            page.gen_content()
        stream = BytesIO()
        self.pdf.save(stream)
        return stream.getvalue()

    def _font(self, name: str):
        if name not in self._fonts:
            data = font_file(name).read_bytes()
            buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
            self._fonts[name] = pdfium.FPDFText_LoadFont(
                self.pdf, buffer, len(data), pdfium.FPDF_FONT_TRUETYPE, True
            )
        return self._fonts[name]


def width_of(text: str, size: float) -> float:
    """Return how wide a text is set, in points."""
    return ImageFont.truetype(str(font_file()), 100).getlength(text) * size / 100


def picture(data: bytes, dpi: int, page: int = 0) -> Image.Image:
    """Return a page of a PDF as a printer would show it."""
    pdf = PdfDocument(data)
    image = pdf[page].render(scale=dpi / 72).to_pil().convert("RGB")
    pdf.close()
    return image


def written_pdf(objects: Mapping[int, str | bytes], trailer: str = "") -> bytes:
    """Return a PDF of objects by number, of which 1 is the catalogue."""
    out = b"%PDF-1.7\n"
    places = {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + _bytes(content) + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1)
    for number in range(1, max(objects) + 1):
        out += b"%010d %05d %s \n" % ((places[number], 0, b"n") if number in places else (0, 65535, b"f"))
    size = max(objects) + 1
    return out + _bytes(f"trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF")


def stream(content: str | bytes, entries: str = "") -> bytes:
    """Return a stream object."""
    data = _bytes(content)
    return _bytes(f"<<{entries}/Length {len(data)}>>\nstream\n") + data + b"\nendstream"


def written_page(
    content: str, font: str = "Times-Roman", page: str = "", more: Mapping[int, str | bytes] = {}
) -> bytes:
    """Return a PDF of one page with the content given in operators; more objects count from 8.

    /F is the font, not embedded, /G is Times.
    """
    return written_pdf(
        {
            1: "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/DR<</Font<</F 4 0 R>>>>/DA(/F 12 Tf)>>>>",
            2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
            f"/Resources<</Font<</F 4 0 R/G 7 0 R>>>>{page}>>",
            4: f"<</Type/Font/Subtype/TrueType/BaseFont/{font}/Encoding/WinAnsiEncoding"
            f"/FirstChar 0/LastChar 255/Widths[{_WIDTHS}]/FontDescriptor 6 0 R>>",
            5: stream(content),
            6: f"<</Type/FontDescriptor/FontName/{font}/Flags 32/Ascent 900/Descent -220/StemV 80>>",
            7: "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>",
            **more,
        }
    )


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode("latin-1")
