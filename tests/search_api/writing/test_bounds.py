"""Bounds of times and amounts, shares, changes and periods, in both languages."""

import pytest

from search_api.writing.bounds import bounds_otherwise


@pytest.mark.parametrize(
    ("sentence", "quote", "otherwise"),
    [
        ("Chọn tối thiểu 2 người.", "Chọn ít nhất 02 người.", False),
        ("At least two people are chosen.", "Chọn ít nhất 02 người.", False),
        ("Chọn không quá 2 người.", "Chọn ít nhất 02 người.", True),
        ("At most two people are chosen.", "Chọn ít nhất 02 người.", True),
        ("Chọn 2 người.", "Chọn ít nhất 02 người.", True),
        ("Chọn ít nhất 2 người.", "Chọn 02 người.", True),
        ("Từ 3 lần trở lên.", "Ít nhất 3 lần.", False),
        ("3 lần trở xuống.", "Ít nhất 3 lần.", True),
        ("Three times or more.", "Từ 03 lần trở lên.", False),
        ("Twice a day at most.", "Ít nhất 2 lần/ngày.", True),
        ("Broadcast at least twice.", "Phát ít nhất 2 lần.", False),
        ("Xong trước ngày 30/6/2024.", "Hoàn thành trước ngày 30/6/2024.", False),
        ("Finished by 30 June 2024.", "Hoàn thành trước ngày 30/6/2024.", False),
        ("Xong sau ngày 30/6/2024.", "Hoàn thành trước ngày 30/6/2024.", True),
        ("It runs from 30 June 2024.", "Hoàn thành trước ngày 30/6/2024.", True),
        ("Trả lời trong 5 ngày.", "Trả lời chậm nhất 5 ngày.", False),
        ("Thời hạn trả lời là 5 ngày.", "Trả lời chậm nhất 5 ngày.", False),
        ("Trả lời sớm nhất sau 5 ngày.", "Trả lời trong 5 ngày.", True),
        ("Announced 24 hours in advance.", "Báo trước 24 giờ.", False),
        ("Rút từ 15 ngày xuống 8 ngày.", "Rút từ 15 ngày xuống 8 ngày.", False),
        ("Trên sóng của Đài phát 2 lượt.", "Phát 2 lượt trên sóng của Đài.", False),
        ("Giảm từ 45 xuống 30 phút.", "Tăng từ 30 lên 45 phút.", True),
        ("Thời gian được rút ngắn.", "Rút thời gian xuống 8 ngày.", False),
        ("Một phần sản lượng được ghi.", "Toàn bộ sản lượng được ghi.", True),
        ("Half of the output is recorded.", "Toàn bộ sản lượng được ghi.", True),
        ("Half of the output is recorded.", "50% sản lượng được ghi.", False),
        ("Báo cáo tháng vào thứ Năm.", "Báo cáo tuần vào thứ Năm.", True),
        ("Báo cáo tuần vào thứ Năm.", "Báo cáo hằng tuần vào thứ Năm.", False),
    ],
)
def test_a_bound_is_kept_or_seen_to_be_changed(sentence, quote, otherwise):
    assert bounds_otherwise(sentence, quote) is otherwise
