"""What is done for a job of the office desk; all of it can be done twice."""

import os
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from index.audit import AuditLog
from index.data_folder import DataFolder
from index.embedder import Embedder, load_embedder
from index.errors import BusyError, NotFoundError, PlanSearchError
from index.jobs import Job
from index.storage import sync_tree
from ingest.messages import Message, Value, message
from ingest.reading.readers import Readers
from search_api.collecting.collect import ingest, quarantined, rebuild, remove
from search_api.collecting.collector import file_of
from search_api.collecting.report import FileReport, IngestReport
from search_api.collecting.report_file import report_fields

_WAIT_SECONDS = 0.5
_DATA_FOLDER = message("the data folder")
# Their reasons name the path of another file, which may lie anywhere on this machine.
_OF_ANOTHER_FILE = frozenset({"duplicate", "moved"})


def run_job(folder: DataFolder, job: Job, model: str, readers: Readers | None = None) -> None:
    """Do a job, wait for others that write to the data folder, and keep what came of it.

    `readers` that were begun before read its files.
    """
    folder.jobs.tell(job.id, "started")
    try:
        embedder = load_embedder(model)
        report = _when_free(folder, job, embedder, readers)
    except (PlanSearchError, OSError) as error:
        folder.jobs.fail(job.id, _why(error).mapped(partial(_placeless, folder)))
        return
    _tidy(folder)
    folder.jobs.finish(job.id, report)


def shown_path(folder: DataFolder, path: str) -> str:
    """Return how a file is called at the desk: as it came, or where it did not come here, without its folders."""
    return path.removeprefix(f"{folder.inbox}{os.sep}") if is_of_inbox(folder, path) else Path(path).name


def is_of_inbox(folder: DataFolder, path: str) -> bool:
    """True for a file that came to the desk."""
    return path.startswith(f"{folder.inbox}{os.sep}")


def without_paths(folder: DataFolder, words: str) -> str:
    """Return words that do not say where on this machine the data folder is."""
    for place in (folder.inbox, folder.path.resolve(), folder.path):
        words = words.replace(f"{place}{os.sep}", "").replace(str(place), str(_DATA_FOLDER))
    return words


def _placeless(folder: DataFolder, words: str) -> Value:
    told = without_paths(folder, words)
    return _DATA_FOLDER if told == str(_DATA_FOLDER) else told


def _why(error: PlanSearchError | OSError) -> Message:
    if isinstance(error, PlanSearchError):
        return error.message
    return message("a file could not be read or written: %(error)s", error=str(error))


def _when_free(
    folder: DataFolder, job: Job, embedder: Embedder, readers: Readers | None
) -> Mapping[str, Any]:
    waiting = False
    while True:
        try:
            return _done(folder, job, embedder, readers)
        except BusyError:
            if not waiting:
                folder.jobs.tell(job.id, "busy")
            waiting = True
            time.sleep(_WAIT_SECONDS)


def _done(folder: DataFolder, job: Job, embedder: Embedder, readers: Readers | None) -> Mapping[str, Any]:
    if job.order.kind == "remove":
        return _removed(folder, job, embedder)
    paths = _unpacked(folder, job) if job.order.kind == "add" else _set_aside(job)

    def tell(done: int, total: int, name: str) -> None:
        folder.jobs.tell(job.id, "progress", done=done, total=total, file=name)

    report = ingest(folder, paths, embedder, tell, retry=job.order.kind == "retry", readers=readers)
    if report.changes:
        AuditLog(folder.path).note("ingest", job.order.by, **report.changes, job=job.id)
    return _for_the_desk(folder, report)


def _removed(folder: DataFolder, job: Job, embedder: Embedder) -> Mapping[str, Any]:
    """Remove a document; where it has gone already, complete what was cut short."""
    identity = job.order.document_id
    try:
        remove(folder, identity, embedder)
    except NotFoundError:
        rebuild(folder, embedder)
    AuditLog(folder.path).note("remove", job.order.by, document=identity, job=job.id)
    return report_fields(IngestReport([FileReport(job.order.title, "removed", document_id=identity)]))


def _unpacked(folder: DataFolder, job: Job) -> list[Path]:
    """Put the files of a job where they are read, each always at the same place, and return these."""
    came = folder.jobs.files(job)
    places = []
    for name in job.order.names:
        place = folder.inbox / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        try:
            place.hardlink_to(came / name)
        except OSError:
            # Not every disk has links.
            shutil.copyfile(came / name, place)
        places.append(place)
    return places


def _set_aside(job: Job) -> list[Path]:
    """Return the files to be read again; what lies in an archive is read with it."""
    return [_on_disk(Path(file_of(name))) for name in job.order.names]


def _on_disk(path: Path) -> Path:
    """Return a path, or the archive that it leads into."""
    return next((place for place in (path, *path.parents) if place.is_file()), path)


def _tidy(folder: DataFolder) -> None:
    """Let go of the files that were read: the inbox keeps those that are set aside."""
    kept = {_on_disk(Path(file_of(file.path))) for file in quarantined(folder)}
    for path in sorted(folder.inbox.rglob("*"), reverse=True):
        if path.is_dir():
            with suppress(OSError):
                path.rmdir()
        elif path not in kept:
            path.unlink()
    if folder.inbox.is_dir():
        sync_tree(folder.inbox)


def _for_the_desk(folder: DataFolder, report: IngestReport) -> Mapping[str, Any]:
    """Return a report that does not say where on this machine files are, and has warnings as messages too."""
    files = [
        replace(
            file,
            path=shown_path(folder, file.path),
            reason=None
            if file.outcome in _OF_ANOTHER_FILE
            else without_paths(folder, file.reason or "") or None,
        )
        for file in report.files
    ]
    fields = report_fields(replace(report, files=files))
    told = ({"messages": list(map(asdict, file.warnings))} for file in files)
    return {**fields, "files": [{**file, **more} for file, more in zip(fields["files"], told, strict=True)]}
