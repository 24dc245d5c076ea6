"""Facts: the same in both languages and in every way of writing; another one is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.writing.facts import claimed, stated


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("by 15 March 2024", "trước ngày 15/3/2024"),
        ("by March 15, 2024", "trước ngày 15 tháng 3 năm 2024"),
        ("before the 15th of March", "trước ngày 15.03.2024"),
        ("in August 2024", "trong tháng 3 và tháng 8/2024"),
        ("in April", "lễ hội tháng Tư"),
        ("in 2024", "ngày 15/3/2024"),
        ("within 3 hours", "trong vòng 03 giờ"),
        ("within three hours", "trong vòng 03 giờ"),
        ("trong hai tuần", "in two weeks"),
        ("5 working days", "chậm nhất 5 ngày làm việc"),
        ("a 10-day limit", "trong 10 ngày"),
        ("4.85 billion dong", "4.850.000.000 đồng"),
        ("1,500 copies", "1.500 cuốn"),
        ("87.4 percent", "87,4%"),
        ("Conclusion 57-KL/TW", "Kết luận số 57 - KL/TW"),
        ("the second quarter of 2024", "trong quý II/2024"),
        ("every month", "hằng tháng"),
        ("a monthly report", "báo cáo tháng"),
        ("at 4:30 pm", "lúc 16 giờ 30 phút"),
        ("at 5 p.m.", "vào 17 giờ"),
        ("on Monday", "vào thứ Hai hằng tuần"),
        ("around the clock, 24 hours", "trực 24/24 giờ"),
        ("twenty-five days", "25 ngày"),
        ("hai mươi lăm ngày", "25 ngày"),
        ("once a month", "mỗi tháng một lần"),
    ],
)
def test_a_fact_is_the_same_in_both_languages_and_in_every_way_of_writing(sentence, quote):
    assert claimed(sentence)
    assert claimed(sentence) <= stated([quote])


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("by 16 March 2024", "trước ngày 15/3/2024"),
        ("trước ngày 20/3/2024", "ngày 15/3/2024 và ngày 20/6/2025"),
        ("by May", "trước ngày 15/3/2024"),
        ("trong 3 tháng", "trong 3 ngày"),
        ("trong 5 ngày", "trong 15 ngày"),
        ("hai tuần", "ba tuần"),
        ("monthly", "hằng quý"),
        ("hằng tuần", "trước ngày 20 hằng tháng"),
        ("quý III", "quý II"),
        ("2 triệu", "2 tỷ"),
        ("50%", "50 người"),
        ("45/KH-UBND", "54/KH-UBND"),
        ("57-KL/TW", "57-CT/TW"),
        ("on Friday", "thứ Hai"),
        ("16:30", "16 giờ 45 phút"),
        ("①⑤ ngày", "5 ngày"),
    ],
)
def test_another_fact_is_seen(sentence, quote):
    assert not claimed(sentence) <= stated([quote])


WORDS = ["15", "3", "/", ".", "2024", "ngày", "tháng", "năm", "hai", "mươi", "giờ", "quý", "II", "%", "May", "thứ",
         "mỗi", "57-KL/TW", "24/24", "h30", "pm", "tỷ", "báo cáo", "every", "week"]  # fmt: skip


@given(text=st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=40))
def test_what_is_copied_states_all_that_it_claims(text):
    assert claimed(text) <= stated([text])
