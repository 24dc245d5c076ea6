"""ZIP archives of documents: their files one after another, in memory, none of them written anywhere."""

import contextlib
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.sources.bounded_zip import BoundedZip, ZipBounds, ZipBudget, fault_of
from ingest.sources.errors import Refusal, UnreadableError
from ingest.sources.kinds import kind_of
from ingest.sources.limits import LARGEST_FILE

# An archive in an archive is opened; one further in is set aside.
_DEEPEST = 1
_MOST_FILES = 5_000
_MOST_BYTES = 500_000_000
_NAMED_IN_UTF_8 = 0x800
_HIDDEN = (".", "__MACOSX")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name, and its bytes or with `fault` why it is set aside."""

    name: str
    data: bytes = b""
    fault: Refusal | None = None


def members(data: bytes) -> Iterator[Member]:
    """Yield the files of an archive and of archives in it, in order, each named with the way to it.

    Hidden files are left out, as they are in a folder. Raises `UnreadableError` for what is no archive.
    """
    yield from _members(data, ZipBudget(_MOST_FILES, _MOST_BYTES), "", 0)


def _members(data: bytes, budget: ZipBudget, way: str, depth: int) -> Iterator[Member]:
    archive = BoundedZip(data, ZipBounds(member=LARGEST_FILE), budget)
    for entry in archive.entries:
        name = _name(entry)
        if entry.is_dir() or any(part.startswith(_HIDDEN) for part in _parts(name)):
            continue
        try:
            yield from _member(archive, entry, budget, way + name, depth)
        except UnreadableError as error:
            yield Member(way + name, fault=error.refusal)


def _member(
    archive: BoundedZip, entry: zipfile.ZipInfo, budget: ZipBudget, name: str, depth: int
) -> Iterator[Member]:
    if fault := fault_of(entry):
        raise UnreadableError("unsafe", fault)
    data = archive.unpack(entry)
    if not _is_archive(data, name):
        yield Member(name, data)
    elif depth == _DEEPEST:
        raise UnreadableError("nested", "it is an archive in an archive in an archive; unpack it")
    else:
        yield from _members(data, budget, f"{name}/", depth + 1)


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part for part in PurePosixPath(name.replace("\\", "/")).parts if part != "..")


def _is_archive(data: bytes, name: str) -> bool:
    """True for an archive; other packed files, damaged ones too, are for their readers."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    with contextlib.suppress(UnreadableError):
        return kind_of(data, name) == "zip"
    return False


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name of a file; programs that do not say so write UTF-8, or what Windows uses in Viet Nam."""
    if entry.flag_bits & _NAMED_IN_UTF_8:
        return unicodedata.normalize("NFC", entry.filename)
    written = entry.filename.encode("cp437")
    for encoding in ("utf-8", "cp1258"):
        with contextlib.suppress(UnicodeDecodeError):
            return unicodedata.normalize("NFC", written.decode(encoding))
    return entry.filename
