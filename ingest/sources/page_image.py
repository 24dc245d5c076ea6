"""The image of one page of a file, as its reader has seen it: for people to compare text and page.

`python -m ingest.sources.page_image BYTES`, as a child: a `Wanted` in, a picture (PNG) or a reason out.
"""

import json
import sys
from contextlib import closing
from dataclasses import asdict, dataclass
from io import BytesIO
from itertools import islice

from PIL import Image
from pypdfium2 import PdfDocument, PdfiumError

from ingest.processes import bound, serve
from ingest.sources.errors import UnreadableError
from ingest.sources.kinds import kind_of
from ingest.sources.recognition.images import TURNS
from ingest.sources.scan import images

# Dots per inch: small letters can be read, and a page is some 200 kB.
RESOLUTION = 110
_LONGEST_SIDE = 2_000
_POINTS = 72
_REFUSED, _DRAWN = b"-", b"+"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page of the file at `path`, counted from 1, to be turned to the right by `turn` quarters."""

    path: str
    name: str
    page: int
    turn: int = 0


def page_image(data: bytes, wanted: Wanted) -> bytes:
    """Return a page of a PDF or of an image file as PNG; raises `UnreadableError` where there is none."""
    kind = kind_of(data, wanted.name)
    if kind == "pdf":
        image = _of_pdf(data, wanted.page)
    elif kind == "image":
        image = next(islice(images(data), wanted.page - 1, None), None)
    else:
        raise UnreadableError(f"files of type {kind} have no pages to be shown")
    if image is None:
        raise UnreadableError(f"the file has no page {wanted.page}")
    if wanted.turn:
        image = image.transpose(TURNS[wanted.turn - 1])
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
        raise UnreadableError(f"the page is damaged ({error})") from error


def to_frame(wanted: Wanted) -> bytes:
    """Return what is sent to the child."""
    return json.dumps(asdict(wanted)).encode()


def picture_of(frame: bytes) -> bytes:
    """Return the picture that the child answered; raises `UnreadableError` where it gave a reason."""
    if frame[:1] == _REFUSED:
        raise UnreadableError(frame[1:].decode())
    return frame[1:]


def _answer(frame: bytes) -> bytes:
    wanted = Wanted(**json.loads(frame))
    try:
        with open(wanted.path, "rb") as file:  # noqa: PTH123 - as it was asked for
            return _DRAWN + page_image(file.read(), wanted)
    except (UnreadableError, OSError, MemoryError) as error:
        return _REFUSED + str(error).encode()


if __name__ == "__main__":
    bound("RLIMIT_AS", int(sys.argv[1]))
    serve(_answer)
