"""Ingest as a use case: files into the catalogue, then a new generation."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from index.catalogue import Catalogue, DocumentEntry
from index.data_folder import DataFolder
from index.embedder import Embedder
from index.errors import DataFolderError, PlanSearchError
from index.generation import Manifest
from ingest.reading.reader import content_hash, read_document
from ingest.sources.files import FoundFile, UnreadableError, find_files, read_text
from search_api.measuring.quality import DEFAULT_MARGIN, quality_gate

Outcome = Literal["added", "replaced", "unchanged", "moved", "duplicate", "refused"]
CHANGING = frozenset({"added", "replaced", "moved"})


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
) -> IngestReport:
    """Read the files at `paths` into the catalogue and publish a generation if anything changed.

    One transaction a file: what was acknowledged survives a kill. A file that cannot be read is
    reported and the others go on. Raises `PlanSearchError` for a missing path or no documents.
    """
    files = _files(paths)
    report = IngestReport()
    with _writing(folder) as catalogue:
        for number, file in enumerate(files):
            if progress:
                progress(number, len(files), file.path.name)
            report.files.append(_ingest_file(catalogue, file))
        if progress:
            progress(len(files), len(files), "")
        if _must_publish(folder, catalogue, report, embedder):
            report.manifest = _publish(folder, catalogue, embedder, margin)
    return report


@contextmanager
def _writing(folder: DataFolder) -> Iterator[Catalogue]:
    """Open the catalogue for writing, alone; a failed write is told as `DataFolderError`."""
    with folder.writing(), closing(folder.catalogue()) as catalogue:
        try:
            yield catalogue
        except (sqlite3.OperationalError, OSError) as error:
            raise _disk_error(folder, error) from error


def _publish(folder: DataFolder, catalogue: Catalogue, embedder: Embedder, margin: float) -> Manifest:
    try:
        return folder.publish(catalogue, embedder, quality_gate(folder, margin))
    except ValueError as error:  # tantivy's word for a failed write
        raise _disk_error(folder, error) from error


def _disk_error(folder: DataFolder, error: Exception) -> DataFolderError:
    return DataFolderError(
        f"{folder.path} could not be written ({error}): is the disk full? What was served before is "
        f"still served; make room and run `plansearch ingest` again"
    )


def remove(folder: DataFolder, document_id: str, embedder: Embedder) -> Manifest:
    """Remove a document from the catalogue and from what is served."""
    with _writing(folder) as catalogue:
        with catalogue.transaction():
            path = catalogue.entry(document_id).source_path
            catalogue.remove(document_id)
            catalogue.log(_now(), path, "removed", None, document_id)
        # No margin: what a person removes must be gone, also where answers are lost with it.
        return _publish(folder, catalogue, embedder, 1.0)


def _files(paths: Sequence[Path]) -> list[FoundFile]:
    try:
        files = list(find_files(paths))
    except FileNotFoundError as error:
        raise PlanSearchError(f"{error} does not exist: check the path") from error
    if not files:
        names = ", ".join(str(path) for path in paths)
        raise PlanSearchError(f"{names} contains no files: name a folder with .txt or .md documents")
    return files


def _ingest_file(catalogue: Catalogue, file: FoundFile) -> FileReport:
    source_path = _printable(str(file.path.resolve()))
    try:
        text = read_text(file.path)
        with catalogue.transaction():
            report = _store(catalogue, text, source_path, file.path)
            catalogue.log(_now(), source_path, report.outcome, report.reason, report.document_id)
    except UnreadableError as error:
        report = FileReport(str(file.path), "refused", str(error), named=file.named)
        with catalogue.transaction():
            catalogue.log(_now(), source_path, report.outcome, report.reason, None)
    return report


def _store(catalogue: Catalogue, text: str, source_path: str, path: Path) -> FileReport:
    digest = content_hash(text)
    known, same = catalogue.by_path(source_path), catalogue.by_hash(digest)
    if same and same.source_path == source_path:
        return FileReport(str(path), "unchanged", None, same.record.id)
    if same:
        return _same_content(catalogue, same, known, source_path, path)
    identity = known.record.id if known else _free_id(catalogue, digest)
    document = read_document(text, _printable(path.name), identity)
    if not document.passages:
        raise UnreadableError("no passage was found in the file")
    catalogue.put(document, source_path, _now())
    outcome: Outcome = "replaced" if known else "added"
    return FileReport(str(path), outcome, None, document.id, len(document.passages))


def _same_content(
    catalogue: Catalogue,
    same: DocumentEntry,
    known: DocumentEntry | None,
    source_path: str,
    path: Path,
) -> FileReport:
    """The content is known from another path: that file moved, or this one is a copy."""
    if known:
        # What this path held before is nowhere any more.
        catalogue.remove(known.record.id)
    if _still_holds(same):
        reason = f"same content as {same.source_path}"
        return FileReport(str(path), "duplicate", reason, same.record.id)
    catalogue.move(same.record.id, source_path, _printable(path.name))
    return FileReport(str(path), "moved", f"was {same.source_path}", same.record.id)


def _still_holds(entry: DocumentEntry) -> bool:
    try:
        return content_hash(read_text(Path(entry.source_path))) == entry.content_hash
    except UnreadableError:
        return False


def _free_id(catalogue: Catalogue, digest: str) -> str:
    """Return an id taken from the content that no document has.

    The first twelve digits may belong to a document whose text has changed since.
    """
    taken = {entry.record.id for entry in catalogue.entries()}
    return next(digest[at : at + 12] for at in range(0, len(digest), 12) if digest[at : at + 12] not in taken)


def _printable(name: str) -> str:
    """Return a file name without the surrogates that stand for bytes that are not UTF-8."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _must_publish(folder: DataFolder, catalogue: Catalogue, report: IngestReport, embedder: Embedder) -> bool:
    """True where the served generation does not hold what the catalogue says."""
    if any(file.outcome in CHANGING for file in report.files):
        return True
    if not catalogue.entries():
        return False
    try:
        generation = folder.open_generation()
        manifest = generation.manifest
    except PlanSearchError:
        return True
    if manifest.model != embedder.identity or manifest.generation != folder.current_name():
        return True
    records = generation.records
    served = [p for identity in records.documents for p in records.of_document(identity)]
    return served != catalogue.passages() or list(records.documents.values()) != [
        entry.record for entry in catalogue.entries()
    ]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
