"""Ingest as a use case: files into the catalogue, then a new generation.

Files are read in child processes while those before them are stored, so nothing is read inside a
transaction and nothing done for one file costs more because others are there.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from index.catalogue import Catalogue, Entry
from index.data_folder import UNUSABLE, DataFolder
from index.embedder import Embedder
from index.errors import DamagedError, DataFolderError, PlanSearchError
from index.generation import Manifest
from ingest.reading.readers import Bounds, Readers
from ingest.sources.files import FoundFile, find_files
from search_api.collecting.collector import FURTHER, Collector, now
from search_api.collecting.report import CHANGING, FileReport, IngestReport, Progress
from search_api.measuring.quality import DEFAULT_MARGIN, quality_gate


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
    with _collecting(folder, bounds, progress) as (catalogue, collector):
        collector.read_again()
        collector.collect(files)
        gone = _gone(catalogue, paths, files, collector)
        if sync and gone:
            _drop(folder, catalogue, [entry.id for entry in gone])
        report = IngestReport([*collector.reports, *(_of_gone(entry, removed=sync) for entry in gone)])
        _finish(folder, catalogue, report, embedder, margin)
    return report


def rebuild(folder: DataFolder, embedder: Embedder) -> IngestReport:
    """Make the index anew from what the catalogue keeps, read again where a better reader is here.

    For a data folder of an older version, or one whose generations are all damaged.
    """
    with _collecting(folder) as (catalogue, collector):
        collector.read_again()
        report = IngestReport(collector.reports)
        _finish(folder, catalogue, report, embedder, DEFAULT_MARGIN)
    return report


def _finish(
    folder: DataFolder, catalogue: Catalogue, report: IngestReport, embedder: Embedder, margin: float
) -> None:
    """Publish what was changed, and take what was removed off the disk."""
    if _must_publish(folder, catalogue, report, embedder):
        report.manifest = _publish(folder, catalogue, embedder, margin)
    _forget(folder, catalogue)


def remove(folder: DataFolder, document_id: str, embedder: Embedder) -> Manifest:
    """Remove a document from the catalogue, from what is served, and its text from the disk.

    It is first written down that it must never be served again, so that no damage or kill later on
    brings it back.
    """
    with _writing(folder) as catalogue:
        _drop(folder, catalogue, [document_id])
        # No margin: what a person removes must be gone, also where answers are lost with it.
        manifest = _publish(folder, catalogue, embedder, 1.0)
        _forget(folder, catalogue)
        return manifest


def _drop(folder: DataFolder, catalogue: Catalogue, document_ids: Sequence[str]) -> None:
    """Take documents out of the catalogue, and then out of every generation that is opened from now on.

    In this order: killed in between, nothing was removed that an ingest of its file would not bring back.
    """
    with catalogue.transaction():
        for document_id in document_ids:
            path = catalogue.entry(document_id).source_path
            catalogue.remove(document_id)
            catalogue.log(now(), path, "removed", None, document_id)
    folder.note_removed(document_ids)


def _forget(folder: DataFolder, catalogue: Catalogue) -> None:
    """Take what nothing refers to off the disk: texts and files of removed documents, also of a removal cut short."""
    if folder.forget_removed():
        catalogue.forget()
    folder.tidy_originals({entry.original for entry in catalogue.entries()})


@contextmanager
def _collecting(
    folder: DataFolder,
    bounds: Bounds = Bounds(),  # noqa: B008 - frozen
    progress: Progress | None = None,
) -> Iterator[tuple[Catalogue, Collector]]:
    """Open the catalogue for writing, and begin to read files into it."""
    with (
        _writing(folder) as catalogue,
        Readers(bounds) as readers,
        closing(Collector(catalogue, folder.originals, readers, progress or (lambda *_: None))) as collector,
    ):
        yield catalogue, collector


@contextmanager
def _writing(folder: DataFolder) -> Iterator[Catalogue]:
    """Open the catalogue for writing, alone; a failed write is told as `DataFolderError`."""
    with folder.writing(), closing(folder.catalogue()) as catalogue:
        try:
            catalogue.mend_structure()
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
        raise PlanSearchError(f"{names} contains no files: name a folder with documents")
    return files


def _gone(
    catalogue: Catalogue, paths: Sequence[Path], files: Sequence[FoundFile], collector: Collector
) -> list[Entry]:
    """Return the documents whose files are no longer in the folders that were searched."""
    folders = [path.resolve() for path in paths if path.is_dir()]
    # Not the links: where one leads, or that it leads in a circle, says nothing of what is in the folders.
    unlisted = [f.path.resolve() for f in files if f.fault and (f.path in paths or not f.path.is_symlink())]
    refused = (Path(report.path) for report in collector.reports if report.outcome == "refused")
    unlisted += [path.resolve() for path in refused if not path.is_symlink()]
    return [
        entry
        for entry in catalogue.entries()
        if _is_below(Path(entry.source_path), folders)
        and not _is_below(Path(entry.source_path), unlisted)
        and FURTHER.sub("", entry.source_path) not in collector.paths
        and _is_nowhere(Path(FURTHER.sub("", entry.source_path)))
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
    why = f"the file has gone, it is still served: `plansearch remove {entry.id}`, or ingest with --sync"
    return FileReport(entry.source_path, "gone", why, entry.id)


def _must_publish(folder: DataFolder, catalogue: Catalogue, report: IngestReport, embedder: Embedder) -> bool:
    """True where the served generation does not hold what the catalogue says."""
    if any(file.outcome in CHANGING for file in report.files) or not folder.knows_removed():
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
