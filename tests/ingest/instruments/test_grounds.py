"""Grounds: what a plan says it carries out, and what that carries out in turn."""

import pytest

from ingest.instruments.citations import find_instruments
from ingest.instruments.grounds import read_grounds

A, B, C = "Kế hoạch số 12-KH/TU của Tỉnh ủy", "Kết luận số 57-KL/TW", "Quyết định số 81/QĐ-TTg"


def grounds(text: str, opening: int = 0) -> list[tuple[str, str | None, str | None]]:
    """Return number, words and the number above of each ground."""
    return [
        (g.instrument.number, g.words.of(text) if g.words else None, g.under.number if g.under else None)
        for g in read_grounds(text, find_instruments(text), opening)
    ]


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("Thực hiện ", "Thực hiện"),
        ("Căn cứ ", "Căn cứ"),
        ("Theo đề nghị của Sở tại ", "Theo đề nghị của Sở tại"),
        ("Để cụ thể hóa ", "Để cụ thể hóa"),
        ("Các lớp tiếp tục triển khai thực hiện có hiệu quả ", "tiếp tục triển khai thực hiện có hiệu quả"),
    ],
)
def test_the_words_before_a_citation_say_that_it_is_carried_out(before, words):
    assert grounds(f"{before}{B}, các lớp trồng rau.") == [("57-KL/TW", words, None)]


@pytest.mark.parametrize(
    "text",
    [
        f"Phổ biến {B} tới các lớp.",
        f"Quyết định này thay thế {C}.",
        f"Danh mục kèm theo {C}.",
        f"Theo báo cáo {C}, rau đã lớn.",
        f"Thực hiện tốt. Xem {B}.",
    ],
)
def test_what_is_only_named_is_no_ground(text):
    assert grounds(text) == []


@pytest.mark.parametrize(
    "between",
    [
        "về thực hiện",
        "thực hiện",
        "về việc triển khai thực hiện",
        "triển khai",
        "quy định chi tiết một số điều của",
    ],
)
def test_an_instrument_stands_under_the_one_that_carries_it_out(between):
    assert grounds(f"Căn cứ {A} {between} {B}.") == [
        ("12-KH/TU", "Căn cứ", None),
        ("57-KL/TW", between, "12-KH/TU"),
    ]


def test_brackets_nest_as_well():
    assert grounds(f"Căn cứ {A} (về {B}), các lớp")[1] == ("57-KL/TW", "về", "12-KH/TU")


def test_a_list_has_its_words_once():
    text = f"Căn cứ {A} về rau; {B} của Bộ Chính trị về vườn; {C}, các lớp"
    assert grounds(text) == [
        ("12-KH/TU", "Căn cứ", None),
        ("57-KL/TW", "Căn cứ", None),
        ("81/QĐ-TTg", "Căn cứ", None),
    ]


def test_after_a_semicolon_the_list_is_the_plan_s_own_again():
    text = f"Thực hiện {A} về thực hiện {B} về rau; {C}."
    assert grounds(text)[2] == ("81/QĐ-TTg", "Thực hiện", None)


def test_two_that_are_joined_stand_under_the_same():
    text = f"Thực hiện {A} về thực hiện {B} và {C}."
    assert [under for _, _, under in grounds(text)] == [None, "12-KH/TU", "12-KH/TU"]


def test_a_short_form_in_brackets_does_not_break_the_list():
    text = f"Thực hiện {B} của Bộ Chính trị về rau ({B}), {A} thực hiện {B}."
    assert grounds(text) == [
        ("57-KL/TW", "Thực hiện", None),
        ("12-KH/TU", "Thực hiện", None),
        ("57-KL/TW", "thực hiện", "12-KH/TU"),
    ]


def test_a_list_under_something_that_is_no_ground_is_none_either():
    assert grounds(f"Xem {A} thực hiện {B} về rau; {C}.") == [("57-KL/TW", "thực hiện", "12-KH/TU")]


def test_title_and_preamble_need_no_words():
    text = f"KẾ HOẠCH\nVề {B}\nI. MỤC ĐÍCH\nXem {C}."
    assert grounds(text, text.index("I.")) == [("57-KL/TW", None, None)]
