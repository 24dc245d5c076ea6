"""The records of all segments of a generation as one, in the order of the documents' first ingest."""

import heapq
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.embedded.rows import Rows
from index.records import Instruments, Kept, Records
from index.relatives import Member
from index.types import DocumentDetail, DocumentRecord, DutyRecord, PassageRecord
from index.versions import sort_key, version_of
from ingest.types import Outside

Value = TypeVar("Value")


class JoinedRecords:
    """Read side of several records files, `hidden` being the documents of each that are not there any more."""

    def __init__(self, parts: Sequence[Records], hidden: Sequence[Collection[str]], rows: Rows) -> None:
        self._parts = parts
        self._rows = rows
        self._kept = [part.kept() for part in parts]
        self._hidden = hidden
        found = sorted(
            (sort_key(kept.place, identity), identity, part)
            for part, own in enumerate(self._kept)
            for identity, kept in own.items()
            if identity not in hidden[part]
        )
        self._order = {identity: place for place, (_, identity, _) in enumerate(found)}
        self._part_of = {identity: part for _, identity, part in found}
        self.documents: dict[str, DocumentRecord] = {
            identity: parts[part].documents[identity] for identity, part in self._part_of.items()
        }

    def document_of(self) -> NDArray[np.int32]:
        """Return for each row (passages,) the place of its document in `documents`, -1 where it is hidden."""
        places = np.full(len(self._rows), -1, np.int32)
        for identity, place in self._order.items():
            part = self._part_of[identity]
            kept = self._kept[part][identity]
            first = self._rows.first(part) + kept.first_row
            places[first : first + kept.passages] = place
        return places

    def hidden_rows(self) -> NDArray[np.int64]:
        """Return the rows (n,) of the passages of hidden documents."""
        runs = [
            np.arange(kept.first_row, kept.first_row + kept.passages) + self._rows.first(part)
            for part, hidden in enumerate(self._hidden)
            for kept in map(self._kept[part].__getitem__, hidden)
        ]
        return np.concatenate([np.zeros(0, np.int64), *runs])

    # --- documents ---

    def detail(self, document_id: str) -> DocumentDetail:
        """Return a document of `documents` with its text and outline."""
        return self._of(document_id).detail(document_id)

    def text(self, document_id: str) -> str:
        """Return the text of a document of `documents`."""
        return self._of(document_id).text(document_id)

    def of_document(self, document_id: str) -> list[PassageRecord]:
        """Return the passages of a document of `documents` in reading order."""
        return self._of(document_id).of_document(document_id)

    def _of(self, document_id: str) -> Records:
        return self._parts[self._part_of[document_id]]

    def citing(self) -> Iterator[tuple[str, str, Instruments]]:
        """Yield id, text and cited instruments of every document, in order."""
        return self._merged(Records.citing, lambda found: found[0])

    def members(self) -> list[Member]:
        """Return what of each document tells its relatives, in order."""
        return list(self._merged(lambda part: iter(part.members()), lambda member: member.id))

    def outside(self) -> dict[str, Outside]:
        """Return how much of each document lies outside its passages."""
        return self._by_document(Records.outside)

    def originals(self) -> dict[str, str]:
        """Return the name of the file that each document came from."""
        return self._by_document(Records.originals)

    def passage_counts(self) -> dict[str, int]:
        """Return the number of passages of each document."""
        return self._by_document(Records.passage_counts)

    def kept(self) -> dict[str, Kept]:
        """Return what the next generation may keep, by document id."""
        return {identity: self._kept[part][identity] for identity, part in self._part_of.items()}

    # --- passages ---

    def count(self) -> int:
        """Return the number of passages, those of hidden documents too."""
        return sum(part.count() for part in self._parts)

    def passages(self, rows: Sequence[int]) -> list[PassageRecord]:
        """Return the passages at `rows`, in that order."""
        return self._at(rows, Records.passages)

    def ids_of(self, rows: Sequence[int]) -> list[str]:
        """Return the ids of the passages at `rows`, in that order."""
        return self._at(rows, Records.ids_of)

    def rows_of(self, identities: Sequence[str]) -> dict[str, int]:
        """Return the rows of the passages with these ids, as far as there are such."""
        found: dict[str, int] = {}
        for part, records in enumerate(self._parts):
            first = self._rows.first(part)
            found |= {
                i: first + row for i, row in records.rows_of(identities).items() if self._has(part, row)
            }
        return found

    def passage(self, identity: str) -> PassageRecord | None:
        """Return the passage with this id, or None."""
        found = (records.passage(identity) for records in self._parts)
        return next(
            (p for part, p in enumerate(found) if p and self._part_of.get(p.document_id) == part), None
        )

    def latest_version(self, identity: str) -> PassageRecord | None:
        """Return the passage in the last version that had it, or None."""
        found = [records.latest_version(identity) for records in self._parts]
        there = [p for part, p in enumerate(found) if p and self._part_of.get(p.document_id) == part]
        return max(there, key=lambda p: version_of(p.id) or 0, default=None)

    def every_passage(self) -> Iterator[PassageRecord]:
        """Yield all passages in the order of documents and places."""
        return self._merged(Records.every_passage, lambda passage: passage.document_id)

    def duties(self) -> Iterator[DutyRecord]:
        """Yield the duties of all provisions, in the order of documents and places."""
        return self._merged(Records.duties, lambda duty: duty.document_id)

    def close(self) -> None:
        """Close the files."""
        for part in self._parts:
            part.close()

    def _has(self, part: int, row: int) -> bool:
        """True where the passage at a row of a segment is of a document that is there."""
        hidden = map(self._kept[part].__getitem__, self._hidden[part])
        return not any(kept.first_row <= row < kept.first_row + kept.passages for kept in hidden)

    def _at(self, rows: Sequence[int], read: Callable[[Records, list[int]], list[Value]]) -> list[Value]:
        """Return what `read` gives for rows of each segment, in the order of `rows`."""
        found: dict[int, Value] = {}
        for part, places, own in self._rows.parted(np.asarray(rows, np.int64)):
            values = read(self._parts[part], own.tolist())
            found |= dict(zip(places.tolist(), values, strict=True))
        return [found[place] for place in range(len(rows))]

    def _by_document(self, read: Callable[[Records], dict[str, Value]]) -> dict[str, Value]:
        found = [read(part) for part in self._parts]
        return {identity: found[part][identity] for identity, part in self._part_of.items()}

    def _merged(
        self, read: Callable[[Records], Iterator[Value]], document: Callable[[Value], str]
    ) -> Iterator[Value]:
        """Yield what `read` gives of each segment, in the order of the documents that `document` names."""
        return heapq.merge(
            *(self._there(part, read(records), document) for part, records in enumerate(self._parts)),
            key=lambda value: self._order[document(value)],
        )

    def _there(self, part: int, values: Iterator[Value], document: Callable[[Value], str]) -> Iterator[Value]:
        return (value for value in values if self._part_of.get(document(value)) == part)
