"""The tokens of passages, as term matching needs them, in arrays that are mapped from their files."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import mapped_array, save_array
from index.rows import Rows
from index.runs import run_positions
from index.term_matching import LONGEST_WINDOW, NO_SPANS, TokenArrays

_NAMES = {
    "ids": "token_ids",
    "starts": "token_starts",
    "body": "token_body",
    "spans": "token_spans",
    "inverse_lengths": "inverse_lengths",
}


def write_tokens(folder: Path, tokens: TokenArrays) -> None:
    """Write the tokens of a segment."""
    for field, name in _NAMES.items():
        save_array(folder, name, getattr(tokens, field))


class TokenStore:
    """Gives the tokens of any passages of a generation."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._parts = [
            TokenArrays(**{field: mapped_array(folder, name) for field, name in _NAMES.items()})
            for folder in folders
        ]
        self._unplaced = [replace(part, spans=NO_SPANS) for part in self._parts]
        self.rows = Rows([len(part.body) for part in self._parts])

    def of(self, rows: Sequence[int] | NDArray[np.int64], *, placed: bool = False) -> TokenArrays:
        """Return the tokens of the passages at `rows`, in that order; with their spans where `placed`."""
        rows = np.asarray(rows, np.int64)
        parts, stored = list(self.rows.parted(rows)), self._parts if placed else self._unplaced
        found = [chosen(stored[part], own) for part, _, own in parts]
        together = found[0] if len(found) == 1 else joined(found)
        places = np.concatenate([np.zeros(0, np.intp), *(places for _, places, _ in parts)])
        # Each segment gives its own end to end: in the order of `rows` where these go up, as candidates do.
        return together if _goes_up(places) else chosen(together, np.argsort(places))


def chosen(tokens: TokenArrays, rows: NDArray[np.int64]) -> TokenArrays:
    """Return the tokens of some passages, in the order of `rows`."""
    begins = tokens.starts[rows]
    lengths = tokens.starts[rows + 1] - begins
    positions, starts = run_positions(begins, lengths)
    return TokenArrays(
        tokens.ids[positions],
        np.append(starts, len(positions)),
        tokens.body[rows],
        tokens.spans[positions] if len(tokens.spans) else tokens.spans,
        tokens.inverse_lengths.take(positions, axis=1),
    )


def _goes_up(places: NDArray[np.intp]) -> bool:
    return bool((places[1:] > places[:-1]).all())


def joined(parts: Sequence[TokenArrays]) -> TokenArrays:
    """Return tokens of runs of passages as the tokens of all of them end to end."""
    ends = np.cumsum([0, *(len(part.ids) for part in parts)])
    starts = [part.starts[:-1] + end for part, end in zip(parts, ends[:-1], strict=True)]
    return TokenArrays(
        _end_to_end([part.ids for part in parts], _NONE.ids),
        np.concatenate([*starts, ends[-1:]]).astype(np.int64),
        _end_to_end([part.body for part in parts], _NONE.body),
        _end_to_end([part.spans for part in parts], _NONE.spans),
        np.concatenate([_NONE.inverse_lengths, *(part.inverse_lengths for part in parts)], axis=1),
    )


def _end_to_end(parts: Sequence[NDArray[Any]], none: NDArray[Any]) -> NDArray[Any]:
    return np.concatenate([none, *parts])


_NONE = TokenArrays(
    np.zeros(0, np.int32),
    np.zeros(1, np.int64),
    np.zeros(0, np.int32),
    NO_SPANS,
    np.zeros((LONGEST_WINDOW, 0), np.float16),
)
