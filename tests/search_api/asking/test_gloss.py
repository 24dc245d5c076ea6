"""Glosses: the English of key terms, only where the glossary has them."""

from hypothesis import given
from hypothesis import strategies as st

from search_api.asking.gloss import MOST_TERMS, gloss


def test_the_longest_terms_are_glossed_in_order():
    found = gloss("Bộ đội Biên phòng phối hợp chống khai thác thủy sản bất hợp pháp tại cảng cá.")
    assert [(term.vietnamese, term.english) for term in found] == [
        ("Bộ đội Biên phòng", "Border Guard"),
        ("khai thác thủy sản bất hợp pháp", "illegal fishing"),
        ("cảng cá", "fishing port"),
    ]


def test_both_placements_of_a_tone_mark_are_one_term():
    assert [term.english for term in gloss("thuỷ sản, thủy sản")] == ["fisheries"]


WORDS = "báo chí cơ quan biển đảo phóng viên nước ngoài du lịch , . ; thông tin đối ngoại Sở Ngoại vụ"


@given(text=st.lists(st.sampled_from(WORDS.split()), max_size=40).map(" ".join))  # fmt: skip
def test_every_glossed_term_stands_in_the_text_and_none_twice(text):
    found = gloss(text)
    assert len(found) <= MOST_TERMS
    assert all(term.vietnamese in text and term.english for term in found)
    assert len({term.vietnamese.lower() for term in found}) == len(found)
