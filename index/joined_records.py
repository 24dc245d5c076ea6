"""The records of all segments of a generation as one, in the order of the documents' first ingest.

The key of a passage, by which engines name it, is its row in the records of all segments, one after the other.
"""

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.duties import DutyActors, joined
from index.records import Instruments, Records
from index.relatives import (
    KEYS,
    NOTHING_JUDGED,
    Judged,
    Member,
    Relative,
    RelativeKind,
    find_relatives,
    judge_pairs,
)
from index.rows import Rows
from index.runs import run_positions
from index.static_model import starts_of
from index.types import DocumentDetail, DocumentRecord, DutyRecord, PassageRecord
from index.versions import current_id, is_version, sort_key, version_of
from ingest.types import Outside

Value = TypeVar("Value")


class JoinedRecords:
    """Read side of several records files, `hidden` being the documents of each that are not there any more."""

    def __init__(self, parts: Sequence[Records], hidden: Sequence[Collection[str]], rows: Rows) -> None:
        self._parts = parts
        self._rows = rows
        self._kept = [part.kept for part in parts]
        self._hidden = hidden
        found = sorted(
            (sort_key(kept.place, identity), identity, part)
            for part, own in enumerate(self._kept)
            for identity, kept in own.items()
            if identity not in hidden[part]
        )
        self._part_of = {identity: part for _, identity, part in found}
        self._order = {identity: place for place, (_, identity, _) in enumerate(found)}

    @cached_property
    def documents(self) -> dict[str, DocumentRecord]:
        """All documents by id, in order."""
        return {i: self._parts[part].documents[i] for i, part in self._part_of.items()}

    def document_of(self) -> NDArray[np.int32]:
        """Return for each row (passages,) the place of its document in `documents`, -1 where it is hidden."""
        found = [np.zeros(0, np.int32)]
        for own, hidden in zip(self._kept, self._hidden, strict=True):
            places = [-1 if identity in hidden else self._order[identity] for identity in own]
            found.append(np.repeat(np.array(places, np.int32), [kept.passages for kept in own.values()]))
        return np.concatenate(found)

    def hidden_digests(self) -> set[str]:
        """Return the digests of the documents that are hidden."""
        return {
            self._kept[part][identity].digest
            for part, hidden in enumerate(self._hidden)
            for identity in hidden
        }

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

    def lexical(self, document_id: str) -> bytes:
        """Return the lexical fields of a document's passages, packed."""
        kept = self._kept[self._part_of[document_id]][document_id]
        ((_, packed),) = self._of(document_id).lexical(kept, kept)
        return packed

    def _of(self, document_id: str) -> Records:
        return self._parts[self._part_of[document_id]]

    def of_each(self, make: Callable[[str, str, Instruments], Value]) -> Iterator[tuple[str, Value]]:
        """Yield the id of every document, in order, with what `make` makes of it, of its text and of what it cites.

        It is kept with the segment, and so made once for as many generations as that is in.
        """
        found = [part.of_each(make) for part in self._parts]
        return ((identity, found[part][identity]) for identity, part in self._part_of.items())

    def judged_pairs(self, before: Judged = NOTHING_JUDGED) -> dict[tuple[str, str], RelativeKind]:
        """Return the pairs of documents that are relatives, by their ids; what was judged `before` is not again."""
        searched = [identity for identity in self._order if not is_version(identity)]
        keys = np.concatenate([np.zeros((0, KEYS), np.uint64), *(p.relative_keys() for p in self._parts)])
        firsts = starts_of([len(own) for own in self._kept]).tolist()
        places = [firsts[self._part_of[i]] + self._position(i) for i in searched]
        return judge_pairs(keys[np.array(places, np.int64)], searched, self._members, before)

    def relatives(self, pairs: Mapping[tuple[str, str], RelativeKind]) -> dict[str, Relative]:
        """Return the documents that are copies or earlier states of another, by such pairs, or versions of it."""
        identities = sorted({identity for pair in pairs for identity in pair}, key=self._order.__getitem__)
        versions = (identity for identity in self._order if is_version(identity))
        return find_relatives(pairs, self._members(identities)) | {
            identity: Relative(current_id(identity), "older") for identity in versions
        }

    def _members(self, identities: Sequence[str]) -> list[Member]:
        return [self._of(i).member(self._position(i)) for i in identities]

    def _position(self, identity: str) -> int:
        return self._kept[self._part_of[identity]][identity].position

    def outside(self) -> dict[str, Outside]:
        """Return how much of each document lies outside its passages."""
        return self._by_document(Records.outside)

    def originals(self) -> dict[str, str]:
        """Return the name of the file that each document came from."""
        return self._by_document(Records.originals)

    def passage_counts(self) -> dict[str, int]:
        """Return the number of passages of each document."""
        return {i: self._kept[part][i].passages for i, part in self._part_of.items()}

    # --- passages ---

    def count(self) -> int:
        """Return the number of passages, those of hidden documents too."""
        return sum(part.count for part in self._parts)

    def passages(self, keys: Sequence[int]) -> list[PassageRecord]:
        """Return the passages with these keys, in that order."""
        return self._at(keys, Records.passages)

    def ids_of(self, keys: Sequence[int]) -> list[str]:
        """Return the ids of the passages with these keys, in that order."""
        return self._at(keys, Records.ids_of)

    def keys_of(self, identities: Sequence[str]) -> NDArray[np.int64]:
        """Return the keys (n,) of passages that there are."""
        found = self._rows_of(identities)
        return np.array([found[identity] for identity in identities], np.int64)

    def keys_within(self, document_ids: Iterable[str]) -> NDArray[np.int64]:
        """Return the keys (n,) of the passages of documents of `documents`, ascending."""
        runs = sorted(map(self._run, document_ids))
        begins, lengths = np.array(runs, np.int64).reshape(-1, 2).T
        return run_positions(begins, lengths)[0]

    def passages_in(self, document_ids: Iterable[str]) -> int:
        """Return how many passages documents of `documents` have."""
        return sum(self._run(identity)[1] for identity in document_ids)

    def documents_of(self, keys: NDArray[np.int64]) -> list[str]:
        """Return the ids of the documents that the passages with these keys are of, in that order."""
        begins, in_order = self._in_rows
        places = np.searchsorted(begins, keys, "right") - 1
        return [in_order[place] for place in places.tolist()]

    @cached_property
    def _in_rows(self) -> tuple[NDArray[np.int64], list[str]]:
        """The documents that have passages in the order of their rows, and their first rows (documents,)."""
        runs = sorted((self._run(identity), identity) for identity in self._part_of)
        filled = [(first, identity) for (first, length), identity in runs if length]
        return np.array([first for first, _ in filled], np.int64), [identity for _, identity in filled]

    def _run(self, document_id: str) -> tuple[int, int]:
        """Return the row of the first passage of a document, and how many it has."""
        part = self._part_of[document_id]
        kept = self._kept[part][document_id]
        return self._rows.first(part) + kept.first_row, kept.passages

    def _rows_of(self, identities: Sequence[str]) -> dict[str, int]:
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
        return self._merged(lambda part: iter(part.duties), lambda duty: duty.document_id)

    def duty_actors(self, document_ids: Collection[str]) -> DutyActors:
        """Return who has the duties of some documents of `documents`, in the order of documents and places."""
        firsts = [self._rows.first(part) for part in range(len(self._parts))]
        every = joined([part.duty_actors for part in self._parts], firsts)
        place_of = self.document_of()[every.keys]
        # The last is for hidden rows, whose document is at place -1.
        wanted = np.array([*(identity in document_ids for identity in self._order), False])[place_of]
        places = np.flatnonzero(wanted)
        return every.chosen(places[np.argsort(place_of[places], kind="stable")])

    def duty(self, passage_id: str) -> DutyRecord | None:
        """Return the duty of the passage with this id, or None."""
        for part, records in enumerate(self._parts):
            found = records.duty(passage_id)
            if found and self._part_of.get(found.document_id) == part:
                return found
        return None

    def close(self) -> None:
        """Close the files."""
        for part in self._parts:
            part.close()

    def _has(self, part: int, row: int) -> bool:
        """True where the passage at a row of a segment is of a document that is there."""
        hidden = map(self._kept[part].__getitem__, self._hidden[part])
        return not any(kept.first_row <= row < kept.first_row + kept.passages for kept in hidden)

    def _at(self, keys: Sequence[int], read: Callable[[Records, list[int]], list[Value]]) -> list[Value]:
        """Return what `read` gives for rows of each segment, in the order of `keys`."""
        found: dict[int, Value] = {}
        for part, places, own in self._rows.parted(np.asarray(keys, np.int64)):
            values = read(self._parts[part], own.tolist())
            found |= dict(zip(places.tolist(), values, strict=True))
        return [found[place] for place in range(len(keys))]

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
