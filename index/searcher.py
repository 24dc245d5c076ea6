"""A query becomes ranked hits: candidates from three sources, matching, fusion."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import confidence
from index.embedded.dense import cosines, nearest_rows
from index.embedded.lexical import as_array
from index.embedder import Embedder
from index.errors import InvalidQueryError, ModelError
from index.expansion import expand_query
from index.fusion import CandidateScores, fuse, ranking
from index.generation import Generation
from index.highlights import find_matches
from index.reranker import PASSAGES_RERANKED, Reranker
from index.similarity import candidates
from index.static_model import Vectors
from index.term_matching import QueryUnits, query_units
from index.types import Confidence, Expansion, Filters, Hit, Match, PassageRecord, SearchResult, Signals
from ingest.language.folding import fold

LONGEST_QUERY = 2000
DENSE_CANDIDATES = 100
LEXICAL_CANDIDATES = 100
TERM_CANDIDATES = 200
# Of a whole provision asked as a query, so many units are looked for to say why a passage matched.
UNITS_MATCHED = 16


class Searcher:
    """Answers queries over one generation with one embedder; safe for several threads."""

    def __init__(self, generation: Generation, embedder: Embedder, reranker: Reranker | None = None) -> None:
        if embedder.identity != generation.manifest.model:
            raise ModelError(
                f"generation {generation.manifest.generation} was built with model "
                f"{generation.manifest.model}, but the model in use is {embedder.identity}; set "
                f"PLANSEARCH_MODEL back or run `plansearch ingest` to rebuild"
            )
        self.generation = generation
        self.embedder = embedder
        self.reranker = reranker

    def search(
        self, query: str, filters: Filters | None = None, limit: int = 10, offset: int = 0
    ) -> SearchResult:
        """Return the hits `offset` to `offset + limit` of `query` among passages that pass filters.

        Raises `InvalidQueryError` for an empty or over-long query.
        """
        return self.result(self.rank(query, filters), limit, offset)

    def rank(self, query: str, filters: Filters | None = None) -> "Ranking":
        """Return all candidates of `query`, best first, and how sure it is that one answers.

        Raises `InvalidQueryError` for an empty or over-long query.
        """
        query = checked_query(query)
        text, expansions = expand_query(query)
        filters = filters or Filters()
        clock = _Clock()
        with clock.stage("embed"):
            vector = self.embedder.embed_query(text)
        ranked = self._rank(text, vector, filters, self._allowed(filters), clock)
        if self.reranker:
            with clock.stage("rerank"):
                ranked.order = self._reranked(self.reranker, query, ranked)
        named = self.generation.lexical.names(query) or self._stands_in_full(
            expansions, ranked.rows[: confidence.PASSAGES_JOINED]
        )
        judged = confidence.calibration().judge(confidence.features(ranked.evidence), named=named)
        return Ranking(query, ranked, judged, expansions, clock)

    def result(self, ranking: "Ranking", limit: int, offset: int = 0) -> SearchResult:
        """Return the hits `offset` to `offset + limit` of a ranking, with their reasons."""
        with ranking.clock.stage("render"):
            hits = self._hits(ranking.ranked, offset, limit)
        total = len(ranking.ranked.order)
        return SearchResult(
            ranking.query, hits, total, ranking.confidence, ranking.expansions, ranking.clock.timings
        )

    def late(self, ranking: "Ranking", rows: NDArray[np.int64]) -> Vectors:
        """Return how well the words of any passages (n,) answer the query of a ranking, 0 … 1."""
        return self.generation.matcher.late_scores(ranking.ranked.units, rows)[0]

    def matches(self, ranking: "Ranking", passage: PassageRecord) -> tuple[Match, ...]:
        """Return the words of any passage that answer the query of a ranking."""
        return find_matches(self.generation.matcher, ranking.ranked.text, ranking.ranked.units, passage)

    def confidence_features(self, query: str) -> Vectors:
        """Return the signals that the confidence of `query` is judged from, for calibration."""
        text, _ = expand_query(checked_query(query))
        vector = self.embedder.embed_query(text)
        return confidence.features(self._rank(text, vector, Filters(), None, _Clock()).evidence)

    def similar(self, passage: PassageRecord, limit: int, *, own: bool = False) -> tuple[Hit, ...]:
        """Return the nearest passages of other documents, or of its own document without itself."""
        generation, text = self.generation, passage.text[:LONGEST_QUERY]
        scores = candidates(generation, passage, own=own)
        fused = fuse(scores)
        units = query_units(generation.model, text, generation.token_weights).heaviest(UNITS_MATCHED)
        strengths = np.zeros((len(scores.rows), 0), np.float32)
        ranked = _Ranked(text, units, scores, strengths, fused, ranking(fused, scores.rows))
        return self._hits(ranked, 0, limit)

    def _stands_in_full(self, expansions: Sequence[Expansion], rows: NDArray[np.int64]) -> bool:
        """Return True where a passage holds the full form of an abbreviation of the query."""
        if not expansions or not len(rows):
            return False
        passages = self.generation.records.passages(rows.tolist())
        texts = [fold(" ".join([*passage.path, passage.text])) for passage in passages]
        return any(fold(expansion.read_as) in text for expansion in expansions for text in texts)

    def _reranked(self, reranker: Reranker, query: str, ranked: "_Ranked") -> NDArray[np.int64]:
        """Return the order with its first passages as the cross-encoder ranks them."""
        first, rows = ranked.order[:PASSAGES_RERANKED], ranked.rows[:PASSAGES_RERANKED]
        if len(first) < 2:
            return ranked.order
        passages = self.generation.records.passages(rows.tolist())
        relevance = reranker.scores(query, [passage.text for passage in passages])
        return np.concatenate([first[ranking(relevance, rows)], ranked.order[len(first) :]])

    def _allowed(self, filters: Filters) -> NDArray[np.bool_] | None:
        if not filters.active:
            return None
        documents = self.generation.records.documents.values()
        return self.generation.allowed([filters.admits(document) for document in documents])

    def _rank(
        self,
        text: str,
        vector: Vectors,
        filters: Filters,
        allowed: NDArray[np.bool_] | None,
        clock: "_Clock",
    ) -> "_Ranked":
        """Return the candidates of all sources with their scores and order."""
        generation = self.generation
        with clock.stage("units"):
            units = query_units(generation.model, text, generation.token_weights)
        with clock.stage("terms"):
            terms = self._term_rows(units, allowed)
        with clock.stage("lexical"):
            lexical = generation.lexical.scores(text, filters, LEXICAL_CANDIDATES)
            coverage = generation.lexical.coverage(text)
        with clock.stage("dense"):
            dense = nearest_rows(generation.dense, vector, allowed, DENSE_CANDIDATES)
        rows = _union(terms, dense, np.fromiter(lexical, np.int64, len(lexical)))
        if allowed is not None:
            # The lexical index knows the filters, but not every restriction.
            rows = rows[allowed[rows]]
        with clock.stage("late"):
            late, strengths = generation.matcher.late_scores(units, rows)
            cosine = cosines(generation.dense, rows, vector)
        with clock.stage("fuse"):
            scores = CandidateScores(rows, cosine, late, as_array(lexical, rows), coverage)
            fused = fuse(scores)
            order = ranking(fused, rows)
        return _Ranked(text, units, scores, strengths, fused, order)

    def _term_rows(self, units: QueryUnits, allowed: NDArray[np.bool_] | None) -> NDArray[np.int64]:
        """Return the passages with the best terms; all, where they are no more than that."""
        admitted = (
            np.arange(len(self.generation.document_of)) if allowed is None else (np.flatnonzero(allowed))
        )
        if len(admitted) <= TERM_CANDIDATES:
            return admitted
        scores = self.generation.terms.scores(units)[admitted]
        best = np.argpartition(-scores, TERM_CANDIDATES - 1)[:TERM_CANDIDATES]
        return admitted[best[scores[best] > 0]]

    def _hits(self, ranked: "_Ranked", offset: int, limit: int) -> tuple[Hit, ...]:
        records, scores = self.generation.records, ranked.scores
        chosen = ranked.order[offset : offset + limit]
        passages = records.passages(scores.rows[chosen].tolist())
        return tuple(
            Hit(
                rank=rank,
                score=round(float(1 / (1 + np.exp(-ranked.fused[at] / 2))), 4),
                passage=passage,
                document=records.documents[passage.document_id],
                matches=find_matches(self.generation.matcher, ranked.text, ranked.units, passage),
                signals=Signals(float(scores.cosine[at]), float(scores.late[at]), float(scores.lexical[at])),
            )
            for rank, (at, passage) in enumerate(zip(chosen, passages, strict=True), start=offset + 1)
        )


@dataclass(slots=True)
class _Ranked:
    """The candidates of one text: unit strengths (candidates, units), and positions best first."""

    text: str
    units: QueryUnits
    scores: CandidateScores
    strengths: Vectors
    fused: Vectors
    order: NDArray[np.int64]

    @property
    def rows(self) -> NDArray[np.int64]:
        """The passage rows of the candidates, best first."""
        return self.scores.rows[self.order]

    @property
    def evidence(self) -> confidence.Evidence:
        """What the confidence is judged from."""
        scores = self.scores
        return confidence.Evidence(
            late=scores.late,
            cosine=scores.cosine,
            lexical=scores.lexical,
            fused=self.fused,
            strengths=self.strengths,
            weights=self.units.weights,
            sizes=self.units.sizes,
            order=self.order,
            coverage=scores.coverage,
        )


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidates of a query, best first."""

    query: str
    ranked: _Ranked
    confidence: Confidence
    expansions: tuple[Expansion, ...]
    clock: "_Clock"

    @property
    def rows(self) -> NDArray[np.int64]:
        """The passage rows (n,) of the candidates."""
        return self.ranked.rows

    @property
    def late(self) -> Vectors:
        """How well the words of each candidate (n,) answer the query, 0 … 1."""
        late: Vectors = self.ranked.scores.late[self.ranked.order]
        return late


def checked_query(query: str) -> str:
    """Return the query in stored form; raises `InvalidQueryError` where it is empty or too long."""
    text = query.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ").strip()
    if not any(character.isalnum() for character in text):
        raise InvalidQueryError("the query is empty: type a question, a few words or a document number")
    if len(text) > LONGEST_QUERY:
        raise InvalidQueryError(
            f"the query has {len(text)} characters, the limit is {LONGEST_QUERY}: shorten it"
        )
    return text


def _union(*sources: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the candidate rows of all sources in ascending order, each once."""
    rows: NDArray[np.int64] = np.unique(np.concatenate(sources)).astype(np.int64)
    return rows


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.timings: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begin = time.perf_counter()
        yield
        self.timings[name] = time.perf_counter() - begin
