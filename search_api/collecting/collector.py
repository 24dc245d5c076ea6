"""Files become rows of the catalogue, while later ones are being read."""

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from index.catalogue import UNREAD, Catalogue, Entry, Reading
from ingest.processes import in_order
from ingest.reading.child import Outcome as Read
from ingest.reading.child import Text
from ingest.reading.reader import READER_VERSION, content_hash
from ingest.reading.readers import Readers
from ingest.sources.files import FoundFile, UnreadableError, read_text
from search_api.collecting.report import FileReport, Progress

Item = TypeVar("Item")
# What was read is made durable so often: each commit waits for the disk.
COMMIT_SECONDS = 0.25


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


class Collector:
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
        for batch in _in_batches(self._outcomes(text for text in texts if text)):
            with self._catalogue.transaction():
                for text, read in batch:
                    entry = entries[text.document_id]
                    self._read_once_more(entry, text, read, damaged=entry.id in damaged)

    def _outcomes(self, texts: Iterable[Text]) -> Iterator[tuple[Text, Read]]:
        return in_order(texts, self._readers.submit, self._readers.ahead)

    def _kept_text(self, entry: Entry) -> Text | None:
        source = self._catalogue.source(entry)
        if source is not None and content_hash(source) == entry.content_hash:
            return Text(source, entry.source_file, entry.id)
        with self._catalogue.transaction():
            self._set_aside(entry, "what was stored of it was damaged")
        return None

    def _read_once_more(self, entry: Entry, text: Text, read: Read, *, damaged: bool) -> None:
        if not read.refused:
            report = self._put(text, entry.content_hash, read, entry.source_path, entry.source_path)
            why = "its stored text was damaged" if damaged else "by a better reader"
            self._report(replace(report, outcome="reread", reason=why), entry.source_path)
        elif damaged or entry.reader == UNREAD:
            self._set_aside(entry, read.refused)
        else:
            # What an older reader made of it is still better than nothing.
            self._catalogue.keep(entry.id, READER_VERSION)

    def _set_aside(self, entry: Entry, why: str) -> None:
        self._catalogue.remove(entry.id)
        why = f"set aside until its file is read again: {why}"
        self._report(FileReport(entry.source_path, "refused", why, entry.id), entry.source_path)

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
        digest = content_hash(text)
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
        if report.outcome == "refused":
            return report
        return replace(report, outcome="moved", reason=f"was {same.source_path}", passages=0)

    def _read_and_put(self, seen: _Seen, identity: str) -> FileReport:
        text = Text(seen.text, _printable(seen.file.path.name), identity)
        promised = seen.promised
        if promised is None or identity != seen.identity:
            # What was known of the file changed with one before it.
            promised = self._readers.submit(text)
        path = str(seen.file.path)
        report = self._put(text, seen.digest, promised.result(), seen.source_path, path)
        return replace(report, named=seen.file.named)

    def _put(self, text: Text, digest: str, read: Read, source_path: str, path: str) -> FileReport:
        """Store what was read of a text whose hash is `digest`."""
        if read.refused:
            return FileReport(path, "refused", read.refused)
        reading = Reading(text.document_id, text.source_file, digest, text.source, read.reader, read.reading)
        self._catalogue.put(reading, source_path, now())
        return FileReport(path, "added", None, text.document_id, read.passages)

    def _report(self, report: FileReport, source_path: str) -> None:
        self._catalogue.log(now(), source_path, report.outcome, report.reason, report.document_id)
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
        if time.monotonic() - begin >= COMMIT_SECONDS:
            yield batch
            batch, begin = [], time.monotonic()
    if batch:
        yield batch


def _still_holds(entry: Entry) -> bool:
    try:
        return content_hash(read_text(Path(entry.source_path))) == entry.content_hash
    except UnreadableError:
        return False


def _printable(name: str) -> str:
    """Return a file name without the surrogates that stand for bytes that are not UTF-8."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def now() -> str:
    """Return the time as the catalogue writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
