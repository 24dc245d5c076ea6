"""Syllables: what Vietnamese spelling allows is known without a dictionary."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.syllables import is_abbreviation, is_syllable, is_unmarked_syllable, syllable_share

REAL = """
a ơi ỷ ý yên yêu yết uống ươm oai uyển ấn ăn
nghiêng nghĩa ngành ghế ghi gà kẻ kỹ cơm của quyết quốc quý quỳnh quỵt quít quờ
giếng gì gìn giữ già giặt giỏi giêng khuỷu khuya thuở huênh loắt khoèo ngoằn xoong boóc
hòa hoà thủy thuỷ khỏe khoẻ loét toán hoạch tòan người trường nghệ những thuyền luật tuần
đường đẵn Kạn Pác phở xoáy rượu hươu Đảng ĐẢNG Ủy ỦY sắc sạch hợp một ích ếch
"""


@pytest.mark.parametrize("word", REAL.split())
def test_vietnamese_syllables_are_known(word):
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word",
    [
        *["of", "and", "plan", "school", "xin2", "w", "fa", "ja", "zô", "bl", "trương1", "", "đờii"],
        # Spelt as no syllable is: the onset before the vowel, the coda, the tone of a stop, two tones.
        *["cê", "ke1", "ngi", "nghà", "ghà", "gê", "qa", "việc1", "sac", "mot", "hoc", "sàc", "mỗt", "hòá"],
        # Of old encodings: TCVN3, VNI, windows-1258.
        *["ho¹ch", "môc", "coâng", "hoaïch", "kêì", "hoaòch", "Müller", "Søren", "où", "été", "señor"],
    ],
)
def test_other_words_are_not(word):
    assert not is_syllable(word)


@given(st.sampled_from(REAL.split()), st.sampled_from([str.lower, str.upper, str.capitalize]))
def test_capitals_and_decomposed_letters_make_no_difference(word, case):
    assert is_syllable(unicodedata.normalize("NFD", case(word)))


@given(st.text(max_size=12))
def test_any_text_is_judged(word):
    assert is_syllable(word) in (True, False)
    assert 0 <= syllable_share(word) <= 1


@pytest.mark.parametrize("word", ["UBND", "HĐND", "TTg", "x", "Đ"])
def test_abbreviations_are_no_evidence(word):
    assert is_abbreviation(word)


@pytest.mark.parametrize("word", ["BAN", "ỦY", "Sở", "kế", "Internet", "schools"])
def test_words_are_no_abbreviations(word):
    assert not is_abbreviation(word)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Sở Y tế tỉnh Hải Lâm, số 12/KH-UBND", 1.0),
        ("Trường xây website", 2 / 3),
        ("Our council shall report", 0.0),
        ("TTĐN¹ và", 1.0),
        ("12/2024", 0.0),
        ("", 0.0),
    ],
)
def test_the_share_of_syllables_is_counted_over_words(text, share):
    assert syllable_share(text) == pytest.approx(share)


@pytest.mark.parametrize(
    ("word", "is_one"),
    [("hien", True), ("thuc", True), ("nghiep", True), ("dao", True), ("fishing", False), ("plans", False)],
)
def test_a_syllable_is_known_without_its_marks(word, is_one):
    assert is_unmarked_syllable(word) is is_one
