"""Clauses inside longer provisions: what one text says in the words of a clause of another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ingest.language.labels import read_label
from ingest.language.phrases import Clause, Words, clauses
from ingest.types import Span

# Of its words, and of its pairs of neighbouring words, a clause finds so many in the other
# (docs/similar.md, "The measure").
WORDS_SHARED, PAIRS_SHARED = 0.75, 0.6
# So many of its words begin no name: a clause of fewer names bodies or a day, and says nothing.
_FEWEST_WORDS = 7


@dataclass(frozen=True, slots=True)
class Inside:
    """A clause of one text, and that of the other in which its words stand, as characters of both."""

    left: Span
    right: Span


@dataclass(frozen=True, slots=True)
class _Told:
    """A clause of text `owner` with its words and its pairs of neighbours; `asks` where it says something."""

    owner: int
    span: Span
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    asks: bool


def insides(texts: Sequence[str]) -> dict[tuple[int, int], Inside]:
    """Return of every two texts (i < j) that have one the clause whose words stand in one of the other.

    Of several, that which has most of its pairs of words there.
    """
    told = [clause for owner, text in enumerate(texts) for clause in _clauses(owner, text)]
    best: dict[tuple[int, int], tuple[float, Inside]] = {}
    for asked, found, share in _shared_pairs(told):
        left, right = sorted((asked, found), key=lambda clause: clause.owner)
        key = left.owner, right.owner
        if len(asked.words & found.words) < WORDS_SHARED * len(asked.words):
            continue
        if key not in best or share > best[key][0]:
            best[key] = share, Inside(left.span, right.span)
    return {key: inside for key, (_, inside) in best.items()}


def _clauses(owner: int, text: str) -> Iterator[_Told]:
    """Yield the clauses of a text, without its label."""
    label = read_label(text)
    words = Words(text, label.length if label else 0)
    for clause in clauses(words):
        keys = words.keys[clause.first : clause.last]
        yield _Told(
            owner,
            Span(words.starts[clause.first], words.ends[clause.last - 1]),
            frozenset(keys),
            frozenset(pairwise(keys)),
            _says_something(words, clause),
        )


def _says_something(words: Words, clause: Clause) -> bool:
    """True for a clause that is no heading before its colon and more than names and numbers."""
    own = range(clause.first, clause.last)
    plain = sum(words.keys[n].isalpha() and not words.is_capital(n) for n in own)
    return clause.mark != ":" and plain >= _FEWEST_WORDS


def _shared_pairs(told: Sequence[_Told]) -> Iterator[tuple[_Told, _Told, float]]:
    """Yield clauses that say something with those of other texts that have enough of their pairs."""
    # Here, because a search has no need of it and should start fast.
    from scipy import sparse

    number: dict[tuple[str, str], int] = {}
    columns = [number.setdefault(pair, len(number)) for clause in told for pair in clause.pairs]
    counts = np.array([len(clause.pairs) for clause in told], np.int32)
    rows = np.repeat(np.arange(len(told)), counts)
    bags = sparse.csr_array((np.ones(len(rows), np.int32), (rows, columns)), (len(told), len(number)))
    asking = np.flatnonzero([clause.asks for clause in told])
    shared = (bags[asking] @ bags.T).tocoo()
    enough = shared.data >= PAIRS_SHARED * counts[asking][shared.row]
    for row, column, both in zip(
        asking[shared.row[enough]], shared.col[enough], shared.data[enough], strict=True
    ):
        if told[row].owner != told[column].owner:
            yield told[row], told[column], both / counts[row]
