"""Files on disk and in archives: which there are, their bytes, and what tells equal ones."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.language.folding import clean
from ingest.sources import archive
from ingest.sources.errors import Refusal, UnreadableError
from ingest.sources.limits import LARGEST_FILE


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read, or with `fault` one that is not read, and why.

    `data` are the bytes of one that lies in an archive.
    """

    path: Path
    fault: Refusal | None = None
    data: bytes | None = None


def find_files(paths: Iterable[Path]) -> Iterator[FoundFile]:
    """Yield the files at `paths`, folders searched through, in a fixed order.

    Left out are hidden files, and those that office programs keep while they are at work. A folder that
    cannot be listed and a link that leads nowhere or out of the folder are told. Raises
    `FileNotFoundError` for a path that does not exist.
    """
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(path)
        if path.is_dir():
            yield from _search(path, path.resolve())
        else:
            yield FoundFile(path)


def is_passed_over(name: str) -> bool:
    """True for what a search through a folder leaves out: hidden, or of an office program that is at work."""
    return name.startswith((".", "~$", "~WR"))


def _search(folder: Path, root: Path) -> Iterator[FoundFile]:
    try:
        children = sorted(folder.iterdir())
    except OSError as error:
        yield FoundFile(folder, fault=_inaccessible(f"the folder cannot be listed: {error.strerror}"))
        return
    for child in children:
        if is_passed_over(child.name):
            continue
        try:
            yield from _child(child, root)
        except OSError as error:
            yield FoundFile(child, fault=_inaccessible(f"it cannot be looked at: {error.strerror}"))


def _child(child: Path, root: Path) -> Iterator[FoundFile]:
    if child.is_dir() and not child.is_symlink():
        yield from _search(child, root)
    elif child.is_symlink():
        yield from _link(child, root)
    else:
        yield FoundFile(child)


def _link(link: Path, root: Path) -> Iterator[FoundFile]:
    """Yield a link to a file of the searched folder; folders are read where they lie."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        yield FoundFile(link, fault=_inaccessible("the link leads nowhere"))
        return
    if not target.is_relative_to(root):
        yield FoundFile(
            link, fault=_inaccessible(f"the link leaves the folder, to {target}: name that itself")
        )
    elif not target.is_dir():
        yield FoundFile(link)


def _inaccessible(why: str) -> Refusal:
    return Refusal("inaccessible", why)


def unpacked(file: FoundFile) -> Iterator[FoundFile]:
    """Yield a file, or in its place the files of an archive, their paths going on from its own."""
    if file.fault or file.path.suffix.lower() != ".zip":
        yield file
        return
    try:
        for member in archive.members(read_bytes(file.path)):
            yield FoundFile(file.path / member.name, member.fault, member.data)
    except UnreadableError as error:
        yield FoundFile(file.path, error.refusal)


def bytes_of(file: FoundFile) -> bytes:
    """Return the bytes of a file, wherever it lies; raises `UnreadableError` with the reason."""
    return read_bytes(file.path) if file.data is None else file.data


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file on the disk; raises `UnreadableError` with the reason."""
    try:
        return _read_bounded(path)
    except OSError as error:
        raise UnreadableError("inaccessible", f"the file cannot be read: {error.strerror}") from error


def fingerprint(data: bytes) -> str:
    """Return the SHA-256 that equal files have; of a text in UTF-8 only the words count, not its line ends."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return hashlib.sha256(data).hexdigest()
    return hashlib.sha256(clean(text).encode()).hexdigest()


def _read_bounded(path: Path) -> bytes:
    """Return the bytes of a regular file, however large it says it is; never waits for one to come."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise UnreadableError("inaccessible", "it is no regular file but a device, a pipe or a socket")
        # What a file says of its size may be less than it gives.
        data = stream.read(LARGEST_FILE + 1) if before.st_size <= LARGEST_FILE else b""
        after = os.fstat(handle)
    size = max(before.st_size, len(data))
    if size > LARGEST_FILE:
        raise UnreadableError("too_large", f"the file has {size} bytes, the limit is {LARGEST_FILE}")
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnreadableError("inaccessible", "the file changed while it was read: ingest it again")
    return data
