"""The term index: late interaction turned into retrieval.

The words that the model knows are the terms, and each has postings: the passages in which it stands. The terms
nearest to each unit of a query are looked up, and a passage scores the weighted sum of the best of them. An
inverted index that crosses languages, explains itself, and of which the parts of several segments are one.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.arrays import mapped_array, save_array
from index.embedded.quantised import inverted_lists, mapped_index, save_index
from index.near_terms import LOWEST_COSINE, NEAREST_TERMS, EachTerm, telling_terms
from index.rows import Rows
from index.static_model import StaticModel, Vectors, normalised
from index.term_matching import QueryUnits, TokenArrays
from index.threads import use_one_thread

# With fewer terms each is compared: the lists below take a second to make.
EXACT_TERMS = 12_000
_LISTS_SEARCHED, _ROUNDS = 32, 6
# Where a unit has less than one posting in so many passages, only these are gone through.
_SPARSE = 8
_STARTS, _ROWS, _LISTS = "postings_starts", "postings_rows", "terms.faiss"


def write_postings(folder: Path, tokens: TokenArrays, model: StaticModel) -> None:
    """Write the passages in which each token of a model stands, of a segment."""
    ids, rows = _occurrences(tokens)
    counts = np.bincount(ids, minlength=len(model.vectors))
    save_array(folder, _STARTS, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))
    save_array(folder, _ROWS, rows.astype(np.int32))
    if np.count_nonzero(counts) > EXACT_TERMS:
        vectors = normalised(model.vectors)
        save_index(folder / _LISTS, inverted_lists(vectors, int(2 * np.sqrt(len(vectors))), _ROUNDS))


def passages_with(tokens: TokenArrays, vocabulary: int) -> NDArray[np.int64]:
    """Return in how many passages each of `vocabulary` tokens occurs (vocabulary,)."""
    return np.bincount(_occurrences(tokens)[0], minlength=vocabulary).astype(np.int64)


def _occurrences(tokens: TokenArrays) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each token (n,) and its passage (n,), once a passage, in order of both.

    Both are sorted as one number: on millions of tokens that is five times as fast as sorting by two keys.
    """
    passages = max(len(tokens.body), 1)
    owner = np.repeat(np.arange(len(tokens.body)), np.diff(tokens.starts))
    both = np.sort(tokens.ids.astype(np.int64) * passages + owner)
    both = both[np.diff(both, prepend=-1) != 0]
    return both // passages, both % passages


class TermIndex:
    """Scores the passages of all segments of a generation by the terms nearest to each unit of a query."""

    def __init__(self, folders: Sequence[Path], model: StaticModel, rows: Rows) -> None:
        self._starts = [mapped_array(folder, _STARTS) for folder in folders]
        self._postings = [mapped_array(folder, _ROWS) for folder in folders]
        self._rows = rows
        # In how many passages each token of the vocabulary stands.
        self.counts: NDArray[np.int64] = sum(
            (np.diff(starts) for starts in self._starts), np.zeros(len(model.vectors), np.int64)
        )
        telling = telling_terms(self.counts, len(rows))
        # They are of the same vectors in whichever segment.
        lists = next((folder / _LISTS for folder in folders if (folder / _LISTS).exists()), None)
        self._near = _InLists(lists, telling) if lists else EachTerm(model.vectors, telling)

    def scores(self, query: QueryUnits) -> Vectors:
        """Return scores (passages,) between 0 and 1, 0 where nothing is near."""
        total = np.zeros(len(self._rows), np.float32)
        if not len(query.units):
            return total
        best = np.zeros_like(total)
        found = self._near.terms(query.vectors)
        for weight, (terms, cosines) in zip(query.weights, found, strict=True):
            self._add(total, best, terms, cosines, weight)
        scale = query.weights.sum()
        return total / scale if scale > 0 else total

    def _add(
        self, total: Vectors, best: Vectors, terms: NDArray[np.int64], cosines: Vectors, weight: np.float32
    ) -> None:
        """Add the best squared cosine of one unit in each passage to `total`; `best` is all zeros before and after.

        The terms near to the unit come with the nearest last, so that the assignment leaves the best value in place.
        """
        # Rounded vectors may be a little longer than one.
        worth = weight * np.minimum(np.square(cosines), np.float32(1.0))
        for part, (starts, postings) in enumerate(zip(self._starts, self._postings, strict=True)):
            begins, ends = starts[terms], starts[terms + 1]
            runs = [postings[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
            # As numpy indexes, or each use below would make them so.
            rows = np.concatenate([postings[:0], *runs], dtype=np.intp, casting="unsafe")
            own = self._rows.span(part)
            _add_best(total[own], best[own], rows, np.repeat(worth, ends - begins))

    def counts_within(self, rows: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return in how many of the passages that are true in `rows` (passages,) each token stands."""
        found = np.zeros_like(self.counts)
        for part, (starts, postings) in enumerate(zip(self._starts, self._postings, strict=True)):
            within = np.concatenate([[0], np.cumsum(self._rows.of_part(rows, part)[postings])])
            found += np.diff(within[starts])
        return found


def _add_best(total: Vectors, best: Vectors, rows: NDArray[np.intp], values: Vectors) -> None:
    """Add to `total` the last of the `values` of each row; `best` is all zeros before and after."""
    best[rows] = values
    if len(rows) * _SPARSE > len(total):
        # To add what is mostly zeros is faster than to look for what is not.
        total += best
        best.fill(0.0)
    else:
        # A row that is given several times is added once: all read and write the same sum.
        total[rows] += best[rows]
        best[rows] = 0.0


class _InLists:
    """Finds the same in inverted lists, nearly all of them."""

    def __init__(self, path: Path, telling: NDArray[np.bool_]) -> None:
        self._lists = mapped_index(path)
        # FAISS reads them where they lie.
        self._bits = np.packbits(telling, bitorder="little")
        selector = faiss.IDSelectorBitmap(self._bits)  # type: ignore[call-arg, arg-type]
        self._within = faiss.SearchParametersIVF(sel=selector, nprobe=_LISTS_SEARCHED)  # type: ignore[call-arg]

    def terms(self, units: Vectors) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
        """Yield for each of the unit vectors (n, dimension) the terms near to it and their cosines, the nearest last."""
        use_one_thread()
        for cosines, terms in zip(
            *self._lists.search(units, NEAREST_TERMS, params=self._within), strict=True
        ):
            near = (cosines > LOWEST_COSINE) & (terms >= 0)
            yield terms[near][::-1], cosines[near][::-1]
