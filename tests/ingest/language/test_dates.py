"""Dates in words, in digits and in English; a day that does not exist is none."""

import pytest

from ingest.language.dates import parse_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("15/3/2024", "2024-03-15"),
        ("15.03.2024", "2024-03-15"),
        ("15 - 3 - 2024", "2024-03-15"),
        ("ngày 05 tháng 12 năm 2023", "2023-12-05"),
        ("ngày 05 tháng12 năm 2023", "2023-12-05"),
        ("NGÀY 05 THÁNG 12 NĂM 2023", "2023-12-05"),
        ("ngày ..05.. tháng 12 năm 2023", "2023-12-05"),
        ("ngày 05 thánơ 12 năm 2023", "2023-12-05"),
        ("14 February 2025", "2025-02-14"),
        ("14th of February, 2025", "2025-02-14"),
        ("February 14, 2025", "2025-02-14"),
        ("Sept. 1, 2025", "2025-09-01"),
        ("29/02/2024", "2024-02-29"),
        ("29/02/2023", None),
        ("31 tháng 4 năm 2024", None),
        ("32/1/2024", None),
        ("1/13/2024", None),
        ("0/1/2024", None),
        ("1/1/1024", None),
        ("năm 2024", None),
        ("15/3", None),
        ("1.250.000/12/2024", None),
        ("", None),
        ("từ 1/2/2023 đến ngày 5 tháng 6 năm 2024", "2023-02-01"),
        ("từ ngày 5 tháng 6 năm 2022 đến 1/2/2023", "2022-06-05"),
    ],
)
def test_the_first_real_date_is_read(text, date):
    assert parse_date(text) == date
