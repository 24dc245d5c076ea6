"""Term matching against a slow reference that looks at every window."""

from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import term_matching
from index.embedded.tokens import chosen
from index.term_matching import (
    LENGTH_DISCOUNT,
    LONGEST_WINDOW,
    USUAL_LENGTH,
    QueryUnits,
    TermMatcher,
    inverse_window_lengths,
    length_divisors,
    query_units,
    weighted_mean,
)
from tests.index_worlds import token_arrays, word_model

MODEL = word_model()
MATCHER = TermMatcher(MODEL)
# Lengths are kept as float16, which has three digits.
TOLERANCE = 4e-3
tokens = st.lists(st.integers(0, 7), min_size=1, max_size=9)
corpora = st.lists(tokens, min_size=1, max_size=6)
queries = st.lists(st.integers(0, 7), min_size=1, max_size=5)


def units_of(query: list[int]) -> QueryUnits:
    return query_units(MODEL, " ".join(f"w{i}" for i in query), MODEL.token_weights)


def strength(vector: np.ndarray, window: list[int]) -> float:
    total = MODEL.vectors[window].sum(axis=0)
    return max(float(vector @ total) / max(float(np.linalg.norm(total)), 1e-3), 0.0) ** 2


def best_strength(vector: np.ndarray, row: list[int]) -> float:
    windows = [
        row[begin : begin + size]
        for size in range(1, LONGEST_WINDOW + 1)
        for begin in range(len(row) - size + 1)
    ]
    return max((strength(vector, window) for window in windows), default=0.0)


@given(corpora, queries)
def test_strengths_are_those_of_the_best_window(rows, query):
    arrays = token_arrays(MODEL, rows, [0] * len(rows))
    units = units_of(query)
    found = MATCHER.strengths(units, arrays)
    wanted = [[best_strength(vector, row) for vector in units.vectors] for row in rows]
    np.testing.assert_allclose(found, wanted, atol=TOLERANCE)


@given(corpora, queries, st.randoms())
def test_the_strengths_of_a_passage_do_not_depend_on_its_company(rows, query, random):
    arrays = token_arrays(MODEL, rows, [0] * len(rows))
    units = units_of(query)
    places = random.sample(range(len(rows)), random.randint(1, len(rows)))
    together = MATCHER.strengths(units, chosen(arrays, np.array(places)))
    alone = [MATCHER.strengths(units, chosen(arrays, np.array([row])))[0] for row in places]
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_a_window_never_crosses_into_the_next_passage():
    rows = [[1, 2], [3, 4]]
    arrays = token_arrays(MODEL, rows, [0, 0])
    pair = units_of([2, 3])
    across = [unit.size for unit in pair.units].index(2)
    assert MATCHER.strengths(pair, arrays)[:, across].max() < 0.999 - TOLERANCE
    joined = token_arrays(MODEL, [[1, 2, 3, 4]], [0])
    assert MATCHER.strengths(pair, joined)[0, across] == pytest.approx(1.0, abs=TOLERANCE)


@given(corpora, st.integers(1, 9))
def test_window_lengths_do_not_depend_on_the_block_size(rows, block):
    arrays = token_arrays(MODEL, rows, [0] * len(rows))
    with mock.patch.object(term_matching, "_BLOCK", block):
        blocked = inverse_window_lengths(MODEL, arrays.ids, arrays.starts)
    np.testing.assert_array_equal(blocked, arrays.inverse_lengths)


@given(st.data(), corpora, queries)
def test_a_highlight_is_the_best_window_of_the_passage_itself(data, rows, query):
    body = [data.draw(st.integers(0, len(row))) for row in rows]
    arrays = token_arrays(MODEL, rows, body)
    units = units_of(query)
    places = data.draw(st.lists(st.integers(0, len(rows) - 1)))
    windows = MATCHER.windows(units, chosen(arrays, np.array(places, np.int64)))
    for at, found in zip(places, windows, strict=True):
        assert_best_windows(units, rows[at][body[at] :], found)


def assert_best_windows(units, own, windows):
    for vector, (start, end, found) in zip(units.vectors, windows, strict=True):
        assert found == pytest.approx(best_strength(vector, own), abs=TOLERANCE)
        if found:
            window = own[start // 3 : (end + 1) // 3]
            assert 1 <= len(window) <= LONGEST_WINDOW
            assert strength(vector, window) == pytest.approx(found, abs=TOLERANCE)


@given(corpora, queries)
def test_texts_outside_the_index_score_like_passages(rows, query):
    units = units_of(query)
    texts = [" ".join(f"w{i}" for i in row) for row in rows]
    arrays = token_arrays(MODEL, rows, [0] * len(rows))
    wanted = weighted_mean(MATCHER.strengths(units, arrays), units.weights)
    np.testing.assert_allclose(MATCHER.score_texts(units, texts), wanted, atol=1e-5)


def test_texts_without_words_score_nothing():
    scores = MATCHER.score_texts(units_of([1]), ["", "w1", " "])
    np.testing.assert_allclose(scores, [0.0, 1.0, 0.0], atol=TOLERANCE)


def test_no_query_and_no_passages_have_no_strengths():
    arrays = token_arrays(MODEL, [[1]], [0])
    assert MATCHER.strengths(units_of([1, 2]), chosen(arrays, np.zeros(0, np.int64))).shape == (0, 3)
    nothing = query_units(MODEL, "", MODEL.token_weights)
    assert MATCHER.strengths(nothing, arrays).shape == (1, 0)
    assert list(MATCHER.windows(nothing, arrays)) == [[]]


def test_units_are_the_words_and_their_neighbouring_pairs():
    units = units_of([1, 2, 3]).units
    spans = {(unit.start, unit.end, unit.size) for unit in units}
    assert spans == {(0, 2, 1), (3, 5, 1), (6, 8, 1), (0, 5, 2), (3, 8, 2)}


def test_a_pair_weighs_as_much_as_the_mean_of_its_words():
    units = units_of([1, 2]).units
    (pair,) = [unit for unit in units if unit.size == 2]
    words = [unit.weight for unit in units if unit.size == 1]
    assert pair.weight == pytest.approx(sum(words) / 2)


def test_words_that_nearly_every_text_has_are_left_out():
    weights = MODEL.token_weights.copy()
    weights[1] = 0.01
    units = query_units(MODEL, "w1 w2", weights).units
    assert {(unit.first_token, unit.size) for unit in units} == {(1, 1), (0, 2)}


def test_no_weight_at_all_gives_zeros():
    np.testing.assert_array_equal(weighted_mean(np.ones((2, 1), np.float32), [0.0]), [0.0, 0.0])


@given(st.lists(st.integers(1, 20_000), min_size=1, max_size=9))
def test_only_a_long_passage_is_discounted_and_a_longer_one_more(lengths):
    lengths = np.sort(np.array(lengths, np.int64))
    divisors = length_divisors(lengths)
    assert (divisors[lengths <= USUAL_LENGTH] == 1).all()
    assert (np.diff(divisors) >= 0).all()


def test_each_doubling_of_the_length_takes_its_share():
    divisors = length_divisors(np.array([USUAL_LENGTH * 2, USUAL_LENGTH * 8]))
    np.testing.assert_allclose(divisors, [1 + LENGTH_DISCOUNT, 1 + 3 * LENGTH_DISCOUNT], rtol=1e-6)


def test_the_same_words_at_the_end_of_a_long_passage_score_less():
    short = [1, 2]
    long = [5] * (4 * USUAL_LENGTH) + short
    arrays = token_arrays(MODEL, [short, long], [0, 0])
    late = MATCHER.late_scores(units_of(short), arrays)
    assert late.near[0] > late.near[1] > 0
    assert late.said[0] > late.said[1] > 0
    np.testing.assert_allclose(late.strengths[0], late.strengths[1], atol=TOLERANCE)
