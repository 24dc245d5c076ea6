"""Scans: the images of pages, recognised."""

import warnings
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageOps, ImageSequence

from ingest.messages import message
from ingest.sources.errors import UnreadableError
from ingest.sources.pages.blocks import blocks
from ingest.sources.pages.layout import lines
from ingest.sources.pages.lines import Line
from ingest.sources.pages.report import told
from ingest.sources.recognition import tesseract
from ingest.sources.recognition.images import red_channel
from ingest.sources.recognition.pages import recognised
from ingest.sources.recognition.tesseract import RecognitionError
from ingest.sources.source import Page, Source

MOST_PIXELS = 50_000_000
MOST_PAGES = 500
_FORMATS = ("JPEG", "PNG", "TIFF")
# Dots per inch as scanners give them; other figures are a camera's or a program's default.
_PLAUSIBLE_RESOLUTION = (90.0, 1300.0)
# Inches: paper is so long at its longer side; that of A4, where the resolution is not known.
_PLAUSIBLE_LENGTH = (3.0, 50.0)
_A4_LENGTH = 11.69

_Resolution = tuple[float, float]


def read(data: bytes) -> Source:
    """Return the pages of a JPEG, PNG or TIFF file as recognised.

    Raises `UnreadableError` where the file is damaged or too large, or nothing can be recognised.
    """
    sheets: list[list[Line]] = []
    sizes: list[Page] = []
    faults: dict[int, RecognitionError] = {}
    for number, image in enumerate(images(data), 1):
        try:
            page = recognised(red_channel(image), _resolution(image))
        except RecognitionError as error:
            faults[number] = error
            sheets.append([])
            sizes.append(_size(image))
        else:
            sheets.append(lines(page))
            sizes.append(Page(page.width, page.height, recognised=True, turn=page.turn))
    found = blocks(sheets)
    if not found:
        nothing = UnreadableError("unrecognised", "no text was recognised in the image")
        raise next(iter(faults.values()), nothing)
    left_out = {number: fault.message for number, fault in faults.items()}
    return Source(found, tesseract.version(), tuple(sizes), tuple(told(left_out, message("left out"))))


def images(data: bytes) -> Iterator[Image.Image]:
    """Yield the pages of an image file, upright as the camera held them."""
    try:
        with warnings.catch_warnings():
            # What Pillow warns of is a damaged file or a bomb.
            warnings.simplefilter("error")
            with Image.open(BytesIO(data), formats=_FORMATS) as file:
                for number, frame in enumerate(ImageSequence.Iterator(file), 1):
                    _check(frame, number)
                    yield ImageOps.exif_transpose(frame)
    except UnreadableError:
        raise
    except Exception as error:
        # Pillow raises whatever a damaged file leads it to.
        raise UnreadableError("damaged", f"the image is damaged: {error}") from error


def _check(frame: Image.Image, number: int) -> None:
    """Raise `UnreadableError` for a page too many, or one with too many pixels to be opened."""
    if number > MOST_PAGES:
        raise UnreadableError("too_large", f"the file has more than {MOST_PAGES} pages; split it")
    pixels = frame.width * frame.height
    if pixels > MOST_PIXELS:
        size = f"{frame.width} × {frame.height}"
        raise UnreadableError(
            "too_large",
            f"page {number} has {size} pixels, the limit is {MOST_PIXELS}; scan it at 200 to 300 dpi",
        )


def _size(image: Image.Image) -> Page:
    across, down = _resolution(image)
    return Page(image.width * 72 / across, image.height * 72 / down)


def _resolution(image: Image.Image) -> _Resolution:
    """Return the dots per inch across and down: as the file says if that may be, else as of A4."""
    across, down = (float(dots) for dots in image.info.get("dpi", (0, 0)))
    length = max(image.width / across, image.height / down) if across and down else 0.0
    plausible = all(_within(dots, _PLAUSIBLE_RESOLUTION) for dots in (across, down))
    if plausible and _within(length, _PLAUSIBLE_LENGTH):
        return across, down
    guess = max(image.size) / _A4_LENGTH
    return guess, guess


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
