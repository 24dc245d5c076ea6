"""May and must: a sentence permits only what is left open, and obliges only where it is not."""

import pytest

from search_api.writing.modality import obliges_otherwise

DUTY = "Sở Ngoại vụ tiếp nhận hồ sơ của phóng viên; tái phạm có thể bị tước giấy phép."
OPEN = "Khuyến khích huy động nguồn xã hội hóa từ hiệp hội du lịch."


@pytest.mark.parametrize(
    ("sentence", "quote", "otherwise"),
    [
        ("Sở Ngoại vụ phải tiếp nhận hồ sơ của phóng viên.", DUTY, False),
        ("Sở Ngoại vụ có thể tiếp nhận hồ sơ của phóng viên.", DUTY, True),
        ("The department may receive the files of reporters.", DUTY, True),
        ("The department must receive the files of reporters.", DUTY, False),
        ("Repeat offenders may lose their licence.", DUTY, False),
        ("Repeat offenders must lose their licence.", DUTY, True),
        ("Có thể huy động nguồn xã hội hóa từ hiệp hội du lịch.", OPEN, False),
        ("Phải huy động nguồn xã hội hóa từ hiệp hội du lịch.", OPEN, True),
        ("Data may only be used as agreed.", "Dữ liệu dùng đúng mục đích.", False),
        ("Hồ sơ phải nộp đủ.", "Hồ sơ có thể nộp muộn nhưng phải nộp đủ.", False),
        ("Xã phải trồng cây.", "", False),
    ],
)
def test_what_is_left_open_and_what_is_not_are_told_apart(near, sentence, quote, otherwise):
    assert obliges_otherwise(sentence, quote, near) is otherwise
