"""What would be found if nothing were left out: every passage compared with a question."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from index.embedded.lexical import as_array
from index.fusion import COSINE_WEIGHT, LATE_WEIGHT, LEXICAL_WEIGHT, CandidateScores
from index.searcher import Ranking
from index.snapshot import Snapshot
from index.static_model import Vectors
from index.types import Filters

_AT_ONCE = 20_000
DEPTH = 10
Rows = NDArray[np.int64]


def exact_rows(snapshot: Snapshot, ranking: Ranking) -> Rows:
    """Return the ten best rows of all, by the three scores that a ranking fused.

    Each counts by the mean and the deviation that it has among the candidates of the ranking, so that both orders
    are by the same sum; only that here every passage is a candidate.
    """
    units, full = ranking.query.units, ranking.query.full
    generation, candidates = snapshot.generation, ranking.ranked.scores
    vector = snapshot.searcher.meaning(full)
    lexical = generation.lexical.scores(full, Filters(), generation.manifest.passages)
    best, scores = np.zeros(0, np.int64), np.zeros(0, np.float32)
    for rows in _parts(snapshot):
        late, _ = generation.matcher.late_scores(units, generation.tokens.of(rows))
        cosine = generation.dense.cosines(rows, vector)
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
    for rows in _parts(snapshot):
        best = np.concatenate([best, rows])
        cosines = np.concatenate([cosines, snapshot.generation.dense.cosines(rows, vector)])
        order = np.argsort(-cosines, kind="stable")[:DEPTH]
        best, cosines = best[order], cosines[order]
    return best


def _parts(snapshot: Snapshot) -> Iterator[Rows]:
    rows = snapshot.searcher.rows()
    return (rows[first : first + _AT_ONCE] for first in range(0, len(rows), _AT_ONCE))


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
