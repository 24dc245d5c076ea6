"""FAISS indexes of unit vectors with eight bits a number, mapped from their files."""

from pathlib import Path

import faiss
import numpy as np

from index.static_model import Vectors
from index.threads import use_one_thread

# The numbers of unit vectors lie well within this; what lies beyond is cut off. The range is the same for all, so
# that a vector is kept as the same one wherever it lies.
_RANGE = 0.5
_EIGHT_BITS = faiss.ScalarQuantizer.QT_8bit_uniform
_SAMPLED_PER_LIST = 40


def quantised(vectors: Vectors) -> faiss.IndexScalarQuantizer:
    """Return an index that compares each of some vectors (n, dimension)."""
    use_one_thread()
    index = faiss.IndexScalarQuantizer(vectors.shape[1], _EIGHT_BITS, faiss.METRIC_INNER_PRODUCT)
    _fix_range(index)
    index.add(vectors)
    return index


def inverted_lists(vectors: Vectors, lists: int, rounds: int) -> faiss.IndexIVFScalarQuantizer:
    """Return an index that compares those of vectors (n, dimension) that lie in the nearest lists.

    The same vectors, so many lists and rounds of looking for their centres give the same index.
    """
    use_one_thread()
    count, dimension = vectors.shape
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension), dimension, lists, _EIGHT_BITS, faiss.METRIC_INNER_PRODUCT, False
    )
    index.cp.seed, index.cp.niter, index.cp.min_points_per_centroid = 7, rounds, 1
    index.train(vectors[np.random.default_rng(7).permutation(count)[: lists * _SAMPLED_PER_LIST]])
    _fix_range(index)
    index.add(vectors)
    return index


def _fix_range(index: faiss.IndexScalarQuantizer | faiss.IndexIVFScalarQuantizer) -> None:
    """Give a quantiser its least number and its width, which it would else learn from the vectors."""
    faiss.copy_array_to_vector(np.array([-_RANGE, 2 * _RANGE], np.float32), index.sq.trained)
    index.is_trained = True


def save_index(path: Path, index: faiss.Index) -> None:
    """Write through our own file handle: `faiss.write_index` hides a full disk."""
    path.write_bytes(faiss.serialize_index(index).tobytes())


def mapped_index(path: Path) -> faiss.Index:
    """Open a file that was written; its vectors are mapped from it rather than read."""
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
