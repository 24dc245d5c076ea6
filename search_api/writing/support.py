"""Support: do the words of a sentence stand in the quotes that it cites, by meaning and across languages?"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.snapshot import Snapshot
from ingest.language.detect import is_vietnamese

# Measured over sentences of our own (docs/written-answer.md): in the language of the quote a sentence
# repeats most words; across languages each word only finds a near one.
LOWEST_SAME_LANGUAGE = 0.5
LOWEST_ACROSS_LANGUAGES = 0.18
# A clause that finds next to nothing was added, however well the rest is borne out.
LOWEST_OF_A_CLAUSE = 0.09
_SHORTEST_CLAUSE = 3
# "Bên cạnh đó," and "In addition to this," open a sentence and claim nothing.
_LONGEST_OPENING = 4
_BETWEEN_CLAUSES = re.compile(r"[,;:]|[.!?…]\s|\b(?:and|but|who|which|và|nhưng|rồi)\b")

# How much of the words of a text each of the others has (len(others),), 0 … 1.
Nearness = Callable[[str, Sequence[str]], Sequence[float]]


class Support(Protocol):
    """What the checks ask of a model."""

    def __call__(self, sentence: str, evidence: str) -> bool:
        """True where the words of `sentence` find enough in `evidence`."""

    def nearness(self, text: str, others: Sequence[str]) -> Sequence[float]:
        """Return how much of the words of `text` each of `others` has (len(others),), 0 … 1."""


@dataclass(frozen=True, slots=True)
class TermSupport:
    """Judges support by the term matching of a snapshot, which ranks the passages too."""

    snapshot: Snapshot

    def __call__(self, sentence: str, evidence: str) -> bool:
        """True where the words of `sentence`, and of each of its clauses, find enough in `evidence`."""
        across = is_vietnamese(sentence) != is_vietnamese(evidence)
        lowest = LOWEST_ACROSS_LANGUAGES if across else LOWEST_SAME_LANGUAGE
        return self.score(sentence, evidence) >= lowest and all(
            self.score(clause, evidence) >= LOWEST_OF_A_CLAUSE for clause in clauses(sentence)
        )

    def score(self, text: str, evidence: str) -> float:
        """Return the weighted mean of what each word and pair of words finds in `evidence`, 0 … 1."""
        return self.nearness(text, [evidence])[0]

    def nearness(self, text: str, others: Sequence[str]) -> list[float]:
        """Return the scores of `text` in each of `others` (len(others),)."""
        searcher = self.snapshot.searcher
        scores: list[float] = searcher.score_texts(searcher.units(text), others).tolist()
        return scores


def nearest(text: str, others: Sequence[str], near: Nearness) -> str:
    """Return the one of `others`, of which there must be one, that has most of the words of `text`."""
    scores = near(text, others)
    return others[max(range(len(others)), key=scores.__getitem__)]


def clauses(sentence: str) -> Iterator[str]:
    """Yield the clauses that are long enough to claim something."""
    for number, clause in enumerate(_BETWEEN_CLAUSES.split(sentence)):
        words = len(clause.split())
        if words >= _SHORTEST_CLAUSE and not (number == 0 and words <= _LONGEST_OPENING):
            yield clause
