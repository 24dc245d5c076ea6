"""Evidence: what speaks for a value of a field, and which value it speaks for most."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Value]):
    """A value that one place of a document gives for a field, and how much that place counts."""

    value: Value
    weight: int


def best(candidates: Iterable[Candidate[Value]], least: int = 1) -> Value | None:
    """Return the value with most weight in all, the first of equals; None below `least`."""
    votes: Counter[Value] = Counter()
    for candidate in candidates:
        votes[candidate.value] += candidate.weight
    value, weight = max(votes.items(), key=lambda vote: vote[1], default=(None, 0))
    return value if weight >= least else None
