"""Backup and restore as use cases: all that cannot be rebuilt, in one file, and a data folder of it.

Generations are not taken along: they are made anew of the catalogue.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from index.backup_file import (
    Backup,
    BackupError,
    BackupManifest,
    BackupWriter,
    open_backup,
    original_name,
)
from index.catalogue import Catalogue
from index.data_folder import CATALOGUE, DataFolder
from index.databases import DAMAGED, copy_database
from index.embedder import Embedder
from index.errors import DamagedError, PlanSearchError
from index.restoring import restoring
from index.storage import now, sync_folder
from search_api.collecting.collect import rebuild
from search_api.collecting.report import Progress
from search_api.measuring.feedback import FILE_NAME as FEEDBACK
from search_api.measuring.stored import FREE_QUESTIONS_FILE, QUESTIONS_FILE

_QUESTIONS = (QUESTIONS_FILE, FREE_QUESTIONS_FILE)
# What people have put into a data folder beside their documents.
_FURTHER = frozenset({FEEDBACK, *_QUESTIONS})


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds, or a restore has brought back.

    `lost` are original files that the data folder no longer had; `faults` what is wrong with the
    restored index.
    """

    file: str
    bytes: int
    documents: int
    originals: int
    lost: tuple[str, ...]
    faults: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the report as a JSON object."""
        return asdict(self)


def back_up(folder: DataFolder, file: Path, progress: Progress, *, force: bool = False) -> BackupReport:
    """Write a backup of a data folder to `file`, whole or not at all; others may write to the folder meanwhile.

    Raises `PlanSearchError` where `file` is there and not `force`d, or cannot be written, and
    `DamagedError` for a catalogue of which no index could be made.
    """
    _check_target(folder, file, force=force)
    folder.catalogue(writing=False).close()
    try:
        # Nobody else looks into such a folder, and what is cut short leaves nothing but it.
        with TemporaryDirectory(prefix=f".{file.name}.", dir=file.absolute().parent) as scratch:
            whole = Path(scratch) / "backup"
            manifest = _write(folder, whole, progress)
            _check_target(folder, file, force=force)
            whole.replace(file)
            sync_folder(file.absolute().parent)
    except OSError as error:
        raise PlanSearchError(f"{file} could not be written ({error}): is the disk full?") from error
    except DAMAGED as error:
        raise DamagedError(
            f"{folder.path} could not be copied ({error}): is the disk full? `plansearch verify` tells of damage"
        ) from error
    return _report(file, manifest)


def restore(
    file: Path, path: Path, embedder: Embedder, progress: Progress, spare: int | None = None
) -> BackupReport:
    """Make a data folder at `path`, empty or new, of a backup, with an index; whole, or not at all.

    Of its disk `spare` bytes are left free, as many as is usual where it is None. Raises `BackupError` for a
    file that is no whole backup, `DataFolderError` where `path` holds anything.
    """
    with open_backup(file, frozenset({CATALOGUE, *_FURTHER})) as backup, _told(path):
        with restoring(path, _FURTHER, spare) as folder:
            _unpack(backup, folder, progress)
            _check_originals(file, folder, backup.manifest)
            rebuild(folder, embedder)
            faults = folder.faults()
        return _report(file, backup.manifest, faults)


def _check_target(folder: DataFolder, file: Path, *, force: bool) -> None:
    if file.is_dir() or not file.absolute().parent.is_dir():
        raise PlanSearchError(f"{file} cannot be written: name a file in a folder that exists")
    if file.resolve().is_relative_to(folder.path.resolve()):
        raise PlanSearchError(f"{file} is in the data folder, and would be lost with it: name another place")
    if file.exists() and not force:
        raise PlanSearchError(
            f"{file} is there already: name another file, or overwrite it with --force; nothing was changed"
        )


def _write(folder: DataFolder, file: Path, progress: Progress) -> BackupManifest:
    """Write a backup to `file` and flush it; copies of databases stand beside it."""
    with file.open("wb") as stream:
        writer = BackupWriter(stream)
        copy = file.with_name(CATALOGUE)
        lost = _add_originals(folder, writer, copy, progress)
        documents = _whole_documents(folder, copy)
        for name in _QUESTIONS:
            if (folder.path / name).exists():
                writer.add(name, (folder.path / name).read_bytes())
        if (folder.path / FEEDBACK).exists():
            copy_database(folder.path / FEEDBACK, file.with_name(FEEDBACK))
            writer.add_file(FEEDBACK, file.with_name(FEEDBACK))
        writer.add_file(CATALOGUE, copy)
        manifest = writer.finish(now(), documents, tuple(sorted(lost)))
        stream.flush()
        os.fsync(stream.fileno())
    return manifest


def _add_originals(folder: DataFolder, writer: BackupWriter, copy: Path, progress: Progress) -> set[str]:
    """Copy the catalogue to `copy` and add the files that it names; return those that are lost.

    Where a file is not there, its document may have been removed since: then the catalogue is copied
    anew, until it names only what was added, and what is lost.
    """
    held: set[str] = set()
    lost: set[str] | None = None
    while True:
        copy_database(folder.path / CATALOGUE, copy)
        with closing(Catalogue(copy, writing=False)) as catalogue:
            wanted = catalogue.originals() - {""}
        missing = set()
        for name in sorted(wanted - held):
            data = folder.originals.read(name)
            if data is None:
                missing.add(name)
            else:
                writer.add(original_name(name), data)
                held.add(name)
                progress(len(held), len(wanted), name)
        if not missing or missing == lost:
            return missing
        lost = missing


def _whole_documents(folder: DataFolder, copy: Path) -> int:
    """Return the number of documents of a catalogue; raises where no index could be made of it."""
    with closing(Catalogue(copy, writing=False)) as catalogue:
        if faults := catalogue.integrity_faults():
            raise DamagedError(
                f"{folder.path} is damaged ({faults[0]}): run `plansearch ingest`, then back it up again"
            )
        documents = len(catalogue.entries())
    if not documents:
        raise PlanSearchError(f"{folder.path} has no documents: there is nothing to back up")
    return documents


def _unpack(backup: Backup, folder: DataFolder, progress: Progress) -> None:
    members = backup.manifest.members
    for number, name in enumerate(members, 1):
        backup.unpack(name, folder.path / name)
        progress(number, len(members), name)
    progress(len(members), len(members), "")


def _check_originals(file: Path, folder: DataFolder, manifest: BackupManifest) -> None:
    """Refuse a backup whose catalogue and files do not belong together."""
    with closing(folder.catalogue()) as catalogue:
        wanted, documents = catalogue.originals() - {""}, len(catalogue.entries())
    missing = {name for name in wanted if original_name(name) not in manifest.members}
    if missing != set(manifest.lost) or documents != manifest.documents:
        raise BackupError(f"{file} is damaged: its catalogue does not fit its files")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PlanSearchError(f"{path} could not be written ({error}): is the disk full?") from error
    except sqlite3.DatabaseError as error:
        raise BackupError(
            f"{path} was not restored: the catalogue of the backup is damaged ({error})"
        ) from error


def _report(file: Path, manifest: BackupManifest, faults: list[str] | None = None) -> BackupReport:
    originals = sum(name.startswith("originals/") for name in manifest.members)
    return BackupReport(
        str(file), file.stat().st_size, manifest.documents, originals, manifest.lost, tuple(faults or ())
    )
