"""What would be found if nothing were left out: every passage compared with a question."""

from collections.abc import Iterator

import numpy as np

from index.clock import Clock
from index.engine import NO_KEYS, Candidates, Keys, Limits, Scope, Wanted
from index.fusion import CandidateScores, fuse
from index.lexical_terms import query_terms
from index.searcher import DENSE_CANDIDATES, Query, Ranking
from index.snapshot import Snapshot
from index.static_model import Vectors

_AT_ONCE = 20_000
DEPTH = 10


def exact_keys(snapshot: Snapshot, ranking: Ranking) -> Keys:
    """Return the ten best passages of all, by the three scores that a ranking fused.

    Each counts by the mean and the deviation that it has among the candidates of the ranking, so that both orders
    are by the same sum; only that here every passage is a candidate.
    """
    query, candidates = ranking.query, ranking.ranked.scores
    vector, matcher = snapshot.searcher.meaning(query.full), snapshot.generation.matcher
    lexical = _lexical(snapshot, query, vector)
    weights = snapshot.searcher.embedder.fitted.fusion
    best, scores = NO_KEYS, np.zeros(0, np.float32)
    for keys in _parts(snapshot):
        late = matcher.late_scores(query.units, snapshot.generation.engine.tokens(keys))
        cosine = snapshot.generation.engine.vectors(keys) @ vector
        matched = np.array([lexical.get(key, 0.0) for key in keys.tolist()], np.float32)
        scored = CandidateScores(keys, cosine, late.near, late.said, matched, candidates.coverage)
        fused = fuse(scored, weights, candidates)
        best, scores = np.concatenate([best, keys]), np.concatenate([scores, fused])
        order = np.lexsort((best, -np.round(scores, 6)))[:DEPTH]
        best, scores = best[order], scores[order]
    return best


def exact_nearest(snapshot: Snapshot, vector: Vectors) -> Keys:
    """Return the ten passages whose vectors are nearest to one, each of all compared."""
    best = NO_KEYS
    for keys in _parts(snapshot):
        best = by_cosine(snapshot, np.concatenate([best, keys]), vector)[:DEPTH]
    return best


def found_nearest(snapshot: Snapshot, query: Query, vector: Vectors) -> Keys:
    """Return the ten passages whose vectors are nearest to one, as the engine finds them."""
    limits = Limits(dense=DENSE_CANDIDATES, lexical=0, units=0)
    return by_cosine(snapshot, _found(snapshot, query, vector, limits).keys, vector)[:DEPTH]


def by_cosine(snapshot: Snapshot, keys: Keys, vector: Vectors) -> Keys:
    """Return passages by the cosines of their vectors with one, the nearest first."""
    order = np.argsort(-(snapshot.generation.engine.vectors(keys) @ vector), kind="stable")
    return keys[order]


def _parts(snapshot: Snapshot) -> Iterator[Keys]:
    """Yield the keys of all passages, some at a time."""
    keys = snapshot.searcher.keys()
    return (keys[first : first + _AT_ONCE] for first in range(0, len(keys), _AT_ONCE))


def _lexical(snapshot: Snapshot, query: Query, vector: Vectors) -> dict[int, float]:
    """Return BM25 of every passage that has a word of a query."""
    # One more than there are, so that none is left out.
    limits = Limits(dense=0, lexical=snapshot.generation.manifest.passages + 1, units=0)
    found = _found(snapshot, query, vector, limits)
    return dict(zip(found.keys.tolist(), found.lexical.tolist(), strict=True))


def _found(snapshot: Snapshot, query: Query, vector: Vectors, limits: Limits) -> Candidates:
    wanted = Wanted(vector, query.units, query_terms(query.full), NO_KEYS)
    return snapshot.generation.engine.candidates(wanted, Scope(), limits, Clock())
