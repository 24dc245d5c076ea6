"""Tables of several seeds as one: what chance has put into a single one falls away."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float32]


def averaged(tables: Sequence[Table]) -> Table:
    """Return the mean of tables (vocabulary, dimension) of one tokenizer, turned onto the first.

    Nothing in training says which way the axes point; cosines do not change when a table is turned as a whole.
    """
    first = tables[0].astype(np.float64)
    turned = [first, *(table @ _rotation(table, first) for table in map(_exact, tables[1:]))]
    mean: Table = np.mean(turned, axis=0).astype(np.float32)
    return mean


def _exact(table: Table) -> NDArray[np.float64]:
    return table.astype(np.float64)


def _rotation(table: NDArray[np.float64], onto: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the turn (dimension, dimension) that brings a table nearest to another (orthogonal Procrustes)."""
    left, _, right = np.linalg.svd(table.T @ onto)
    turn: NDArray[np.float64] = left @ right
    return turn
