"""The engine on Milvus: three searches give the candidates, and what scores them is fetched by their keys."""

import threading
import time
from collections import OrderedDict
from collections.abc import Collection as Some
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace

import numpy as np

from index.clock import Clock
from index.engine import NO_KEYS, Candidates, Keys, Limits, Scope, Wanted
from index.joined_records import JoinedRecords
from index.lexical_terms import WeighedTerm, lexical_fields
from index.milvus import filters
from index.milvus.connection import Collection
from index.milvus.filters import Expression
from index.milvus.publishing import TERMS, VECTOR, WORDS
from index.milvus.statistics import Counts
from index.milvus.vectors import Sparse, dimension_of, query_words, unpacked
from index.near_terms import EachTerm, telling_terms
from index.preparation import context
from index.static_model import StaticModel, Vectors
from index.term_matching import QueryUnits, TokenArrays
from index.versions import is_version

# So many passages stay in memory: their tokens and vectors, some four thousand bytes each.
_REMEMBERED = 20_000
_TOGETHER = 1_000
# How many more are looked at than are wanted, where BM25 finds what shall be ranked otherwise.
_LOOKED_AT, _FEWEST_LOOKED_AT = 4, 100
_GRAPH_WIDTH = 256
_LEAST_WAIT = 0.01


@dataclass(frozen=True, slots=True)
class _Within:
    """A scope as Milvus is asked for it, and the documents that it has."""

    documents: frozenset[str]
    expression: Expression


class MilvusEngine:
    """Finds the passages of a collection; `sparse` says whether it has words and terms."""

    def __init__(
        self,
        collection: Collection,
        records: JoinedRecords,
        counts: Counts,
        model: StaticModel,
        dimension: int,
        *,
        sparse: bool,
    ) -> None:
        self._dimension = dimension
        self._collection = collection
        self._records = records
        self._model = model
        self._sparse = sparse
        self._whole = counts
        self._part: frozenset[str] | None = None
        self._usual: tuple[Scope, _Within] | None = None
        self._places = {identity: place for place, identity in enumerate(records.documents)}
        telling = telling_terms(counts.tokens, counts.passages)
        self._near = EachTerm(model.vectors, telling)
        self._passages = _Passages(collection)
        self.statistics = counts

    def within(self, document_ids: Some[str]) -> "MilvusEngine":
        """Return the same, in which words are counted, and found, in some documents alone."""
        part = copy(self)
        part._part, part._usual = frozenset(document_ids), None
        keys = self._records.keys_within(part._part)
        tokens = np.zeros_like(self._whole.tokens)
        for begin in range(0, len(keys), _TOGETHER):
            own = self.tokens(keys[begin : begin + _TOGETHER])
            for first, end in zip(own.starts[:-1].tolist(), own.starts[1:].tolist(), strict=True):
                tokens[np.unique(own.ids[first:end])] += 1
        part.statistics, _ = Counts.of(self._records, part._part, len(keys), tokens, self._model)
        return part

    def candidates(self, wanted: Wanted, scope: Scope, limits: Limits, clock: Clock) -> Candidates:
        """Return what may answer a query; the clock is told what each source takes."""
        within = self._within(scope)
        if not within.documents:
            return Candidates(NO_KEYS, np.zeros(0, np.float32), np.zeros(0, bool), np.zeros(0, bool))
        until = self._until()
        with clock.stage("terms"):
            by_units = self._by_units(wanted.units, within, scope, limits.units, until)
        with clock.stage("lexical"):
            lexical = self._by_words(wanted.terms, within, limits, until)
        with clock.stage("dense"):
            dense = self._search(VECTOR, wanted.vector.tolist(), within, limits.dense, until)
        others = np.array([*dense, *self._named(wanted.named, within, scope)], np.int64)
        return Candidates.gathered(by_units, lexical, others)

    def holding(self, terms: Sequence[WeighedTerm], limit: int) -> list[tuple[int, float]]:
        """Return at most so many passages that have the most of some terms, with what these weigh, the most first."""
        within = self._within(Scope())
        if not terms or not within.documents or not self._sparse:
            return []
        words: Sparse = {}
        for field, value, weight in terms:
            words[dimension_of(field, value)] = weight
        looked_at = max(_LOOKED_AT * limit, _FEWEST_LOOKED_AT)
        keys = list(self._search(WORDS, words, within, looked_at, self._until()))
        weighed = [(key, self._held(key, terms)) for key in keys]
        return sorted(weighed, key=lambda found: (-found[1], found[0]))[:limit]

    def tokens(self, keys: Keys, *, placed: bool = False) -> TokenArrays:
        """Return the tokens of passages, in the order of `keys`, with where they stand in the text."""
        return unpacked([row[0] for row in self._passages.of(keys)])

    def vectors(self, keys: Keys) -> Vectors:
        """Return the vectors (n, dimension) of passages, as they are kept."""
        rows = [row[1] for row in self._passages.of(keys)]
        return np.array(rows, np.float32).reshape(len(rows), self._dimension)

    def close(self) -> None:
        """Do nothing: the connection serves the generations that come after as well."""

    def _until(self) -> float:
        """Return until when the server may take."""
        return time.monotonic() + self._collection.deadline

    def _within(self, scope: Scope) -> _Within:
        usual = self._usual
        if usual is not None and usual[0] == scope:
            return usual[1]
        found = self._worked_out(scope)
        if not scope.filters.active and scope.not_of is None and scope.besides is None:
            # Most queries have the same one.
            self._usual = scope, found
        return found

    def _worked_out(self, scope: Scope) -> _Within:
        documents, part = self._records.documents, self._part
        admitted = frozenset(
            identity
            for identity, record in documents.items()
            if scope.filters.admits(record)
            and identity not in scope.without
            and identity != scope.not_of
            and (part is None or identity in part)
        )
        expressions = list(self._conditions(scope, admitted))
        if scope.besides is not None:
            expressions.append(filters.is_not("key", scope.besides))
        return _Within(admitted, filters.all_of(expressions))

    def _conditions(self, scope: Scope, admitted: frozenset[str]) -> "list[Expression]":
        """Return what only the admitted documents meet: by their own values, and by fewest places."""
        asked = [
            (name, value)
            for name, value in (
                ("province", scope.filters.province),
                ("year", scope.filters.year),
                ("type", scope.filters.type),
            )
            if value is not None
        ]
        by_value = replace(scope.filters, document_id=None, among=None)
        meeting = {i for i, record in self._records.documents.items() if by_value.admits(record)}
        found = [filters.equals(name, value) for name, value in asked]  # type: ignore[arg-type]
        left_out = meeting - admitted
        if not left_out:
            return found
        if len(left_out) < len(admitted):
            return [*found, filters.none_of("document", sorted(self._places[i] for i in left_out))]
        return [filters.one_of("document", sorted(self._places[i] for i in admitted))]

    def _named(self, named: Keys, within: _Within, scope: Scope) -> list[int]:
        if not len(named):
            return []
        documents = self._records.documents_of(named)
        pairs = zip(named.tolist(), documents, strict=True)
        return [key for key, identity in pairs if identity in within.documents and key != scope.besides]

    def _by_units(self, units: QueryUnits, within: _Within, scope: Scope, limit: int, until: float) -> Keys:
        """Return the passages with the best terms; all, where they are no more than that.

        A passage scores the sum of what is near to the units, in place of the best for each: they are ranked above.
        """
        if not limit:
            return NO_KEYS
        if self._records.passages_in(within.documents) <= limit:
            return np.array(self._named(self._records.keys_within(within.documents), within, scope), np.int64)
        if not len(units.units) or not self._sparse:
            return NO_KEYS
        words: Sparse = {}
        for weight, (terms, cosines) in zip(units.weights, self._near.terms(units.vectors), strict=True):
            for term, cosine in zip(terms.tolist(), cosines.tolist(), strict=True):
                words[term] = words.get(term, 0.0) + float(weight) * min(cosine * cosine, 1.0)
        found = self._search(TERMS, words, within, limit, until)
        return np.array(sorted(found), np.int64)

    def _by_words(
        self, terms: Sequence[WeighedTerm], within: _Within, limits: Limits, until: float
    ) -> dict[int, float]:
        """Return BM25 by key; those that score as the last one does are left out, as in every engine."""
        if not limits.lexical or not self._sparse:
            return {}
        found = self._search(WORDS, query_words(terms, self._whole), within, limits.lexical, until)
        if limits.ties or len(found) < limits.lexical:
            return found
        last = min(found.values())
        return {key: score for key, score in found.items() if score > last} or found

    def _search(
        self, field: str, asked: Sparse | list[float], within: _Within, limit: int, until: float
    ) -> dict[int, float]:
        """Return the best passages by a field, with their scores; nothing where nothing is asked.

        The server may take `until` that time of the clock.
        """
        if not limit or not asked:
            return {}
        told = {"params": {"ef": max(_GRAPH_WIDTH, limit)}} if field == VECTOR else {}
        (hits,) = self._collection.ask(
            lambda client, name: client.search(
                name,
                data=[asked],
                anns_field=field,
                limit=limit,
                filter=within.expression.text,
                search_params={"metric_type": "IP", **told},
                output_fields=["key"],
                consistency_level="Eventually",
                timeout=max(until - time.monotonic(), _LEAST_WAIT),
            )
        )
        return {
            int(hit["key"]): float(hit["distance"]) for hit in hits if field == VECTOR or hit["distance"] > 0
        }

    def _held(self, key: int, terms: Sequence[WeighedTerm]) -> float:
        """Return what the terms weigh that a passage has."""
        (passage,) = self._records.passages([key])
        document = self._records.documents[passage.document_id]
        if is_version(document.id):
            return 0.0
        fields = lexical_fields(context(passage, document), passage.text)
        held = {name: set(values.split()) for name, values in fields._asdict().items()}
        return sum(weight for field, value, weight in terms if value in held[field])


class _Passages:
    """Tokens and vectors of passages, of which those that were lately wanted stay in memory."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._lock = threading.Lock()
        self._remembered: OrderedDict[int, tuple[str, list[float]]] = OrderedDict()

    def of(self, keys: Keys) -> "list[tuple[str, list[float]]]":
        """Return the packed tokens and the vector of each passage, in the order of `keys`."""
        wanted = keys.tolist()
        with self._lock:
            found = {key: self._remembered[key] for key in wanted if key in self._remembered}
            for key in found:
                self._remembered.move_to_end(key)
        missing = [key for key in dict.fromkeys(wanted) if key not in found]
        for begin in range(0, len(missing), _TOGETHER):
            found |= self._fetched(missing[begin : begin + _TOGETHER])
        self._remember({key: found[key] for key in missing[:_REMEMBERED]})
        return [found[key] for key in wanted]

    def _fetched(self, keys: Sequence[int]) -> "dict[int, tuple[str, list[float]]]":
        rows = self._collection.ask(
            lambda client, name: client.query(
                name,
                filter=filters.one_of("key", keys).text,
                output_fields=["key", "tokens", VECTOR],
                consistency_level="Eventually",
                timeout=self._collection.deadline,
            )
        )
        return {int(row["key"]): (row["tokens"], row[VECTOR]) for row in rows}

    def _remember(self, fetched: "dict[int, tuple[str, list[float]]]") -> None:
        with self._lock:
            self._remembered |= fetched
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
