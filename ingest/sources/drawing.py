"""Pages of PDF and image files as pictures, as their readers have seen them."""

from contextlib import closing
from io import BytesIO
from itertools import islice

from PIL import Image
from pypdfium2 import PdfDocument, PdfiumError

from ingest.sources.errors import PictureError
from ingest.sources.kinds import kind_of
from ingest.sources.recognition.images import TURNS
from ingest.sources.scan import images

# Dots per inch: small letters can be read, and a page is some 200 kB.
RESOLUTION = 110
_LONGEST_SIDE = 2_000
_POINTS = 72


def page_image(data: bytes, name: str, number: int, turn: int = 0) -> bytes:
    """Return a page of a PDF or of an image file as PNG, turned to the right by `turn` quarters.

    `number` counts from 1. Raises `PictureError` where there is no such page.
    """
    kind = kind_of(data, name)
    if kind == "pdf":
        image = _of_pdf(data, number)
    elif kind == "image":
        image = next(islice(images(data), number - 1, None), None)
    else:
        raise PictureError(f"files of type {kind} have no pages to be shown")
    if image is None:
        raise PictureError(f"the file has no page {number}")
    if turn:
        image = image.transpose(TURNS[turn - 1])
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    # Few shades are enough for text, and make a third of the size.
    picture = BytesIO()
    image.convert("RGB").quantize(64).save(picture, "PNG")
    return picture.getvalue()


def _of_pdf(data: bytes, number: int) -> Image.Image | None:
    try:
        with closing(PdfDocument(data)) as pdf:
            if number > len(pdf):
                return None
            with closing(pdf[number - 1]) as page:
                scale = min(RESOLUTION / _POINTS, _LONGEST_SIDE / max(*page.get_size(), 1.0))
                with closing(page.render(scale=scale)) as bitmap:
                    drawn: Image.Image = bitmap.to_pil().convert("RGB")
                    return drawn
    except PdfiumError as error:
        raise PictureError(f"the page is damaged ({error})") from error
