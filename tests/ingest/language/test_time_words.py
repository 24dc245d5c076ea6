"""Words for numbers, weekdays and quarters, in both languages."""

import pytest

from ingest.language.time_words import (
    WEEKDAYS,
    english_number,
    month,
    ordinal,
    ordinal_number,
    quarter,
    spelled_number,
)


@pytest.mark.parametrize(
    ("words", "value"),
    [("một", 1), ("mười", 10), ("mười lăm", 15), ("hai mươi tư", 24), ("twenty-five", 25), ("eleven", 11)],
)
def test_a_number_in_words_has_its_value(words, value):
    assert spelled_number(words) == value


def test_ordinals_are_words_that_give_their_number_back():
    words = ["nhất", "tư", "mười", "mười một", "mười lăm", "hai mươi", "hai mươi mốt", "hai mươi tư", "100"]
    assert [ordinal(number) for number in (1, 4, 10, 11, 15, 20, 21, 24, 100)] == words
    assert [ordinal_number(ordinal(number)) for number in range(1, 120)] == list(range(1, 120))


def test_a_weekday_is_the_same_in_both_languages_and_in_figures():
    assert WEEKDAYS["thứ hai"] == WEEKDAYS["thứ 2"] == WEEKDAYS["monday"] == "MO"
    assert WEEKDAYS["chủ nhật"] == WEEKDAYS["sunday"] == "SU"
    assert set(WEEKDAYS.values()) == {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}


def test_a_quarter_is_read_in_every_writing():
    assert {quarter(name) for name in ("iii", "3", "third", "3rd")} == {3}


def test_months_and_numbers_have_names():
    assert [month(name) for name in ("giêng", "chạp", "Sept", "7")] == [1, 12, 9, 7]
    assert [english_number(number) for number in (1, 9)] == ["one", "nine"]
