"""The term index against a plain reference."""

from collections import defaultdict
from unittest import mock

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedded import terms as terms_module
from index.embedded.terms import (
    LONGEST_TERM,
    LOWEST_COSINE,
    Postings,
    TermIndex,
    build_term_index,
    collect_terms,
    term_vectors,
)
from index.term_matching import QueryUnits, Unit
from tests.index_worlds import token_arrays, word_model

MODEL = word_model()
corpora = st.lists(st.lists(st.integers(0, 7), max_size=8), min_size=1, max_size=7)


def plain_terms(rows: list[list[int]], minimum: int) -> dict[tuple[int, ...], list[int]]:
    found = defaultdict(set)
    for number, row in enumerate(rows):
        for size in range(1, LONGEST_TERM + 1):
            for begin in range(len(row) - size + 1):
                found[tuple(row[begin : begin + size])].add(number)
    return {term: sorted(where) for term, where in found.items() if len(where) >= minimum}


def collected(rows: list[list[int]]) -> dict[tuple[int, ...], list[int]]:
    terms, postings = collect_terms(token_arrays(MODEL, rows, [0] * len(rows)))
    assert len(postings.starts) == len(terms) + 1
    return {
        tuple(int(token) for token in term if token >= 0): postings.rows[begin:end].tolist()
        for term, begin, end in zip(terms, postings.starts[:-1], postings.starts[1:], strict=True)
    }


def units_with(vectors: np.ndarray, weights: list[float]) -> QueryUnits:
    units = tuple(Unit(i, i + 1, i, 1, weight) for i, weight in enumerate(weights))
    return QueryUnits(units, vectors, np.arange(len(weights), dtype=np.int32))


def unit_vectors(count: int, dimension: int, seed: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@given(corpora)
def test_in_a_small_corpus_every_run_of_words_is_a_term(rows):
    assert collected(rows) == plain_terms(rows, 1)


@given(corpora, st.integers(1, 4))
def test_in_a_large_corpus_a_term_recurs(rows, minimum):
    with (
        mock.patch.object(terms_module, "SMALL_CORPUS", 0),
        mock.patch.object(terms_module, "MINIMUM_PASSAGES", minimum),
    ):
        assert collected(rows) == plain_terms(rows, minimum)


def test_the_largest_token_ids_do_not_run_into_each_other():
    largest = (1 << 18) - 1
    rows = [[largest, 0, largest], [0, largest, 0]]
    arrays = token_arrays(word_model(), [[0]], [0])
    ids = np.array(rows, np.int32).ravel()
    big = type(arrays)(ids, np.array([0, 3, 6]), arrays.body, arrays.spans, arrays.inverse_lengths)
    terms, _ = collect_terms(big)
    assert {tuple(t for t in term.tolist() if t >= 0) for term in terms} == set(plain_terms(rows, 1))


def test_a_term_vector_is_the_weighted_sum_of_its_words():
    terms = np.array([[2, -1, -1], [2, 5, -1]], np.int32)
    found = term_vectors(MODEL, terms, MODEL.token_weights)
    weighted = MODEL.vectors * MODEL.token_weights[:, None]
    wanted = np.stack([weighted[2], weighted[2] + weighted[5]])
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    np.testing.assert_allclose(found, wanted, atol=1e-5)


@given(corpora.filter(any), st.lists(st.integers(0, 7), min_size=1, max_size=3))
def test_a_passage_scores_the_weighted_mean_of_its_nearest_terms(rows, query):
    terms, postings = collect_terms(token_arrays(MODEL, rows, [0] * len(rows)))
    vectors = term_vectors(MODEL, terms, MODEL.token_weights)
    weights = [0.2 + token / 10 for token in query]
    wanted_vectors = MODEL.vectors[query] / np.linalg.norm(MODEL.vectors[query], axis=1, keepdims=True)
    with mock.patch.object(terms_module, "NEAREST_TERMS", len(terms)):
        index = TermIndex(build_term_index(vectors), postings, len(rows))
        found = index.scores(units_with(wanted_vectors, weights))
    wanted = np.zeros(len(rows))
    for vector, weight in zip(wanted_vectors, weights, strict=True):
        best = np.zeros(len(rows))
        for at, cosine in enumerate(vectors @ vector):
            where = postings.rows[postings.starts[at] : postings.starts[at + 1]]
            if cosine > LOWEST_COSINE:
                best[where] = np.maximum(best[where], cosine**2)
        wanted += weight * best
    np.testing.assert_allclose(found, wanted / sum(weights), atol=1e-4)


@pytest.fixture(scope="module")
def many_terms():
    """5,000 terms around 300 themes, as words of one meaning lie, each with two passages."""
    rng = np.random.default_rng(11)
    themes = unit_vectors(300, 32, 12)
    vectors = themes[rng.integers(0, 300, 5000)] + 0.1 * rng.normal(size=(5000, 32))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    rows = rng.integers(0, 400, 10_000).astype(np.int32)
    return vectors, Postings(np.arange(0, 10_001, 2), rows), themes[:8]


def exact_and_approximate(many_terms) -> tuple[TermIndex, TermIndex]:
    vectors, postings, _ = many_terms
    with mock.patch.object(terms_module, "EXACT_TERMS", len(vectors)):
        exact = build_term_index(vectors)
    approximate = build_term_index(vectors)
    assert isinstance(exact, faiss.IndexFlat)
    assert isinstance(approximate, faiss.IndexIVF)
    return TermIndex(exact, postings, 400), TermIndex(approximate, postings, 400)


def test_inverted_lists_agree_roughly_with_the_exact_search(many_terms):
    exact, approximate = exact_and_approximate(many_terms)
    for theme in many_terms[2]:
        query = units_with(theme[None, :], [1.0])
        wanted, found = exact.scores(query), approximate.scores(query)
        best = np.argsort(-wanted, kind="stable")[:20]
        assert np.abs(wanted[best] - found[best]).mean() < 0.05


def test_scores_lie_between_0_and_1(many_terms):
    vectors = many_terms[0]
    for index in exact_and_approximate(many_terms):
        for at in range(0, 5000, 100):
            scores = index.scores(units_with(vectors[at : at + 2], [0.9, 0.4]))
            assert scores.min() >= 0.0
            assert scores.max() <= 1.0 + 1e-5


def test_no_terms_and_no_query_score_nothing():
    empty = TermIndex(faiss.IndexFlatIP(6), Postings(np.zeros(1, np.int64), np.zeros(0, np.int32)), 3)
    np.testing.assert_array_equal(empty.scores(units_with(unit_vectors(1, 6, 1), [1.0])), np.zeros(3))
    nothing = units_with(np.zeros((0, 6), np.float32), [])
    np.testing.assert_array_equal(empty.scores(nothing), np.zeros(3))
