"""Which provision of one document answers which of another.

Plans that follow one guidance keep its order in the main and move what they like. So every pair
gets a standing: how alike the two are, and a little for standing under like headings and at a like
place; the best assignment of all pairs together is taken, in which nothing is used twice.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.static_model import Vectors

# What set these: docs/similar.md, "Comparing documents".
HEADING_WEIGHT = 0.15
ORDER_WEIGHT = 0.2
LOWEST_STANDING = 0.565
# Lower than for a provision that stands alone: heading and place speak for the pair as well.
LOWEST_LIKENESS = 0.20


def standings(likeness: Vectors, headings: Vectors) -> Vectors:
    """Return the standing of each pair (left, right), 0 for a pair that must not be aligned.

    `likeness` and `headings` (left, right) are nearness of the provisions and of their heading paths,
    both in the order of their documents.
    """
    left, right = likeness.shape
    places = np.abs(_places(left)[:, None] - _places(right)[None, :])
    standing = likeness + HEADING_WEIGHT * headings + ORDER_WEIGHT * (1 - places)
    fit = (likeness >= LOWEST_LIKENESS) & (standing >= LOWEST_STANDING)
    found: Vectors = np.where(fit, standing, 0.0).astype(np.float32)
    return found


def align(standing: Vectors, left: Sequence[int], right: Sequence[int]) -> dict[int, int]:
    """Return the partner among `right` of each of `left` that has one, as rows and columns of `standing`."""
    from scipy.optimize import linear_sum_assignment

    part = standing[np.ix_(left, right)]
    # Squared, so that one good pair counts more than two poor ones.
    rows, columns = linear_sum_assignment(np.square(part), maximize=True)
    return {left[i]: right[j] for i, j in zip(rows, columns, strict=True) if part[i, j] > 0}


def _places(count: int) -> NDArray[np.float64]:
    return np.arange(count) / max(count, 1)
