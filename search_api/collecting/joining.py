"""The rows of shards become rows of one catalogue, as if one ingest had read all their files in order."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from index.catalogue import Catalogue, Entry, text_of
from index.renaming import renamed
from index.storage import now
from index.versions import Version
from search_api.collecting.collector import FURTHER, file_of, free_identity
from search_api.collecting.gone import is_below
from search_api.collecting.opened_shard import OpenedShard
from search_api.collecting.report import FileReport


class Joining:
    """Takes over documents with their versions, what was set aside, and the log of all shards.

    Each keeps its row to the letter, so that the segments of its shard hold just it, but where it gets another id:
    that of a document which is known at its path, or where its own is taken.
    """

    def __init__(self, catalogue: Catalogue, shards: Sequence[OpenedShard]) -> None:
        self._catalogue = catalogue
        self._shards = shards
        self._firsts = [
            {entry.source_path: entry for entry in shard.entries if not FURTHER.search(entry.source_path)}
            for shard in shards
        ]
        self._paths = {path for firsts in self._firsts for path in firsts}
        self._roots = {Path(root) for root in shards[0].shard.roots}
        self._ways: dict[tuple[int, str], str | None] = {}
        self._reports: list[FileReport] = []

    def done(self) -> list[FileReport]:
        """Take all over, within a transaction of the caller; return what became of each file."""
        for number, entry in self._in_order():
            self._take(number, entry)
        self._join_logs()
        self._join_quarantines()
        return self._reports

    def _in_order(self) -> Iterator[tuple[int, Entry]]:
        """Yield the documents of all shards, each with the number of its shard, as one ingest would find them.

        Those of a shard stay in the order that they have there, for so they lie in its segments.
        """
        numbered = ([(number, entry) for entry in shard.entries] for number, shard in enumerate(self._shards))
        return heapq.merge(*numbered, key=lambda pair: self._key(pair[1]))

    def _key(self, entry: Entry) -> tuple[int, tuple[str, ...]]:
        path = Path(file_of(entry.source_path))
        roots = enumerate(self._shards[0].shard.roots)
        first = next((place for place, root in roots if path.is_relative_to(root)), -1)
        return first, path.parts

    def _take(self, number: int, entry: Entry) -> None:
        path = file_of(entry.source_path)
        if (number, path) not in self._ways:
            first = self._firsts[number].get(path)
            # A first document that was damaged and set aside has left the others alone.
            self._ways[number, path] = self._decide(number, first) if first else None
        identity = self._ways[number, path]
        if identity is not None:
            self._take_over(number, entry, _numbered(identity, entry))

    def _decide(self, number: int, entry: Entry) -> str | None:
        """Return the id that the first document of a file gets, None where none of it is taken over; report it."""
        path = entry.source_path
        known, same = self._catalogue.by_path(path), self._catalogue.by_hash(entry.content_hash)
        if same and same.source_path == path:
            self._add_states(number, entry, same.id)
            return self._reported(entry, FileReport(path, "unchanged", None, same.id), None)
        if known and entry.ingested_at < known.ingested_at:
            self._add_states(number, entry, known.id, current=True)
            return self._reported(
                entry, FileReport(path, "unchanged", "what is here was read later", known.id), None
            )
        if same and known:
            # What this path held before is nowhere any more.
            self._remove([known, *self._catalogue.further(path)])
        if same and self._still_holds(same):
            why = f"same content as {same.source_path}"
            return self._reported(entry, FileReport(path, "duplicate", why, same.id), None)
        if same:
            self._remove_left(number, entry, same)
            why = f"was {same.source_path}"
            return self._reported(entry, FileReport(path, "moved", why, same.id), same.id)
        if known:
            self._remove_left(number, entry, known)
            return self._reported(entry, FileReport(path, "replaced", None, known.id), known.id)
        # Of a file whose first document was damaged, and set aside, the others are still here.
        self._remove(self._catalogue.further(path))
        taken = self._catalogue.has(entry.id)
        identity = free_identity(self._catalogue, entry.content_hash) if taken else entry.id
        return self._reported(entry, FileReport(path, "added", None, identity), identity)

    def _reported(self, entry: Entry, report: FileReport, identity: str | None) -> str | None:
        self._reports.append(report)
        if report.outcome in ("duplicate", "moved", "replaced"):
            # That a file was added says the log of its shard.
            self._catalogue.log(now(), entry.source_path, report.outcome, report.reason, report.document_id)
        return identity

    def _still_holds(self, entry: Entry) -> bool:
        """True where the file of a document may still be there: in a shard, or outside of what was read for them."""
        path = file_of(entry.source_path)
        return path in self._paths or not is_below(Path(path), self._roots)

    def _remove(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._catalogue.remove(entry.id)

    def _remove_left(self, number: int, entry: Entry, known: Entry) -> None:
        """Remove the documents behind the first of a known file that it has no more in a shard."""
        there = self._shards[number].catalogue.further(entry.source_path)
        still = {_numbered(known.id, each) for each in there}
        left = self._catalogue.further(known.source_path)
        self._remove([each for each in left if each.id not in still])

    def _take_over(self, number: int, entry: Entry, identity: str) -> None:
        """Store a document under an id with its versions; what is there of it becomes a version."""
        same = self._catalogue.by_hash(entry.content_hash)
        if same and same.id != identity:
            # The second document of a file is known from a file of its own.
            return
        shard = self._shards[number].catalogue
        reading = shard.reading(entry)
        if identity != entry.id:
            reading = replace(reading, id=identity, reading=renamed(reading.reading, identity))
        is_new = not self._catalogue.has(identity)
        self._catalogue.keep_version(identity, reading.reading)
        self._catalogue.put(reading, entry.source_path, entry.ingested_at)
        if is_new and identity == entry.id:
            for version in shard.versions.of(entry.id):
                self._catalogue.versions.put(version)
        else:
            self._add_states(number, entry, identity)

    def _add_states(self, number: int, entry: Entry, identity: str, *, current: bool = False) -> None:
        """Keep as versions of a document what a shard has read of it earlier, or has now, and is not known here."""
        shard = self._shards[number].catalogue
        states = shard.versions.of(entry.id)
        if current:
            reading = shard.reading(entry)
            states.append(
                Version(entry.id, 0, entry.source_path, reading.reading, reading.original, entry.ingested_at)
            )
        if not states:
            return
        own, here = self._catalogue.versions, self._catalogue.reading(self._catalogue.entry(identity))
        known = {text_of(here.reading), *(text_of(version.reading) for version in own.of(identity))}
        for state in states:
            if text_of(state.reading) not in known:
                known.add(text_of(state.reading))
                own.add(
                    identity,
                    state.source_path,
                    renamed(state.reading, identity),
                    state.original,
                    state.ingested_at,
                )

    def _join_quarantines(self) -> None:
        """Take over what was set aside, and let go of what was read since."""
        aside: set[str] = set()
        for shard in self._shards:
            aside.update(file.path for file in shard.catalogue.quarantine.files())
            self._catalogue.quarantine.join(shard.catalogue.quarantine)
        read = self._paths - aside
        for file in self._catalogue.quarantine.files():
            if file.path in read:
                self._catalogue.quarantine.release(file.path)

    def _join_logs(self) -> None:
        """Take over the lines of the logs that are not here, so that a shard that is joined again adds none."""
        known = set(self._catalogue.log_lines())
        for shard in self._shards:
            for line in shard.catalogue.log_lines():
                if line not in known:
                    self._catalogue.log(*line)


def _numbered(identity: str, entry: Entry) -> str:
    """Return the id that a document of a file has whose first one has an id."""
    match = FURTHER.search(entry.source_path)
    return f"{identity}-{match[0][1:]}" if match else identity
