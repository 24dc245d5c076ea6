"""Numerals as lists count."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.ordinals import numeral

VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def test_letters_go_on_after_z():
    assert [numeral(number, "a") for number in (1, 26, 27, 52, 53, 702, 703)] == [
        "a", "z", "aa", "az", "ba", "zz", "aaa",
    ]  # fmt: skip


@given(st.integers(1, 3999))
def test_roman_numerals_say_their_number(number):
    values = [VALUES[letter] for letter in numeral(number, "i")]
    total = sum(
        -value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)
    )
    assert total == number


def test_usual_roman_numerals():
    assert [numeral(number, "I") for number in (4, 9, 14, 40, 90, 2031)] == [
        "IV",
        "IX",
        "XIV",
        "XL",
        "XC",
        "MMXXXI",
    ]


def test_what_a_form_has_no_word_for_is_in_figures():
    assert [numeral(0, "a"), numeral(-2, "I"), numeral(4000, "i"), numeral(7, "1")] == [
        "0",
        "-2",
        "4000",
        "7",
    ]
