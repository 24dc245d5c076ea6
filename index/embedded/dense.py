"""The dense index: FAISS over the vectors of whole passages, one index a segment, eight bits a number."""

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.embedded.quantised import inverted_lists, mapped_index, quantised, save_index
from index.rows import Rows
from index.static_model import Vectors
from index.threads import use_one_thread

CODES, LISTS = "passages.faiss", "lists.faiss"
# Beyond so many passages a segment has inverted lists as well: 300,000 codes take 19 ms, the lists below one
# (benchmarks/README.md, "Scale").
EXACT_PASSAGES = 30_000
_LISTS_SEARCHED = 64
_ROUNDS = 10
# Where so few are allowed, each is compared: lists would be searched for nothing.
FEW = 10_000


def write_dense(folder: Path, vectors: Vectors) -> int:
    """Write the vectors (passages, dimension) of a segment; return how many were rejected.

    One that is zero or not finite is never near to anything.
    """
    good = np.isfinite(vectors).all(axis=1) & (np.linalg.norm(vectors, axis=1) > 1e-6)
    vectors = np.where(good[:, None], vectors, np.float32(0.0))
    save_index(folder / CODES, quantised(vectors))
    if len(vectors) > EXACT_PASSAGES:
        save_index(folder / LISTS, inverted_lists(vectors, int(4 * np.sqrt(len(vectors))), _ROUNDS))
    return int((~good).sum())


class DenseIndex:
    """Vectors of the passages of all segments of a generation, read from their files as they are needed."""

    def __init__(self, folders: Sequence[Path], dimension: int) -> None:
        self._codes = [mapped_index(folder / CODES) for folder in folders]
        self._lists = [
            mapped_index(folder / LISTS) if (folder / LISTS).exists() else None for folder in folders
        ]
        self._rows = Rows([codes.ntotal for codes in self._codes])
        self._dimension = dimension

    def nearest(self, vector: Vectors, allowed: NDArray[np.bool_] | None, limit: int) -> NDArray[np.int64]:
        """Return at most `limit` rows nearest to `vector` (dimension,) among those allowed, best first."""
        use_one_thread()
        if allowed is not None and np.count_nonzero(allowed) <= FEW:
            rows = np.flatnonzero(allowed)
            cosines = self.cosines(rows, vector)
        else:
            found = [self._nearest(part, vector, allowed, limit) for part in range(len(self._codes))]
            rows = np.concatenate([np.zeros(0, np.int64), *(rows for rows, _ in found)])
            cosines = np.concatenate([np.zeros(0, np.float32), *(cosines for _, cosines in found)])
        best: NDArray[np.int64] = rows[np.argsort(-cosines, kind="stable")[:limit]]
        return best

    def _nearest(
        self, part: int, vector: Vectors, allowed: NDArray[np.bool_] | None, limit: int
    ) -> tuple[NDArray[np.int64], Vectors]:
        """Return the nearest rows of one segment with their cosines."""
        lists, codes = self._lists[part], self._codes[part]
        selector = None
        if allowed is not None:
            # One bit a row: a set of rows takes longer to build than the search itself.
            bits = np.packbits(self._rows.of_part(allowed, part), bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
        count = max(min(limit, codes.ntotal), 1)
        if lists:
            within = faiss.SearchParametersIVF(sel=selector, nprobe=_LISTS_SEARCHED)  # type: ignore[call-arg]
            cosines, rows = lists.search(vector[None, :], count, params=within)
        else:
            among = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
            cosines, rows = codes.search(vector[None, :], count, params=among)
        found = rows[0] >= 0
        return rows[0][found] + self._rows.first(part), cosines[0][found]

    def vectors(self, rows: NDArray[np.int64]) -> Vectors:
        """Return the vectors (len(rows), dimension) of passages, as they are kept."""
        found = np.zeros((len(rows), self._dimension), np.float32)
        for part, places, own in self._rows.parted(rows):
            found[places] = self._codes[part].reconstruct_batch(own)
        return found

    def cosines(self, rows: NDArray[np.int64], vector: Vectors) -> Vectors:
        """Return the cosines (len(rows),) of passages with `vector` (dimension,)."""
        found: Vectors = self.vectors(rows) @ vector
        return found
