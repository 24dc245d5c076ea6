"""Files on disk: which are documents, and their text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from ingest.language.folding import clean

EXTENSIONS = frozenset({".txt", ".md", ".markdown"})
LARGEST_FILE = 20_000_000
_SHORTEST_TEXT = 40
_SYMBOL_IN_WORD = re.compile(r"[^\W\d_][¡-¿]+[^\W\d_]")
_GARBLED_SHARE = 0.02


class UnreadableError(Exception):
    """A file cannot be a document; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read; `named` is True where the user named it rather than its folder."""

    path: Path
    named: bool


def find_files(paths: Iterable[Path]) -> Iterator[FoundFile]:
    """Yield the files at `paths`, folders searched through, in a fixed order.

    Hidden files are left out. Raises `FileNotFoundError` for a path that does not exist.
    """
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(path)
        if path.is_file():
            yield FoundFile(path, named=True)
            continue
        for child in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in child.relative_to(path).parts)
            if child.is_file() and not hidden:
                yield FoundFile(child, named=False)


def read_text(path: Path) -> str:
    """Return the text of a file, cleaned; raises `UnreadableError` with the reason."""
    if path.suffix.lower() not in EXTENSIONS:
        known = ", ".join(sorted(EXTENSIONS))
        raise UnreadableError(f"files of type {path.suffix or 'none'!r} are not read (only {known})")
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise UnreadableError(f"the file has {size} bytes, the limit is {LARGEST_FILE}")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"the file cannot be read: {error.strerror}") from error
    text = decode(data)
    if _is_garbled(text):
        raise UnreadableError("the file is in an old font encoding or garbled; save it as UTF-8")
    text = clean(text)
    if len(text.strip()) < _SHORTEST_TEXT:
        raise UnreadableError(
            "the file is empty or holds only a few characters; check that it was saved whole"
        )
    return text


def decode(data: bytes) -> str:
    """Return the text in `data`: UTF-8 or UTF-16 by its mark, else by the best guess.

    Raises `UnreadableError` for binary data.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    if b"\x00" in data[:8192]:
        raise UnreadableError("the file is binary, not text; save the document as UTF-8 text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        guess = from_bytes(data).best()
    if guess is None or guess.percent_chaos > 10:
        raise UnreadableError("the file is not text in a known encoding; save it as UTF-8")
    return str(guess)


def _is_garbled(text: str) -> bool:
    """True for text in TCVN3 or VNI fonts, or decoded wrongly before: symbols stand inside words."""
    return len(_SYMBOL_IN_WORD.findall(text)) > max(2, _GARBLED_SHARE * len(text.split()))


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(f"the file is not valid {encoding}: {error.reason}") from error
