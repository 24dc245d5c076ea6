"""Confidence: the features and the judge; its figures are measured by training.confidence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from index import confidence, fitted
from tests.conftest import ROOT
from training.confidence import Measured, fit, provision_documents, read_questions
from training.provisions import read_own
from training.reliability import reliability_points, reliability_svg

DATA = ROOT / "training" / "data"


def evidence(late, strengths, weights):
    order = np.argsort(-late, kind="stable")
    sizes = np.arange(len(weights)) % 2 + 1
    return confidence.Evidence(late, late, late, late, strengths, weights, sizes, order, 0.5)


def test_nothing_found_is_no_evidence():
    empty = np.zeros(0, np.float32)
    found = evidence(empty, np.zeros((0, 0), np.float32), empty)
    assert not confidence.features(found).any()


@given(hnp.arrays(np.float32, (5, 4), elements=st.floats(0, 1, width=32)))
def test_features_are_finite(strengths):
    found = evidence(strengths.mean(axis=1), strengths, np.ones(4, np.float32))
    assert np.isfinite(confidence.features(found)).all()
    assert len(confidence.features(found)) == len(confidence.FEATURES)


def test_words_and_pairs_are_told_apart():
    strengths = np.array([[0.9, 0.1], [0.2, 0.3]], np.float32)
    values = confidence.features(evidence(strengths.mean(axis=1), strengths, np.ones(2, np.float32)))
    found = dict(zip(confidence.FEATURES, values.tolist(), strict=True))
    assert found["word_strength"] == pytest.approx(0.9)
    assert found["pair_strength"] == pytest.approx(0.3)
    assert (found["words_plain"], found["pairs_plain"]) == (1.0, 0.0)


@pytest.mark.parametrize("shipped", [fitted.bundled(), fitted.unknown()], ids=["bundled", "unknown"])
def test_the_shipped_calibrations_fit_the_features(shipped):
    assert len(shipped.confidence.weights) == len(confidence.FEATURES)
    assert 0 < shipped.confidence.low <= shipped.confidence.high <= 1


def test_for_a_model_that_nobody_has_fitted_its_cosines_are_no_reason():
    told = dict(zip(confidence.FEATURES, fitted.unknown().confidence.weights, strict=True))
    assert {name for name, weight in told.items() if weight == 0.0} == confidence.OF_THE_MODEL
    assert not any("cosine" in name for name in told.keys() - confidence.OF_THE_MODEL)
    assert fitted.unknown().fusion.cosine < fitted.bundled().fusion.cosine


def test_levels_follow_the_probability():
    judge = confidence.Calibration((1.0, 0.0, 0.0), 0.0, 0.4, 0.8)
    levels = [judge.judge(np.array([x, 0, 0], np.float32)) for x in (-2.0, 0.5, 3.0)]
    assert levels == ["none", "low", "high"]


def test_a_question_said_plainly_or_named_is_never_without_any_confidence():
    judge = confidence.Calibration((1.0, 0.0, 0.0), 0.0, 0.4, 0.8)
    weak, plain = np.array([-2, 0, 0], np.float32), np.array([-2, 0, 0.7], np.float32)
    assert judge.judge(plain) == "low"
    assert judge.judge(weak, named=True) == "low"


def test_a_fit_tells_separable_questions_apart():
    rng = np.random.default_rng(7)
    truth = np.arange(200) < 100
    values = rng.normal(size=(200, len(confidence.FEATURES))).astype(np.float32)
    values[truth, 0] += 6
    values[:, confidence.FEATURES.index("strong_share")] = 0
    same = np.full(200, "provisions")
    fitted = fit(Measured(values, truth, np.zeros(200, bool), same, same, truth))
    spoken = np.array([fitted.judge(row) != "none" for row in values])
    assert (spoken == truth).mean() > 0.97


def test_a_fit_does_without_the_signals_that_it_must_do_without():
    rng = np.random.default_rng(7)
    truth = np.arange(200) < 100
    values = rng.normal(size=(200, len(confidence.FEATURES))).astype(np.float32)
    values[truth] += 3
    same = np.full(200, "provisions")
    fit_without = fit(
        Measured(values, truth, np.zeros(200, bool), same, same, truth), confidence.OF_THE_MODEL
    )
    told = dict(zip(confidence.FEATURES, fit_without.weights, strict=True))
    assert {name for name, weight in told.items() if weight == 0.0} == confidence.OF_THE_MODEL


def test_no_part_shares_a_provision_with_another():
    parts = {p.id: p.part for p in read_own(DATA)}
    assert {"train", "calibration", "test"} == set(parts.values())
    questions = read_questions(DATA)
    assert not [q for q in questions if q.part == "train"]
    for answerable in (True, False):
        assert sum(q.part == "test" and q.answerable is answerable for q in questions) >= 150


def test_our_own_pairs_are_as_many_as_promised():
    provisions = read_own(DATA)
    assert sum(1 + len(p.questions) for p in provisions) >= 7000
    assert sum(len(whole.passages) for whole in provision_documents(provisions)) == len(provisions)


def test_the_reliability_curve_names_its_points():
    points = reliability_points(np.array([0.1, 0.1, 0.9]), np.array([False, False, True]))
    assert [(round(p, 2), share, n) for p, share, n in points] == [(0.1, 0.0, 2), (0.9, 1.0, 1)]
    assert "<title>" in reliability_svg(np.array([0.1, 0.9]), np.array([False, True]))
