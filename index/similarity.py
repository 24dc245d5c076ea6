"""How near provisions are to one another, in meaning and in wording.

A provision asked as a query has hundreds of words, and term matching of them all over whole
articles takes a second. Two texts of one kind are compared as wholes instead: by the mean of
their vectors, and by the words and pairs of neighbouring words that both have.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.clock import Clock
from index.engine import NO_KEYS, Limits, Scope, Wanted
from index.fusion import CandidateScores
from index.generation import Generation
from index.static_model import TokenIds, Vectors, starts_of
from index.statistics import heaviest_terms
from index.term_matching import NO_UNITS
from index.types import PassageRecord

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Keys = Sequence[int] | NDArray[np.int64]
CANDIDATES = 100
# What a passage is about, its rarest and most repeated words say (docs/similar.md, "Ranking").
HEAVIEST_WORDS = 16
_ID_BITS = 20
# The model finds much of the same field alike: wording tells more surely which provision answers which
# (docs/similar.md, "The measure").
_OF_MEANING = 1 / 3
# Of the words the passage itself is the first.
_LIMITS = Limits(dense=CANDIDATES, lexical=CANDIDATES + 1, units=0, ties=True)


def candidates(generation: Generation, passage: PassageRecord, scope: Scope) -> CandidateScores:
    """Return what may be near to a passage among others in a scope.

    The shared wording stands where a query has its term matching, and BM25 asks with the heaviest words
    of the passage.
    """
    engine = generation.engine
    (key,) = generation.records.keys_of([passage.id]).tolist()
    vector: Vectors = engine.vectors(np.array([key]))[0]
    terms = heaviest_terms(engine.statistics, passage.text, HEAVIEST_WORDS)
    wanted = Wanted(vector, NO_UNITS, terms, NO_KEYS)
    found = engine.candidates(wanted, replace(scope, besides=key), _LIMITS, Clock())
    wording = wordings(generation, [key], found.keys)[0]
    return CandidateScores(
        keys=found.keys,
        cosine=engine.vectors(found.keys) @ vector,
        near=wording,
        said=wording,
        lexical=found.lexical,
        coverage=1.0,
    )


def likenesses(generation: Generation, left: Keys, right: Keys) -> Vectors:
    """Return how near passages are (left, right), 0 … 1: a third their meaning, the rest their wording.

    Only their own words count, without the headings above them, and always by the bundled model:
    the thresholds of search_api/comparing/likeness.py are measured on it.
    """
    meaning = _meanings(generation, left) @ _meanings(generation, right).T
    wording = wordings(generation, left, right)
    scores: Vectors = _OF_MEANING * np.maximum(meaning, 0.0) + (1 - _OF_MEANING) * wording
    return np.clip(scores, 0.0, 1.0)


def wordings(generation: Generation, left: Keys, right: Keys) -> Vectors:
    """Return the cosines (left, right) of passages as bags of weighed tokens and pairs of tokens."""
    # Here, because a search has no need of it and should start fast.
    from scipy import sparse

    texts = _own_tokens(generation, [*left, *right])
    if not texts:
        return np.zeros((len(left), len(right)), np.float32)
    weights = generation.engine.statistics.token_weights
    singles = _bags(texts, [weights[ids] for ids in texts])
    pairs = _bags(
        [ids[:-1].astype(np.int64) << _ID_BITS | ids[1:] for ids in texts],
        [np.maximum(weights[ids[:-1]], weights[ids[1:]]) for ids in texts],
    )
    bags = _unit(sparse.hstack([_unit(singles), _unit(pairs)], "csr"))
    product: Vectors = (bags[: len(left)] @ bags[len(left) :].T).toarray()
    return product


def _own_tokens(generation: Generation, keys: Keys) -> list[TokenIds]:
    """Return the tokens of passages without those of the headings above them."""
    tokens = generation.engine.tokens(np.asarray(keys, np.int64))
    begins = tokens.starts[:-1] + tokens.body
    return [tokens.ids[begin:end] for begin, end in zip(begins, tokens.starts[1:], strict=True)]


def _meanings(generation: Generation, keys: Keys) -> Vectors:
    own = _own_tokens(generation, keys)
    ids = np.concatenate([np.zeros(0, np.int32), *own])
    return generation.model.pool(ids, starts_of([len(tokens) for tokens in own]))


def _bags(keys: Sequence[NDArray[np.integer]], weights: Sequence[Vectors]) -> "csr_array":
    """Return a sparse matrix (texts, distinct keys) of weight × log(1 + count)."""
    from scipy import sparse

    owner = np.repeat(np.arange(len(keys)), [len(key) for key in keys])
    distinct, columns = np.unique(np.concatenate(keys), return_inverse=True)
    shape = (len(keys), len(distinct))
    bags = sparse.csr_array((np.ones(len(owner), np.float32), (owner, columns)), shape)
    weight = np.zeros(len(distinct), np.float32)
    weight[columns] = np.concatenate(weights)
    bags.data = np.log1p(bags.data) * weight[bags.indices]
    return bags


def _unit(bags: "csr_array") -> "csr_array":
    """Return `bags` with rows of length one; empty rows stay empty."""
    lengths = np.sqrt(bags.multiply(bags).sum(axis=1))
    return bags.multiply(1 / np.maximum(lengths, 1e-9)[:, None]).tocsr()
