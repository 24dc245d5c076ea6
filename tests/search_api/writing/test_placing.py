"""Numbers keep what they are said of."""

import pytest

from search_api.writing.placing import misplaces_a_fact

MONEY = (
    "Giao trong dự toán của Sở Ngoại vụ (550 triệu đồng) và Sở Thông tin và Truyền thông (800 triệu đồng)."
)
YEARS = "Năm 2023 bố trí 1,2 tỷ đồng, năm 2024 bố trí 5,6 tỷ đồng."


@pytest.mark.parametrize(
    ("sentence", "quote", "misplaced"),
    [
        ("Sở Ngoại vụ được giao 550 triệu đồng.", MONEY, False),
        ("Sở Thông tin và Truyền thông được giao 550 triệu đồng.", MONEY, True),
        ("Năm 2024 bố trí 5,6 tỷ đồng.", YEARS, False),
        ("Năm 2023 bố trí 5,6 tỷ đồng.", YEARS, True),
        ("In 2024 the budget is 5.6 billion dong.", YEARS, False),
        ("In 2023 the budget is 5.6 billion dong.", YEARS, True),
        ("Tiếng Nhật 1.500 cuốn.", "Tiếng Anh 1.500 cuốn, tiếng Nhật 700 cuốn.", True),
        ("Tiếng Anh 1.500 cuốn.", "Tiếng Anh 1.500 cuốn, tiếng Nhật 700 cuốn.", False),
        ("Năm 2023 bố trí 5,6 tỷ đồng.", "", False),
    ],
)
def test_a_number_of_something_else_is_seen(near, sentence, quote, misplaced):
    assert misplaces_a_fact(sentence, quote, near) is misplaced
