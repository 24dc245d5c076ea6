"""Which tokens of the model are near to the units of a query, by comparing each."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from index.static_model import Vectors, normalised

NEAREST_TERMS = 64
LOWEST_COSINE = 0.30
# What so many passages have is no reason to look at one of them first.
COMMON_SHARE, COMMON_PASSAGES = 0.1, 20_000


def telling_terms(counts: NDArray[np.int64], passages: int) -> NDArray[np.bool_]:
    """Return which tokens (vocabulary,) stand in some of so many passages, and not in too many, by their `counts`."""
    common = max(COMMON_SHARE * passages, COMMON_PASSAGES)
    telling: NDArray[np.bool_] = (counts > 0) & (counts <= common)
    return telling


class EachTerm:
    """Finds terms by comparing each of those that are `telling` (vocabulary,)."""

    def __init__(self, vectors: Vectors, telling: NDArray[np.bool_]) -> None:
        """`vectors` (vocabulary, dimension) are those of the model, of any length."""
        self._terms = np.flatnonzero(telling)
        self._vectors = normalised(vectors[self._terms])

    def terms(self, units: Vectors) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
        """Yield for each of the unit vectors (n, dimension) the terms near to it and their cosines, the nearest last."""
        for cosines in units @ self._vectors.T:
            near = np.flatnonzero(cosines > LOWEST_COSINE)
            near = near[np.argsort(cosines[near], kind="stable")][-NEAREST_TERMS:]
            yield self._terms[near], cosines[near]
