"""Texts as atoms: words, numbers and signs, each a number, so that comparing them is comparing arrays.

What is no alteration is not in an atom: blanks and line ends, kinds of hyphens, quotation marks, where tone
marks stand (hoà, hòa), marks of footnotes, dots for what is left out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.language.folding import canonical
from ingest.types import Span

Numbers = NDArray[np.int32]
# Signs that are read over; a footnote's mark stands right behind a word.
_ATOM = re.compile(
    r"(?P<over>\.{2,}|(?<=[^\s(\[])\(\d{1,2}\)(?!\w)|[…“”„«»\"‘’'`*_|#¹²³⁰⁴-⁹])"
    r"|[^\W\d_¹²³⁰⁴-⁹]+|\d+|[^\w\s]"
)
_HYPHENS = frozenset("–—−‐‑‒―")
_STOPS = frozenset(".,;:-()[]{}/&!?•")
# How an atom is written; a sign that is no stop says something, as "%" does, and counts as a word.
STOP, SIGN, DIGITS, SMALL, TITLE, CAPITALS, MIXED = range(7)
_WRITING_BITS = 3
_ATOM_BYTES = 4


class Vocabulary(dict[str, int]):
    """The number of each atom as written: that of its matching form, and in its last bits how it is written."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: dict[str, int] = {}

    def __missing__(self, written: str) -> int:
        key = "-" if written in _HYPHENS else canonical(written)
        number = self._keys.setdefault(key, len(self._keys))
        form = self[written] = number << _WRITING_BITS | _writing(written)
        return form


def _writing(written: str) -> int:
    if not written.isalnum():
        return STOP if written in _STOPS or written in _HYPHENS else SIGN
    if not written.isalpha():
        return DIGITS
    if written.islower():
        return SMALL
    if written[0].isupper() and (len(written) == 1 or written[1:].islower()):
        return TITLE
    return CAPITALS if written.isupper() else MIXED


@dataclass(frozen=True, slots=True)
class Atoms:
    """The atoms of `text`: places `starts` and `ends`, matching forms `keys`, and how each is `written`.

    All are arrays (atoms,). They stand in the order of reading: those of footnotes come last.
    """

    text: str
    starts: Numbers
    ends: Numbers
    keys: Numbers
    written: Numbers
    _bytes: bytes

    @classmethod
    def of(cls, text: str, vocabulary: Vocabulary, span: Span | None = None) -> "Atoms":
        """Return the atoms of a text, or of characters of it."""
        start, end = (span.start, span.end) if span else (0, len(text))
        found = [
            (match.start(), match.end(), vocabulary[match.group()])
            for match in _ATOM.finditer(text, start, end)
            if not match["over"]
        ]
        return cls._of(text, np.array(found, np.int32).reshape(-1, 3))

    @classmethod
    def _of(cls, text: str, rows: NDArray[np.int32]) -> "Atoms":
        starts, ends, forms = (np.ascontiguousarray(column) for column in rows.T)
        keys = forms >> _WRITING_BITS
        return cls(text, starts, ends, keys, forms & ((1 << _WRITING_BITS) - 1), keys.tobytes())

    def reordered(self, footnotes: Iterable[Span]) -> "Atoms":
        """Return these atoms with those of footnotes last, so that the text around them is one."""
        within = np.zeros(len(self), np.bool_)
        for note in footnotes:
            first, last = np.searchsorted(self.starts, [note.start, note.end])
            within[first:last] = True
        if not within.any():
            return self
        return self.at(np.argsort(within, kind="stable"))

    def in_order(self) -> "Atoms":
        """Return these atoms as they stand in the text, with footnotes amid the sentences that have them."""
        return self if bool((self.starts[1:] >= self.starts[:-1]).all()) else self.at(np.argsort(self.starts))

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def is_word(self) -> NDArray[np.bool_]:
        """Which atoms are words, numbers, or signs that say something."""
        words: NDArray[np.bool_] = self.written != STOP
        return words

    def part(self, first: int, last: int) -> "Atoms":
        """Return the atoms from `first` to before `last`."""
        return self._taken(slice(first, last))

    def at(self, places: NDArray[np.int64]) -> "Atoms":
        """Return the atoms at these places."""
        return self._taken(places)

    def words(self) -> "Atoms":
        """Return the atoms without stops."""
        return self.at(np.flatnonzero(self.is_word))

    def _taken(self, places: slice | NDArray[np.int64]) -> "Atoms":
        keys = self.keys[places]
        return Atoms(
            self.text, self.starts[places], self.ends[places], keys, self.written[places], keys.tobytes()
        )

    def without_stops_around(self) -> "Atoms":
        """Return the atoms from the first word to the last one, none where there is no word."""
        words = np.flatnonzero(self.is_word)
        return self.part(int(words[0]), int(words[-1]) + 1) if len(words) else self.part(0, 0)

    def span(self, first: int, last: int) -> Span:
        """Return the characters of atoms `first` to before `last`; where there are none, an empty span."""
        if first < last:
            return Span(int(self.starts[first]), int(self.ends[last - 1]))
        if first < len(self):
            return Span(int(self.starts[first]), int(self.starts[first]))
        end = int(self.ends[-1]) if len(self) else 0
        return Span(end, end)

    def begins_line(self, number: int) -> bool:
        """True where an atom is the first of its line."""
        before = int(self.ends[number - 1]) if number else 0
        return not number or "\n" in self.text[before : int(self.starts[number])]

    def places(self, wanted: "Atoms", start: int = 0) -> Iterator[int]:
        """Yield where the atoms of `wanted` stand one after another here, from atom `start` on."""
        place = self._bytes.find(wanted._bytes, start * _ATOM_BYTES)
        while place >= 0:
            number, within = divmod(place, _ATOM_BYTES)
            if not within:
                yield number
            place = self._bytes.find(wanted._bytes, (number + 1) * _ATOM_BYTES)
