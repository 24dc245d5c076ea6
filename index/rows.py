"""Rows of passages over several segments: those of the first come first, then those of the second."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Rows:
    """Numbers the rows of segments through; `lengths` says how many passages each has."""

    def __init__(self, lengths: Sequence[int]) -> None:
        self._firsts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)

    def __len__(self) -> int:
        return int(self._firsts[-1])

    def first(self, part: int) -> int:
        """Return the row of a segment's first passage."""
        return int(self._firsts[part])

    def span(self, part: int) -> slice:
        """Return the rows of one segment."""
        return slice(int(self._firsts[part]), int(self._firsts[part + 1]))

    def of_part(self, values: NDArray[Any], part: int) -> NDArray[Any]:
        """Return what `values` (rows, …) say of the rows of one segment."""
        return values[self.span(part)]

    def parted(self, rows: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.intp], NDArray[np.int64]]]:
        """Yield each segment that has some of `rows`: which of them (as places), and their rows within it."""
        part_of = np.searchsorted(self._firsts, rows, "right") - 1
        for part in np.unique(part_of).tolist():
            places = np.flatnonzero(part_of == part)
            yield part, places, rows[places] - self._firsts[part]
