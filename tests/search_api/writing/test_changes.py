"""Pairs of a quote and a sentence with one planted change: none may pass, and what is faithful should."""

import pytest

from benchmarks.written import BORNE_OUT, CHANGES, SENTENCES, judged, read_sentences


@pytest.fixture(scope="module")
def changes(sample_service):
    return list(judged(read_sentences(CHANGES), sample_service.snapshot))


def test_no_sentence_that_changes_polarity_actor_time_or_amount_passes(changes):
    changed = [result for result in changes if result.labelled.kind not in BORNE_OUT]
    assert {result.labelled.kind for result in changed} == {"polarity", "actor", "time", "amount"}
    assert len(changed) >= 120
    assert [result.labelled.sentence for result in changed if result.passes] == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nine_of_ten_faithful_sentences_pass_in_each_language(changes, language):
    faithful = [
        result
        for result in changes
        if result.labelled.kind in BORNE_OUT and result.labelled.language == language
    ]
    assert len(faithful) >= 40
    assert sum(result.passes for result in faithful) >= 0.9 * len(faithful)


def test_nine_of_ten_free_sentences_that_are_borne_out_pass_and_no_opposite_does(sample_service):
    sentences = list(judged(read_sentences(SENTENCES), sample_service.snapshot))
    passed = [result.labelled.kind for result in sentences if result.passes]
    assert [result.labelled.kind for result in sentences].count("true") == 100
    assert passed.count("true") >= 90
    assert not {"other", "wrong source", "opposite"} & set(passed)
