"""Question words: little weight, none for English ones that look Vietnamese."""

import pytest

from index.query_words import LOOK_ALIKES, QUESTION_WORD_SHARE, word_shares
from ingest.language.detect import PLAINLY_ENGLISH
from tests.conftest import SAMPLES


def test_question_words_keep_a_share_and_others_all():
    assert word_shares("Khi nào nộp báo cáo") == {
        "Khi": 1.0, "nào": QUESTION_WORD_SHARE, "nộp": 1.0, "báo": 1.0, "cáo": 1.0,
    }  # fmt: skip


@pytest.mark.parametrize("query", ["do ai to chuc", "in an pham", "the nao la an toan", "to cong tac do ai"])
def test_vietnamese_without_marks_keeps_its_syllables(query):
    assert all(word_shares(query).values())


@pytest.mark.parametrize("query", ["What to do in the port", "who can do it", "what must the press DO"])
def test_english_look_alikes_keep_nothing(query):
    shares = word_shares(query)
    assert {word.lower() for word, share in shares.items() if not share} == {
        word.lower() for word in shares if word.lower() in LOOK_ALIKES
    }
    assert not all(shares.values())


def test_no_word_is_both_plainly_english_and_a_syllable_of_the_samples():
    syllables = {w for path in SAMPLES.glob("*.txt") for w in path.read_text("utf-8").lower().split()}
    assert not PLAINLY_ENGLISH & (LOOK_ALIKES | syllables)


def test_an_english_do_does_not_find_a_vietnamese_one(sample_service):
    for hit in sample_service.search("what must schools do about swimming").hits:
        assert not [match for match in hit.matches if match.query.lower() == "do"]
