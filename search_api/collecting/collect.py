"""Ingest as a use case: files into the catalogue, then a new generation.

Files are read in child processes while those before them are stored, so nothing is read inside a
transaction and nothing done for one file costs more because others are there.
"""

import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeVar

from index.catalogue import Catalogue, Entry, Reading
from index.data_folder import UNUSABLE, DataFolder
from index.embedder import Embedder
from index.errors import DamagedError, DataFolderError, PlanSearchError
from index.generation import Manifest
from ingest.reading.child import Outcome as Read
from ingest.reading.child import Text
from ingest.reading.reader import READER_VERSION, content_hash
from ingest.reading.readers import Bounds, Readers, in_order
from ingest.sources.files import FoundFile, UnreadableError, find_files, read_text
from search_api.measuring.quality import DEFAULT_MARGIN, quality_gate

Outcome = Literal[
    "added", "replaced", "reread", "unchanged", "moved", "duplicate", "refused", "gone", "removed"
]  # fmt: skip
CHANGING = frozenset({"added", "replaced", "reread", "moved", "removed"})
Item = TypeVar("Item")
# What was read is made durable so often: each commit waits for the disk.
_COMMIT_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class FileReport:
    """What happened to one file; `reason` says why where it was not read."""

    path: str
    outcome: Outcome
    reason: str | None = None
    document_id: str | None = None
    passages: int = 0
    named: bool = False


@dataclass(slots=True)
class IngestReport:
    """What happened to all files, and the generation that was published, if any."""

    files: list[FileReport] = field(default_factory=list)
    manifest: Manifest | None = None

    def count(self, outcome: Outcome) -> int:
        """Return how many files had this outcome."""
        return sum(file.outcome == outcome for file in self.files)

    @property
    def failed(self) -> bool:
        """True where nothing could be read, or a file that was named was refused."""
        refused = [file for file in self.files if file.outcome == "refused"]
        return len(refused) == len(self.files) or any(file.named for file in refused)


Progress = Callable[[int, int, str], None]


def ingest(
    folder: DataFolder,
    paths: Sequence[Path],
    embedder: Embedder,
    progress: Progress | None = None,
    margin: float = DEFAULT_MARGIN,
    *,
    sync: bool = False,
    bounds: Bounds = Bounds(),  # noqa: B008 - frozen
) -> IngestReport:
    """Read the files at `paths` into the catalogue and publish a generation if anything changed.

    What progress was told of survives a kill. A file that cannot be read is reported and the others
    go on. Documents whose files have gone from the folders are reported, and with `sync` removed.
    Raises `PlanSearchError` for a missing path or no documents.
    """
    files = _files(paths)
    with _writing(folder) as catalogue, Readers(bounds) as readers:
        catalogue.mend_structure()
        _finish_removals(folder, catalogue)
        collector = _Collector(catalogue, readers, progress or (lambda *_: None))
        collector.read_again()
        collector.collect(files)
        gone = _gone(catalogue, paths, files)
        if sync and gone:
            _drop(folder, catalogue, [entry.id for entry in gone])
        report = IngestReport([*collector.reports, *(_of_gone(entry, removed=sync) for entry in gone)])
        if _must_publish(folder, catalogue, report, embedder):
            report.manifest = _publish(folder, catalogue, embedder, margin)
        _forget(folder, catalogue)
    return report


def remove(folder: DataFolder, document_id: str, embedder: Embedder) -> Manifest:
    """Remove a document from the catalogue, from what is served, and its text from the disk.

    It is first written down that it must never be served again, so that no damage or kill later on
    brings it back.
    """
    with _writing(folder) as catalogue:
        catalogue.entry(document_id)
        _drop(folder, catalogue, [document_id])
        _finish_removals(folder, catalogue)
        # No margin: what a person removes must be gone, also where answers are lost with it.
        manifest = _publish(folder, catalogue, embedder, 1.0)
        _forget(folder, catalogue)
        return manifest


def _drop(folder: DataFolder, catalogue: Catalogue, document_ids: Sequence[str]) -> None:
    """Take documents out of the catalogue, and out of every generation that is opened from now on."""
    folder.note_removed(list(document_ids))
    _delete(catalogue, document_ids)


def _finish_removals(folder: DataFolder, catalogue: Catalogue) -> None:
    """Delete what a removal that was cut short has noted and no more, else the next generation has it."""
    _delete(catalogue, [identity for identity in folder.removed_since_publish() if catalogue.has(identity)])


def _delete(catalogue: Catalogue, document_ids: Sequence[str]) -> None:
    with catalogue.transaction():
        for document_id in document_ids:
            path = catalogue.entry(document_id).source_path
            catalogue.remove(document_id)
            catalogue.log(_now(), path, "removed", None, document_id)


def _forget(folder: DataFolder, catalogue: Catalogue) -> None:
    """Take the texts of removed documents off the disk, also of a removal that was cut short."""
    if folder.forget_removed():
        catalogue.forget()


@contextmanager
def _writing(folder: DataFolder) -> Iterator[Catalogue]:
    """Open the catalogue for writing, alone; a failed write is told as `DataFolderError`."""
    with folder.writing(), closing(folder.catalogue()) as catalogue:
        try:
            yield catalogue
        except OSError as error:
            raise _disk_error(folder, error) from error
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if _is_of_the_disk(error):
                raise _disk_error(folder, error) from error
            raise DamagedError(
                f"the catalogue of {folder.path} is damaged ({error}); what was served before is still served"
            ) from error


def _publish(folder: DataFolder, catalogue: Catalogue, embedder: Embedder, margin: float) -> Manifest:
    try:
        return folder.publish(catalogue, embedder, quality_gate(folder, embedder, margin))
    except ValueError as error:  # tantivy's word for a failed write
        raise _disk_error(folder, error) from error


def _is_of_the_disk(error: Exception) -> bool:
    """True for a write that failed; a table or column that is not there was lost to damage."""
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode != sqlite3.SQLITE_ERROR


def _disk_error(folder: DataFolder, error: Exception) -> DataFolderError:
    return DataFolderError(
        f"{folder.path} could not be written ({error}): is the disk full? What was served before is "
        f"still served; make room and run `plansearch ingest` again"
    )


def _files(paths: Sequence[Path]) -> list[FoundFile]:
    try:
        files = list(find_files(paths))
    except FileNotFoundError as error:
        raise PlanSearchError(f"{error} does not exist: check the path") from error
    if not files:
        names = ", ".join(str(path) for path in paths)
        raise PlanSearchError(f"{names} contains no files: name a folder with .txt or .md documents")
    return files


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file that was looked at: its text, and the promise of its reading under an id, where needed."""

    file: FoundFile
    source_path: str
    text: str = ""
    digest: str = ""
    refused: str | None = None
    identity: str = ""
    promised: "Future[Read] | None" = None


class _Collector:
    """Stores files in their order, while later ones are being read."""

    def __init__(self, catalogue: Catalogue, readers: Readers, progress: Progress) -> None:
        self.reports: list[FileReport] = []
        self._catalogue = catalogue
        self._readers = readers
        self._progress = progress

    def read_again(self) -> None:
        """Read documents again from their kept source: of an older reader, or damaged since.

        One whose source is not what it was either is set aside by name.
        """
        damaged = {entry.id: entry for entry in self._catalogue.damaged()}
        outdated = {entry.id: entry for entry in self._catalogue.older_than(READER_VERSION)}
        entries = {**outdated, **damaged}
        texts = (self._kept_text(entry) for entry in entries.values())
        for batch in _in_batches(in_order(self._readers, (text for text in texts if text))):
            with self._catalogue.transaction():
                for text, read in batch:
                    entry = entries[text.document_id]
                    why = (
                        "its stored text was damaged" if text.document_id in damaged else "by a better reader"
                    )
                    report = self._put(text.source, read, entry.id, entry.source_path, entry.source_path)
                    self._report(replace(report, outcome="reread", reason=why), entry.source_path)

    def _kept_text(self, entry: Entry) -> Text | None:
        source = self._catalogue.source(entry)
        if source is not None and _digest(source) == entry.content_hash:
            return Text(source, entry.source_file, entry.id)
        with self._catalogue.transaction():
            self._catalogue.remove(entry.id)
            why = "what was stored of it was damaged: it is set aside until its file is read again"
            self._report(FileReport(entry.source_path, "refused", why, entry.id), entry.source_path)
        return None

    def collect(self, files: Sequence[FoundFile]) -> None:
        """Store files in their order; what progress is told of is on the disk."""
        told = 0
        self._progress(told, len(files), files[0].path.name)
        for batch in _in_batches(self._read_ahead(files)):
            with self._catalogue.transaction():
                for seen in batch:
                    self._report(self._store(seen), seen.source_path)
            for told in range(told + 1, told + 1 + len(batch)):  # noqa: B020 - goes on from the batch before
                self._progress(told, len(files), files[told].path.name if told < len(files) else "")

    def _read_ahead(self, files: Sequence[FoundFile]) -> Iterator[_Seen]:
        """Yield files in their order as soon as each is read, keeping the readers busy with later ones."""
        waiting: deque[_Seen] = deque()
        for file in files:
            waiting.append(self._see(file))
            if len(waiting) > self._readers.ahead:
                yield _awaited(waiting.popleft())
        yield from map(_awaited, waiting)

    def _see(self, file: FoundFile) -> _Seen:
        """Look at a file, and have it read where its document may have changed."""
        source_path = _printable(str(file.path.resolve() if not file.fault else file.path.absolute()))
        if file.fault:
            return _Seen(file, source_path, refused=file.fault)
        try:
            text = read_text(file.path)
        except UnreadableError as error:
            return _Seen(file, source_path, refused=str(error))
        digest = _digest(text)
        known, same = self._catalogue.by_path(source_path), self._catalogue.by_hash(digest)
        if same and (same.source_path == source_path or _still_holds(same)):
            return _Seen(file, source_path, text, digest)
        identity = self._identity(same or known, digest)
        promised = self._readers.submit(Text(text, _printable(file.path.name), identity))
        return _Seen(file, source_path, text, digest, None, identity, promised)

    def _identity(self, known: Entry | None, digest: str) -> str:
        """Return the id of a known document, or one taken from the content that no document has.

        The first twelve digits may belong to a document whose text has changed since.
        """
        if known:
            return known.id
        parts = (digest[at : at + 12] for at in range(0, len(digest), 12))
        return next(part for part in parts if not self._catalogue.has(part))

    def _store(self, seen: _Seen) -> FileReport:
        path = str(seen.file.path)
        if seen.refused is not None:
            return FileReport(path, "refused", seen.refused, named=seen.file.named)
        known, same = self._catalogue.by_path(seen.source_path), self._catalogue.by_hash(seen.digest)
        if same and same.source_path == seen.source_path:
            return FileReport(path, "unchanged", None, same.id)
        if same:
            return self._same_content(same, known, seen)
        report = self._read_and_put(seen, self._identity(known, seen.digest))
        return replace(report, outcome="replaced") if known and report.outcome == "added" else report

    def _same_content(self, same: Entry, known: Entry | None, seen: _Seen) -> FileReport:
        """The content is known from another path: that file moved, or this one is a copy."""
        if known:
            # What this path held before is nowhere any more.
            self._catalogue.remove(known.id)
        if _still_holds(same):
            return FileReport(
                str(seen.file.path), "duplicate", f"same content as {same.source_path}", same.id
            )
        report = self._read_and_put(seen, same.id)
        return replace(report, outcome="moved", reason=f"was {same.source_path}", passages=0)

    def _read_and_put(self, seen: _Seen, identity: str) -> FileReport:
        promised = seen.promised
        if promised is None or identity != seen.identity:
            # What was known of the file changed with one before it.
            promised = self._readers.submit(Text(seen.text, _printable(seen.file.path.name), identity))
        path = str(seen.file.path)
        report = self._put(seen.text, promised.result(), identity, seen.source_path, path)
        return replace(report, named=seen.file.named)

    def _put(self, text: str, read: Read, identity: str, source_path: str, path: str) -> FileReport:
        if read.refused:
            return FileReport(path, "refused", read.refused)
        name = _printable(Path(path).name)
        reading = Reading(identity, name, _digest(text), text, read.reader, read.reading)
        self._catalogue.put(reading, source_path, _now())
        return FileReport(path, "added", None, identity, read.passages)

    def _report(self, report: FileReport, source_path: str) -> None:
        self._catalogue.log(_now(), source_path, report.outcome, report.reason, report.document_id)
        self.reports.append(report)


def _awaited(seen: _Seen) -> _Seen:
    """Return a file that was looked at, once it is read."""
    if seen.promised:
        seen.promised.result()
    return seen


def _in_batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield the items that come within a commit's time together."""
    batch: list[Item] = []
    begin = time.monotonic()
    for item in items:
        batch.append(item)
        if time.monotonic() - begin >= _COMMIT_SECONDS:
            yield batch
            batch, begin = [], time.monotonic()
    if batch:
        yield batch


def _gone(catalogue: Catalogue, paths: Sequence[Path], files: Sequence[FoundFile]) -> list[Entry]:
    """Return the documents whose files are no longer in the folders that were searched."""
    folders = [path.resolve() for path in paths if path.is_dir()]
    # Not the links: where one leads, or that it leads in a circle, says nothing of what is in the folders.
    unlisted = [f.path.resolve() for f in files if f.fault and (f.path in paths or not f.path.is_symlink())]
    return [
        entry
        for entry in catalogue.entries()
        if _is_below(Path(entry.source_path), folders)
        and not _is_below(Path(entry.source_path), unlisted)
        and _is_nowhere(Path(entry.source_path))
    ]


def _is_below(path: Path, folders: Sequence[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _is_nowhere(path: Path) -> bool:
    """True where there is no such file; one that only cannot be reached may still be there."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def _of_gone(entry: Entry, *, removed: bool) -> FileReport:
    if removed:
        return FileReport(entry.source_path, "removed", "its file has gone", entry.id)
    why = "the file has gone, its document is still in the index: --sync removes it"
    return FileReport(entry.source_path, "gone", why, entry.id)


def _still_holds(entry: Entry) -> bool:
    try:
        return _digest(read_text(Path(entry.source_path))) == entry.content_hash
    except UnreadableError:
        return False


def _digest(text: str) -> str:
    return content_hash(text)


def _printable(name: str) -> str:
    """Return a file name without the surrogates that stand for bytes that are not UTF-8."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _must_publish(folder: DataFolder, catalogue: Catalogue, report: IngestReport, embedder: Embedder) -> bool:
    """True where the served generation does not hold what the catalogue says."""
    if any(file.outcome in CHANGING for file in report.files):
        return True
    wanted = [(document.id, document.digest) for document in catalogue.stored()]
    try:
        opened = folder.open_current()
    except UNUSABLE:
        return bool(wanted)
    with closing(opened.generation) as generation:
        served = [(kept.id, kept.digest) for kept in generation.records.kept().values()]
        # What it hides must leave the disk, and may have been ingested again.
        return bool(opened.removed) or generation.manifest.model != embedder.identity or served != wanted


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
