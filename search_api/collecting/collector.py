"""Files become rows of the catalogue, while later ones are being read."""

import os
import re
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from index.catalogue import UNREAD, Catalogue, Entry, Reading
from index.originals import Originals
from index.storage import now
from ingest.processes import in_order
from ingest.reading.frames import Outcome as Read
from ingest.reading.frames import Unread
from ingest.reading.readers import Readers
from ingest.reading.version import READER_VERSION
from ingest.sources.errors import Refusal, UnreadableError
from ingest.sources.files import FoundFile, bytes_of, fingerprint, read_bytes, unpacked
from ingest.types import Outside
from search_api.collecting.report import FileReport, Progress

Item = TypeVar("Item")
# What was read is made durable so often: each commit waits for the disk.
COMMIT_SECONDS = 0.25
# Files that are written at once wait for the disk together.
_KEEPERS = 8
# What stands behind the path of a file for its second document, and those after it.
FURTHER = re.compile(r"#\d+$")
# What becomes of a file over which a reader was lost twice.
_NOT_AGAIN = "a second time too; it is not read again until it changes, or with --retry"


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file that was looked at: its bytes, and where needed the promise of its reading under an id.

    `kept` promises the name under which the file is kept as it came.
    """

    file: FoundFile
    source_path: str
    data: bytes = b""
    digest: str = ""
    refused: Refusal | None = None
    lost: bool = False
    identity: str = ""
    promised: "Future[Read] | None" = None
    kept: "Future[str] | None" = None

    @property
    def path(self) -> str:
        """Where the file is, as the user names it."""
        return _printable(str(self.file.path))


def file_of(source_path: str) -> str:
    """Return the path of the file that a document was read from, which may hold others too."""
    return FURTHER.sub("", source_path)


class Collector:
    """Stores files in their order, while later ones are being read.

    `paths` are where documents were looked for, those of documents in archives among them; `refused`
    are those that gave none. What was read is kept in `originals` as it came.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        originals: Originals,
        readers: Readers,
        progress: Progress,
        *,
        retry: bool = False,
    ) -> None:
        """With `retry` files are read that a reader was lost over before."""
        self.reports: list[FileReport] = []
        self.paths: set[str] = set()
        self.refused: set[str] = set()
        self._retry = retry
        self._catalogue = catalogue
        self._originals = originals
        self._readers = readers
        self._progress = progress
        self._keepers = ThreadPoolExecutor(_KEEPERS)

    def close(self) -> None:
        """Begin nothing more."""
        self._keepers.shutdown(wait=False, cancel_futures=True)

    def read_again(self, *, whole: bool) -> None:
        """Read documents again, of an older reader or damaged since, from their files as they came.

        Damage is looked for with `whole` only: then all that is stored is read.

        Where a file is not kept, from the text that was found in it; where that is damaged too, its
        documents are set aside by name.
        """
        if whole:
            self._drop_damaged_versions()
        damaged = {entry.source_path: entry for entry in self._catalogue.damaged()} if whole else {}
        outdated = {entry.source_path: entry for entry in self._catalogue.older_than(READER_VERSION)}
        for entry in damaged.values():
            outdated.pop(entry.source_path, None)
        firsts = {file_of(path) for path in (*outdated, *damaged)}
        kept = (self._kept(path, damaged) for path in sorted(firsts))
        for batch in _in_batches(self._outcomes(item for item in kept if item)):
            with self._catalogue.transaction():
                for (entry, unread), read in batch:
                    self._read_once_more(entry, unread, read, damaged=entry.source_path in damaged)

    def _drop_damaged_versions(self) -> None:
        with self._catalogue.transaction():
            for version, path in self._catalogue.versions.drop_damaged():
                why = Refusal("kept_damaged", f"its version {version} was damaged and is no longer kept")
                self._report(FileReport.refused(path, why, version), path)

    def _outcomes(self, items: Iterable[tuple[Entry, Unread]]) -> Iterator[tuple[tuple[Entry, Unread], Read]]:
        return in_order(items, lambda item: self._readers.submit(item[1]), self._readers.ahead)

    def _kept(self, path: str, damaged: dict[str, Entry]) -> tuple[Entry, Unread] | None:
        """Return what is kept of the file at `path`, with its first document."""
        entry = self._catalogue.by_path(path)
        original = self._originals.read(entry.original) if entry else None
        if entry and original is not None:
            return entry, Unread("file", original, entry.source_file, entry.id)
        source = self._catalogue.source(entry) if entry else None
        if entry and source is not None and (path not in damaged or _is_whole(source, entry)):
            return entry, Unread(entry.form, source.encode(), entry.source_file, entry.id)  # type: ignore[arg-type]
        with self._catalogue.transaction():
            for lost in [*([entry] if entry else []), *self._catalogue.further(path)]:
                if lost.source_path in damaged:
                    self._set_aside(lost, Refusal("kept_damaged", "what was stored of it was damaged"))
                else:
                    self._catalogue.keep(lost.id, READER_VERSION)
        return None

    def _read_once_more(self, entry: Entry, unread: Unread, read: Read, *, damaged: bool) -> None:
        if not read.refused:
            original = entry.original if unread.form == "file" else ""
            came = _Came(entry.source_path, entry.content_hash, original, entry.source_path)
            report = self._put(unread, read, came, entry.source_path)
            why = "its stored text was damaged" if damaged else "by a better reader"
            self._report(replace(report, outcome="reread", reason=why), entry.source_path)
        elif damaged or entry.reader == UNREAD:
            self._set_aside(entry, read.refused)
        else:
            # What an older reader made of it is still better than nothing.
            self._catalogue.keep(entry.id, READER_VERSION)

    def _set_aside(self, entry: Entry, why: Refusal) -> None:
        self._catalogue.remove(entry.id)
        why = replace(why, words=f"set aside until its file is read again: {why.words}")
        self._report(FileReport.refused(entry.source_path, why, entry.id), entry.source_path)

    def collect(self, files: Sequence[FoundFile]) -> None:
        """Store files in their order; what progress is told of is on the disk."""
        if not files:
            return
        told = 0
        self._progress(told, len(files), files[0].path.name)
        for batch in _in_batches(self._read_ahead(files)):
            done = told
            with self._catalogue.transaction():
                for number, seen in batch:
                    self._report(self._store(seen), seen.source_path, seen.digest)
                    done = max(done, number)
            for told in range(told + 1, done + 1):  # noqa: B020 - goes on from the batch before
                self._progress(told, len(files), files[told].path.name if told < len(files) else "")
        if told < len(files):
            # Archives without files at the end.
            self._progress(len(files), len(files), "")

    def _read_ahead(self, files: Sequence[FoundFile]) -> Iterator[tuple[int, _Seen]]:
        """Yield files in their order as soon as each is read, keeping the readers busy with later ones.

        Each comes with the number of files that are done with it: of an archive's not before the last.
        """
        waiting: deque[tuple[int, _Seen]] = deque()
        for number, file in enumerate(files):
            for inner in unpacked(file):
                waiting.append((number, self._see(inner)))
                if len(waiting) > self._readers.ahead:
                    yield _awaited(*waiting.popleft())
            if waiting:
                waiting[-1] = (number + 1, waiting[-1][1])
        yield from (_awaited(*seen) for seen in waiting)

    def _see(self, file: FoundFile) -> _Seen:
        """Look at a file, and have it read where its document may have changed."""
        source_path = _printable(str(file.path.resolve() if not file.fault else file.path.absolute()))
        self.paths.add(source_path)
        if file.fault:
            return _Seen(file, source_path, refused=replace(file.fault, words=_printable(file.fault.words)))
        try:
            data = bytes_of(file)
        except UnreadableError as error:
            return _Seen(file, source_path, refused=error.refusal)
        digest = fingerprint(data)
        known, same = self._catalogue.by_path(source_path), self._catalogue.by_hash(digest)
        if same and (same.source_path == source_path or self._still_holds(same)):
            return _Seen(file, source_path, data, digest)
        before = None if self._retry else self._catalogue.quarantine.lost_over(digest, READER_VERSION)
        if before:
            return _Seen(file, source_path, data, digest, Refusal("too_hard", before.reason), before.lost)
        identity = self._identity(same or known, digest)
        promised = self._readers.submit(_unread(file, data, identity))
        kept = self._keepers.submit(self._keep, data, promised)
        return _Seen(file, source_path, data, digest, identity=identity, promised=promised, kept=kept)

    def _keep(self, data: bytes, promised: "Future[Read]") -> str:
        """Return the name under which a file that could be read is kept."""
        return "" if promised.result().refused else self._originals.keep(data)

    def _identity(self, known: Entry | None, digest: str) -> str:
        """Return the id of a known document, or one taken from the content that no document has."""
        return known.id if known else free_identity(self._catalogue, digest)

    def _store(self, seen: _Seen) -> FileReport:
        path = seen.path
        if seen.refused is not None:
            return FileReport.refused(path, seen.refused, lost=seen.lost)
        known, same = self._catalogue.by_path(seen.source_path), self._catalogue.by_hash(seen.digest)
        if same and same.source_path == seen.source_path:
            if not self._originals.holds(same.original, len(seen.data)):
                self._keep_late(same, seen.data)
            return FileReport(path, "unchanged", None, same.id)
        if same:
            return self._same_content(same, known, seen)
        report = self._read_and_put(seen, self._identity(known, seen.digest))
        return replace(report, outcome="replaced") if known and report.outcome == "added" else report

    def _keep_late(self, entry: Entry, data: bytes) -> None:
        """Keep the file of documents that were read of it before files were kept, or whose file was lost."""
        original = self._originals.keep(data)
        for each in (entry, *self._catalogue.further(entry.source_path)):
            self._catalogue.keep_original(each.id, original)

    def _same_content(self, same: Entry, known: Entry | None, seen: _Seen) -> FileReport:
        """The content is known from another path: that file moved, or this one is a copy."""
        if known:
            # What this path held before is nowhere any more.
            self._remove(known)
        if self._still_holds(same):
            return FileReport(seen.path, "duplicate", f"same content as {same.source_path}", same.id)
        report = self._read_and_put(seen, same.id, same.source_path)
        if report.outcome == "refused":
            return report
        return replace(report, outcome="moved", reason=f"was {same.source_path}", passages=0)

    def _remove(self, entry: Entry) -> None:
        """Remove the documents of the file whose first one is `entry`."""
        for each in (entry, *self._catalogue.further(entry.source_path)):
            self._catalogue.remove(each.id)

    def _still_holds(self, entry: Entry) -> bool:
        """True where the file of a document is still what it was read from."""
        path = file_of(entry.source_path)
        first = entry if path == entry.source_path else self._catalogue.by_path(path)
        try:
            return first is not None and fingerprint(read_bytes(Path(path))) == first.content_hash
        except UnreadableError:
            return False

    def _read_and_put(self, seen: _Seen, identity: str, was: str = "") -> FileReport:
        """Store the documents of a file; `was` is the path at which they are known, where that is another."""
        unread = _unread(seen.file, seen.data, identity)
        promised, kept = seen.promised, seen.kept
        if promised is None or kept is None or identity != seen.identity:
            # What was known of the file changed with one before it.
            promised = self._readers.submit(unread)
            kept = self._keepers.submit(self._keep, seen.data, promised)
        came = _Came(seen.source_path, seen.digest, kept.result(), was or seen.source_path)
        return self._put(unread, promised.result(), came, seen.path)

    def _put(self, unread: Unread, read: Read, came: "_Came", path: str) -> FileReport:
        """Store the documents that were read of a file."""
        if read.refused:
            why = read.refused
            if read.lost:
                why = replace(why, words=f"{why.words}, {_NOT_AGAIN}")
            return FileReport.refused(path, why, lost=read.lost)
        left = {entry.id for entry in self._catalogue.further(came.was)}
        passages, outside = 0, Outside()
        for number, found in enumerate(read.documents, 1):
            own = came.digest if number == 1 else found.content_hash
            known = self._catalogue.by_hash(own)
            if number > 1 and known and known.id not in left:
                # The second document of a file is known from a file of its own.
                continue
            left.discard(found.id)
            place = came.source_path if number == 1 else f"{came.source_path}#{number}"
            kept = read.kept if number == 1 else ""
            self._catalogue.keep_version(found.id, found.reading)
            reading = Reading(
                found.id, unread.source_file, own, read.form, kept, read.reader, found.reading, came.original
            )
            self._catalogue.put(reading, place, now())
            passages += found.passages
            outside += Outside(*found.outside)
        for identity in left:
            self._catalogue.remove(identity)
        return FileReport(
            path, "added", None, unread.document_id, passages, tool=read.tool, warnings=read.warnings,
            outside=outside,
        )  # fmt: skip

    def _report(self, report: FileReport, source_path: str, digest: str = "") -> None:
        at, why = now(), report.reason
        self._catalogue.log(at, source_path, report.outcome, why, report.document_id)
        if report.outcome == "refused":
            self._catalogue.quarantine.put(
                source_path, digest, why or "", report.refusal, READER_VERSION, at, lost=report.lost
            )
            self.refused.add(source_path)
        self.reports.append(report)


@dataclass(frozen=True, slots=True)
class _Came:
    """A file as it came: where from, the digest of its content, and the name under which it is kept.

    `was` is the path at which its documents are known.
    """

    source_path: str
    digest: str
    original: str
    was: str


def free_identity(catalogue: Catalogue, digest: str) -> str:
    """Return an id taken from the digest of a file that no document has.

    The first twelve digits may belong to a document whose text has changed since.
    """
    parts = (digest[at : at + 12] for at in range(0, len(digest), 12))
    return next(part for part in parts if not catalogue.has(part))


def _unread(file: FoundFile, data: bytes, identity: str) -> Unread:
    return Unread("file", data, _printable(file.path.name), identity)


def _is_whole(source: str, entry: Entry) -> bool:
    """True where what is kept of a file is what it was, as far as a damaged row can tell."""
    return entry.form == "text" and fingerprint(source.encode("utf-8", "replace")) == entry.content_hash


def _awaited(done: int, seen: _Seen) -> tuple[int, _Seen]:
    """Return a file that was looked at, once it is read."""
    if seen.promised:
        seen.promised.result()
    return done, seen


def _in_batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield the items that come within a commit's time together."""
    batch: list[Item] = []
    begin = time.monotonic()
    for item in items:
        batch.append(item)
        if time.monotonic() - begin >= COMMIT_SECONDS:
            yield batch
            batch, begin = [], time.monotonic()
    if batch:
        yield batch


def _printable(name: str) -> str:
    """Return a file name without the surrogates that stand for bytes that are not UTF-8."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
