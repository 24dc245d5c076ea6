"""Files on disk: which are documents, and their text."""

import os
import re
import stat
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
    """A file to read, or with `fault` one that is not read, and why.

    `named` is True where the user named it rather than its folder.
    """

    path: Path
    named: bool
    fault: str | None = None


def find_files(paths: Iterable[Path]) -> Iterator[FoundFile]:
    """Yield the files at `paths`, folders searched through, in a fixed order.

    Hidden files are left out; a folder that cannot be listed and a link that leads nowhere or out of
    the folder are told. Raises `FileNotFoundError` for a path that does not exist.
    """
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(path)
        if path.is_dir():
            yield from _search(path, path.resolve())
        else:
            yield FoundFile(path, named=True)


def _search(folder: Path, root: Path) -> Iterator[FoundFile]:
    try:
        children = sorted(folder.iterdir())
    except OSError as error:
        yield FoundFile(folder, named=False, fault=f"the folder cannot be listed: {error.strerror}")
        return
    for child in children:
        if child.name.startswith("."):
            continue
        if child.is_dir() and not child.is_symlink():
            yield from _search(child, root)
        elif child.is_symlink():
            yield from _link(child, root)
        else:
            yield FoundFile(child, named=False)


def _link(link: Path, root: Path) -> Iterator[FoundFile]:
    """Yield a link to a file of the searched folder; folders are read where they lie."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        yield FoundFile(link, named=False, fault="the link leads nowhere")
        return
    if not target.is_relative_to(root):
        yield FoundFile(link, named=False, fault=f"the link leaves the folder, to {target}: name that itself")
    elif not target.is_dir():
        yield FoundFile(link, named=False)


def read_text(path: Path) -> str:
    """Return the text of a file, cleaned; raises `UnreadableError` with the reason."""
    if path.suffix.lower() not in EXTENSIONS:
        known = ", ".join(sorted(EXTENSIONS))
        raise UnreadableError(f"files of type {path.suffix or 'none'!r} are not read (only {known})")
    try:
        data = _read_bounded(path)
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


def _read_bounded(path: Path) -> bytes:
    """Return the bytes of a regular file, however large it says it is; never waits for one to come."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("it is no regular file but a device, a pipe or a socket")
        data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        size = max(status.st_size, len(data))
        raise UnreadableError(f"the file has {size} bytes, the limit is {LARGEST_FILE}")
    return data


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
