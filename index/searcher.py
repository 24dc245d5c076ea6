"""A query becomes ranked hits: candidates from three sources, matching, fusion."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import faiss
import numpy as np
from numpy.typing import NDArray

from index import confidence
from index.embedder import Embedder
from index.errors import InvalidQueryError, ModelError
from index.expansion import expand_query
from index.fusion import CandidateScores, fuse, ranking
from index.generation import Generation
from index.highlights import find_matches
from index.lexical import as_array
from index.reranker import PASSAGES_RERANKED, Reranker
from index.static_model import Vectors
from index.term_matching import QueryUnits, query_units, weighted_mean
from index.types import Expansion, Filters, Hit, PassageRecord, SearchResult, Signals
from ingest.folding import fold

LONGEST_QUERY = 2000
DENSE_CANDIDATES = 100
LEXICAL_CANDIDATES = 100
TERM_CANDIDATES = 200


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
        query = checked_query(query)
        text, expansions = expand_query(query)
        filters = filters or Filters()
        clock = _Clock()
        allowed = self._allowed(filters)
        with clock.stage("embed"):
            units = query_units(self.generation.model, text, self.generation.token_weights)
            vector = self.embedder.embed_query(text)
        scores, strengths = self._score(text, units, vector, filters, allowed, clock)
        with clock.stage("fuse"):
            fused = fuse(scores)
            order = ranking(fused, scores.rows)
        if self.reranker:
            with clock.stage("rerank"):
                order = self._reranked(self.reranker, query, scores, order)
        with clock.stage("render"):
            page = order[offset : offset + limit]
            hits = self._hits(text, units, scores, strengths, fused, page, offset)
        found = confidence.features(evidence_of(scores, strengths, units, order))
        named = self.generation.lexical.names(query) or self._stands_in_full(
            expansions, scores.rows[order[: confidence.PASSAGES_JOINED]]
        )
        judged = confidence.calibration().judge(found, named=named)
        return SearchResult(query, hits, len(order), judged, expansions, clock.timings)

    def confidence_features(self, query: str) -> Vectors:
        """Return the signals that the confidence of `query` is judged from, for calibration."""
        text, _ = expand_query(checked_query(query))
        units = query_units(self.generation.model, text, self.generation.token_weights)
        vector = self.embedder.embed_query(text)
        scores, strengths = self._score(text, units, vector, Filters(), None, _Clock())
        order = ranking(fuse(scores), scores.rows)
        return confidence.features(evidence_of(scores, strengths, units, order))

    def similar(self, passage: PassageRecord, limit: int) -> tuple[Hit, ...]:
        """Return the nearest passages of other documents."""
        text = passage.text[:LONGEST_QUERY]
        generation = self.generation
        own = generation.records.document_order()[passage.document_id]
        allowed = generation.document_of != own
        if not allowed.any():
            return ()
        units = query_units(generation.model, text, generation.token_weights)
        vector = self.embedder.embed_passages([text])[0]
        scores, strengths = self._score(text, units, vector, Filters(), allowed, _Clock())
        fused = fuse(scores)
        order = ranking(fused, scores.rows)[:limit]
        return self._hits(text, units, scores, strengths, fused, order, 0)

    def _stands_in_full(self, expansions: Sequence[Expansion], rows: NDArray[np.int64]) -> bool:
        """Return True where a passage holds the full form of an abbreviation of the query."""
        if not expansions or not len(rows):
            return False
        passages = self.generation.records.passages([int(row) for row in rows])
        texts = [fold(" ".join([*passage.path, passage.text])) for passage in passages]
        return any(fold(expansion.read_as) in text for expansion in expansions for text in texts)

    def _reranked(
        self, reranker: Reranker, query: str, scores: CandidateScores, order: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return the order with its first passages as the cross-encoder ranks them."""
        first = order[:PASSAGES_RERANKED]
        if len(first) < 2:
            return order
        passages = self.generation.records.passages([int(scores.rows[i]) for i in first])
        relevance = reranker.scores(query, [passage.text for passage in passages])
        return np.concatenate([first[ranking(relevance, scores.rows[first])], order[len(first) :]])

    def _allowed(self, filters: Filters) -> NDArray[np.bool_] | None:
        if not filters.active:
            return None
        documents = self.generation.records.documents.values()
        return self.generation.allowed([filters.admits(document) for document in documents])

    def _score(
        self,
        text: str,
        units: QueryUnits,
        vector: Vectors,
        filters: Filters,
        allowed: NDArray[np.bool_] | None,
        clock: "_Clock",
    ) -> tuple[CandidateScores, Vectors]:
        """Return raw scores of the candidates and unit strengths (candidates, units)."""
        generation = self.generation
        with clock.stage("terms"):
            terms = self._term_rows(units, allowed)
        with clock.stage("lexical"):
            lexical = generation.lexical.scores(text, filters, LEXICAL_CANDIDATES)
            coverage = generation.lexical.coverage(text)
        with clock.stage("dense"):
            dense = self._dense_rows(vector, allowed)
        rows = _union(terms, dense, np.fromiter(lexical, np.int64, len(lexical)))
        if allowed is not None:
            # The lexical index knows the filters, but not every restriction.
            rows = rows[allowed[rows]]
        with clock.stage("late"):
            strengths = generation.matcher.strengths(units, rows)
            late = weighted_mean(strengths, units.weights)
            cosine = _cosines(generation.dense, rows, vector)
        scores = CandidateScores(rows, cosine, late, as_array(lexical, rows), coverage)
        return scores, strengths

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

    def _dense_rows(self, vector: Vectors, allowed: NDArray[np.bool_] | None) -> NDArray[np.int64]:
        index = self.generation.dense
        count = min(DENSE_CANDIDATES, index.ntotal)
        if not count:
            return np.zeros(0, np.int64)
        parameters = None
        if allowed is not None:
            selector = faiss.IDSelectorBatch(np.flatnonzero(allowed))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        _, rows = index.search(vector[None, :], count, params=parameters)
        found: NDArray[np.int64] = rows[0][rows[0] >= 0]
        return found

    def _hits(
        self,
        text: str,
        units: QueryUnits,
        scores: CandidateScores,
        strengths: Vectors,
        fused: Vectors,
        chosen: NDArray[np.int64],
        offset: int,
    ) -> tuple[Hit, ...]:
        records = self.generation.records
        passages = records.passages([int(scores.rows[i]) for i in chosen])
        hits = []
        for place, (at, passage) in enumerate(zip(chosen, passages, strict=True), start=1):
            matches = find_matches(self.generation.matcher, text, units, passage)
            hits.append(
                Hit(
                    rank=offset + place,
                    score=round(float(1 / (1 + np.exp(-fused[at] / 2))), 4),
                    passage=passage,
                    document=records.documents[passage.document_id],
                    matches=matches,
                    signals=_signals(scores, strengths, units, at),
                )
            )
        return tuple(hits)


def _signals(scores: CandidateScores, strengths: Vectors, units: QueryUnits, at: np.int64) -> Signals:
    """Return what is known about candidate `at`."""
    weights = units.weights
    strong = weights[strengths[at] >= confidence.STRONG_MATCH].sum() / max(float(weights.sum()), 1e-9)
    return Signals(
        cosine=float(scores.cosine[at]),
        late=float(scores.late[at]),
        lexical=float(scores.lexical[at]),
        strong_share=float(strong),
    )


def evidence_of(
    scores: CandidateScores, strengths: Vectors, units: QueryUnits, order: NDArray[np.int64]
) -> confidence.Evidence:
    """Return what the confidence is judged from."""
    return confidence.Evidence(scores.late, scores.cosine, strengths, units.weights, order, scores.coverage)


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


def _cosines(index: faiss.Index, rows: NDArray[np.int64], vector: Vectors) -> Vectors:
    if not len(rows):
        return np.zeros(0, np.float32)
    stored = index.reconstruct_batch(rows)
    cosines: Vectors = stored @ vector
    return cosines


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.timings: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begin = time.perf_counter()
        yield
        self.timings[name] = time.perf_counter() - begin
