"""What an engine counts, and what follows from it: how much words weigh, and which of them the corpus knows."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.lexical_terms import TermField, WeighedTerm, neighbours, telling_words, typed_numbers, words
from index.static_model import StaticModel, Vectors
from ingest.language.folding import fold

# Capitals among small letters: in a query typed in capitals they tell nothing.
_ACRONYM = re.compile(r"(?<!\w)[A-ZĐ]{3,8}(?!\w)")
# By so many of its rarest words and neighbours the passages that hold a text are found; a word alone says less.
RAREST = 12
ALONE_WEIGHT = 0.25
# Share of the idf that comes from this corpus; the rest is the model's own, from its training.
CORPUS_IDF_SHARE = 0.5


class Statistics(Protocol):
    """Counts over the passages that may be found."""

    @property
    def passages(self) -> int:
        """How many there are."""

    @property
    def token_weights(self) -> Vectors:
        """How much each token of the model weighs (vocabulary,)."""

    def frequency(self, field: TermField, value: str) -> int:
        """Return how many passages have a value in a field."""


def corpus_weights(counts: NDArray[np.int64], passages: int, model: StaticModel) -> Vectors:
    """Return token weights: idf in this corpus mixed with the idf of the model's training texts.

    `counts` says in how many of so many passages each token stands. One that the corpus lacks, as any English
    word, keeps the model's weight.
    """
    own = np.log((passages + 1) / (counts + 0.5)) / np.log(2 * passages + 2)
    mixed = CORPUS_IDF_SHARE * own + (1 - CORPUS_IDF_SHARE) * model.token_weights
    weights: Vectors = np.where(counts > 0, mixed, model.token_weights).astype(np.float32)
    return np.maximum(weights, 0.01)


def has_number(statistics: Statistics, number: str) -> bool:
    """Return True where a passage or a heading has a document number, squashed."""
    return statistics.frequency("numbers", number) > 0


def names(statistics: Statistics, query: str) -> bool:
    """Return True where the corpus holds an acronym or document number that `query` names."""
    acronyms = (match.group().lower() for match in _ACRONYM.finditer(query))
    return any(statistics.frequency("accented", word) for word in acronyms) or any(
        has_number(statistics, number) for number in typed_numbers(query)
    )


def coverage(statistics: Statistics, query: str) -> float:
    """Return the idf-weighted share of the query's words that the corpus contains, 0 … 1."""
    total = found = 0.0
    passages = statistics.passages
    for word, share in telling_words(query):
        frequency = max(
            statistics.frequency("accented", word),
            statistics.frequency("folded", fold(word)) if word.isascii() else 0,
        )
        weight = (float(np.log((passages + 1) / (frequency + 1))) + 0.1) * share
        total += weight
        found += weight if frequency else 0.0
    return found / total if total else 0.0


def heaviest_terms(statistics: Statistics, text: str, most: int) -> list[WeighedTerm]:
    """Return the words of `text` with most count and idf together, and log(1 + count) of each."""
    passages = statistics.passages
    counts = {word: float(np.log1p(count)) for word, count in Counter(words(text)).items()}

    def heaviness(word: str) -> float:
        frequency = statistics.frequency("accented", word)
        return counts[word] * float(np.log((passages + 1) / (frequency + 0.5)))

    return [
        WeighedTerm("accented", word, counts[word])
        for word in sorted(counts, key=heaviness, reverse=True)[:most]
    ]


def rarest_terms(statistics: Statistics, text: str) -> list[WeighedTerm]:
    """Return the rarest words and neighbours of a text that the corpus has, and what these weigh."""
    found = words(text)
    return [
        *_rarest(statistics, "pairs", neighbours(found), 1.0),
        *_rarest(statistics, "accented", found, ALONE_WEIGHT),
    ]


def _rarest(
    statistics: Statistics, field: TermField, values: Iterable[str], share: float
) -> list[WeighedTerm]:
    """Return the rarest values that a field has, and so much of the idf of each."""
    counts = {value: statistics.frequency(field, value) for value in dict.fromkeys(values)}
    rarest = sorted((value for value in counts if counts[value]), key=counts.__getitem__)[:RAREST]
    passages = statistics.passages
    return [
        WeighedTerm(field, value, share * float(np.log((passages + 1) / (counts[value] + 0.5))))
        for value in rarest
    ]
