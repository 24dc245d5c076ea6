"""The titles of all documents by their words, so that a name is looked for in those few that can have it."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from index.snapshot import Snapshot
from ingest.language.folding import strip_marks
from ingest.language.phrases import word_forms


class TitleWords:
    """Titles by the ids of their documents (`of`), and in which of them each word stands, whatever its marks."""

    def __init__(self, titles: Iterable[tuple[str, str]]) -> None:
        """Take the ids of documents with their titles."""
        self.of = dict(titles)
        found: defaultdict[str, set[str]] = defaultdict(set)
        for identity, title in self.of.items():
            for word in bare_words(title):
                found[word].add(identity)
        self._having = dict(found)

    def having(self, words: Collection[str]) -> set[str]:
        """Return the documents whose titles have all of some bare words; none, where there are no words."""
        found = sorted((self._having.get(word, set()) for word in words), key=len)
        return found[0].intersection(*found[1:]) if found else set()

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
