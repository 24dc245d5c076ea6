"""A query becomes ranked hits: candidates from three sources, matching, fusion."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import confidence
from index.clock import Clock
from index.embedder import Embedder
from index.engine import NO_KEYS, Keys, Limits, Scope, Wanted
from index.errors import InvalidQueryError, ModelError
from index.expansion import expand_query
from index.fusion import CandidateScores, FusionWeights, fuse, ranking, standardised
from index.generation import Generation
from index.highlights import find_matches, sought
from index.lexical_terms import query_terms, typed_numbers
from index.relatives import Relative, by_head
from index.reranker import PASSAGES_RERANKED, Reranker
from index.similarity import candidates, likenesses
from index.static_model import Vectors, normalised
from index.statistics import coverage, has_number, names
from index.term_matching import QueryUnits, query_units
from index.types import Confidence, Expansion, Filters, Hit, Match, PassageRecord, SearchResult, Signals
from ingest.language.folding import WITH_STROKE, clean, fold, respelt, squash, two_spellings

LONGEST_QUERY = 2000
DENSE_CANDIDATES = 100
LEXICAL_CANDIDATES = 100
# So many are matched, for single words find more than they should, and the best of them ranked.
TERM_CANDIDATES, TERM_CANDIDATES_KEPT = 400, 200
_LIMITS = Limits(dense=DENSE_CANDIDATES, lexical=LEXICAL_CANDIDATES, units=TERM_CANDIDATES)
# In standard deviations of the fused score: more than any passage reaches by its words.
OWN_NUMBER_BONUS = 50.0
_WORD = re.compile(r"[^\W_]+")
# A title says what is asked where its words answer a query so well, 0 … 1, and means it where a query in another
# language is answered so well: two in 480 unrelated questions have such a title (benchmarks/README.md, "Answers").
# Syllables of one language are alike by chance.
TITLE_SAID, TITLE_MEANT = 0.50, 0.27
# One title among few means what is certainly a document where it does so well, and the others far less.
_TITLE_ALONE, _FAR_BETTER = 0.15, 2.0
# The share of a query's words that stand in the corpus, by which it is in its language.
_OWN_LANGUAGE = 0.5
# A passage counts while its words answer this share as well as the best one's; beyond that is only noise.
NEAR_BEST = 0.6
# Of a whole provision asked as a query, so many units are looked for to say why a passage matched.
UNITS_MATCHED = 16


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was read, once for all that is done with it.

    `full` is `text` with the full forms of its abbreviations and merged provinces added, as
    `expansions` says; `units` are those of `full`.
    """

    text: str
    full: str
    expansions: tuple[Expansion, ...]
    units: QueryUnits

    def own_units(self) -> QueryUnits:
        """Return the units of the words as typed."""
        return self.units.within(len(self.text))


class PassageScores(NamedTuple):
    """How well the words of a passage answer a query, 0 … 1; its scores among all candidates in standard deviations.

    `matching` is that of its words, `meaning` that of its vector.
    """

    late: float
    fused: float
    matching: float
    meaning: float


class Searcher:
    """Answers queries over one generation with one embedder; safe for several threads.

    `removed` are documents of the generation that must not be found any more; `relatives`, copies and
    earlier states of others, are found only where one searches in them.
    """

    def __init__(
        self,
        generation: Generation,
        embedder: Embedder,
        reranker: Reranker | None = None,
        removed: frozenset[str] = frozenset(),
        relatives: Mapping[str, Relative] = MappingProxyType({}),
    ) -> None:
        built = generation.manifest
        if (embedder.identity, embedder.dimension) != (built.model, built.dimension):
            raise ModelError(
                f"generation {built.generation} was built with model {built.model} ({built.dimension} dimensions), "
                f"but the model in use is {embedder.identity} ({embedder.dimension}); set "
                f"PLANSEARCH_MODEL back or run `plansearch ingest` to rebuild"
            )
        self._generation = generation
        self.embedder = embedder
        self.reranker = reranker
        self._engine = generation.engine
        self._removed = removed
        self._out = removed | relatives.keys()
        self._relatives = relatives
        self._own_numbers: dict[str, list[str]] = {}
        for document in generation.records.documents.values():
            if document.metadata.number and document.id not in removed:
                self._own_numbers.setdefault(squash(document.metadata.number), []).append(document.id)
        self._copies = by_head({i: found for i, found in relatives.items() if found.kind == "copy"})

    def read(self, text: str) -> Query:
        """Return a query read; raises `InvalidQueryError` for an empty or over-long one."""
        text = self._usual_spelling(checked_query(text))
        full, expansions = expand_query(text)
        return Query(text, full, expansions, self.units(full))

    def units(self, text: str) -> QueryUnits:
        """Return the units of a text, weighed as in this corpus."""
        return query_units(self._generation.model, text, self._engine.statistics.token_weights)

    def _usual_spelling(self, text: str) -> str:
        """Return `text` as the model knows its words: "kĩ năng" is two pieces to it, "kỹ năng" a word."""
        for place in two_spellings(text):
            candidate = respelt(text, place)
            now, then = map(len, self._generation.model.tokenize([text, candidate]))
            text = candidate if then < now else text
        return text

    def search(
        self, query: str, filters: Filters | None = None, limit: int = 10, offset: int = 0
    ) -> SearchResult:
        """Return the hits `offset` to `offset + limit` of `query` among passages that pass filters.

        Raises `InvalidQueryError` for an empty or over-long query.
        """
        return self.result(self.rank(self.read(query), filters), limit, offset)

    def rank(self, query: Query, filters: Filters | None = None) -> "Ranking":
        """Return all candidates of `query`, best first, and how sure it is that one answers."""
        filters = filters or Filters()
        clock = Clock()
        with clock.stage("embed"):
            vector = self.embedder.embed_query(query.full)
        ranked = self._rank(query, vector, self._scope(filters), clock)
        if self.reranker:
            with clock.stage("rerank"):
                ranked.order = self._reranked(self.reranker, query.text, ranked)
        signals = confidence.features(ranked.evidence)
        probability = self.embedder.fitted.confidence.probability(signals)
        return Ranking(query, ranked, self._judged(query, ranked, signals), clock, probability)

    def _judged(self, query: Query, ranked: "_Ranked", signals: Vectors) -> Confidence:
        """Return how sure it is that a passage answers; a number that stands nowhere is answered by nothing."""
        numbers = typed_numbers(query.text)
        own = any(number in self._own_numbers for number in numbers)
        statistics = self._engine.statistics
        if numbers and not own and not any(has_number(statistics, number) for number in numbers):
            return "none"
        sure = self.embedder.fitted.confidence.judge(signals)
        # Names only make something of nothing: they are not looked for where the signals say enough.
        return "low" if sure == "none" and (own or self._is_named(query, ranked)) else sure

    def _is_named(self, query: Query, ranked: "_Ranked") -> bool:
        """Return True where the corpus has what a query names, its best passages its words, or their titles its subject."""
        best = ranked.keys[: confidence.PASSAGES_JOINED]
        return (
            self.names(query.text)
            or self._stands_in_full(query.expansions, best)
            or self._stands_whole(query.text, best)
            or self._is_subject(query, best)
        )

    def _own_keys(self, query: str) -> Keys:
        """Return the passages of the documents whose own number a query has."""
        asked = {
            identity for number in typed_numbers(query) for identity in self._own_numbers.get(number, ())
        }
        return self._generation.records.keys_within(asked) if asked else NO_KEYS

    def _stands_whole(self, query: str, keys: Keys) -> bool:
        """Return True where a passage has the words of a query one after the other, as a name stands there."""
        wanted = " ".join(_WORD.findall(fold(query)))
        if " " not in wanted:
            return False
        texts = (
            " ".join(_WORD.findall(fold(p.text))) for p in self._generation.records.passages(keys.tolist())
        )
        return any(f" {wanted} " in f" {text} " for text in texts)

    def _is_subject(self, query: Query, keys: Keys) -> bool:
        """Return True where what a query asks is what a document of some passages is about, by its title."""
        return bool(self.titled(query, set(self._generation.records.documents_of(keys))))

    def titled(self, query: Query, documents: Collection[str]) -> dict[str, float]:
        """Return those of some documents whose titles answer a query, by id, with how well, 0 … 1."""
        own_language = coverage(self._engine.statistics, query.text) > _OWN_LANGUAGE
        least = TITLE_SAID if own_language else TITLE_MEANT
        return {i: score for i, score in self._title_scores(query, documents).items() if score >= least}

    def entitled(self, query: Query, documents: Collection[str]) -> str | None:
        """Return the one of some documents whose title answers a query far better than the others' do, if one does."""
        scores = self._title_scores(query, documents)
        best = sorted(scores, key=lambda identity: -scores[identity])[:2]
        if not best or scores[best[0]] < _TITLE_ALONE:
            return None
        second = sum(scores[identity] for identity in best[1:])
        return best[0] if scores[best[0]] >= _FAR_BETTER * second else None

    def _title_scores(self, query: Query, documents: Collection[str]) -> dict[str, float]:
        titles = {i: self._generation.records.documents[i].metadata.title for i in documents}
        scores = self.score_texts(query.own_units(), list(titles.values())) if titles else ()
        return dict(zip(titles, map(float, scores), strict=True))

    def result(self, ranking: "Ranking", limit: int, offset: int = 0) -> SearchResult:
        """Return the hits `offset` to `offset + limit` of a ranking, with their reasons."""
        with ranking.clock.stage("render"):
            hits = self._hits(ranking.ranked, offset, limit)
        query, total = ranking.query, len(ranking.ranked.order)
        return SearchResult(
            query.text, hits, total, ranking.confidence, query.expansions, ranking.clock.timings
        )

    def newest_first(self, ranking: "Ranking") -> "Ranking":
        """Return a ranking by the days of the documents, those without one last, equals as they were."""
        records = self._generation.records
        told = [
            records.documents[identity].metadata for identity in records.documents_of(ranking.ranked.keys)
        ]
        days = [metadata.date or str(metadata.year or "") for metadata in told]
        order = sorted(range(len(days)), key=days.__getitem__, reverse=True)
        return ranking.chosen(np.array(order, np.int64))

    def near(self, ranking: "Ranking", share: float, limit: int | None = None) -> dict[str, float]:
        """Return the passages whose words answer a ranking at least `share` times as well as the best.

        By id, best first in the order of the ranking, each with how well, 0 … 1; at most `limit`.
        """
        late = ranking.late
        if not len(late):
            return {}
        near = np.flatnonzero(late >= share * late.max())[:limit]
        ids = self._ids(ranking.ranked.keys[near])
        return dict(zip(ids, late[near].tolist(), strict=True))

    def scored(self, ranking: "Ranking", limit: int) -> "dict[str, PassageScores]":
        """Return the first candidates of a ranking by id, best first, each with its scores."""
        ranked, order = ranking.ranked, ranking.ranked.order[:limit]
        ids = self._ids(ranked.scores.keys[order])
        scores = ranked.scores
        every = (scores.said, ranked.fused, standardised(scores.near), standardised(scores.cosine))
        told = (values[order].tolist() for values in every)
        return {i: PassageScores(*own) for i, *own in zip(ids, *told, strict=True)}

    def found(self, ranking: "Ranking") -> list[str]:
        """Return the ids of all candidates of a ranking, best first."""
        return self._ids(ranking.ranked.keys)

    def found_documents(self, ranking: "Ranking") -> list[str]:
        """Return the documents that the candidates of a ranking are of, in the order of the index."""
        records = self._generation.records
        found = set(records.documents_of(ranking.ranked.keys))
        return [identity for identity in records.documents if identity in found]

    def best(self, ranking: "Ranking", passage_ids: Sequence[str], limit: int) -> list[str]:
        """Return those of any passages whose words answer a ranking best, the best first."""
        tokens = self._engine.tokens(self._generation.records.keys_of(passage_ids))
        near = self._generation.matcher.late_scores(ranking.query.units, tokens).near
        return [passage_ids[place] for place in np.argsort(-near, kind="stable")[:limit]]

    def matches(self, query: Query, passage: PassageRecord) -> tuple[Match, ...]:
        """Return the words of any passage that answer a query."""
        keys = self._generation.records.keys_of([passage.id])
        (matches,) = self._matches(query, [passage], keys)
        return matches

    def score_texts(self, units: QueryUnits, texts: Sequence[str]) -> Vectors:
        """Return how well texts (len(texts),) that need not be in the index answer units, 0 … 1."""
        return self._generation.matcher.score_texts(units, texts)

    def confidence_features(self, query: str) -> Vectors:
        """Return the signals that the confidence of `query` is judged from, for calibration."""
        read = self.read(query)
        vector = self.embedder.embed_query(read.full)
        return confidence.features(self._rank(read, vector, self._scope(Filters()), Clock()).evidence)

    def names(self, query: str) -> bool:
        """Return True where the corpus holds an acronym or document number that `query` names."""
        return names(self._engine.statistics, query)

    def similar(self, passage: PassageRecord, limit: int, *, own: bool = False) -> tuple[Hit, ...]:
        """Return the nearest passages of other documents, or of its own document without itself."""
        text = passage.text[:LONGEST_QUERY]
        scores = candidates(self._generation, passage, self._apart(passage.document_id, own=own))
        # What is fitted to questions says of wordings only how far the cosines are to be trusted.
        fused = fuse(scores, FusionWeights(cosine=self.embedder.fitted.fusion.cosine))
        query = Query(text, text, (), self.units(text).heaviest(UNITS_MATCHED))
        strengths = np.zeros((len(scores.keys), 0), np.float32)
        ranked = _Ranked(query, scores, strengths, fused, ranking(fused, scores.keys))
        return self._hits(ranked, 0, limit)

    def likenesses(self, left: Sequence[str], right: Sequence[str]) -> Vectors:
        """Return how near passages are (left, right), 0 … 1: see `index.similarity`."""
        keys = self._generation.records.keys_of([*left, *right])
        return likenesses(self._generation, keys[: len(left)], keys[len(left) :])

    def vectors(self, passage_ids: Sequence[str]) -> Vectors:
        """Return the unit vectors (n, dimension) of passages."""
        return normalised(self._engine.vectors(self._generation.records.keys_of(passage_ids)))

    def every_vector(self) -> Vectors:
        """Return the unit vectors (passages, dimension) of all passages, in the order of the index."""
        return normalised(self._engine.vectors(self.keys()))

    def keys(self) -> Keys:
        """Return the passages (n,) that are searched, in the order of the index."""
        records = self._generation.records
        return records.keys_within(identity for identity in records.documents if identity not in self._out)

    def meaning(self, text: str) -> Vectors:
        """Return the unit vector (dimension,) of a text, comparable with those of passages."""
        return self.embedder.embed_query(text)

    def texts_alike(self, texts: Sequence[str]) -> Vectors:
        """Return the cosines (n, n) of texts by the bundled model."""
        vectors = self._generation.model.encode(texts)
        alike: Vectors = vectors @ vectors.T
        return alike

    def _ids(self, keys: Keys) -> list[str]:
        return self._generation.records.ids_of(keys.tolist())

    def _apart(self, document_id: str, *, own: bool) -> Scope:
        """Return the passages of a document, or those of others that are not the same one."""
        if own:
            return Scope(Filters(document_id=document_id))
        relative = self._relatives.get(document_id)
        same = {relative.of} if relative else set()
        return Scope(without=self._out | same, not_of=document_id)

    def _stands_in_full(self, expansions: Sequence[Expansion], keys: Keys) -> bool:
        """Return True where a passage holds the full form of an abbreviation of the query."""
        if not expansions or not len(keys):
            return False
        passages = self._generation.records.passages(keys.tolist())
        texts = [fold(" ".join([*passage.path, passage.text])) for passage in passages]
        return any(fold(expansion.read_as) in text for expansion in expansions for text in texts)

    def _reranked(self, reranker: Reranker, query: str, ranked: "_Ranked") -> NDArray[np.int64]:
        """Return the order with its first passages as the cross-encoder ranks them."""
        first, keys = ranked.order[:PASSAGES_RERANKED], ranked.keys[:PASSAGES_RERANKED]
        if len(first) < 2:
            return ranked.order
        passages = self._generation.records.passages(keys.tolist())
        relevance = reranker.scores(query, [passage.text for passage in passages])
        return np.concatenate([first[ranking(relevance, keys)], ranked.order[len(first) :]])

    def _scope(self, filters: Filters) -> Scope:
        """Return what may be found: relatives only where one searches in a document."""
        return Scope(filters, self._removed if filters.document_id else self._out)

    def _rank(self, query: Query, vector: Vectors, scope: Scope, clock: Clock) -> "_Ranked":
        """Return the candidates of all sources with their scores and order."""
        engine, units = self._engine, query.units
        own = self._own_keys(query.text)
        found = engine.candidates(Wanted(vector, units, query_terms(query.full), own), scope, _LIMITS, clock)
        with clock.stage("late"):
            late = self._generation.matcher.late_scores(units, engine.tokens(found.keys))
            kept = _kept(late.near, found.by_units, found.otherwise)
            keys, near, said = found.keys[kept], late.near[kept], late.said[kept]
            cosine: Vectors = engine.vectors(keys) @ vector
        with clock.stage("fuse"):
            covered = coverage(engine.statistics, query.full)
            scores = CandidateScores(keys, cosine, near, said, found.lexical[kept], covered)
            # A document asked for by its number comes before those that cite it.
            fused = fuse(scores, self.embedder.fitted.fusion)
            fused += OWN_NUMBER_BONUS * np.isin(keys, own).astype(np.float32)
            order = ranking(fused, keys)
        return _Ranked(query, scores, late.strengths[kept], fused, order)

    def _hits(self, ranked: "_Ranked", offset: int, limit: int) -> tuple[Hit, ...]:
        records, scores = self._generation.records, ranked.scores
        chosen = ranked.order[offset : offset + limit]
        keys = scores.keys[chosen]
        passages = records.passages(keys.tolist())
        matches = self._matches(ranked.query, passages, keys)
        return tuple(
            Hit(
                rank=rank,
                score=round(float(1 / (1 + np.exp(-ranked.fused[at] / 2))), 4),
                passage=passage,
                document=records.documents[passage.document_id],
                matches=found,
                signals=Signals(float(scores.cosine[at]), float(scores.said[at]), float(scores.lexical[at])),
                also_in=tuple(records.documents[i] for i in self._copies.get(passage.document_id, ())),
            )
            for rank, (at, passage, found) in enumerate(
                zip(chosen, passages, matches, strict=True), start=offset + 1
            )
        )

    def _matches(
        self, query: Query, passages: Sequence[PassageRecord], keys: Keys
    ) -> Iterator[tuple[Match, ...]]:
        """Yield the matches of a query in each of the passages with these keys."""
        windows = self._generation.matcher.windows(query.units, self._engine.tokens(keys, placed=True))
        wanted = sought(query.full, query.units)
        for passage, found in zip(passages, windows, strict=True):
            yield find_matches(wanted, passage, found)


@dataclass(slots=True)
class _Ranked:
    """The candidates of one text: unit strengths (candidates, units), and positions best first."""

    query: Query
    scores: CandidateScores
    strengths: Vectors
    fused: Vectors
    order: NDArray[np.int64]

    @property
    def keys(self) -> Keys:
        """The candidates, best first."""
        return self.scores.keys[self.order]

    @property
    def evidence(self) -> confidence.Evidence:
        """What the confidence is judged from."""
        scores = self.scores
        return confidence.Evidence(
            late=scores.said,
            cosine=scores.cosine,
            lexical=scores.lexical,
            fused=self.fused,
            strengths=self.strengths,
            weights=self.query.units.weights,
            sizes=self.query.units.sizes,
            order=self.order,
            coverage=scores.coverage,
        )


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidates of a query, best first; `probability` is that one of them answers."""

    query: Query
    ranked: _Ranked
    confidence: Confidence
    clock: Clock
    probability: float

    @property
    def late(self) -> Vectors:
        """How well the words of each candidate (n,) answer the query, 0 … 1."""
        late: Vectors = self.ranked.scores.said[self.ranked.order]
        return late

    def __len__(self) -> int:
        return len(self.ranked.order)

    def parted(self, share: float) -> tuple["Ranking", "Ranking"]:
        """Return the candidates whose words answer at least `share` times as well as the best, and the rest."""
        late = self.late
        near = late >= share * late.max(initial=0)
        return self.chosen(np.flatnonzero(near)), self.chosen(np.flatnonzero(~near))

    def followed_by(self, others: "Ranking") -> "Ranking":
        """Return the candidates of this ranking, then those of another part of it."""
        order = np.concatenate([self.ranked.order, others.ranked.order])
        return replace(self, ranked=replace(self.ranked, order=order))

    def chosen(self, places: NDArray[np.int64]) -> "Ranking":
        """Return the ranking of the candidates at some of its places, in that order."""
        return replace(self, ranked=replace(self.ranked, order=self.ranked.order[places]))


def checked_query(query: str) -> str:
    """Return the query in stored form; raises `InvalidQueryError` where it is empty or too long."""
    text = query.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ")
    # Compatibility forms: Ⅱ is II, ﬁ is fi, a full-width letter a letter.
    text = clean(unicodedata.normalize("NFKC", text)).strip().translate(WITH_STROKE)
    if not any(character.isalnum() for character in text):
        raise InvalidQueryError("the query is empty: type a question, a few words or a document number")
    if len(text) > LONGEST_QUERY:
        raise InvalidQueryError(
            "the query has %(count)d characters, the limit is %(most)d: shorten it",
            count=len(text),
            most=LONGEST_QUERY,
        )
    return text


def _kept(near: Vectors, by_units: NDArray[np.bool_], otherwise: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which candidates (n,) are ranked: the best by term matching of those found by units, and all others."""
    places = np.flatnonzero(by_units)
    best = places[np.argsort(-np.round(near[places], 6), kind="stable")[:TERM_CANDIDATES_KEPT]]
    kept = otherwise.copy()
    kept[best] = True
    return kept
