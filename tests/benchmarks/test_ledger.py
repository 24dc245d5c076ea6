"""What a soak takes for a wrong answer, and what it does not."""

import pytest

from benchmarks.scale.vocabulary import planted
from benchmarks.soak import verdict
from benchmarks.soak.actors import Subject, Work
from benchmarks.soak.ledger import Answer, Ledger, Quoted

ONE, OTHER = ("1/KH-UBND", "Hải Lâm", 2030), ("2/KH-UBND", "Hải Lâm", 2030)
FIRST, SECOND = "1. Trồng hoa\n\nlần 1.", "1. Trồng hoa lần 2."


@pytest.fixture
def ledger():
    """Both documents got their first text from 10 to 20, their second from 30 to 40, and went from 50 to 60."""
    found = Ledger({ONE: OTHER, OTHER: ONE})
    for text, sent in ((FIRST, 10.0), (SECOND, 30.0), (None, 50.0)):
        found.change({ONE: text, OTHER: text}, sent)
        found.acknowledge([ONE, OTHER], sent + 10)
    return found


def answer(begun, *quoted, wanted=None, generation=None):
    shown = [Quoted(key, words) for key, words in quoted]
    return Answer(begun, begun + 1, generation or f"g{begun}", shown, wanted)


def kinds(ledger, *asked, **more):
    return [fault.kind for fault in ledger.check(answer(*asked, **more))]


@pytest.mark.parametrize(
    ("begun", "words"),
    [(15, FIRST), (25, "Trồng hoa lần 1"), (35, FIRST), (35, SECOND), (45, SECOND), (55, SECOND)],
)
def test_what_could_be_seen_then_is_right(ledger, begun, words):
    assert kinds(ledger, begun, (ONE, words), (OTHER, words), wanted=ONE) == []


def test_words_that_do_not_stand_in_the_document_are_wrong(ledger):
    assert kinds(ledger, 25, (ONE, "1. Trồng hoa lần 11.")) == ["not verbatim"]
    assert kinds(ledger, 25, (("3/KH-UBND", "Hải Lâm", 2030), FIRST)) == ["not verbatim"]


def test_a_text_that_was_replaced_is_wrong_once_that_was_acknowledged(ledger):
    assert kinds(ledger, 41, (ONE, FIRST)) == ["superseded"]


def test_a_removed_document_is_wrong_once_that_was_acknowledged(ledger):
    assert kinds(ledger, 61, (ONE, SECOND)) == ["removed"]


def test_two_states_in_one_answer_are_a_mixture(ledger):
    assert kinds(ledger, 35, (ONE, FIRST), (ONE, SECOND)) == ["mixed"]
    assert "mixed" in kinds(ledger, 36, (ONE, FIRST), (OTHER, SECOND))


def test_two_answers_of_one_generation_that_differ_are_a_mixture(ledger):
    assert kinds(ledger, 35, (ONE, FIRST), generation="g1") == []
    assert kinds(ledger, 36, (ONE, SECOND), generation="g1") == ["mixed"]


def test_an_acknowledged_document_that_is_not_found_is_lost(ledger):
    assert kinds(ledger, 21, wanted=ONE) == ["lost"]
    # It might have been there, or not.
    for begun in (15, 35, 55, 65):
        assert kinds(ledger, begun, wanted=ONE) == []


def test_a_wrong_answer_makes_the_soak_fail(ledger):
    work = Work(ledger)
    work.checked(answer(25, (ONE, FIRST)))
    assert not work.faults
    assert "held" in verdict(work.faults)
    work.checked(answer(61, (ONE, SECOND)))
    assert ledger.faults == {"removed": 1}
    assert "FAILED, 1 faults" in verdict(work.faults)


def test_a_request_that_fails_makes_the_soak_fail(ledger):
    work = Work(ledger)

    def fail():
        work.ended.set()
        raise RuntimeError("503")

    work.go_on("search", fail)
    assert work.faults == ["search failed: RuntimeError('503')"]
    assert not work.done


def test_every_provision_of_a_subject_says_of_which_turn_it_is():
    subject = Subject(7, planted()[0])
    provisions = [line for line in subject.text(3).splitlines() if line[:2] in {"1.", "2."}]
    assert len(provisions) == 2
    assert all("lần 3" in line for line in provisions)
    assert subject.key == ("7/KH-UBND", "Hải Lâm", 2030)
