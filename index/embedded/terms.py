"""The term index: late interaction turned into retrieval.

Every token and pair of neighbours that occurs in enough passages is a term with a vector and
postings. FAISS finds the terms nearest to each unit of the query; a passage scores the weighted
sum of its best terms. An inverted index that crosses languages and explains itself.
"""

from dataclasses import dataclass

import faiss
import numpy as np
from numpy.typing import NDArray

from index.runs import run_positions
from index.static_model import StaticModel, Vectors, normalised
from index.term_matching import QueryUnits, TokenArrays
from index.threads import use_one_thread

LONGEST_TERM = 2
# In a small corpus every term counts; in a large one a term must recur to be worth its vector.
SMALL_CORPUS = 2_000
MINIMUM_PASSAGES = 3
NEAREST_TERMS = 64
LOWEST_COSINE = 0.30
# A token's number, and a pair of them with a passage's row, as parts of one number.
_ID_BITS = 18
_LARGEST_KEY_BITS = 63
# Beyond this many terms the exact search is replaced by inverted lists.
EXACT_TERMS = 4_000


@dataclass(frozen=True, slots=True)
class Postings:
    """Passages of each term: term i occurs in rows[starts[i]:starts[i+1]]."""

    starts: NDArray[np.int64]
    rows: NDArray[np.int32]


def collect_terms(tokens: TokenArrays) -> tuple[NDArray[np.int32], Postings]:
    """Return terms (n, LONGEST_TERM), padded with -1, and their postings."""
    minimum = 1 if len(tokens.starts) - 1 < SMALL_CORPUS else MINIMUM_PASSAGES
    owner = _owners(tokens)
    terms: list[NDArray[np.int32]] = []
    counts: list[NDArray[np.int64]] = []
    rows: list[NDArray[np.int32]] = []
    for size in range(1, LONGEST_TERM + 1):
        found = _terms_of_size(tokens.ids, owner, size, minimum)
        terms.append(found[0])
        counts.append(found[1])
        rows.append(found[2])
    starts = np.concatenate([[0], np.cumsum(np.concatenate(counts))])
    return np.concatenate(terms), Postings(starts, np.concatenate(rows))


def term_vectors(model: StaticModel, terms: NDArray[np.int32], token_weights: Vectors) -> Vectors:
    """Return the unit vectors (n, dimension) of terms: idf-weighted sums of token vectors."""
    vectors = np.zeros((len(terms), model.dimension), np.float32)
    for tokens in terms.T:
        filled = tokens >= 0
        vectors[filled] += model.vectors[tokens[filled]] * token_weights[tokens[filled], None]
    return normalised(vectors)


def build_term_index(vectors: Vectors) -> faiss.Index:
    """Return a FAISS inner-product index over term vectors, exact where there are few."""
    use_one_thread()
    count, dimension = vectors.shape
    if count <= EXACT_TERMS:
        index: faiss.Index = faiss.IndexFlatIP(dimension)
    else:
        lists = int(4 * np.sqrt(count))
        quantizer = faiss.IndexFlatIP(dimension)
        index = faiss.IndexIVFScalarQuantizer(
            quantizer, dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        )
        index.cp.seed = 7
        index.cp.min_points_per_centroid = 1
        sample = np.random.default_rng(7).permutation(count)[: lists * 40]
        index.train(vectors[sample])
        index.nprobe = max(24, lists // 24)
    index.add(vectors)
    return index


class TermIndex:
    """Scores passages by the terms nearest to each unit of a query."""

    def __init__(self, index: faiss.Index, postings: Postings, passages: int) -> None:
        self._index = index
        self._postings = postings
        self._passages = passages

    def scores(self, query: QueryUnits) -> Vectors:
        """Return scores (passages,) between 0 and 1, 0 where nothing is near."""
        total = np.zeros(self._passages, np.float32)
        if not len(query.units) or not self._index.ntotal:
            return total
        use_one_thread()
        nearest = min(NEAREST_TERMS, self._index.ntotal)
        cosines, terms = self._index.search(query.vectors, nearest)
        for unit, weight in enumerate(query.weights):
            total += weight * self._unit_scores(cosines[unit], terms[unit])
        scale = float(query.weights.sum())
        return total / scale if scale > 0 else total

    def held(self, rows: NDArray[np.bool_]) -> int:
        """Return how many terms the passages have that are true in `rows` (passages,)."""
        before = np.concatenate([[0], np.cumsum(rows[self._postings.rows])])
        return int(np.count_nonzero(np.diff(before[self._postings.starts])))

    def _unit_scores(self, cosines: Vectors, terms: NDArray[np.int64]) -> Vectors:
        """Return the best squared cosine of one unit in each passage."""
        best = np.zeros(self._passages, np.float32)
        near = (cosines > LOWEST_COSINE) & (terms >= 0)
        # Nearest last, so that the assignment leaves the best value in place.
        terms, cosines = terms[near][::-1], cosines[near][::-1]
        begins = self._postings.starts[terms]
        counts = self._postings.starts[terms + 1] - begins
        places, _ = run_positions(begins, counts)
        # Quantised vectors may be a little longer than one.
        best[self._postings.rows[places]] = np.repeat(np.minimum(np.square(cosines), 1.0), counts)
        return best


def passages_with(tokens: TokenArrays, vocabulary: int) -> NDArray[np.int64]:
    """Return in how many passages each of `vocabulary` tokens occurs (vocabulary,)."""
    ids, _ = _occurrences(tokens.ids, _owners(tokens), 1)
    return np.bincount(ids, minlength=vocabulary).astype(np.int64)


def _owners(tokens: TokenArrays) -> NDArray[np.int64]:
    """Return the passage (tokens,) of each token."""
    return np.repeat(np.arange(len(tokens.starts) - 1), np.diff(tokens.starts))


def _terms_of_size(
    ids: NDArray[np.int32], owner: NDArray[np.int64], size: int, minimum: int
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]:
    """Return terms (n, LONGEST_TERM), passage counts (n,) and the concatenated postings."""
    keys, rows = _occurrences(ids, owner, size)
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.diff(begins, append=len(keys))
    kept = counts >= minimum
    return (
        _unpack(keys[begins[kept]], size),
        counts[kept].astype(np.int64),
        rows[np.repeat(kept, counts)].astype(np.int32),
    )


def _occurrences(
    ids: NDArray[np.int32], owner: NDArray[np.int64], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each run of `size` tokens (n,) and its passage (n,), once a passage, in order of both.

    Run and passage are sorted as one number: on millions of tokens that is five times as fast as
    sorting by two keys.
    """
    count = max(len(ids) - size + 1, 0)
    bits = max(int(owner[-1]), 1).bit_length() if count else 1
    if size * _ID_BITS + bits > _LARGEST_KEY_BITS:
        raise ValueError(f"too many passages for one generation: {int(owner[-1]) + 1}")
    keys = np.zeros(count, np.int64)
    for offset in range(size):
        keys = (keys << _ID_BITS) | ids[offset : offset + count].astype(np.int64)
    inside = owner[:count] == owner[size - 1 : size - 1 + count]
    both = np.sort((keys[inside] << bits) | owner[:count][inside])
    both = both[np.diff(both, prepend=-1) != 0]
    return both >> bits, both & ((1 << bits) - 1)


def _unpack(keys: NDArray[np.int64], size: int) -> NDArray[np.int32]:
    terms = np.full((len(keys), LONGEST_TERM), -1, np.int32)
    for offset in range(size):
        shift = _ID_BITS * (size - 1 - offset)
        terms[:, offset] = (keys >> shift) & ((1 << _ID_BITS) - 1)
    return terms
