"""The office desk as use cases: files are handed in, documents removed, set aside files tried again."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from io import SEEK_END
from typing import BinaryIO

from index.data_folder import DataFolder
from index.errors import NotFoundError, unknown_document
from index.jobs import Job, Order
from index.quarantine import Quarantined
from index.snapshot import Snapshot
from index.versions import is_version
from search_api.collecting.collect import quarantined
from search_api.collecting.job_run import shown_path, without_paths
from search_api.collecting.uploads import SentFile
from search_api.collecting.worker import Worker


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file of the quarantine as the desk knows it: `id` stands for its path, `name` is how it is called."""

    id: str
    name: str
    reason: str
    file: Quarantined


def hand_in(worker: Worker, by: str, files: Sequence[SentFile], key: str = "") -> Job:
    """Accept files to be added, or to replace those of the same names; what is returned survives a kill.

    Raises `NoRoomError` where there is no room for them.
    """
    worker.folder.room.check(sum(map(_size, dict(files).values())))
    names = tuple(name for name, _ in files)
    return _accepted(worker, Order("add", by, names, key=key), files)


def _size(file: BinaryIO) -> int:
    """Return the number of bytes of a file that was sent, which is then read from its beginning."""
    size = file.seek(0, SEEK_END)
    file.seek(0)
    return size


def ask_removal(worker: Worker, snapshot: Snapshot, by: str, document_id: str, key: str = "") -> Job:
    """Accept that a document is to be removed; raises `NotFoundError` where there is none."""
    if is_version(document_id):
        raise unknown_document(document_id)
    title = snapshot.document(document_id).metadata.title
    return _accepted(worker, Order("remove", by, document_id=document_id, title=title, key=key))


def ask_retry(worker: Worker, by: str, ids: Collection[str], key: str = "") -> Job:
    """Accept that files that are set aside are to be read again, all where none is named.

    Raises `NotFoundError` where one is not set aside.
    """
    known = {each.id: each.file.path for each in set_aside(worker.folder)}
    unknown = [identity for identity in ids if identity not in known]
    if unknown or not known:
        raise NotFoundError("that file is not set aside, or no longer")
    paths = tuple(path for identity, path in known.items() if identity in ids or not ids)
    return _accepted(worker, Order("retry", by, paths, key=key))


def try_again(worker: Worker, identity: str) -> Job:
    """Have a failed job tried again."""
    job = worker.jobs.again(identity)
    worker.wake()
    return job


def set_aside(folder: DataFolder) -> list[SetAside]:
    """Return the files that are set aside, by path."""
    return [
        SetAside(
            hashlib.sha256(file.path.encode()).hexdigest()[:16],
            shown_path(folder, file.path),
            without_paths(folder, file.reason),
            file,
        )
        for file in quarantined(folder)
    ]


def _accepted(worker: Worker, order: Order, files: Sequence[SentFile] = ()) -> Job:
    job = worker.jobs.accept(order, files)
    worker.wake()
    return job
