"""Confidence: a small calibrated model of whether the corpus speaks of the question.

Scores of one query cannot be compared with those of another, so several signals of the best
passages are weighed together. `python -m training.confidence` fits the weights on our own
answerable and unrelated questions, for one embedding model (`index/fitted.py`); docs/confidence.md
shows how well they hold.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.static_model import Vectors
from index.types import Confidence

PASSAGES_READ = 3
# What is said of the parts of a question in different passages is looked for further down.
PASSAGES_JOINED = 10
STRONG_MATCH = 0.45
WEAK_MATCH = 0.20
PLAIN_MATCH = 0.60
_RARE_SHARE = 0.4
_SIGNALS = (
    "late", "cosine", "strong_share", "rare_strength", "weak_share", "late_margin", "cosine_margin",
    "coverage", "log_units", "spoken", "rarest_strength", "late_deviations", "word_strength",
    "pair_strength", "words_plain", "pairs_plain", "root_strength", "lexical", "fused_margin",
)  # fmt: skip
# Signals mean other things for a question in the corpus's own language, where coverage is high.
_BY_LANGUAGE = (
    "late", "cosine", "weak_share", "late_margin", "cosine_margin", "rare_strength", "spoken",
    "word_strength", "pair_strength", "words_plain", "pairs_plain", "root_strength", "lexical",
    "fused_margin",
)  # fmt: skip
FEATURES = (*_SIGNALS, *(f"{name} by coverage" for name in _BY_LANGUAGE))
_STRONG_SHARE = FEATURES.index("strong_share")
# 1.5 % of the unrelated questions reach this share, 37 % of the answerable ones.
SPOKEN_PLAINLY = 0.60
# What depends on the cosines of the embedding model, and on how they weigh in the fusion.
OF_THE_MODEL = frozenset(
    name for name in FEATURES if name.split(" by ")[0] in ("cosine", "cosine_margin", "fused_margin")
)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model over `FEATURES`, and the probabilities that part none, low and high."""

    weights: tuple[float, ...]
    bias: float
    low: float
    high: float

    def probability(self, features: Vectors) -> float:
        """Return the probability that the best passages answer the question."""
        return float(1 / (1 + np.exp(-(np.dot(self.weights, features) + self.bias))))

    def judge(self, features: Vectors, *, named: bool = False) -> Confidence:
        """Return the confidence that the corpus speaks of the question.

        It is never "none" where one passage says most of the question plainly, or where the
        corpus holds an acronym or number that the question names.
        """
        probability = self.probability(features)
        if probability >= self.high:
            return "high"
        plain = features[_STRONG_SHARE] >= SPOKEN_PLAINLY
        return "low" if probability >= self.low or plain or named else "none"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Signals of all candidates (n,), unit strengths (n, units), and the order of the ranking.

    `weights` and `sizes` (units,) are those of the query's units, a size being 1 or 2 tokens.
    """

    late: Vectors
    cosine: Vectors
    lexical: Vectors
    fused: Vectors
    strengths: Vectors
    weights: Vectors
    sizes: NDArray[np.int64]
    order: NDArray[np.int64]
    coverage: float


def features(evidence: Evidence) -> Vectors:
    """Return the values of `FEATURES` for the best passages of a query."""
    if not len(evidence.order) or not len(evidence.weights):
        return np.zeros(len(FEATURES), np.float32)
    signals = _signals(evidence)
    crossed = [signals[name] * evidence.coverage for name in _BY_LANGUAGE]
    return np.array([*(signals[name] for name in _SIGNALS), *crossed], np.float32)


def _signals(evidence: Evidence) -> dict[str, float]:
    best = evidence.order[:PASSAGES_READ]
    late, cosine, strengths = evidence.late[best], evidence.cosine[best], evidence.strengths[best]
    weights = evidence.weights / max(float(evidence.weights.sum()), 1e-9)
    rare = evidence.weights >= np.quantile(evidence.weights, 1 - _RARE_SHARE)
    joined = evidence.strengths[evidence.order[:PASSAGES_JOINED]].max(axis=0)
    words, pairs = _shares(weights, evidence.sizes == 1), _shares(weights, evidence.sizes == 2)
    found = {
        "late": late.max(),
        "cosine": cosine.max(),
        "strong_share": (weights * (strengths >= STRONG_MATCH)).sum(axis=1).max(),
        "rare_strength": strengths[:, rare].mean(axis=1).max(),
        "weak_share": (weights * (strengths < WEAK_MATCH)).sum(axis=1).min(),
        "late_margin": late.max() - np.median(evidence.late),
        "cosine_margin": cosine.max() - np.median(evidence.cosine),
        "coverage": evidence.coverage,
        "log_units": np.log(len(weights)),
        "spoken": (weights * joined).sum(),
        "rarest_strength": joined[int(np.argmax(weights))],
        "late_deviations": (late.max() - evidence.late.mean()) / (evidence.late.std() + 1e-6),
        "word_strength": (strengths @ words).max(),
        "pair_strength": (strengths @ pairs).max(),
        "words_plain": ((strengths >= PLAIN_MATCH) @ words).max(),
        "pairs_plain": ((strengths >= PLAIN_MATCH) @ pairs).max(),
        "root_strength": (np.sqrt(strengths) @ weights).max(),
        "lexical": np.log1p(evidence.lexical.max()),
        "fused_margin": evidence.fused.max() - np.median(evidence.fused),
    }
    return {name: float(value) for name, value in found.items()}


def _shares(weights: Vectors, chosen: NDArray[np.bool_]) -> Vectors:
    """Return the weights (units,) of the chosen units, one in sum, and zero for the others."""
    kept = weights * chosen
    shares: Vectors = kept / max(float(kept.sum()), 1e-9)
    return shares
