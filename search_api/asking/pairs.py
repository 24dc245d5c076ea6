"""Pairs of syllables that follow each other, as numbers: as words they would take several times the memory."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

Pair = tuple[str, str]
Codes = NDArray[np.int64]
# A pair is the number of its first syllable in the upper half of a number, that of its second in the lower.
_HALF = 32
_LOWER = (1 << _HALF) - 1
# Rows that are counted together: the fewer, the less memory for a moment.
_TOGETHER = 1000


class Pairs:
    """How often pairs of syllables stand in texts: `pairs[first, second]`, 0 for those that do not.

    `joining` says in how many different pairs each syllable stands, `beginning` how often it is the first of one.
    """

    def __init__(self, syllables: Sequence[str], codes: Codes, times: Codes) -> None:
        """Take pairs by their codes (n,), which go up, and how often each stands."""
        firsts, seconds = codes >> _HALF, codes & _LOWER
        size = len(syllables)
        joining = np.bincount(firsts, minlength=size) + np.bincount(seconds, minlength=size)
        beginning = np.bincount(firsts, times, size).astype(np.int64)
        self._syllables = syllables
        self._numbers = {syllable: number for number, syllable in enumerate(syllables)}
        # NumPy takes longer to look for one number.
        self._codes, self._times = array("q", codes.tobytes()), array("q", times.tobytes())
        self.joining = {s: n for s, n in zip(syllables, joining.tolist(), strict=True) if n}
        self.beginning = {s: n for s, n in zip(syllables, beginning.tolist(), strict=True) if n}

    @classmethod
    def of(
        cls, rows: Iterable[Sequence[str]], known: Iterable[Sequence[str]] = (), worth: int = 1
    ) -> "Pairs":
        """Return the pairs in rows of syllables; those in `known` rows stand `worth` times more, in however many."""
        numbers: dict[str, int] = {}
        codes = np.unique(_codes(known, numbers))
        times = np.full(len(codes), worth, np.int64)
        left = iter(rows)
        while batch := list(islice(left, _TOGETHER)):
            more = _codes(batch, numbers)
            codes, times = _summed([codes, more], [times, np.ones(len(more), np.int64)])
        return cls(list(numbers), codes, times)

    def renamed(self, form: Callable[[str], str]) -> "Pairs":
        """Return the pairs of other forms of the syllables, those that become the same together."""
        numbers: dict[str, int] = {}
        renamed = np.array([numbers.setdefault(form(s), len(numbers)) for s in self._syllables], np.int64)
        codes = np.array(self._codes)
        codes = renamed[codes >> _HALF] << _HALF | renamed[codes & _LOWER]
        return Pairs(list(numbers), *_summed([codes], [np.array(self._times)]))

    def repeated(self, least: int) -> Iterator[str]:
        """Yield the syllables of the pairs that stand at least so often."""
        codes = np.array(self._codes)[np.array(self._times) >= least]
        for number in np.unique([codes >> _HALF, codes & _LOWER]).tolist():
            yield self._syllables[number]

    def __getitem__(self, pair: Pair) -> int:
        first, second = map(self._numbers.get, pair)
        if first is None or second is None:
            return 0
        code = first << _HALF | second
        place = bisect_left(self._codes, code)
        return self._times[place] if place < len(self._codes) and self._codes[place] == code else 0


def _codes(rows: Iterable[Sequence[str]], numbers: dict[str, int]) -> Codes:
    """Return the codes of the pairs in rows (n,), by the `numbers` of syllables, which gets those that it lacks."""
    nothing = -1
    found = array("q", [nothing])
    for row in rows:
        found.extend(numbers.setdefault(syllable, len(numbers)) for syllable in row)
        found.append(nothing)
    ids = np.array(found)
    are_pairs = (ids[:-1] != nothing) & (ids[1:] != nothing)
    codes: Codes = ids[:-1][are_pairs] << _HALF | ids[1:][are_pairs]
    return codes


def _summed(codes: Sequence[Codes], times: Sequence[Codes]) -> tuple[Codes, Codes]:
    """Return each of some codes once, going up, with how often it stands in all."""
    found, places = np.unique(np.concatenate(codes), return_inverse=True)
    return found, np.bincount(places, np.concatenate(times), len(found)).astype(np.int64)
