"""The files that documents were read from, kept as they came, each under the SHA-256 of its bytes."""

import hashlib
import re
import threading
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from index.storage import sync_folder, write_durably

_NAME = re.compile(r"^[0-9a-f]{64}$")
_TWO = 2


class Originals:
    """A folder of files; a file that came twice is kept once."""

    def __init__(self, folder: Path, *, writing: bool = True) -> None:
        """Without `writing` nothing is kept that is not yet."""
        self._folder = folder
        self._writing = writing
        # Two threads may keep the same file.
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def keep(self, data: bytes) -> str:
        """Keep a file and return its name; after return it survives a power cut."""
        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        with self._locks[path.parent.name]:
            if self._writing and self.read(name) is None:
                if not path.parent.is_dir():
                    path.parent.mkdir(parents=True, exist_ok=True)
                    sync_folder(self._folder.parent)
                    sync_folder(self._folder)
                write_durably(path, data)
        return name

    def untouched(self) -> "Originals":
        """Return the same files for a rehearsal, which keeps nothing."""
        return Originals(self._folder, writing=False)

    def find(self, name: str) -> Path | None:
        """Return where a file lies; None where it is not kept."""
        path = self._path(name) if _NAME.match(name) else None
        return path if path and path.is_file() else None

    def holds(self, name: str, size: int) -> bool:
        """True where a file of so many bytes is kept; what they are is not looked at."""
        path = self.find(name)
        return path is not None and path.stat().st_size == size

    def read(self, name: str) -> bytes | None:
        """Return a file; None where it is not kept, or is not what it was."""
        path = self.find(name)
        data = path.read_bytes() if path else b""
        return data if path and hashlib.sha256(data).hexdigest() == name else None

    def drop_all_but(self, names: Collection[str]) -> None:
        """Delete the files that nothing refers to, and what a write that was cut short has left."""
        for path in self._folder.glob("*/*"):
            if path.name not in names and path.is_file():
                path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        # Some thousand files in one folder slow many file managers and tools down.
        return self._folder / name[:_TWO] / name
