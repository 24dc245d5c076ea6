"""ZIP files unpacked in memory within bounds: what they say of themselves is never believed."""

import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from ingest.sources.errors import UnreadableError
from ingest.sources.refusals import damaged, locked

_CHUNK = 1 << 16
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, ValueError, OSError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ZipBounds:
    """What unpacking one file may take: bytes, and bytes out for a byte in.

    Small files may be packed as tightly as they like: `ratio` is asked of what exceeds `unsuspicious`.
    """

    member: int = 150_000_000
    ratio: int = 150
    unsuspicious: int = 10_000_000


@dataclass(slots=True)
class ZipBudget:
    """What is left of the files and bytes that may come out of an archive, and of archives in it."""

    members: int = 10_000
    unpacked: int = 400_000_000


class BoundedZip:
    """The members of a ZIP file by name, each unpacked when it is asked for.

    Raises `UnreadableError` for what is no ZIP file, and for one that holds more than it may.
    """

    def __init__(self, data: bytes, bounds: ZipBounds = ZipBounds(), budget: ZipBudget | None = None) -> None:
        self._packed = len(data)
        self._bounds = bounds
        self._budget = budget or ZipBudget()
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _DAMAGE as error:
            raise damaged(error) from error
        self.entries = tuple(self._zip.infolist())
        self._budget.members -= len(self.entries)
        if self._budget.members < 0:
            raise UnreadableError("too_large", f"it holds more files than it may ({len(self.entries)})")
        self._by_name = {entry.filename: entry for entry in self.entries}

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the members, in the order of the file."""
        return tuple(self._by_name)

    def read(self, name: str) -> bytes:
        """Return the bytes of a member; raises `KeyError` where there is none of that name."""
        return self.unpack(self._by_name[name])

    def unpack(self, entry: zipfile.ZipInfo) -> bytes:
        """Return the bytes of a member; of two with one name, exactly that."""
        return b"".join(self._chunks(entry))

    def check(self) -> None:
        """Unpack everything once, keeping nothing: for a file that other code will unpack unbounded."""
        for entry in self.entries:
            if fault := fault_of(entry):
                raise UnreadableError("unsafe", f"the file is not safe to open: of a part of it {fault}")
            for _ in self._chunks(entry):
                pass

    def _chunks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        if entry.flag_bits & 1:
            raise locked()
        size = 0
        try:
            with self._zip.open(entry) as member:
                while chunk := member.read(_CHUNK):
                    size += len(chunk)
                    self._budget.unpacked -= len(chunk)
                    self._refuse_excess(size, entry.compress_size)
                    yield chunk
        except _DAMAGE as error:
            raise damaged(error) from error

    def _refuse_excess(self, size: int, packed: int) -> None:
        bounds = self._bounds
        if size > bounds.member or self._budget.unpacked < 0:
            raise UnreadableError("too_large", "it unpacks to more bytes than it may")
        if size > bounds.unsuspicious and size > bounds.ratio * min(packed, self._packed):
            raise UnreadableError(
                "unsafe", f"it unpacks to more than {bounds.ratio} times its size, as a trap does"
            )


def fault_of(entry: zipfile.ZipInfo) -> str | None:
    """Return why a member is not to be unpacked, by its name and kind; None where nothing speaks against it."""
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or name[1:2] == ":" or "\0" in entry.orig_filename:
        return "the name is a path of another place"
    if ".." in PurePosixPath(name).parts:
        return "the name leads out of the archive"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "it is a link"
    return None
