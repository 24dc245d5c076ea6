"""Numbers and dates as they are shown."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.workbooks.number_formats import shown


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (1234567.5, "General", "1234567,5"),
        (2031.0, "General", "2031"),
        (1 / 3, "General", "0,3333333333"),
        (-7, "General", "-7"),
        (1234567.5, "#,##0", "1.234.568"),
        (1234567.5, "#,##0.00", "1.234.567,50"),
        (0.125, "0.00", "0,13"),
        (2.5, "0", "3"),
        (7.10, "0.0##", "7,1"),
        (7.125, "0.0##", "7,125"),
        (0.853, "0%", "85%"),
        (0.853, "0.0%", "85,3%"),
        (5, "00", "05"),
        (2_500_000, "#,##0,", "2.500"),
        (2_500_000, '0.0,,\\ "triệu"', "2,5 triệu"),
        (12, '0" tháng"', "12 tháng"),
        (3, '0" người/ha"', "3 người/ha"),
        (1500, "#,##0\\ [$₫-42A]", "1.500 ₫"),
        (1500, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "1.500"),
        (-1500, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "(1.500)"),
        (0, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "-"),
        (-4.2, "#,##0.0;[Red]-#,##0.0", "-4,2"),
        (-0.2, "0", "0"),
        (1, '"có";"không"', "có"),
        (0.5, "# ?/?", "0,5"),
        (123456, "0.00E+00", "123456"),
        (912345678, "0000 000 000", "912345678"),
        (3, "@", "3"),
        (3, "", "3"),
        (1e30, "#,##0", "1e+30"),
        (True, "General", "TRUE"),
        ("1.5", "0.00", "1.5"),
        (date(2031, 5, 9), "General", "09/05/2031"),
        (date(2031, 5, 9), "dd/mm/yyyy", "09/05/2031"),
        (date(2031, 5, 9), "mm-dd-yy", "09/05/2031"),
        (date(2031, 5, 9), "mmm-yy", "05/2031"),
        (date(2031, 5, 9), "d-mmm", "09/05"),
        (date(2031, 5, 9), '"năm "yyyy', "2031"),
        (datetime(2031, 5, 9, 7, 30), "m/d/yy h:mm", "09/05/2031 07:30"),
        (datetime(2031, 5, 9, 7, 30), "h:mm", "07:30"),
        (time(7, 30), "[$-409]h:mm AM/PM", "07:30"),
        (timedelta(hours=26, minutes=5), "[h]:mm", "26:05"),
    ],
)  # fmt: skip
def test_values_are_shown_as_a_reader_sees_them(value, pattern, text):
    assert shown(value, pattern) == text


@given(st.integers(-(10**12), 10**12))
def test_thousands_lose_no_digit(number):
    assert shown(number, "#,##0").replace(".", "") == str(number)


@given(st.floats(allow_nan=False, allow_infinity=False), st.text('0#?,.;%\\"[]$-_*@/Eedmyh ', max_size=12))
def test_any_format_shows_something_or_nothing(value, pattern):
    assert isinstance(shown(value, pattern), str)
