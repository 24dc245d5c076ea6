"""A backup as a file: a tar of files, and behind them a manifest with the SHA-256 of each.

The tar is not compressed: most of what is kept came compressed, and any tool takes a single file out.
What is read is never believed: only names that a backup can have, only regular files, only the bytes
that the manifest names.
"""

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from index.as_json import from_json, to_json
from index.catalogue import SCHEMA_VERSION
from index.errors import PlanSearchError

MANIFEST = "manifest.json"
_FORMAT, _VERSION = "plansearch-backup", 1
_ORIGINALS = "originals/"
_ORIGINAL = re.compile(r"originals/([0-9a-f]{2})/\1[0-9a-f]{62}")
_LARGEST_MANIFEST = 1 << 30
_AT_ONCE = 1 << 20
_UNREADABLE = (tarfile.TarError, ValueError, EOFError)


class BackupError(PlanSearchError):
    """A file is no backup, is damaged, or is of a newer version."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a backup."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """What a backup holds; `lost` names the original files that were already lost when it was made."""

    created: str
    schema_version: int
    documents: int
    lost: tuple[str, ...]
    members: dict[str, Member]


def original_name(digest: str) -> str:
    """Return the name that an original file has in a backup and in the data folder."""
    return f"{_ORIGINALS}{digest[:2]}/{digest}"


class BackupWriter:
    """Writes a backup file by file; without `finish` it is none."""

    def __init__(self, stream: IO[bytes]) -> None:
        # Names are short, and a catalogue may be larger than the 8 GB that the oldest format has room for.
        self._tar = tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT)  # noqa: SIM115
        self.members: dict[str, Member] = {}

    def add(self, name: str, data: bytes) -> None:
        """Add a file."""
        self._add(name, io.BytesIO(data), len(data))

    def add_file(self, name: str, path: Path) -> None:
        """Add a file that nobody writes to."""
        with path.open("rb") as stream:
            self._add(name, stream, path.stat().st_size)

    def finish(self, created: str, documents: int, lost: tuple[str, ...]) -> BackupManifest:
        """Write the manifest, which makes the backup whole."""
        manifest = BackupManifest(created, SCHEMA_VERSION, documents, lost, self.members)
        content = json.loads(to_json(BackupManifest, manifest))
        whole = {"format": _FORMAT, "version": _VERSION, "sha256": _checksum(content), "content": content}
        data = json.dumps(whole, indent=1).encode()
        self._tar.addfile(_header(MANIFEST, len(data)), io.BytesIO(data))
        self._tar.close()
        return manifest

    def _add(self, name: str, stream: IO[bytes], size: int) -> None:
        digesting = _Digesting(stream)
        self._tar.addfile(_header(name, size), digesting)  # type: ignore[arg-type]
        self.members[name] = Member(size, digesting.digest.hexdigest())


class Backup:
    """Read side of a backup whose manifest was read and fits its members."""

    def __init__(self, file: Path, tar: tarfile.TarFile, manifest: BackupManifest) -> None:
        self._file = file
        self._tar = tar
        self.manifest = manifest

    def unpack(self, name: str, target: Path) -> None:
        """Write a member to `target`; raises `BackupError` where it is not what the manifest says."""
        with _told(self._file):
            stream = self._tar.extractfile(name)
            digest = hashlib.sha256()
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as written:
                while stream and (part := stream.read(_AT_ONCE)):
                    digest.update(part)
                    written.write(part)
        if digest.hexdigest() != self.manifest.members[name].sha256:
            raise BackupError(f"{self._file} is damaged: {name} is not what was written")


@contextmanager
def open_backup(file: Path, known: frozenset[str]) -> Iterator[Backup]:
    """Open a backup, which holds original files, and beside them `known` ones.

    Raises `BackupError` for a file that is none, is cut, or holds what no backup does.
    """
    try:
        stream = file.open("rb")
    except OSError as error:
        raise BackupError(f"{file} cannot be read ({error.strerror}): name a backup") from error
    with stream:
        with _told(file):
            tar = tarfile.open(fileobj=stream, mode="r:")  # noqa: SIM115 - `stream` is what must be closed
            headers = tar.getmembers()
        _check_headers(file, headers, {MANIFEST, *known})
        with _told(file):
            manifest = _read_manifest(file, tar)
        _check_members(file, headers, manifest)
        yield Backup(file, tar, manifest)


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as error:
        raise BackupError(f"{file} is no backup of PlanSearch, or is damaged ({error})") from error


def _check_headers(file: Path, headers: list[tarfile.TarInfo], known: set[str]) -> None:
    """Refuse what no backup holds, before anything of it is used."""
    seen = set()
    for header in headers:
        name = header.name
        if not header.isreg() or header.issparse():
            raise BackupError(f"{file} is refused: {name!r} is no regular file")
        if name not in known and not _ORIGINAL.fullmatch(name):
            raise BackupError(f"{file} is refused: {name!r} is no file of a backup")
        if name in seen:
            raise BackupError(f"{file} is refused: it has {name!r} twice")
        seen.add(name)
    if MANIFEST not in seen:
        raise BackupError(f"{file} has no manifest: it is cut short, damaged, or no backup of PlanSearch")


def _read_manifest(file: Path, tar: tarfile.TarFile) -> BackupManifest:
    if tar.getmember(MANIFEST).size > _LARGEST_MANIFEST:
        raise BackupError(f"{file} is refused: its manifest is too large")
    stream = tar.extractfile(MANIFEST)
    whole = json.loads(stream.read() if stream else b"")
    if not isinstance(whole, dict) or whole.get("format") != _FORMAT:
        raise BackupError(f"{file} is no backup of PlanSearch")
    if whole.get("version") != _VERSION:
        raise BackupError(
            f"{file} is a backup of version {whole.get('version')}, this PlanSearch knows {_VERSION}: use a "
            f"newer PlanSearch"
        )
    if whole.get("sha256") != _checksum(whole.get("content")):
        raise BackupError(f"{file} is damaged: its manifest is not what was written")
    try:
        manifest = from_json(BackupManifest, json.dumps(whole["content"]))
    except ValueError as error:
        # The library's own words take many lines.
        raise BackupError(f"{file} is damaged: its manifest is not one") from error
    if manifest.schema_version > SCHEMA_VERSION:
        raise BackupError(
            f"{file} holds a catalogue of version {manifest.schema_version}, this PlanSearch knows "
            f"{SCHEMA_VERSION}: use a newer PlanSearch"
        )
    return manifest


def _check_members(file: Path, headers: list[tarfile.TarInfo], manifest: BackupManifest) -> None:
    sizes = {header.name: header.size for header in headers if header.name != MANIFEST}
    named = {name: member.size for name, member in manifest.members.items()}
    for name in sorted(sizes.keys() | named.keys()):
        if sizes.get(name) != named.get(name):
            raise BackupError(f"{file} is damaged: {name} is missing or not what the manifest says")
    for name, member in manifest.members.items():
        if name.startswith(_ORIGINALS) and name != original_name(member.sha256):
            raise BackupError(f"{file} is damaged: {name} is not the file that its name says")


def _checksum(content: Any) -> str:  # noqa: ANN401 - any JSON
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size = size
    return header


class _Digesting:
    """A stream that keeps a digest of what was read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        part = self._stream.read(size)
        self.digest.update(part)
        return part
