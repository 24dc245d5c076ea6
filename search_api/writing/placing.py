"""Placing: a number or date of a sentence must be said of the same thing as in its quotes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from search_api.writing.facts import MEASURES, Fact, claimed, stated
from search_api.writing.support import Nearness

_BETWEEN_CLAUSES = re.compile(r"[;:)]|[.,](?!\d)\s*|\b(?:nhưng|thì)\b")
_BETWEEN_MY_CLAUSES = re.compile(rf"{_BETWEEN_CLAUSES.pattern}|\b(?:but|and)\b")
_DIGITS = re.compile(r"\d[\d.,/]*")
_COUNTED = re.compile(r"\d\s([^\W\d]{1,20}(?:\s[^\W\d]{1,20})?)")
_MARGIN = 0.05
_FEWEST_OF_MONEY = 100_000


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of a quote: its words, what it states in so many words, and all that follows from that."""

    words: str
    facts: frozenset[Fact]
    implied: frozenset[Fact]

    def rivals(self, fact: Fact) -> bool:
        """True where the clause states another number of the kind of `fact`, and not `fact` itself."""
        return fact not in self.implied and any(_sort(other) == _sort(fact) for other in self.facts)


def misplaces_a_fact(sentence: str, evidence: str, near: Nearness) -> bool:
    """True where a number of `sentence` stands in `evidence`, but of something else."""
    theirs = [
        _Clause(words, claimed(words), stated((words,)))
        for words in _BETWEEN_CLAUSES.split(evidence)
        if words.strip()
    ]
    return any(_misplaces(clause, theirs, near) for clause in _BETWEEN_MY_CLAUSES.split(sentence))


def _misplaces(clause: str, theirs: Sequence[_Clause], near: Nearness) -> bool:
    facts = [fact for fact in claimed(clause) if fact.kind in MEASURES]
    if not facts or not theirs:
        return False
    rest = stated((clause,))
    others = [_Clause(other.words, other.facts - rest, other.implied) for other in theirs]
    # What is said of a number tells clauses apart, not the number.
    scores = near(_DIGITS.sub("", clause), [_DIGITS.sub("", other.words) for other in theirs])
    counts = near(_counted(clause), [_counted(other.words) for other in theirs])
    return any(_belongs_elsewhere(fact, others, scores, counts) for fact in facts) or any(
        _parts(one, another, others) for one, another in permutations(facts, 2)
    )


def _belongs_elsewhere(
    fact: Fact, theirs: Sequence[_Clause], scores: Sequence[float], counts: Sequence[float]
) -> bool:
    """True where a clause that counts the same, but another number of it, has more of the words."""
    rated = list(zip(scores, counts, theirs, strict=True))
    own = [(score, count) for score, count, clause in rated if fact in clause.implied]
    if not own:
        return False
    score, count = map(max, zip(*own, strict=True))
    return any(
        rival > score and counted >= count - _MARGIN
        for rival, counted, clause in rated
        if clause.rivals(fact)
    )


def _counted(words: str) -> str:
    """Return the words behind the numbers of a clause, which say what is counted."""
    return " ".join(_COUNTED.findall(words))


def _parts(one: Fact, another: Fact, theirs: Sequence[_Clause]) -> bool:
    """True where each clause with `one` has a number of the kind of `another`, but not `another`."""
    own = [clause for clause in theirs if one in clause.implied]
    return bool(own) and all(clause.rivals(another) for clause in own)


def _sort(fact: Fact) -> str:
    """Return what a number counts, as far as it shows: years and money stand beside other numbers."""
    if fact.kind != "quantity":
        return fact.kind
    value, unit = fact.values
    plain = "year" if 1900 <= value <= 2100 else "money" if value >= _FEWEST_OF_MONEY else "count"  # type: ignore[operator]
    return str(unit or plain)
