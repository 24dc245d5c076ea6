"""Laws and congress resolutions: cited by name."""

import pytest

from ingest.instruments.citations import find_instruments


def only(text: str):
    (instrument,) = find_instruments(text)
    return instrument


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Căn cứ Luật Báo chí năm 2016;", "Luật Báo chí 2016"),
        ("Căn cứ Luật Báo chí 2016 và", "Luật Báo chí 2016"),
        ("Căn cứ Luật Doanh nghiệp ngày 17 tháng 6 năm 2020;", "Luật Doanh nghiệp 2020"),
        ("Luật Phòng, chống tham nhũng năm 2018 về", "Luật Phòng, chống tham nhũng 2018"),
        ("Luật Bảo vệ và phát triển rừng năm 2004", "Luật Bảo vệ và phát triển rừng 2004"),
        ("Bộ Luật Lao động năm 2019", "Bộ luật Lao động 2019"),
        ("Pháp lệnh Lãnh sự năm 1990", "Pháp lệnh Lãnh sự 1990"),
        ("Hiến pháp nước CHXHCN Việt Nam năm 2013", "Hiến pháp 2013"),
        ("phổ biến Luật Thủy sản, Nghị định về rau", "Luật Thủy sản"),
        ("theo Luật Thủy sản.", "Luật Thủy sản"),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương"
            " ngày 22 tháng 11 năm 2019;",
            "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương"
            " 2019",
        ),
    ],
)
def test_a_law_is_found_by_its_name(text, name):
    found = only(text)
    assert found.number == name
    assert found.type == name.split(" ")[0] or name.startswith(found.type)
    assert found.span.of(text) in text


@pytest.mark.parametrize(
    "text",
    [
        "đúng pháp luật năm 2024",
        "luật sư, Luật sư An, 2024",
        "thượng tôn Hiến pháp và pháp luật",
        "Trường Đại học Luật Hải Lâm, 2020",
        "Công ước về Luật Biển 1982",
        "phổ biến Luật Thủy sản trong năm 2024",
        "thi hành Luật Thủy sản giai đoạn 2021 - 2025",
        "Luật Thủy sản và các kế hoạch năm 2024",
        "Luật Thủy sản 2024-2025",
    ],
)
def test_what_only_sounds_like_a_law_is_none(text):
    assert find_instruments(text) == []


def test_a_law_with_name_and_number_is_one_instrument_by_its_number():
    found = only("Luật An ninh mạng số 24/2018/QH14 ngày 12/6/2018 của Quốc hội")
    assert (found.number, found.type, found.date) == ("24/2018/QH14", "Luật", "2018-06-12")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nghị quyết Đại hội XIII của Đảng", "Nghị quyết Đại hội XIII của Đảng"),
        ("Nghị quyết Đại hội Đảng toàn quốc lần thứ XIII", "Nghị quyết Đại hội XIII của Đảng"),
        ("Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng", "Nghị quyết Đại hội XIII của Đảng"),
        ("Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX", "Nghị quyết Đại hội XX của Đảng bộ tỉnh"),
        ("Nghị quyết Đại hội Đảng bộ tỉnh Hải Lâm lần thứ XX", "Nghị quyết Đại hội XX của Đảng bộ tỉnh"),
        (
            "Nghị quyết Đại hội đại biểu lần thứ XX của Đảng bộ thành phố",
            "Nghị quyết Đại hội XX của Đảng bộ thành phố",
        ),
    ],
)
def test_a_congress_resolution_is_one_instrument_however_its_words_are_ordered(text, name):
    assert only(f"Thực hiện {text}, các lớp trồng rau").number == name


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết Đại hội Công đoàn lần thứ XIII",
        "Nghị quyết Đại hội XIII",
        "sách “Quyết tâm thực hiện Nghị quyết Đại hội XIII của Đảng”",
    ],
)
def test_other_congresses_and_titles_of_books_are_none(text):
    assert find_instruments(text) == []
