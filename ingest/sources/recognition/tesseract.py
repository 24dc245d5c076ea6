"""Tesseract, run as a separate process: the image of a page in, words with their places out."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from PIL import Image

from ingest.messages import Message, message
from ingest.sources.errors import RefusalKind, UnreadableError
from ingest.sources.source import Box

LANGUAGE = "vie"
TIMEOUT = 120.0
_PACKAGES = "tesseract-ocr and tesseract-ocr-vie (apt-get install tesseract-ocr tesseract-ocr-vie)"
# One block of text: the other ways to look at a page leave out single digits in a table's column.
# Columns are told by the places of the words.
_LAYOUT = "6"
_WORD = "5"


class RecognitionError(UnreadableError):
    """A page could not be recognised; `message` says why and what to do."""

    def __init__(self, kind: RefusalKind, why: Message) -> None:
        super().__init__(kind, str(why))
        self.message = why


@dataclass(frozen=True, slots=True)
class Seen:
    """A word as recognised: its place in points, how sure Tesseract is (0 … 1), and its line."""

    text: str
    box: Box
    confidence: float
    line: tuple[str, str, str]


@cache
def missing() -> Message | None:
    """Return what is to be installed before pages can be recognised, None where nothing is.

    Raises `RecognitionError` where Tesseract does not answer; the next call asks again.
    """
    program = shutil.which("tesseract")
    if program is None:
        return message(
            "Tesseract is not installed: install the Debian packages %(packages)s", packages=_PACKAGES
        )
    if LANGUAGE not in _run("--list-langs").decode().split():
        return message(
            "Tesseract does not know Vietnamese: install the Debian packages %(packages)s", packages=_PACKAGES
        )
    return None


@cache
def version() -> str:
    """Return the name and version of the recogniser."""
    return "Tesseract " + _run("--version").decode().split()[1]


def words(image: Image.Image, resolution: float) -> list[Seen]:
    """Return the words on a grey image in reading order; raises `RecognitionError`."""
    header = f"P5 {image.width} {image.height} 255\n".encode()
    options = ("-l", LANGUAGE, "--psm", _LAYOUT, "--dpi", str(round(resolution)), "tsv")
    table = _run("stdin", "stdout", *options, data=header + image.tobytes())
    rows = table.decode("utf-8", "replace").splitlines()[1:]
    return list(_words(rows, 72 / resolution))


def _run(*arguments: str, data: bytes = b"") -> bytes:
    # More threads than one make each page slower, and take the machine from the server.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments, no shell
            ["tesseract", *arguments],  # noqa: S607 - wherever the system has it
            input=data, capture_output=True, timeout=TIMEOUT, check=True, env=environment,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        why = message("Tesseract took longer than %(seconds)s s", seconds=f"{TIMEOUT:.0f}")
        raise RecognitionError("too_hard", why) from error
    except (OSError, subprocess.CalledProcessError) as error:
        raise RecognitionError(
            "unrecognised", message("Tesseract failed: %(error)s", error=str(error))
        ) from error
    return done.stdout


def _words(rows: Iterable[str], point: float) -> Iterator[Seen]:
    """Yield the words of a table of pages, blocks, lines and words; a pixel is so many points."""
    for row in rows:
        kind, _, block, paragraph, line, _, *place, confidence, text = row.split("\t", 11)
        if kind == _WORD and text.strip():
            left, top, width, height = (int(pixels) * point for pixels in place)
            box = Box(left, top, left + width, top + height)
            yield Seen(text.strip(), box, float(confidence) / 100, (block, paragraph, line))
