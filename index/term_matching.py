"""Term matching: every word of the query looks for the best window of words in a passage.

"Late interaction" over static vectors. Query units are tokens and pairs of neighbours; passage
windows are runs of one to four tokens, because a Vietnamese word has one to four syllables.
The best window of a unit is also the highlight, across languages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.query_words import word_shares
from index.static_model import StaticModel, TokenIds, Vectors, normalised, starts_of

LONGEST_WINDOW = 4
LOWEST_UNIT_WEIGHT = 0.12
# In a long passage every word finds something near by chance: beyond this many tokens, each
# doubling takes this share off its score (benchmarks/ablations.md, "Length").
USUAL_LENGTH = 64
LENGTH_DISCOUNT = 0.05
# A whole provision asked as a query has hundreds of units; the heaviest say what it is about.
MOST_UNITS = 64
_BLOCK = 8192
_LEAST_SQUARE = 1e-6
# Units × tokens × 4 bytes of this many tokens stay in the second-level cache.
_CACHED_TOKENS = 4000
NO_SPANS = np.zeros((0, 2), np.int32)
# Characters of a text from start to end, and the squared cosine of the words there with a unit.
Window = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class Unit:
    """A token of the query or two neighbours: its place in the query and its weight."""

    start: int
    end: int
    first_token: int
    size: int
    weight: float


@dataclass(frozen=True, slots=True)
class QueryUnits:
    """Units of a query, the heaviest first, with their unit vectors (n, dimension)."""

    units: tuple[Unit, ...]
    vectors: Vectors
    tokens: TokenIds

    @property
    def weights(self) -> Vectors:
        """Weights (n,) of the units."""
        return np.array([unit.weight for unit in self.units], np.float32)

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Number of tokens (n,) of the units."""
        return np.array([unit.size for unit in self.units], np.int64)

    def within(self, end: int) -> "QueryUnits":
        """Return the units that lie before the character `end` of the query."""
        kept = [place for place, unit in enumerate(self.units) if unit.end <= end]
        return QueryUnits(tuple(self.units[place] for place in kept), self.vectors[kept], self.tokens)

    def heaviest(self, most: int) -> "QueryUnits":
        """Return the units of greatest weight, at most `most`."""
        return QueryUnits(self.units[:most], self.vectors[:most], self.tokens)


NO_UNITS = QueryUnits((), np.zeros((0, 0), np.float32), np.zeros(0, np.int32))


@dataclass(frozen=True, slots=True)
class TokenArrays:
    """Token ids of all passages end to end; passage i is ids[starts[i]:starts[i+1]].

    `body[i]` counts the context tokens (headings) before the passage's own words; `spans` holds
    the characters (start, end) of each token in its context or passage text, or nothing where
    nobody asks for them.
    `inverse_lengths[k]` holds, for each position, 1 / norm of the sum of the k + 1 vectors from
    there, 0 where the passage ends before.
    """

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]
    body: NDArray[np.int32]
    spans: NDArray[np.int32]
    inverse_lengths: NDArray[np.float16]


def query_units(model: StaticModel, query: str, token_weights: Vectors) -> QueryUnits:
    """Return the tokens and neighbouring pairs of `query` with vectors and weights.

    A pair weighs as much as the mean of its two tokens; punctuation and units that nearly every
    text has are left out.
    """
    cut = model.cut([query])
    ids, offsets = cut.ids, cut.spans
    known = word_shares(query)
    shares = np.array([_share(query[start:end], known) for start, end in offsets], np.float32)
    ids, offsets, shares = ids[shares > 0], offsets[shares > 0], shares[shares > 0]
    singles = [
        Unit(int(start), int(end), i, 1, float(token_weights[ids[i]] * shares[i]))
        for i, (start, end) in enumerate(offsets)
    ]
    pairs = [
        Unit(left.start, right.end, left.first_token, 2, (left.weight + right.weight) / 2)
        for left, right in pairwise(singles)
    ]
    told = [unit for unit in singles + pairs if unit.weight >= LOWEST_UNIT_WEIGHT]
    units = sorted(told, key=lambda unit: -unit.weight)[:MOST_UNITS]
    sums = [model.vectors[ids[u.first_token : u.first_token + u.size]].sum(axis=0) for u in units]
    vectors = normalised(np.stack(sums)) if sums else np.zeros((0, model.dimension), np.float32)
    return QueryUnits(tuple(units), vectors, ids)


def _share(piece: str, shares: dict[str, float]) -> float:
    """Return the share of a token's weight: 0 for punctuation, all for a part of a word."""
    return shares.get(piece, 1.0) if any(c.isalnum() for c in piece) else 0.0


def inverse_window_lengths(
    model: StaticModel, ids: TokenIds, starts: NDArray[np.int64]
) -> NDArray[np.float16]:
    """Return (LONGEST_WINDOW, len(ids)): 1 / norm of the sum of 1 … 4 vectors from each position.

    0 where the window would run beyond its passage, so that such a window never scores.
    """
    inverse = np.zeros((LONGEST_WINDOW, len(ids)), np.float16)
    room = np.repeat(starts[1:], np.diff(starts)) - np.arange(len(ids))
    for begin in range(0, len(ids), _BLOCK):
        end = min(begin + _BLOCK, len(ids))
        part = model.vectors[ids[begin : end + LONGEST_WINDOW - 1]]
        for size, squares in enumerate(_squared_window_lengths(part)):
            lengths = np.sqrt(np.maximum(squares[: end - begin], _LEAST_SQUARE))
            fits = room[begin : begin + len(lengths)] > size
            inverse[size, begin : begin + len(lengths)] = np.where(fits, 1.0 / lengths, 0.0)
    return inverse


def _squared_window_lengths(vectors: Vectors) -> Iterator[Vectors]:
    """Yield the squared norms of the sums of 1, 2 … LONGEST_WINDOW neighbouring vectors (n, dimension).

    |a + b|² = |a|² + |b|² + 2ab: products of vectors at each distance, in place of every sum's norm.
    """
    distances = range(min(LONGEST_WINDOW, len(vectors)))
    products = [np.einsum("ij,ij->i", vectors[: len(vectors) - d], vectors[d:]) for d in distances]
    total = np.zeros(len(vectors), np.float32)
    for last in distances:
        # What the vector at the window's end adds: itself, and twice its product with each before it.
        total = total[: len(vectors) - last] + products[0][last:]
        for distance in range(1, last + 1):
            total += 2 * products[distance][last - distance :]
        yield total


@dataclass(frozen=True, slots=True)
class LateScores:
    """How well passages answer query units, 0 … 1, a long passage a little less.

    `strengths` (passages, units) are the squared cosines of the best windows. Their weighted mean, `said`
    (passages,), says whether the words of the query stand there; passages are ordered by `near` (passages,), the
    mean of the cosines themselves: of two that say half of the words, the one whose others are related comes first.
    """

    near: Vectors
    said: Vectors
    strengths: Vectors


class TermMatcher:
    """Scores passages, given by their tokens, against query units."""

    def __init__(self, model: StaticModel) -> None:
        self.model = model

    def strengths(self, query: QueryUnits, tokens: TokenArrays) -> Vectors:
        """Return the best squared cosine (passages, units) of each unit in each passage, which has tokens."""
        found = np.zeros((len(tokens.body), len(query.units)), np.float32)
        if not query.units or not len(tokens.body):
            return found
        near = self._nearness(query.vectors, tokens.ids)
        for first, end in _blocks(tokens):
            begin, finish = int(tokens.starts[first]), int(tokens.starts[end])
            windows = _cosines(near, tokens, slice(begin, finish))
            best = next(windows)
            for cosines in windows:
                shorter = best[:, : cosines.shape[1]]
                np.maximum(shorter, cosines, out=shorter)
            inside = tokens.starts[first:end] - begin
            nearest = np.maximum.reduceat(best, inside, axis=1)
            found[first:end] = np.square(np.maximum(nearest, 0.0)).T
        return found

    def late_scores(self, query: QueryUnits, tokens: TokenArrays) -> LateScores:
        """Return how well passages answer the units of a query."""
        strengths = self.strengths(query, tokens)
        divisors = length_divisors(np.diff(tokens.starts))
        near, said = (
            weighted_mean(each, query.weights) / divisors for each in (np.sqrt(strengths), strengths)
        )
        return LateScores(near, said, strengths)

    def score_texts(self, query: QueryUnits, texts: Sequence[str]) -> Vectors:
        """Return the weighted mean strength (len(texts),) of texts that are not in the index."""
        cut = self.model.tokenize(texts)
        filled = [place for place, row in enumerate(cut) if len(row)]
        scores = np.zeros(len(cut), np.float32)
        if filled:
            starts, ids = starts_of([len(cut[place]) for place in filled]), np.concatenate(cut)
            lengths = inverse_window_lengths(self.model, ids, starts)
            own = TokenArrays(ids, starts, np.zeros(len(filled), np.int32), NO_SPANS, lengths)
            scores[filled] = weighted_mean(self.strengths(query, own), query.weights)
        return scores

    def windows(self, query: QueryUnits, tokens: TokenArrays) -> Iterator[list[Window]]:
        """Yield for each passage the best window of each unit: start, end and squared cosine.

        A window is given as characters of the passage's own text; context is left out.
        """
        if not query.units:
            yield from ([] for _ in tokens.body)
            return
        near = self._nearness(query.vectors, tokens.ids)
        for passage, above in enumerate(tokens.body.tolist()):
            own = slice(int(tokens.starts[passage]) + above, int(tokens.starts[passage + 1]))
            yield _best_windows(near, tokens, own)

    def _nearness(self, vectors: Vectors, ids: TokenIds) -> "Nearness":
        """Return the products of the units with every distinct token of `ids`."""
        occurs = np.zeros(len(self.model.vectors), bool)
        occurs[ids] = True
        distinct = np.flatnonzero(occurs)
        columns = np.zeros(len(occurs), np.int32)
        columns[distinct] = np.arange(len(distinct), dtype=np.int32)
        return Nearness(vectors @ self.model.vectors[distinct].T, columns)


def _blocks(tokens: TokenArrays) -> Iterator[tuple[int, int]]:
    """Yield runs of passages whose tokens fit the processor's cache together."""
    first, passages = 0, len(tokens.body)
    while first < passages:
        fitting = np.searchsorted(tokens.starts, tokens.starts[first] + _CACHED_TOKENS, "right") - 1
        end = max(first + 1, int(fitting))
        yield first, end
        first = end


def _best_windows(near: "Nearness", tokens: TokenArrays, own: slice) -> list[Window]:
    """Return the best window of each unit among those of some neighbouring tokens."""
    count = own.stop - own.start
    if not count:
        return [(0, 0, 0.0)] * len(near.dots)
    best = np.zeros((len(near.dots), count), np.float32)
    sizes = np.zeros(best.shape, np.int8)
    for size, cosines in enumerate(_cosines(near, tokens, own)):
        shorter = best[:, : cosines.shape[1]]
        better = cosines > shorter
        np.copyto(shorter, cosines, where=better)
        np.copyto(sizes[:, : cosines.shape[1]], size, where=better)
    units = np.arange(len(best))
    first = best.argmax(axis=1)
    last = np.minimum(first + sizes[units, first], count - 1)
    starts, ends = tokens.spans[own.start + first, 0], tokens.spans[own.start + last, 1]
    found = np.square(best[units, first])
    return list(zip(starts.tolist(), ends.tolist(), found.tolist(), strict=True))


def _cosines(near: "Nearness", tokens: TokenArrays, own: slice) -> Iterator[Vectors]:
    """Yield cosines (units, windows) for windows of 1, 2 … tokens, one from each token that has so many after it."""
    # Not by indexing, which lays the units of a token side by side: what follows takes twice as long.
    dots = near.dots.take(near.columns[tokens.ids[own]], axis=1)
    scales = tokens.inverse_lengths[:, own].astype(np.float32)
    total = dots
    for size in range(LONGEST_WINDOW):
        if size:
            total = total[:, :-1] + dots[:, size:]
        yield total * scales[size, : total.shape[1]]


@dataclass(frozen=True, slots=True)
class Nearness:
    """Products (units, distinct tokens), and the column of each token of the vocabulary."""

    dots: Vectors
    columns: NDArray[np.int32]


def length_divisors(lengths: NDArray[np.int64]) -> Vectors:
    """Return what the scores of passages of these lengths in tokens are divided by, 1 or more."""
    doublings = np.log2(np.maximum(lengths, USUAL_LENGTH) / USUAL_LENGTH)
    return (1 + LENGTH_DISCOUNT * doublings).astype(np.float32)


def weighted_mean(strengths: Vectors, weights: Sequence[float] | Vectors) -> Vectors:
    """Return the weighted mean (rows,) of strengths (rows, units); no weight gives zeros."""
    weights = np.asarray(weights, np.float32)
    total = float(weights.sum())
    if total <= 0:
        return np.zeros(len(strengths), np.float32)
    mean: Vectors = strengths @ weights / total
    return mean
