"""What an engine is: it finds the candidates of a query, and gives what scoring needs of them.

Ranking, confidence, highlights and answers are the same code above whichever engine. It names passages by keys:
numbers that mean something to the engine and the records of one snapshot alone, ascending in the order of the
index. Nothing is looked up by them in an array above.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.clock import Clock
from index.lexical_terms import WeighedTerm
from index.static_model import Vectors
from index.statistics import Statistics
from index.term_matching import QueryUnits, TokenArrays
from index.types import Filters

Keys = NDArray[np.int64]
NO_KEYS: Keys = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which passages may be found: those of the documents that filters admit.

    Nothing is found of the documents `without`, of that which is `not_of`, and of the one passage `besides`.
    """

    filters: Filters = Filters()  # noqa: RUF009 - frozen
    without: frozenset[str] = frozenset()
    not_of: str | None = None
    besides: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query as engines take it: its vector (dimension,), its units, and the terms that its words are.

    Passages that are candidates in any case, where the scope has them, are `named`.
    """

    vector: Vectors
    units: QueryUnits
    terms: Sequence[WeighedTerm]
    named: Keys


@dataclass(frozen=True, slots=True)
class Limits:
    """How many candidates each source gives: of `units` that many again where they are equals.

    Where the lexical source has more, those that score as its last one does are left out, but with `ties`.
    """

    dense: int
    lexical: int
    units: int
    ties: bool = False


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages that may answer, `keys` (n,) ascending, with BM25 (n,), 0 where the words did not find one.

    `by_units` (n,) are those that the units found, `otherwise` (n,) those that anything else did.
    """

    keys: Keys
    lexical: Vectors
    by_units: NDArray[np.bool_]
    otherwise: NDArray[np.bool_]

    @classmethod
    def gathered(cls, by_units: Keys, lexical: Mapping[int, float], *others: Keys) -> "Candidates":
        """Return what units, words, with BM25 by key, and other sources found, together."""
        otherwise = np.concatenate([np.fromiter(lexical, np.int64, len(lexical)), *others])
        keys = np.union1d(by_units, otherwise).astype(np.int64)
        scores = np.array([lexical.get(key, 0.0) for key in keys.tolist()], np.float32)
        return cls(keys, scores, _among(keys, by_units), _among(keys, otherwise))

    def where(self, kept: NDArray[np.bool_]) -> "Candidates":
        """Return those that are true in `kept` (n,)."""
        return Candidates(self.keys[kept], self.lexical[kept], self.by_units[kept], self.otherwise[kept])


def _among(keys: Keys, some: Keys) -> NDArray[np.bool_]:
    """Return which of the `keys` (n,), which go up, are in `some`; all of these are among them."""
    found = np.zeros(len(keys), bool)
    found[np.searchsorted(keys, some)] = True
    return found


class Engine(Protocol):
    """Finds passages of one generation; safe for several threads, and never changed."""

    @property
    def statistics(self) -> Statistics:
        """What is counted over the passages."""

    def within(self, document_ids: Collection[str]) -> "Engine":
        """Return the same, in which words are counted, and found, in some documents alone."""

    def candidates(self, wanted: Wanted, scope: Scope, limits: Limits, clock: Clock) -> Candidates:
        """Return what may answer a query; the clock is told what each source takes."""

    def holding(self, terms: Sequence[WeighedTerm], limit: int) -> list[tuple[int, float]]:
        """Return at most so many passages that have the most of some terms, with what these weigh, the most first.

        How long a passage is, and how often it says a term, counts nothing.
        """

    def tokens(self, keys: Keys, *, placed: bool = False) -> TokenArrays:
        """Return the tokens of passages, in the order of `keys`; where they stand in the text only if `placed`."""

    def vectors(self, keys: Keys) -> Vectors:
        """Return the vectors (n, dimension) of passages, as they are kept."""

    def close(self) -> None:
        """Let go of what the engine has open."""
