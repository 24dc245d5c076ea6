"""Texts of different lengths as two flat arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.runs import run_positions

Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Ragged:
    """Token ids of n texts: `flat` holds them end to end, text i is flat[starts[i]:starts[i+1]]."""

    flat: Ids
    starts: NDArray[np.int64]

    @classmethod
    def from_lists(cls, rows: Sequence[Sequence[int] | Ids]) -> "Ragged":
        """Store the id lists end to end."""
        arrays = [np.asarray(row, np.int32) for row in rows]
        starts = np.concatenate([[0], np.cumsum([len(array) for array in arrays])]).astype(np.int64)
        return cls(np.concatenate([np.zeros(0, np.int32), *arrays]), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def replaced(self, each: "Ragged") -> "Ragged":
        """Return the texts with every token replaced by the text of `each` that it numbers."""
        lengths = np.diff(each.starts)[self.flat]
        positions, _ = run_positions(each.starts[self.flat], lengths)
        ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        return Ragged(each.flat[positions], ends[self.starts])

    def draw(
        self, rows: NDArray[np.int64], limits: NDArray[np.int64], rng: np.random.Generator
    ) -> tuple[Ids, NDArray[np.int64]]:
        """Return tokens and offsets of `rows`, each cropped at random to at most its limit."""
        begins = self.starts[rows]
        lengths = self.starts[rows + 1] - begins
        kept = np.minimum(lengths, limits)
        slack = lengths - kept
        begins = begins + np.floor(rng.random(len(rows)) * (slack + 1)).astype(np.int64)
        positions, offsets = run_positions(begins, kept)
        return self.flat[positions], offsets
