"""Arrays of a segment, each in a file of its own that is mapped rather than read."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def save_array(folder: Path, name: str, array: NDArray[Any]) -> None:
    """Write an array; nothing is pickled."""
    np.save(folder / f"{name}.npy", array, allow_pickle=False)


def mapped_array(folder: Path, name: str) -> NDArray[Any]:
    """Return an array that was written, mapped from its file."""
    mapped = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    # A plain view: indexing the memmap class itself costs several times as much.
    array: NDArray[Any] = mapped.view(np.ndarray)
    return array
