"""Phrases looked up in many texts at once: exact letters, every place, also one inside another.

Whole generations are read with it, so it works on words in matching form, never on characters.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Generic, TypeVar

from ingest.language.folding import canonical

Sense = TypeVar("Sense")
# A comma counts as a word: "biên giới, biển" is no "biên giới biển". Hyphens and quotes do not.
_TOKEN = re.compile(r"[^\W_]+|[,.;:()\n]")
# Closes a text, so that its last word has a neighbour too.
_END = ""


class _Forms(dict[str, str]):
    """Matching forms of words, each worked out once: words are far fewer than their places."""

    def __missing__(self, word: str) -> str:
        form = self[word] = canonical(word)
        return form


_FORMS = _Forms()


def word_forms(text: str) -> list[str]:
    """Return the words and marks of `text` in matching form."""
    forms = _FORMS
    return [forms[word] for word in _TOKEN.findall(text)]


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return the characters (start, end) of each of the `word_forms` of `text`."""
    return [match.span() for match in _TOKEN.finditer(text)]


class PhraseTable(Generic[Sense]):
    """Phrases, given as words in matching form, each with what it stands for."""

    def __init__(self, phrases: Iterable[tuple[Sequence[str], Sense]]) -> None:
        self._words: defaultdict[str, list[Sense]] = defaultdict(list)
        self._longer: defaultdict[tuple[str, str], list[tuple[list[str], Sense]]] = defaultdict(list)
        for words, sense in phrases:
            if len(words) == 1:
                self._words[words[0]].append(sense)
            elif words:
                self._longer[words[0], words[1]].append((list(words), sense))

    def places(self, forms: Sequence[str]) -> Iterator[tuple[Sense, int, int]]:
        """Yield what stands where: the sense and its words, from `first` to before `after`."""
        words, longer = self._words, self._longer
        for first, pair in enumerate(pairwise([*forms, _END])):
            if pair[0] in words:
                for sense in words[pair[0]]:
                    yield sense, first, first + 1
            if pair in longer:
                for phrase, sense in longer[pair]:
                    after = first + len(phrase)
                    if forms[first:after] == phrase:
                        yield sense, first, after
