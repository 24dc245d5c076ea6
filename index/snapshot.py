"""A snapshot: one generation opened for reading, which everything that a request does is given.

A request takes one, once. Whatever is published, refused, removed or damaged meanwhile, its
documents, passages, duties and rankings are of one state of the index. What is worked out from a
snapshot hangs on it, and goes when it goes.
"""

import hashlib
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import numpy as np

from index.allowed import Allowed
from index.duties import DutyActors
from index.embedder import Embedder
from index.errors import NotFoundError, unknown_document
from index.generation import Generation, Manifest
from index.lexical_terms import WeighedTerm, words
from index.records import Instruments
from index.relatives import Relative, RelativeKind, by_head
from index.reranker import Reranker
from index.searcher import Searcher
from index.statistics import rarest_terms
from index.types import DocumentDetail, DocumentRecord, DutyRecord, PassageRecord
from index.versions import is_version
from ingest.language.folding import fold

Value = TypeVar("Value")
_DUTIES_KEPT = 4096
_READ_TOGETHER = 500


class Having(NamedTuple):
    """Passages that have something, by id, and whether they are all that do."""

    ids: Sequence[str]
    complete: bool


class Snapshot:
    """One generation with the models that search it, without the documents that are hidden.

    Hidden are those that were removed since, and in a part of it all that may not be seen.

    `documents` are those that are searched and listed; `relatives` are copies and earlier states of
    them, which are read by their ids. `state` names all that it answers from: what has another content has
    another name. Safe for several threads; never changed, but for `asked`, which is set by the first question that is
    asked of it or of a part of it.
    """

    def __init__(
        self,
        generation: Generation,
        embedder: Embedder,
        reranker: Reranker | None = None,
        removed: frozenset[str] = frozenset(),
    ) -> None:
        """Raises `ModelError` where the generation was built with another model."""
        there = {
            identity: record
            for identity, record in generation.records.documents.items()
            if identity not in removed
        }
        self.relatives: Mapping[str, Relative] = {
            identity: relative
            for identity, relative in generation.relatives.items()
            if identity in there and relative.of in there
        }
        self.documents: Mapping[str, DocumentRecord] = {
            identity: record for identity, record in there.items() if identity not in self.relatives
        }
        self._there = there
        self.manifest = _told_of(generation, there) if removed else generation.manifest
        self._hidden_files = _files_of(generation, removed)
        self.searcher = Searcher(generation, embedder, reranker, removed, self.relatives)
        self.removed = removed
        self.state = _state(generation, removed)
        self.quality = generation.quality
        self._records = generation.records
        # Of the passages that come in answers, which are few and mostly the same.
        self._duty = lru_cache(_DUTIES_KEPT)(generation.records.duty)
        self._generation = generation
        self.asked = threading.Event()
        self._lock = threading.Lock()
        self._derived: dict[Callable[[Snapshot], Any], Future[Any]] = {}

    def without(self, removed: frozenset[str]) -> "Snapshot":
        """Return a snapshot of the same generation in which these documents are not found."""
        searcher = self.searcher
        return Snapshot(self._generation, searcher.embedder, searcher.reranker, removed)

    def within(self, allowed: Allowed) -> "Snapshot":
        """Return a snapshot in which there are the allowed documents and no others."""
        seen = {identity for identity, record in self._there.items() if allowed.admits(record)}
        hidden = self._there.keys() - seen
        if not hidden:
            return self
        searcher, part = self.searcher, self._generation.within(seen)
        found = Snapshot(part, searcher.embedder, searcher.reranker, self.removed | hidden)
        found.asked = self.asked
        return found

    @property
    def generation(self) -> Generation:
        """The generation itself, for this room alone."""
        return self._generation

    # --- documents and passages ---

    def document(self, document_id: str) -> DocumentRecord:
        """Return one document; raises `NotFoundError` where the id is unknown."""
        record = self._there.get(document_id)
        if record is None:
            raise unknown_document(document_id)
        return record

    @property
    def every_document(self) -> Collection[DocumentRecord]:
        """The documents with their copies and earlier states."""
        return self._there.values()

    def relatives_of(self, document_id: str) -> list[tuple[DocumentRecord, RelativeKind]]:
        """Return the copies and the earlier states of a document, in order of their ingest."""
        return [
            (self._there[i], self.relatives[i].kind) for i in self.derived(_families).get(document_id, ())
        ]

    def detail(self, document_id: str) -> DocumentDetail:
        """Return a document with text and outline; raises `NotFoundError` where the id is unknown."""
        self.document(document_id)
        detail = self._records.detail(document_id)
        # A file that holds a hidden document too is not shown for the sake of another.
        return replace(detail, original="") if detail.original in self._hidden_files else detail

    def text(self, document_id: str) -> str:
        """Return the text of a document; raises `NotFoundError` where the id is unknown."""
        self.document(document_id)
        return self._records.text(document_id)

    def find_passage(self, passage_id: str) -> PassageRecord | None:
        """Return the passage with this id, that of the last version which had it, or None."""
        passage = self._records.passage(passage_id) or self._records.latest_version(passage_id)
        return passage if passage and passage.document_id in self._there else None

    def passage(self, passage_id: str) -> PassageRecord:
        """Return one passage; raises `NotFoundError` where the id is unknown."""
        found = self.find_passage(passage_id)
        if found is None:
            raise NotFoundError(f"no passage has the id {passage_id!r}")
        return found

    def passages(self, passage_ids: Sequence[str]) -> list[PassageRecord]:
        """Return the passages with these ids, which there must be, in that order."""
        return self._records.passages(self._records.keys_of(passage_ids).tolist())

    def passages_of(self, document_id: str) -> list[PassageRecord]:
        """Return the passages of a document in reading order; raises `NotFoundError`."""
        self.document(document_id)
        return self._records.of_document(document_id)

    def every_passage(self) -> Iterator[PassageRecord]:
        """Yield all passages in the order of documents and places."""
        return (p for p in self._records.every_passage() if p.document_id in self.documents)

    def passages_in_these_words(self, text: str, most: int) -> list[tuple[PassageRecord, float]]:
        """Return the passages that hold most of the rarest words of a text, and how much of them, the most first.

        Those of copies and earlier states are among them.
        """
        engine = self._generation.engine
        found = engine.holding(rarest_terms(engine.statistics, text), most)
        passages = self._records.passages([key for key, _ in found])
        weighed = zip(passages, (weight for _, weight in found), strict=True)
        return [(passage, weight) for passage, weight in weighed if passage.document_id in self._there]

    def passages_with_all(self, text: str, most: int) -> "Having":
        """Return the passages that have all words of a text, whatever their marks; at most so many."""
        terms = [WeighedTerm("folded", word, 1.0) for word in dict.fromkeys(map(fold, words(text)))]
        found = self._generation.engine.holding(terms, most + 1)
        keys = [key for key, weight in found if weight > len(terms) - 0.5]
        ids = self._records.ids_of(keys[:most])
        return Having(ids, complete=len(keys) <= most)

    def spread(self, most: int) -> Iterator[PassageRecord]:
        """Yield at most so many passages, spread evenly over the index."""
        keys = self.searcher.keys()
        places = np.unique(np.linspace(0, max(len(keys) - 1, 0), min(len(keys), most)).astype(np.int64))
        for begin in range(0, len(places), _READ_TOGETHER):
            yield from self._records.passages(keys[places[begin : begin + _READ_TOGETHER]].tolist())

    def passage_counts(self) -> dict[str, int]:
        """Return the number of passages of each document."""
        return {i: n for i, n in self._records.passage_counts().items() if i in self.documents}

    def of_each_document(self, make: Callable[[str, str, Instruments], Value]) -> Iterator[Value]:
        """Yield what `make` makes of id, text and cited instruments of every document, in order.

        It is made once of each document, for this and for later generations: it must depend on nothing else.
        """
        return (made for i, made in self._records.of_each(make) if i in self.documents)

    # --- duties ---

    def duties(self) -> Sequence[DutyRecord]:
        """Return the duties of all provisions, in the order of documents and places."""
        return self.derived(_duties)

    def duty(self, passage_id: str) -> DutyRecord | None:
        """Return the duty of a provision, or None where it gives none."""
        found = self._duty(passage_id)
        return found if found and found.document_id in self.documents else None

    def actors(self) -> tuple[str, ...]:
        """Return the actors of all duties as the plans write them, each once."""
        return self.derived(_duty_actors).actors

    def duty_count(self) -> int:
        """Return how many provisions give a duty."""
        return len(self.derived(_duty_actors).keys)

    def duties_of(self, actors: Collection[str], admits: Callable[[DocumentRecord], bool]) -> dict[str, str]:
        """Return the provisions that bind some actors, in order, with their documents, where these are admitted."""
        keys = self.derived(_duty_actors).of(actors)
        documents = self._records.documents_of(keys)
        admitted = {identity for identity in set(documents) if admits(self.documents[identity])}
        chosen = [place for place, identity in enumerate(documents) if identity in admitted]
        ids = self._records.ids_of(keys[chosen].tolist())
        return {identity: documents[place] for identity, place in zip(ids, chosen, strict=True)}

    # --- what hangs on it ---

    def derived(self, make: "Callable[[Snapshot], Value]") -> Value:
        """Return what `make` makes of this snapshot, from memory after the first time.

        Requests that come while it is being made wait for it. A failure is raised, not remembered.
        """
        with self._lock:
            promised = self._derived.get(make)
            if promised is None:
                mine = self._derived[make] = Future[Any]()
        if promised:
            found: Value = promised.result()
            return found
        return self._fulfilled(mine, make)

    def _fulfilled(self, mine: "Future[Any]", make: "Callable[[Snapshot], Value]") -> Value:
        try:
            mine.set_result(make(self))
        except BaseException as error:
            with self._lock:
                self._derived.pop(make, None)
            mine.set_exception(error)
        made: Value = mine.result()
        return made


def _state(generation: Generation, removed: frozenset[str]) -> str:
    manifest = generation.manifest
    content = (manifest, sorted(removed), generation.quality)
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]


def _told_of(generation: Generation, documents: Collection[str]) -> Manifest:
    """Return the manifest, counting these documents alone."""
    counts = generation.records.passage_counts()
    return replace(
        generation.manifest,
        documents=sum(not is_version(identity) for identity in documents),
        passages=sum(counts[identity] for identity in documents),
    )


def _files_of(generation: Generation, documents: Collection[str]) -> set[str]:
    """Return the names of the files that documents came from."""
    originals = generation.records.originals() if documents else {}
    return {name for identity, name in originals.items() if identity in documents} - {""}


def _families(snapshot: Snapshot) -> dict[str, list[str]]:
    return by_head(snapshot.relatives)


def _duties(snapshot: Snapshot) -> tuple[DutyRecord, ...]:
    return tuple(d for d in snapshot.generation.records.duties() if d.document_id in snapshot.documents)


def _duty_actors(snapshot: Snapshot) -> DutyActors:
    return snapshot.generation.records.duty_actors(snapshot.documents)
