"""Sketches of documents: how much of two texts is the same, told from a few numbers of each.

A sketch is the smallest hashes of all runs of four tokens (bottom-k, Broder 1997): of two texts alike
in a share of their runs, about that share of the smallest hashes of both together is common.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Sketch = NDArray[np.uint64]
SIZE = 64
RUN = 4
# So many pairs are compared at once, for the sake of memory.
_TOGETHER = 4_096
# In the place of hashes that a short text does not have.
NONE = np.uint64(2**64 - 1)
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], np.uint64
)


def sketch(ids: NDArray[np.int32]) -> Sketch:
    """Return the sketch (SIZE,) of a text of tokens (tokens,), ascending."""
    hashes = np.unique(_mixed(_runs(ids.astype(np.uint64))))[:SIZE]
    return np.concatenate([hashes, np.full(SIZE - len(hashes), NONE)])


def alike(a: Sketch, b: Sketch) -> NDArray[np.float64]:
    """Return about which share of the runs of texts a (n, SIZE) is common with that of texts b, 0 … 1 each."""
    shares = [_alike(a[at : at + _TOGETHER], b[at : at + _TOGETHER]) for at in range(0, len(a), _TOGETHER)]
    return np.concatenate([np.zeros(0), *shares])


def _alike(a: Sketch, b: Sketch) -> NDArray[np.float64]:
    both = np.sort(np.concatenate([a, b], axis=1), axis=1)
    # A hash of both stands twice, side by side; that of neither text counts.
    first = np.diff(both, axis=1, prepend=NONE) != 0
    first[:, 0] = True
    first &= both != NONE
    common = first & (np.diff(both, axis=1, append=NONE) == 0)
    among = np.cumsum(first, axis=1) <= SIZE
    shares: NDArray[np.float64] = (common & among).sum(axis=1) / np.maximum((first & among).sum(axis=1), 1)
    return shares


def _runs(ids: Sketch) -> Sketch:
    """Return a number for each run of tokens; a text that is shorter than one is a run."""
    if len(ids) < RUN:
        ids = np.pad(ids, (0, RUN - len(ids) if len(ids) else 0))
    windows = (
        np.lib.stride_tricks.sliding_window_view(ids, RUN) if len(ids) else np.zeros((0, RUN), np.uint64)
    )
    runs: Sketch = ((windows + np.uint64(1)) * _FACTORS).sum(axis=1, dtype=np.uint64)
    return runs


def _mixed(values: NDArray[Any]) -> Sketch:
    """Return numbers spread evenly (splitmix64)."""
    values = values ^ (values >> np.uint64(30))
    values = values * np.uint64(0xBF58476D1CE4E5B9)
    values = values ^ (values >> np.uint64(27))
    values = values * np.uint64(0x94D049BB133111EB)
    mixed: Sketch = values ^ (values >> np.uint64(31))
    return mixed
