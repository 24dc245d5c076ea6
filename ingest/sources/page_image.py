"""The image of a page, drawn in a child process for people to compare text and page.

`python -m ingest.sources.page_image BYTES`, as a child: a `Wanted` in, a picture (PNG) or a reason out.
"""

import json
import sys
from dataclasses import asdict, dataclass

from ingest.processes import bound, serve
from ingest.sources.errors import PictureError, UnreadableError

_REFUSED, _DRAWN = b"-", b"+"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page of the file at `path`, counted from 1, to be turned to the right by `turn` quarters."""

    path: str
    name: str
    page: int
    turn: int = 0


def to_frame(wanted: Wanted) -> bytes:
    """Return what is sent to the child."""
    return json.dumps(asdict(wanted)).encode()


def picture_of(frame: bytes) -> bytes:
    """Return the picture that the child answered; raises `PictureError` where it gave a reason."""
    if frame[:1] == _REFUSED:
        raise PictureError(frame[1:].decode())
    return frame[1:]


def _answer(frame: bytes) -> bytes:
    # A server that asks for pages needs none of what draws them.
    from ingest.sources.drawing import page_image

    wanted = Wanted(**json.loads(frame))
    try:
        with open(wanted.path, "rb") as file:  # noqa: PTH123 - as it was asked for
            return _DRAWN + page_image(file.read(), wanted.name, wanted.page, wanted.turn)
    except (PictureError, UnreadableError, OSError, MemoryError) as error:
        return _REFUSED + str(error).encode()


if __name__ == "__main__":
    bound("RLIMIT_AS", int(sys.argv[1]))
    serve(_answer)
