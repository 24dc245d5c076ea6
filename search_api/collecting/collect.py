"""Ingest as a use case: files into the catalogue, then a new generation.

Files are read in child processes while those before them are stored, so nothing is read inside a
transaction and nothing done for one file costs more because others are there.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from index.catalogue import Catalogue
from index.data_folder import UNUSABLE, DataFolder, Gate
from index.embedder import Embedder
from index.errors import DamagedError, DataFolderError, PlanSearchError
from index.generation import Manifest
from index.originals import Originals
from index.quarantine import Quarantined
from index.segment import Segment
from index.shards import Shard, Share, as_shard, read_shard, write_shard
from index.storage import now
from ingest.messages import message
from ingest.reading.readers import Readers
from ingest.sources.files import FoundFile, find_files
from search_api.collecting.collector import Collector
from search_api.collecting.gone import gone, is_below, release, report_of_gone
from search_api.collecting.report import CHANGING, LEAVING, IngestReport, Progress
from search_api.measuring.stored import DEFAULT_MARGIN, has_questions


def _untold(_done: int, _total: int, _name: str) -> None:
    """Tell nobody how far it is."""


def ingest(
    folder: DataFolder,
    paths: Sequence[Path],
    embedder: Embedder,
    progress: Progress = _untold,
    margin: float = DEFAULT_MARGIN,
    *,
    sync: bool = False,
    retry: bool = False,
    share: Share | None = None,
    left_out: Sequence[Path] = (),
    readers: Readers | None = None,
) -> IngestReport:
    """Read the files at `paths` into the catalogue and publish a generation if anything changed.

    What progress was told of survives a kill. A file that cannot be read is reported, kept in the
    quarantine, and the others go on; with `retry` those over which a reader was lost are read again.
    Documents whose files have gone from the folders are reported, and with `sync` removed. The data
    folder, and what is `left_out`, is not looked at where it lies among the files, but for files of its
    inbox that are named one by one. `readers` that were begun before read the files. Of a `share` its files
    alone are read, and the data folder says that it is a shard; where it is one, nothing else is read into it.
    Raises `PlanSearchError` for a missing path or no documents, `NoRoomError` before anything is done where new
    files would not fit on the disk.
    """
    files = _files(paths, folder.path, left_out)
    with (
        writing(folder) as catalogue,
        _collecting(catalogue, folder.originals, readers, progress, retry=retry) as collector,
    ):
        shard = _shard(folder.path, catalogue, paths, share)
        if shard and shard != read_shard(folder.path):
            write_shard(folder.path, shard)
        files = _shared(files, shard)
        _check_room(folder, catalogue, files)
        whole = folder.due_for_a_check()
        report = _collect(catalogue, collector, folder.path, paths, files, sync=sync, whole=whole)
        if removed := [f.document_id for f in report.files if f.outcome == "removed" and f.document_id]:
            _drop(folder, catalogue, removed)
        finish(folder, catalogue, report, embedder, margin, whole=whole)
        if shard and not folder.generation_names():
            # Also where no file of the share could be read, or none fell to it: it is there, and can be joined.
            report.manifest = _publish(folder, catalogue, embedder, margin)
    return report


def rehearse(
    data: Path,
    paths: Sequence[Path],
    progress: Progress = _untold,
    *,
    sync: bool = False,
    retry: bool = False,
    share: Share | None = None,
    left_out: Sequence[Path] = (),
    readers: Readers | None = None,
) -> IngestReport:
    """Return what `ingest` would do for the data folder at `data`, which need not be there.

    The files are read, so that it is known which would be refused, and nothing is written. Raises as
    `ingest` does.
    """
    originals = DataFolder(data).originals.untouched()
    with closing(DataFolder.draft(data)) as catalogue, _told(data, catalogue):
        files = _files(paths, data, left_out)
        files = _shared(files, _shard(data, catalogue, paths, share))
        with _collecting(catalogue, originals, readers, progress, retry=retry) as collector:
            report = _collect(catalogue, collector, data, paths, files, sync=sync, whole=True)
    report.rehearsed = True
    return report


def _collect(
    catalogue: Catalogue,
    collector: Collector,
    data: Path,
    paths: Sequence[Path],
    files: Sequence[FoundFile],
    *,
    sync: bool,
    whole: bool,
) -> IngestReport:
    """Have the files read and stored, and see which have gone; return the report.

    With `whole` all that the catalogue holds is looked through for damage first.
    """
    if whole:
        catalogue.mend_structure()
    collector.read_again(whole=whole)
    collector.collect(files)
    release(catalogue, data, paths, collector.refused, sync=sync)
    missing = gone(catalogue, data, paths, files, collector)
    return IngestReport([*collector.reports, *(report_of_gone(entry, removed=sync) for entry in missing)])


def quarantined(folder: DataFolder) -> list[Quarantined]:
    """Return the files that are set aside, and why."""
    with closing(folder.catalogue(writing=False)) as catalogue:
        return catalogue.quarantine.files()


def rebuild(folder: DataFolder, embedder: Embedder) -> IngestReport:
    """Make the index anew from what the catalogue keeps, read again where a better reader is here.

    For a data folder of an older version, or one whose generations are all damaged.
    """
    with writing(folder) as catalogue, _collecting(catalogue, folder.originals, None) as collector:
        catalogue.mend_structure()
        collector.read_again(whole=True)
        report = IngestReport(collector.reports)
        finish(folder, catalogue, report, embedder, DEFAULT_MARGIN, whole=True)
    return report


def begin(folder: DataFolder, embedder: Embedder) -> Manifest:
    """Publish an index without documents, so that a new data folder can be served."""
    with writing(folder) as catalogue:
        return folder.publish(catalogue, embedder)


def finish(
    folder: DataFolder,
    catalogue: Catalogue,
    report: IngestReport,
    embedder: Embedder,
    margin: float,
    others: Sequence[Segment] = (),
    *,
    whole: bool,
) -> None:
    """Publish what was changed, and take what was removed off the disk; with `whole` also what a kill has left.

    What segments of `others`, other data folders, hold of the documents is not prepared again.
    """
    if _must_publish(folder, catalogue, report, embedder):
        report.manifest = _publish(folder, catalogue, embedder, margin, others)
    _forget(folder, catalogue, whole=whole or any(f.outcome in LEAVING for f in report.files))


def remove(folder: DataFolder, document_id: str, embedder: Embedder) -> Manifest:
    """Remove a document from the catalogue, from what is served, and its text from the disk.

    It is first written down that it must never be served again, so that no damage or kill later on
    brings it back.
    """
    with writing(folder) as catalogue:
        if folder.due_for_a_check():
            catalogue.mend_structure()
        _drop(folder, catalogue, [document_id])
        # No margin: what a person removes must be gone, also where answers are lost with it.
        # Nor is it kept for want of room: it leaves more than it takes.
        manifest = _publish(folder, catalogue, embedder, 1.0, sparing=False)
        _forget(folder, catalogue, whole=True)
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


def _forget(folder: DataFolder, catalogue: Catalogue, *, whole: bool) -> None:
    """Take texts and files of removed documents off the disk, also of a removal cut short.

    With `whole` every file that nothing refers to goes: to look at all takes long where there are many.
    """
    removed = folder.forget_removed()
    if removed:
        catalogue.forget()
    if removed or whole:
        folder.tidy_originals(catalogue.originals())


@contextmanager
def _collecting(
    catalogue: Catalogue,
    originals: Originals,
    readers: Readers | None,
    progress: Progress = _untold,
    *,
    retry: bool = False,
) -> Iterator[Collector]:
    """Begin to read files into the catalogue."""
    with (
        nullcontext(readers) if readers else Readers() as own,
        closing(Collector(catalogue, originals, own, progress, retry=retry)) as collector,
    ):
        yield collector


@contextmanager
def writing(folder: DataFolder) -> Iterator[Catalogue]:
    """Open the catalogue for writing, alone; a failed write is told as `DataFolderError`."""
    with folder.writing():
        with closing(folder.catalogue()) as catalogue, _told(folder.path, catalogue):
            yield catalogue
        folder.keep_checks()


@contextmanager
def _told(data: Path, catalogue: Catalogue) -> Iterator[None]:
    """Tell what goes wrong with the catalogue or with its disk."""
    try:
        yield
    except OSError as error:
        raise _disk_error(data, error) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if _is_of_the_disk(error):
            raise _disk_error(data, error) from error
        raise DamagedError(
            message(
                "the catalogue of %(path)s is damaged (%(error)s); what was served before is still served",
                path=str(data),
                error=str(error),
            )
        ) from error


def _publish(
    folder: DataFolder,
    catalogue: Catalogue,
    embedder: Embedder,
    margin: float,
    others: Sequence[Segment] = (),
    *,
    sparing: bool = True,
) -> Manifest:
    try:
        gate = _gate(folder, embedder, margin) if has_questions(folder.path) else None
        return folder.publish(catalogue, embedder, gate, others, sparing=sparing)
    except ValueError as error:  # tantivy's word for a failed write
        raise _disk_error(folder.path, error) from error


def _gate(folder: DataFolder, embedder: Embedder, margin: float) -> Gate | None:
    # Few data folders keep questions, and all that answers them would be loaded for every ingest.
    from search_api.measuring.quality import quality_gate

    return quality_gate(folder, embedder, margin)


def _is_of_the_disk(error: Exception) -> bool:
    """True for a write that failed; a table or column that is not there was lost to damage."""
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode != sqlite3.SQLITE_ERROR


def _disk_error(data: Path, error: Exception) -> DataFolderError:
    return DataFolderError(
        message(
            "%(path)s could not be written (%(error)s): is the disk full? What was served before is still served; make "
            "room and try again",
            path=str(data),
            error=str(error),
        )
    )


def _files(paths: Sequence[Path], data: Path, left_out: Sequence[Path]) -> list[FoundFile]:
    """Return the files at `paths` that are neither left out nor of the data folder, but for what is named in its inbox."""
    own = {path.resolve() for path in (data, *left_out)}
    inbox = {DataFolder(data).inbox}
    named = {place for path in paths if is_below(place := _place(path), inbox)}

    def is_wanted(place: Path) -> bool:
        return place in named or not is_below(place, own)

    try:
        files = [file for file in find_files(paths) if is_wanted(_place(file.path))]
    except FileNotFoundError as error:
        raise PlanSearchError(message("%(path)s does not exist: check the path", path=str(error))) from error
    except OSError as error:
        raise PlanSearchError(
            message(
                "%(path)s cannot be read (%(error)s): check the path",
                path=str(error.filename),
                error=str(error.strerror),
            )
        ) from error
    if not files:
        names = ", ".join(str(path) for path in paths)
        raise PlanSearchError(
            message("%(names)s contains no files: name a folder with documents", names=names)
        )
    return files


def _check_room(folder: DataFolder, catalogue: Catalogue, files: Sequence[FoundFile]) -> None:
    """Raise `NoRoomError` where the files that were at no place where one is known would not fit on the disk."""
    sizes = {file.path: _bytes_at(file.path) for file in files if file.data is None and not file.fault}
    if folder.room.has(sum(sizes.values())):
        # Nearly always: which of them are known need not be looked up.
        return
    known = catalogue.paths()
    folder.room.check(sum(size for path, size in sizes.items() if str(path.resolve()) not in known))


def _bytes_at(path: Path) -> int:
    """Return the size of a file; 0 where it cannot be told, as when it is read it will be seen why."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _shard(data: Path, catalogue: Catalogue, paths: Sequence[Path], share: Share | None) -> Shard | None:
    """Return what the data folder is to say of itself where a share is read into it; raises where it must not be."""
    return as_shard(data, share, paths, is_empty=catalogue.is_empty())


def _shared(files: Sequence[FoundFile], shard: Shard | None) -> list[FoundFile]:
    """Return the files that are of a shard; all, where there is none.

    A link goes with its file, so that this is read once, whichever links lead to it.
    """
    if shard is None:
        return list(files)
    return [file for file in files if shard.takes(_place(file.path) if file.fault else file.path.resolve())]


def _place(path: Path) -> Path:
    """Return where a file lies, which may be a link that leads nowhere."""
    return path.parent.resolve() / path.name


def _must_publish(folder: DataFolder, catalogue: Catalogue, report: IngestReport, embedder: Embedder) -> bool:
    """True where the served generation does not hold what the catalogue says."""
    if any(file.outcome in CHANGING for file in report.files) or not folder.knows_removed():
        return True
    wanted = catalogue.states()
    try:
        opened = folder.open_current()
    except UNUSABLE:
        return bool(wanted)
    with closing(opened.generation) as generation:
        # What it hides must leave the disk, and may have been ingested again.
        same = generation.manifest.model == embedder.identity and generation.content() == wanted
        return bool(opened.removed) or not same
