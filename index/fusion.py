"""Fusion of the three sources into one order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.static_model import Vectors


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """Weights of the standardised scores for one embedding model (`index/fitted.py`)."""

    cosine: float = 1.0
    late: float = 1.0
    lexical: float = 1.0


@dataclass(frozen=True, slots=True)
class CandidateScores:
    """Raw scores (n,) of n candidates, by their `keys`, by source; `coverage` is 0 … 1 for the whole query.

    `near` and `said` are both of term matching (`index.term_matching.LateScores`); the fusion takes `near`.
    """

    keys: NDArray[np.int64]
    cosine: Vectors
    near: Vectors
    said: Vectors
    lexical: Vectors
    coverage: float


def fuse(scores: CandidateScores, weights: FusionWeights, among: CandidateScores | None = None) -> Vectors:
    """Return the fused score (n,) of each candidate, standardised `among` others where these are given.

    The lexical part counts by the square of coverage: BM25 over Vietnamese text is noise for an
    English question, and full evidence for a Vietnamese one.
    """
    among = among or scores
    fused: Vectors = (
        weights.cosine * standardised(scores.cosine, among.cosine)
        + weights.late * standardised(scores.near, among.near)
        + weights.lexical * scores.coverage**2 * standardised(scores.lexical, among.lexical)
    )
    return fused


def ranking(fused: Vectors, keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return candidate positions, best first; equal scores in order of the passages."""
    order: NDArray[np.int64] = np.lexsort((keys, -np.round(fused, 6)))
    return order


def standardised(values: Vectors, among: Vectors | None = None) -> Vectors:
    """Return values less the mean of those `among` which they are seen, in deviations of these; 0 where these are constant.

    Without others, values are seen among themselves: their mean becomes 0 and their deviation 1.
    """
    among = values if among is None else among
    if not len(among):
        return np.zeros_like(values)
    deviation = float(among.std())
    # Below the precision of float32, what is left of the mean is rounding.
    if deviation <= 1e-5 * float(np.abs(among).max()):
        return np.zeros_like(values)
    centred: Vectors = (values - among.mean()) / deviation
    return centred
