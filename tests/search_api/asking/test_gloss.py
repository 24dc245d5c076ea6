"""Glosses: the English of key terms, only where the glossary has them and the sentence leaves no doubt."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.asking.gloss import MOST_TERMS, gloss

LABELS = Path(__file__).parents[2] / "labels" / "gloss.jsonl"


def told(text: str) -> dict[str, str]:
    """Return the glosses of a text: the English of each term."""
    return {term.vietnamese: term.english for term in gloss(text)}


def test_the_longest_terms_are_glossed_in_order():
    found = gloss("Bộ đội Biên phòng chống khai thác thủy sản bất hợp pháp tại cảng cá chỉ định.")
    assert [(term.vietnamese, term.english) for term in found] == [
        ("Bộ đội Biên phòng", "Border Guard"),
        ("khai thác thủy sản bất hợp pháp", "illegal fishing"),
        ("cảng cá chỉ định", "designated fishing port"),
    ]


def test_both_placements_of_a_tone_mark_are_one_term():
    assert [term.english for term in gloss("thuỷ sản, thủy sản")] == ["fisheries"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Có du lịch, giáo dục.", {"du lịch": "tourism"}),
        ("Lập ngân sách tỉnh. Báo chí đưa.", {"ngân sách tỉnh": "provincial budget", "Báo chí": "press"}),
        ("Mời già làng, trưởng bản, người có uy tín.",
         {"già làng, trưởng bản, người có uy tín": "village elders, village heads and prestigious people"}),
    ],
    ids=["a comma", "a full stop", "commas of its own"],
)  # fmt: skip
def test_a_term_runs_over_no_mark_but_its_own(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Cơ quan, đơn vị báo cáo kết quả trước ngày 20.", "Cơ quan, đơn vị"),
        ("Giữ mặt trận truyền thông yên ổn.", "mặt trận"),
        ("Giải quyết tranh chấp trên biển Đông bằng biện pháp hòa bình.", "tranh chấp trên biển"),
        ("Lễ hội Hoa Lê của huyện.", "Lễ hội Hoa"),
        ("UBND các huyện: Phước Sa, Lam Sơn Đông.", "Sơn Đông"),
        ("Đề ra kế hoạch năm 2024 của xã.", "kế hoạch năm"),
        ("Họp tại nhà văn hóa ấp.", "nhà văn"),
        ("Họp bàn về đầu tư.", "đầu tư"),
        ("Đọc tin của bộ chính trị nước bạn.", "bộ chính trị"),
    ],
)
def test_a_part_of_a_term_or_name_a_body_in_small_letters_and_a_term_of_two_senses_are_not_glossed(
    text, wrong
):
    assert wrong not in told(text)


def test_a_name_goes_before_the_terms_around_it():
    found = told("Giải quyết tranh chấp trên Biển Đông và tin của Bộ Chính trị.")
    assert found == {"Biển Đông": "East Sea", "Bộ Chính trị": "Politburo"}


def test_words_in_capitals_are_read_too():
    assert told("TIN CỦA BỘ CHÍNH TRỊ") == {"BỘ CHÍNH TRỊ": "Politburo"}


def test_nearly_all_glosses_over_the_samples_are_right_as_a_reader_judged_them(sample_service):
    judged = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    given_ = [
        row["right"]
        for row in judged
        if told(sample_service.passage(row["passage_id"]).text).get(row["vietnamese"]) == row["english"]
    ]
    assert len(judged) == 300
    assert len(given_) > 290
    assert sum(given_) / len(given_) >= 0.97


WORDS = "báo chí cơ quan biển đảo phóng viên nước ngoài du lịch , . ; thông tin đối ngoại Sở Ngoại vụ"


@given(text=st.lists(st.sampled_from(WORDS.split()), max_size=40).map(" ".join))  # fmt: skip
def test_every_glossed_term_stands_in_the_text_and_none_twice(text):
    found = gloss(text)
    assert len(found) <= MOST_TERMS
    assert all(term.vietnamese in text and term.english for term in found)
    assert len({term.vietnamese.lower() for term in found}) == len(found)
