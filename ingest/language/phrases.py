"""Words of a text with their places, and tables of phrases to look up among them.

A table is looked up word by word, so reading stays linear whatever the text.
"""

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Generic, TypeVar

from ingest.language.folding import canonical, strip_marks

T = TypeVar("T")
_Index = dict[str, list[tuple[tuple[str, ...], T]]]
_MARK = re.compile(r"[:;](?!\d)|[.…!?](?=[\s\"”’)]|$)")
_WORD = re.compile(r"[^\W_⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_KNOWN_WORDS = 1 << 14


@lru_cache(maxsize=_KNOWN_WORDS)
def _forms(word: str) -> tuple[str, str]:
    """Return a word as written in one spelling, and without its marks."""
    key = canonical(word)
    return key, strip_marks(key)


class Words:
    """The words of `text`: `starts` and `ends` are their places, `keys` and `bares` their forms."""

    __slots__ = ("bares", "ends", "keys", "starts", "text")

    def __init__(self, text: str, start: int = 0, most: int | None = None) -> None:
        """Take the words from place `start` on, at most `most` of them."""
        found = []
        for number, match in enumerate(_WORD.finditer(text, start)):
            if number == most:
                break
            found.append(match)
        self.text = text
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]
        forms = [_forms(match.group()) for match in found]
        self.keys = [key for key, _ in forms]
        self.bares = [bare for _, bare in forms]

    def __len__(self) -> int:
        return len(self.starts)

    def key(self, index: int) -> str:
        """Return the word at `index` in one spelling, "" outside the text."""
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    def gap(self, index: int) -> str:
        """Return what stands between word `index` and the one before it."""
        if not 0 < index < len(self.starts):
            return ""
        return self.text[self.ends[index - 1] : self.starts[index]]

    def is_capital(self, index: int) -> bool:
        """True where the word at `index` begins with a capital letter."""
        return index < len(self.starts) and self.text[self.starts[index]].isupper()


@dataclass(frozen=True, slots=True)
class Clause:
    """The words from `first` to `last` (exclusive) of a text, and the mark that closes them."""

    first: int
    last: int
    mark: str


def clauses(words: Words, marks: str = ".;:") -> list[Clause]:
    """Return the runs of words between the `marks`; a full stop closes only before a new sentence."""
    found, first = [], 0
    for match in _MARK.finditer(words.text, words.starts[0] if words.starts else len(words.text)):
        mark = match.group() if match.group() in ":;" else "."
        index = bisect_left(words.starts, match.end(), first)
        begins = index < len(words) and words.text[words.starts[index]]
        if index > first and mark in marks and not (mark == "." and begins and begins.islower()):
            found.append(Clause(first, index, mark))
            first = index
    return [*found, Clause(first, len(words), "")] if first < len(words) else found


class Phrases(Generic[T]):
    """A table of phrases, each with a value.

    Where `loose`, a phrase of several words that stands nowhere exactly is found whatever its marks,
    because scanned texts lose them ("cản cứ" for "căn cứ").
    """

    def __init__(self, entries: Mapping[str, T], *, loose: bool = False) -> None:
        self._exact: _Index[T] = {}
        self._loose: _Index[T] = {}
        for phrase in sorted(entries, key=lambda p: -len(p.split())):
            forms = [_forms(word) for word in phrase.split()]
            _enter(self._exact, tuple(key for key, _ in forms), entries[phrase])
            if loose and len(forms) > 1:
                _enter(self._loose, tuple(bare for _, bare in forms), entries[phrase])

    def at(self, words: Words, index: int) -> tuple[int, T | None]:
        """Return length and value of the longest phrase at word `index`; (0, None) for none."""
        if index >= len(words):
            return 0, None
        found = _longest(self._exact, words, words.keys, index)
        return found if found[0] else _longest(self._loose, words, words.bares, index)


def _enter(index: _Index[T], parts: tuple[str, ...], value: T) -> None:
    index.setdefault(parts[0], []).append((parts, value))


def _longest(
    index: Mapping[str, Sequence[tuple[tuple[str, ...], T]]], words: Words, forms: list[str], at: int
) -> tuple[int, T | None]:
    for parts, value in index.get(forms[at], ()):
        end = at + len(parts)
        if tuple(forms[at:end]) == parts and _unbroken(words, at, end):
            return len(parts), value
    return 0, None


def _unbroken(words: Words, begin: int, end: int) -> bool:
    return all(words.gap(index).isspace() for index in range(begin + 1, end))


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a tab-separated table of this package."""
    with files("ingest").joinpath(name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def word_set(words: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(words.split())


def grouped(rows: Iterable[dict[str, str]], key: str, value: str) -> dict[str, frozenset[str]]:
    """Return the set of `value`s that each `key` has in the rows."""
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row[key], set()).add(row[value])
    return {name: frozenset(values) for name, values in found.items()}
