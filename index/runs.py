"""Runs of positions in flat arrays that hold many texts end to end."""

import numpy as np
from numpy.typing import NDArray


def run_positions(
    begins: NDArray[np.int64], lengths: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the positions of n runs end to end, and where each run starts among them (n,).

    Run i is begins[i], begins[i] + 1 … of lengths[i] positions.
    """
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    positions = np.arange(starts[-1]) - np.repeat(starts[:-1] - begins, lengths)
    return positions, starts[:-1]
