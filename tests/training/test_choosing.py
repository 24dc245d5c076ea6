"""The choice of a quote, fitted on a few questions: what is right is told apart by what it has."""

import numpy as np
import pytest

from search_api.asking.choosing import FEATURES, choice
from training.choosing import Candidates, first_right, fit, held_out

_TOLD, _NEAR = FEATURES.index("told"), FEATURES.index("near")


def _question(number: int) -> Candidates:
    """Return four candidates: the nearest tells nothing, and the right one, elsewhere each time, does."""
    rows = np.zeros((4, len(FEATURES)), np.float32)
    right = 1 + number % 3
    rows[0, _NEAR], rows[right, _TOLD] = 1.0, 1.0
    return Candidates(rows, np.arange(4) == right, f"document {number % 5}")


@pytest.fixture(scope="module")
def questions() -> list[Candidates]:
    return [_question(number) for number in range(20)]


def test_fitted_weights_choose_what_is_right(questions):
    assert first_right(fit(questions), questions) == len(questions)


def test_what_was_learned_holds_for_other_documents(questions):
    assert held_out(questions) == len(questions)


def test_what_says_nothing_weighs_nothing(questions):
    weights = dict(zip(FEATURES, fit(questions).weights, strict=True))
    assert weights["told"] > 0 > weights["near"]
    assert weights["title"] == pytest.approx(0.0)


def test_the_shipped_weights_are_of_these_features():
    assert len(choice().weights) == len(FEATURES)
    assert choice().worths(np.eye(len(FEATURES), dtype=np.float32)) == pytest.approx(choice().weights)
