"""The words of passages and queries as the lexical index takes them: accented, folded, pairs and document numbers.

Text is reduced to words here, whichever engine finds them, and user text is never parsed: what is asked
is a list of terms, so that `id:5` or a quote mark is nothing but text.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from index.query_words import word_shares
from ingest.instruments.numbers import NUMBER
from ingest.language.folding import canonical, fold, squash

_WORD = re.compile(r"[^\W_]+")
# The accented form of a word says more than the folded one: đất before dat.
ACCENTED_WEIGHT = 1.0
FOLDED_WEIGHT = 0.5
# Most Vietnamese words have two syllables: a pair found together says more than its halves.
PAIR_WEIGHT = 0.5
# A document number asked for is what the answer must carry.
NUMBER_WEIGHT = 4.0
TermField = Literal["accented", "folded", "pairs", "numbers"]


class LexicalFields(NamedTuple):
    """What is indexed of one passage and the context above it, terms between spaces."""

    accented: str
    folded: str
    pairs: str
    numbers: str


def lexical_fields(context: str, text: str) -> LexicalFields:
    """Return what is indexed of a passage, given its context (headings, full forms) and its text."""
    accented = [*_words_above(context), *words(text)]
    folded = [_folded(word) for word in accented]
    pairs = [f"{left}_{right}" for left, right in pairwise(folded)]
    found = [*_numbers_above(context), *numbers(text)]
    return LexicalFields(" ".join(accented), " ".join(folded), " ".join(pairs), " ".join(found))


# Neighbouring passages stand under the same headings.
@lru_cache(maxsize=64)
def _words_above(context: str) -> tuple[str, ...]:
    return tuple(words(context))


@lru_cache(maxsize=64)
def _numbers_above(context: str) -> tuple[str, ...]:
    return tuple(numbers(context))


# A corpus repeats the same few thousand words.
@lru_cache(maxsize=1 << 16)
def _folded(word: str) -> str:
    return fold(word)


def words(text: str) -> list[str]:
    """Return the accented words of `text` in matching form."""
    return _WORD.findall(canonical(text))


def telling_words(query: str) -> list[tuple[str, float]]:
    """Return the words of a query that keep a share of their weight, and that share."""
    shares = word_shares(canonical(query))
    return [(word, shares.get(word, 1.0)) for word in words(query) if shares.get(word, 1.0) > 0]


def neighbours(found: Sequence[str]) -> list[str]:
    """Return each two neighbouring words as one folded term."""
    return [f"{_folded(left)}_{_folded(right)}" for left, right in pairwise(found)]


def numbers(text: str) -> list[str]:
    """Return the document numbers in `text`, squashed: "57- KL/TW" gives 57kltw."""
    return [squash(match.group()) for match in NUMBER.finditer(text)]


def typed_numbers(query: str) -> list[str]:
    """Return the document numbers in a query, where case and hyphens may be careless."""
    found = numbers(query) + numbers(query.upper())
    return list(dict.fromkeys(found))


class WeighedTerm(NamedTuple):
    """A value that a field of a passage may have, and how much it counts."""

    field: TermField
    value: str
    weight: float


def query_terms(query: str) -> list[WeighedTerm]:
    """Return what a query asks of the lexical index."""
    found = []
    for word in dict.fromkeys(word for word, _ in telling_words(query)):
        found.append(WeighedTerm("accented", word, ACCENTED_WEIGHT))
        found.append(WeighedTerm("folded", fold(word), FOLDED_WEIGHT))
    pairs = dict.fromkeys(neighbours(words(query)))
    found += [WeighedTerm("pairs", pair, PAIR_WEIGHT) for pair in pairs]
    return found + [WeighedTerm("numbers", number, NUMBER_WEIGHT) for number in typed_numbers(query)]
