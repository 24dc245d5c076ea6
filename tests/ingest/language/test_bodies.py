"""The one table of bodies: each name once, and the views that readers take of it."""

import re

import pytest

from ingest.language.bodies import body_name_of, body_names, decider_of, names_at, names_pattern
from ingest.language.folding import TONE_PAIRS, canonical, either_tone


def test_every_name_stands_in_the_table_once_and_is_of_use():
    names = [canonical(body.name) for body in body_names()]
    assert len(set(names)) == len(names)
    assert all(body.kind or body.family or body.level or body.central or body.places for body in body_names())


def test_the_longest_name_counts():
    assert [body_name_of(text).name for text in ("Bộ Chính trị", "BỘ CHỈ HUY Quân sự", "Bộ Y tế")] == [
        "Bộ Chính trị", "Bộ Chỉ huy", "Bộ",
    ]  # fmt: skip
    assert body_name_of("Kế hoạch") is None
    assert body_name_of("") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [("Uỷ ban nhân dân tỉnh", True), ("Ban Chỉ đạo 389", True), ("Ban hành kế hoạch", False), ("Ban", False),
     ("Sở Y tế", True), ("Hội nghị Trung ương 6", True), ("UBND", True), ("Bộ tiêu chí", False)],
)  # fmt: skip
def test_a_view_finds_names_in_either_tone_and_no_other_words(text, found):
    assert (re.match(rf"(?:{names_pattern('citation')})", text) is not None) is found


def test_a_view_in_capitals_finds_capitals():
    pattern = re.compile(names_pattern("letterhead", capitals=True))
    assert pattern.match("UỶ BAN NHÂN DÂN TỈNH")
    assert pattern.match("SỞ Y TẾ")
    assert not pattern.match("Sở Y tế")


def test_the_names_of_a_place_are_as_written():
    assert set(names_at("abbreviation")) == {"Sở", "Bộ", "Ban", "Phòng", "Cục", "Vụ"}


def test_a_text_is_found_with_either_tone():
    assert all(re.fullmatch(either_tone(new), text) for old, new in TONE_PAIRS.items() for text in (old, new))
    assert re.fullmatch(either_tone("TỈNH ỦY"), "TỈNH UỶ")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("BỘ TRƯỞNG BỘ Y TẾ", "BỘ Y TẾ"),
        ("Bộ trưởng Bộ Tài chính", "Bộ Tài chính"),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", "ỦY BAN NHÂN DÂN TỈNH"),
        ("Thống đốc Ngân hàng Nhà nước", "Ngân hàng Nhà nước"),
        ("THỦ TƯỚNG CHÍNH PHỦ", "THỦ TƯỚNG CHÍNH PHỦ"),
        ("Chủ tịch nước", "Chủ tịch nước"),
        ("Sở Y tế", "Sở Y tế"),
        ("Giám đốc", None),
        ("của Sở Y tế", None),
        ("Ban hành kế hoạch", None),
        ("phòng, chống cháy", None),
        ("ngành y tế", None),
        ("các xã", None),
    ],
)
def test_an_office_decides_for_its_body(text, body):
    assert decider_of(text) == body
