"""The term index against a plain reference."""

from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index import near_terms
from index.embedded import terms as terms_module
from index.embedded.terms import TermIndex, passages_with, write_postings
from index.near_terms import LOWEST_COSINE, NEAREST_TERMS
from index.rows import Rows
from index.term_matching import QueryUnits, Unit
from tests.index_worlds import token_arrays, word_model

MODEL = word_model()
VOCABULARY = len(MODEL.vectors)
corpora = st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=8), min_size=1, max_size=7)
queries = st.lists(st.integers(0, 7), min_size=1, max_size=3)


def index_of(*segments: list[list[int]]) -> TermIndex:
    """Return the term index over passages, given by their tokens, of one segment or several."""
    with TemporaryDirectory() as folder:
        folders = [Path(folder) / str(number) for number in range(len(segments))]
        for own, rows in zip(folders, segments, strict=True):
            own.mkdir()
            write_postings(own, token_arrays(MODEL, rows, [0] * len(rows)), MODEL)
        return TermIndex(folders, MODEL, Rows([len(rows) for rows in segments]))


def units_of(query: list[int], weights: list[float]) -> QueryUnits:
    units = tuple(Unit(i, i + 1, i, 1, weight) for i, weight in enumerate(weights))
    vectors = MODEL.vectors[query] / np.linalg.norm(MODEL.vectors[query], axis=1, keepdims=True)
    return QueryUnits(units, vectors, np.array(query, np.int32))


@given(corpora, queries)
def test_a_passage_scores_the_weighted_mean_of_its_nearest_terms(rows, query):
    weights = [0.2 + token / 10 for token in query]
    units = units_of(query, weights)
    tokens = MODEL.vectors / np.linalg.norm(MODEL.vectors, axis=1, keepdims=True)
    wanted = []
    for row in rows:
        cosines = units.vectors @ tokens[row].T
        wanted.append(
            np.average(np.where(cosines > LOWEST_COSINE, cosines, 0).max(axis=1) ** 2, weights=weights)
        )
    np.testing.assert_allclose(index_of(rows).scores(units), wanted, atol=1e-4)


@given(corpora, corpora, queries)
def test_two_segments_score_and_count_as_one(left, right, query):
    units = units_of(query, [1.0] * len(query))
    whole, parts = index_of(left + right), index_of(left, right)
    np.testing.assert_allclose(parts.scores(units), whole.scores(units), atol=1e-6)
    np.testing.assert_array_equal(parts.counts, whole.counts)


@given(corpora, corpora, st.randoms())
def test_terms_are_counted_in_the_passages_that_are_asked_for(left, right, random):
    rows = left + right
    asked = np.array([random.random() < 0.5 for _ in rows])
    chosen = [row for row, wanted in zip(rows, asked, strict=True) if wanted]
    wanted = [sum(token in row for row in chosen) for token in range(VOCABULARY)]
    np.testing.assert_array_equal(index_of(left, right).counts_within(asked), wanted)
    arrays = token_arrays(MODEL, rows, [0] * len(rows))
    everywhere = [sum(token in row for row in rows) for token in range(VOCABULARY)]
    np.testing.assert_array_equal(passages_with(arrays, VOCABULARY), everywhere)


def test_only_the_nearest_terms_are_looked_up():
    nearest = units_of([3], [1.0])
    cosines = MODEL.vectors @ nearest.vectors[0] / np.linalg.norm(MODEL.vectors, axis=1)
    second = int(np.argsort(-cosines)[1])
    assert cosines[second] > LOWEST_COSINE
    with mock.patch.object(near_terms, "NEAREST_TERMS", 1):
        np.testing.assert_allclose(index_of([[3], [second]]).scores(nearest), [1.0, 0.0], atol=1e-5)
    assert NEAREST_TERMS > 1
    assert index_of([[3], [second]]).scores(nearest)[1] > 0


def test_what_nearly_every_passage_of_a_large_corpus_has_is_not_looked_up():
    rows = [[3]] * 5 + [[3, 5]]
    with mock.patch.object(near_terms, "COMMON_PASSAGES", 3):
        scores = index_of(rows).scores(units_of([3, 5], [1.0, 1.0]))
    assert scores[:5].max() == 0.0
    assert scores[5] > 0.4


def test_no_terms_and_no_query_score_nothing():
    empty = index_of([])
    np.testing.assert_array_equal(empty.scores(units_of([1], [1.0])), np.zeros(0))
    nothing = QueryUnits((), np.zeros((0, MODEL.dimension), np.float32), np.zeros(0, np.int32))
    np.testing.assert_array_equal(index_of([[1], [2]]).scores(nothing), np.zeros(2))


def test_terms_found_in_lists_score_nearly_as_those_found_by_comparing_each(tmp_path):
    # Numbers of vectors this long lie within the range that is kept.
    model = word_model(300, 96)
    chance = np.random.default_rng(4)
    rows = [[3, 5], *(chance.integers(0, 300, 6).tolist() for _ in range(80))]
    found = []
    for name, exact in (("each", 300), ("lists", 0)):
        (tmp_path / name).mkdir()
        with mock.patch.object(terms_module, "EXACT_TERMS", exact):
            write_postings(tmp_path / name, token_arrays(model, rows, [0] * len(rows)), model)
        index = TermIndex([tmp_path / name], model, Rows([len(rows)]))
        vectors = model.vectors[[3, 5]] / np.linalg.norm(model.vectors[[3, 5]], axis=1, keepdims=True)
        units = QueryUnits(
            (Unit(0, 1, 0, 1, 0.9), Unit(1, 2, 1, 1, 0.4)), vectors, np.array([3, 5], np.int32)
        )
        found.append(index.scores(units))
    assert (tmp_path / "lists" / "terms.faiss").exists() > (tmp_path / "each" / "terms.faiss").exists()
    np.testing.assert_allclose(found[1], found[0], atol=0.05)
    assert 0.6 < found[1].max() <= 1.0
