"""The dense index: FAISS over the vectors of whole passages."""

import faiss
import numpy as np
from numpy.typing import NDArray

from index.static_model import Vectors
from index.threads import use_one_thread


def nearest_rows(
    index: faiss.Index, vector: Vectors, allowed: NDArray[np.bool_] | None, limit: int
) -> NDArray[np.int64]:
    """Return at most `limit` rows nearest to `vector` (dimension,) among those allowed, best first."""
    count = min(limit, index.ntotal)
    if not count:
        return np.zeros(0, np.int64)
    parameters = None
    if allowed is not None:
        # One bit a row: a set of rows takes longer to build than the search itself.
        bits = np.packbits(allowed, bitorder="little")
        selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
    use_one_thread()
    _, rows = index.search(vector[None, :], count, params=parameters)
    found: NDArray[np.int64] = rows[0][rows[0] >= 0]
    return found


def cosines(index: faiss.Index, rows: NDArray[np.int64], vector: Vectors) -> Vectors:
    """Return the cosines (len(rows),) of stored passages with `vector`."""
    if not len(rows):
        return np.zeros(0, np.float32)
    found: Vectors = index.reconstruct_batch(rows) @ vector
    return found
