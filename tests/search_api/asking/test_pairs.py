"""Pairs of syllables as numbers are counted as they are as words."""

from collections import Counter
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.asking import pairs as pairs_module
from search_api.asking.pairs import Pairs

SYLLABLES = st.sampled_from(["báo", "bao", "cáo", "cao", "chí", "á"])
ROWS = st.lists(st.lists(SYLLABLES, max_size=6), max_size=8)
BARE = str.maketrans("áíầ", "aia")


@pytest.fixture(autouse=True)
def _few_together(monkeypatch):
    monkeypatch.setattr(pairs_module, "_TOGETHER", 3)


@given(rows=ROWS, known=ROWS)
def test_they_are_counted_as_words_are(rows, known):
    counted = Counter(dict.fromkeys(chain.from_iterable(map(pairwise, known)), 2))
    counted.update(chain.from_iterable(map(pairwise, rows)))
    agree(Pairs.of(rows, known, 2), counted)


@given(rows=ROWS)
def test_other_forms_are_counted_together(rows):
    counted = Counter(chain.from_iterable(pairwise([w.translate(BARE) for w in row]) for row in rows))
    agree(Pairs.of(rows).renamed(lambda syllable: syllable.translate(BARE)), counted)


def agree(found: Pairs, counted: Counter[tuple[str, str]]) -> None:
    syllables = {*chain.from_iterable(counted), "lạ"}
    assert {(a, b): found[a, b] for a in syllables for b in syllables if found[a, b]} == counted
    assert found.joining == Counter(chain.from_iterable(counted))
    beginning: Counter[str] = Counter()
    for (first, _), times in counted.items():
        beginning[first] += times
    assert found.beginning == beginning
    assert set(found.repeated(3)) == set(
        chain.from_iterable(pair for pair, times in counted.items() if times >= 3)
    )
