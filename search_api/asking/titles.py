"""The titles of all documents by their words, so that a name is looked for in those few that can have it."""

from collections.abc import Collection, Iterable

import numpy as np
from numpy.typing import NDArray

from index.snapshot import Snapshot
from ingest.language.folding import strip_marks
from ingest.language.phrases import word_forms

_END = "\n"
_NOWHERE = np.zeros(0, np.int32)


class TitleWords:
    """Titles by the ids of their documents (`of`), and in which of them each word stands, whatever its marks."""

    def __init__(self, titles: Iterable[tuple[str, str]]) -> None:
        """Take the ids of documents with their titles."""
        self.of = dict(titles)
        self._ids = list(self.of)
        # One text is cut into words faster than many titles.
        together = _END.join(title.replace(_END, " ") for title in self.of.values())
        words = word_forms(together)
        bare = {word: strip_marks(word) for word in set(words)}
        numbers = {word: number for number, word in enumerate(dict.fromkeys(bare.values()))}
        number_of = {word: numbers[form] for word, form in bare.items()}
        found = np.array([number_of[word] for word in words], np.int64)
        is_end = found == numbers.get(_END, -1)
        # A word comes with its title once: sorted by both as one number.
        both = np.unique(found[~is_end] * (len(self.of) or 1) + np.cumsum(is_end)[~is_end])
        number, place = np.divmod(both, len(self.of) or 1)
        self._numbers = numbers
        self._begins = np.searchsorted(number, np.arange(len(numbers) + 1))
        self._places = place.astype(np.int32)

    def having(self, words: Collection[str]) -> set[str]:
        """Return the documents whose titles have all of some bare words; none, where there are no words."""
        if not words:
            return set()
        first, *others = sorted(map(self._places_of, words), key=len)
        for places in others:
            first = np.intersect1d(first, places, assume_unique=True)
        return {self._ids[place] for place in first.tolist()}

    def _places_of(self, word: str) -> NDArray[np.int32]:
        """Return the places (n,) of the titles that have a bare word, ascending."""
        number = self._numbers.get(word)
        if number is None:
            return _NOWHERE
        return self._places[self._begins[number] : self._begins[number + 1]]

    def having_each(self, parts: Iterable[Iterable[Collection[str]]]) -> set[str]:
        """Return the documents whose titles have, of each part, all words of one of its names."""
        found: set[str] | None = None
        for names in parts:
            either = set[str]().union(*map(self.having, names))
            found = either if found is None else found & either
        return found or set()


def title_words(snapshot: Snapshot) -> TitleWords:
    """Return the words of the titles; take it as `snapshot.derived(title_words)`."""
    return TitleWords((document.id, document.metadata.title) for document in snapshot.documents.values())


def bare_words(text: str) -> frozenset[str]:
    """Return the words and marks of a text in matching form, the words without their marks."""
    return frozenset(map(strip_marks, word_forms(text)))
