"""SHA-256 of files, each read once as long as nobody writes to it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

_MOST = 10_000


class Written(NamedTuple):
    """A file as it was last written, whatever its name is: times in nanoseconds, sizes in bytes."""

    device: int
    inode: int
    size: int
    time: int

    @classmethod
    def of(cls, path: Path) -> "Written":
        """Return how a file was last written; raises `OSError` where it is not there."""
        status = path.stat()
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


_KNOWN: dict[Written, str] = {}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file; one that is known, and that nobody has written since, is not read again."""
    written = Written.of(path)
    if written not in _KNOWN:
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        with path.open("rb") as stream:
            _KNOWN[written] = hashlib.file_digest(stream, "sha256").hexdigest()
    return _KNOWN[written]


def known(paths: Iterable[Path]) -> dict[Written, str]:
    """Return the digests of those files that are known."""
    found = (Written.of(path) for path in paths)
    return {written: _KNOWN[written] for written in found if written in _KNOWN}


def learn(digests: dict[Written, str]) -> None:
    """Take over digests that another process has found."""
    _KNOWN.update(digests)


def forget() -> None:
    """Read every file again."""
    _KNOWN.clear()
