"""Words of a text with their places, and tables of phrases to look up among them.

A table is looked up word by word, so reading stays linear whatever the text and whatever the table;
whole generations are read with it.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, islice, pairwise
from operator import itemgetter
from typing import Generic, TypeVar

from ingest.language.folding import canonical, strip_marks

Value = TypeVar("Value")
_CLAUSE_MARK = re.compile(r"[:;](?!\d)|[.…!?](?=[\s\"”’)]|$)")
_WORD = re.compile(r"[^\W_²³¹⁰⁴-⁹]+")
# A comma counts as a word: "biên giới, biển" is no "biên giới biển". Hyphens and quotes do not.
_TOKEN = re.compile(r"[^\W_]+|[,.;:()\n]")
# Closes a text, so that its last word has a neighbour too.
_END = ""
_MOST_FORMS = 1 << 16


class WordForms(dict[str, str]):
    """Forms of words by `form`, each worked out once: words are far fewer than their places.

    All are forgotten when they are too many, so that numbers and misprints cannot fill the memory.
    """

    def __init__(self, form: Callable[[str], str]) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_FORMS:
            self.clear()
        form = self[word] = self._form(word)
        return form


_KEYS, _BARES = WordForms(canonical), WordForms(strip_marks)


def word_forms(text: str) -> list[str]:
    """Return the words and marks of `text` in matching form."""
    forms = _KEYS
    return [forms[word] for word in _TOKEN.findall(text)]


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return the characters (start, end) of each of the `word_forms` of `text`."""
    return [match.span() for match in _TOKEN.finditer(text)]


def keys_of(text: str) -> list[str]:
    """Return the words of `text` in matching form, as `Words` has them, without their places."""
    forms = _KEYS
    return [forms[word] for word in _WORD.findall(text)]


class Words:
    """The words of `text`: `starts` and `ends` are their places, `keys` and `bares` their forms.

    `keys` are in matching form, `bares` without their marks too.
    """

    __slots__ = ("bares", "ends", "keys", "starts", "text")

    def __init__(self, text: str, start: int = 0, most: int | None = None) -> None:
        """Take the words from place `start` on, at most `most` of them."""
        found = list(islice(_WORD.finditer(text, start), most))
        self.text = text
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]
        self.keys = [_KEYS[match.group()] for match in found]
        self.bares = [_BARES[key] for key in self.keys]

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

    def is_unbroken(self, first: int, after: int) -> bool:
        """True where only blanks part the words from `first` to before `after`."""
        text, starts, ends = self.text, self.starts, self.ends
        return all(text[ends[i - 1] : starts[i]].isspace() for i in range(first + 1, after))

    def written(self, first: int, after: int) -> str:
        """Return the characters of the words from `first` to before `after`."""
        return self.text[self.starts[first] : self.ends[after - 1]]


@dataclass(frozen=True, slots=True)
class Clause:
    """The words from `first` to `last` (exclusive) of a text, and the mark that closes them."""

    first: int
    last: int
    mark: str


def clauses(words: Words, marks: str = ".;:") -> list[Clause]:
    """Return the runs of words between the `marks`; a full stop closes only before a new sentence."""
    found, first = [], 0
    for match in _CLAUSE_MARK.finditer(words.text, words.starts[0] if words.starts else len(words.text)):
        mark = match.group() if match.group() in ":;" else "."
        index = bisect_left(words.starts, match.end(), first)
        begins = index < len(words) and words.text[words.starts[index]]
        if index > first and mark in marks and not (mark == "." and begins and begins.islower()):
            found.append(Clause(first, index, mark))
            first = index
    return [*found, Clause(first, len(words), "")] if first < len(words) else found


class PhraseTable(Generic[Value]):
    """Phrases, given as forms of words, each with what it stands for; of equal ones the first counts.

    Where `loose`, a phrase of several words that stands nowhere exactly is found by `at` whatever its
    marks, because scanned texts lose them ("cản cứ" for "căn cứ").
    """

    def __init__(self, phrases: Iterable[tuple[Sequence[str], Value]], *, loose: bool = False) -> None:
        self._words: dict[str, list[Value]] = {}
        self._longer: dict[tuple[str, str], list[tuple[list[str], Value]]] = {}
        self._loose: PhraseTable[Value] | None = None
        entries = [(list(words), value) for words, value in phrases]
        for words, value in entries:
            if len(words) == 1:
                self._words.setdefault(words[0], []).append(value)
            elif words:
                self._longer.setdefault((words[0], words[1]), []).append((words, value))
        for phrases_of_pair in self._longer.values():
            phrases_of_pair.sort(key=lambda phrase: -len(phrase[0]))
        if loose:
            bare = (([_BARES[word] for word in words], value) for words, value in entries)
            self._loose = PhraseTable((words, value) for words, value in bare if len(words) > 1)

    def places(self, forms: Sequence[str]) -> Iterator[tuple[Value, int, int]]:
        """Yield what stands where: the value and its words, from `first` to before `after`."""
        words, longer = self._words, self._longer
        for first, pair in enumerate(pairwise([*forms, _END])):
            if pair[0] in words:
                for value in words[pair[0]]:
                    yield value, first, first + 1
            if pair in longer:
                for phrase, value in longer[pair]:
                    after = first + len(phrase)
                    if forms[first:after] == phrase:
                        yield value, first, after

    def at(self, words: Words, index: int) -> tuple[int, Value | None]:
        """Return length and value of the longest unbroken phrase at word `index`; (0, None) for none."""
        exact = self._unbroken(words, words.keys, index)
        return exact if exact[0] or self._loose is None else self._loose._unbroken(words, words.bares, index)

    def _unbroken(self, words: Words, forms: Sequence[str], index: int) -> tuple[int, Value | None]:
        if index >= len(forms):
            return 0, None
        first = forms[index]
        second = forms[index + 1] if index + 1 < len(forms) else _END
        for phrase, value in self._longer.get((first, second), ()):
            after = index + len(phrase)
            if forms[index:after] == phrase and words.is_unbroken(index, after):
                return len(phrase), value
        alone = self._words.get(first)
        return (1, alone[0]) if alone else (0, None)


def longest(forms: Sequence[str], *tables: PhraseTable[Value]) -> Iterator[tuple[Value, int, int]]:
    """Yield the longest phrase of the tables at each word that none before it covers.

    Of equal phrases that of the first table counts.
    """
    end = 0
    standing = merge(*(table.places(forms) for table in tables), key=itemgetter(1))
    for first, found in groupby(standing, itemgetter(1)):
        if first >= end:
            chosen = max(found, key=itemgetter(2))
            end = chosen[2]
            yield chosen


def word_set(words: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(words.split())
