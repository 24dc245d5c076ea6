"""Fusion gives one order that does not depend on chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import CandidateScores, FusionWeights, fuse, ranking, standardised

values = st.lists(st.floats(-5, 5, width=32), min_size=1, max_size=20)


def scores(cosine, near=None, lexical=None, coverage=1.0) -> CandidateScores:
    count = len(cosine)
    filled = [np.zeros(count, np.float32) if v is None else np.array(v, np.float32) for v in (near, lexical)]
    said = np.zeros(count, np.float32)
    return CandidateScores(
        np.arange(count), np.array(cosine, np.float32), filled[0], said, filled[1], coverage
    )


def test_the_best_comes_first():
    assert ranking(np.array([0.1, 0.9, 0.5], np.float32), np.arange(3)).tolist() == [1, 2, 0]


def test_equal_scores_keep_the_order_of_the_passages():
    fused = np.array([0.5, 0.7, 0.5, 0.5], np.float32)
    rows = np.array([9, 4, 2, 7])
    assert rows[ranking(fused, rows)].tolist() == [4, 2, 7, 9]


@given(values, st.randoms())
def test_the_order_of_the_candidates_does_not_matter(fused, random):
    order = list(range(len(fused)))
    random.shuffle(order)
    array, rows = np.array(fused, np.float32), np.arange(len(fused))
    plain = rows[ranking(array, rows)]
    shuffled = rows[order][ranking(array[order], rows[order])]
    np.testing.assert_array_equal(plain, shuffled)


@given(values)
def test_a_ranking_names_each_candidate_once(fused):
    found = ranking(np.array(fused, np.float32), np.arange(len(fused)))
    assert sorted(found.tolist()) == list(range(len(fused)))


@given(values)
def test_standardised_values_keep_their_order_and_have_mean_0(given_values):
    array = np.array(given_values, np.float32)
    found = standardised(array)
    assert np.isfinite(found).all()
    assert abs(float(found.mean())) < 1e-3
    assert (np.diff(found[np.argsort(array, kind="stable")]) >= 0).all()


@pytest.mark.parametrize("constant", [0.0, 0.1, 0.3, 1e6])
def test_a_constant_source_says_nothing(constant):
    array = np.full(7, constant, np.float32)
    np.testing.assert_array_equal(standardised(array), np.zeros(7))


def test_no_candidates_have_no_scores():
    assert fuse(scores([]), FusionWeights()).shape == (0,)
    assert ranking(np.zeros(0, np.float32), np.zeros(0, np.int64)).shape == (0,)


def test_one_candidate_scores_0():
    assert fuse(scores([0.8], [0.7], [12.0]), FusionWeights()).tolist() == [0.0]


def test_words_that_the_corpus_lacks_silence_the_lexical_part():
    apart = scores([0.2, 0.1], lexical=[0.0, 30.0], coverage=0.0)
    assert ranking(fuse(apart, FusionWeights()), apart.keys).tolist() == [0, 1]
    together = scores([0.2, 0.2], lexical=[0.0, 30.0], coverage=1.0)
    assert ranking(fuse(together, FusionWeights()), together.keys).tolist() == [1, 0]


def test_a_source_counts_as_it_weighs():
    apart = scores([0.9, 0.1], near=[0.2, 0.3])
    assert ranking(fuse(apart, FusionWeights(cosine=2.0)), apart.keys).tolist() == [0, 1]
    assert ranking(fuse(apart, FusionWeights(cosine=0.5)), apart.keys).tolist() == [1, 0]
