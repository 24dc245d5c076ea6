"""What would be found if nothing were left out: every passage compared with a question."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from index.embedded.lexical import as_array
from index.fusion import COSINE_WEIGHT, LATE_WEIGHT, LEXICAL_WEIGHT, CandidateScores
from index.searcher import Query, Ranking
from index.snapshot import Snapshot
from index.static_model import Vectors
from index.term_matching import TokenArrays
from index.types import Filters

_AT_ONCE = 20_000
DEPTH = 10
Rows = NDArray[np.int64]


def exact_rows(snapshot: Snapshot, ranking: Ranking) -> Rows:
    """Return the ten best rows of all, by the three scores that a ranking fused.

    Each counts by the mean and the deviation that it has among the candidates of the ranking, so that both orders
    are by the same sum; only that here every passage is a candidate.
    """
    query, candidates = ranking.query, ranking.ranked.scores
    vector, matcher = snapshot.searcher.meaning(query.full), snapshot.generation.matcher
    whole = _Whole(snapshot)
    lexical = whole.lexical(query)
    best, scores = np.zeros(0, np.int64), np.zeros(0, np.float32)
    for rows in whole.parts():
        late, _ = matcher.late_scores(query.units, whole.tokens(rows))
        cosine = whole.cosines(rows, vector)
        fused = _as_among(
            candidates, CandidateScores(rows, cosine, late, as_array(lexical, rows), candidates.coverage)
        )
        best, scores = np.concatenate([best, rows]), np.concatenate([scores, fused])
        order = np.lexsort((best, -np.round(scores, 6)))[:DEPTH]
        best, scores = best[order], scores[order]
    return best


def exact_nearest(snapshot: Snapshot, vector: Vectors) -> Rows:
    """Return the ten rows whose vectors are nearest to one, each of all compared."""
    best, cosines = np.zeros(0, np.int64), np.zeros(0, np.float32)
    whole = _Whole(snapshot)
    for rows in whole.parts():
        best = np.concatenate([best, rows])
        cosines = np.concatenate([cosines, whole.cosines(rows, vector)])
        order = np.argsort(-cosines, kind="stable")[:DEPTH]
        best, cosines = best[order], cosines[order]
    return best


class _Whole:
    """All passages of a snapshot, as its engine keeps them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._generation, self._rows = snapshot.generation, snapshot.searcher.rows()

    def parts(self) -> Iterator[Rows]:
        """Yield the rows of all passages, some at a time."""
        return (self._rows[first : first + _AT_ONCE] for first in range(0, len(self._rows), _AT_ONCE))

    def lexical(self, query: Query) -> dict[int, float]:
        """Return BM25 of every passage that has a word of a query, by row."""
        passages = self._generation.manifest.passages
        # One more than there are, so that none is left out.
        return self._generation.lexical.scores(query.full, Filters(), passages + 1)

    def tokens(self, rows: Rows) -> TokenArrays:
        """Return the tokens of passages."""
        return self._generation.tokens.of(rows)

    def cosines(self, rows: Rows, vector: Vectors) -> Vectors:
        """Return the cosines (n,) of passages with a vector."""
        return self._generation.dense.cosines(rows, vector)


def _as_among(candidates: CandidateScores, scores: CandidateScores) -> Vectors:
    """Return the fused scores of any passages, standardised as the candidates are."""
    fused: Vectors = (
        COSINE_WEIGHT * _standardised(candidates.cosine, scores.cosine)
        + LATE_WEIGHT * _standardised(candidates.late, scores.late)
        + LEXICAL_WEIGHT * scores.coverage**2 * _standardised(candidates.lexical, scores.lexical)
    )
    return fused


def _standardised(among: Vectors, values: Vectors) -> Vectors:
    deviation = float(among.std())
    if deviation <= 1e-5 * float(np.abs(among).max(initial=0)):
        return np.zeros_like(values)
    found: Vectors = (values - among.mean()) / deviation
    return found
