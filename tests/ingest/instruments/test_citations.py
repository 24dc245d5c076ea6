"""Instruments: documents cited by number, however the number is spelled."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.instruments.citations import canonical_number, find_instruments, parse_date


def only(text: str):
    (instrument,) = find_instruments(text)
    return instrument


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("57-KL/TW", "57-KL/TW"),
        ("57- KL/TW", "57-KL/TW"),
        ("57 -KL/TW", "57-KL/TW"),
        ("57–KL/TW", "57-KL/TW"),
        ("06 - KH/BCĐ", "06-KH/BCĐ"),
        ("18/KH-UBND", "18/KH-UBND"),
        ("18/KH - UBND", "18/KH-UBND"),
        ("90-CTr/TU", "90-CTr/TU"),
        ("82- HD/BTGTW", "82-HD/BTGTW"),
        ("33/KH-BCĐNQ", "33/KH-BCĐNQ"),
        ("77/TTr-SNgV", "77/TTr-SNgV"),
        ("2190/UBND-VHXH", "2190/UBND-VHXH"),
        ("72/2015/NĐ-CP", "72/2015/NĐ-CP"),
        ("72/2015/NĐ - CP", "72/2015/NĐ-CP"),
        ("01/2024/TTLT-BTTTT-BTC", "01/2024/TTLT-BTTTT-BTC"),
        ("16/2012/QH13", "16/2012/QH13"),
    ],
)
def test_every_spelling_of_a_number_is_found(written, number):
    text = f"Các lớp làm theo văn bản số {written} về vườn rau."
    assert only(text).number == number
    assert written in only(text).span.of(text)


def test_an_official_letter_of_a_department_is_found():
    found = only("theo Công văn số 310/STP ngày 22/01/2024 về giống rau")
    assert (found.type, found.number, found.date) == ("Công văn", "310/STP", "2024-01-22")


@pytest.mark.parametrize(
    "text",
    [
        "ngày 15/3/2024",
        "24/24 giờ",
        "3/4 số lớp",
        "giai đoạn 2021-2025",
        "quý I/2024",
        "250.000 đồng/buổi",
        "COVID-19",
        "lớp 7-A",
        "Mẫu số 2",
    ],
)
def test_dates_and_amounts_are_no_instruments(text):
    assert find_instruments(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kết luận số 57-KL/TW", "Kết luận"),
        ("Kết luận 57-KL/TW", "Kết luận"),
        ("Nghị định số: 72/2015/NĐ-CP", "Nghị định"),
        ("Chương trình hành động số 90-CTr/TU", "Chương trình hành động"),
        ("văn bản 57-KL/TW", None),
    ],
)
def test_the_type_before_the_number_is_read(text, kind):
    assert only(text).type == kind


@pytest.mark.parametrize(
    "written",
    [
        "ngày 15/6/2023",
        ", ngày 15/06/2023",
        "ngày 15-6-2023",
        "ngày 15.6.2023",
        "ngày 15 tháng 6 năm 2023",
        "ban hành ngày 15/6/2023",
    ],
)
def test_the_date_after_the_number_is_read(written):
    assert only(f"Kết luận số 57-KL/TW {written} về rau").date == "2023-06-15"


def test_a_date_elsewhere_is_not_the_date_of_the_instrument():
    assert only("Kết luận số 57-KL/TW về rau, nộp trước ngày 15/6/2023").date is None


@pytest.mark.parametrize(
    ("tail", "issuer"),
    [
        ("của Bộ Chính trị về rau", "Bộ Chính trị"),
        ("của Ban Thường vụ Tỉnh ủy Hải Lâm thực hiện", "Ban Thường vụ Tỉnh ủy Hải Lâm"),
        ("ngày 1/2/2023 của Thủ tướng Chính phủ; và", "Thủ tướng Chính phủ"),
        ("của UBND tỉnh.", "UBND tỉnh"),
        ("của UBND tỉnh Ban hành Quy chế giữ vườn", "UBND tỉnh"),
        ("của Sở Y tế", "Sở Y tế"),
        ("của nhiều nơi khác nhau", None),
        ("về rau", None),
    ],
)
def test_the_issuer_after_the_number_is_read(tail, issuer):
    assert only(f"Kết luận số 57-KL/TW {tail}").issuer == issuer


def test_instruments_come_in_order_with_their_spans():
    text = "theo Kế hoạch số 88-KH/TU ngày 05/10/2023, Chỉ thị 48-CT/TW và Luật số 05/2022/QH15 về rau"
    found = find_instruments(text)
    assert [i.number for i in found][:2] == ["88-KH/TU", "48-CT/TW"]
    assert found[0].span.of(text) == "Kế hoạch số 88-KH/TU ngày 05/10/2023"


def test_date_and_issuer_are_also_read_in_brackets():
    found = only("Kết luận số 57-KL/TW (Bộ Chính trị, 15/6/2023); và")
    assert (found.issuer, found.date) == ("Bộ Chính trị", "2023-06-15")


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


_FRAGMENTS = st.sampled_from(
    [
        "Kết luận số 57-KL/TW", "Luật Báo chí năm 2016", "Luật An ninh mạng số 24/2018/QH14", " của Bộ Chính trị",
        " ngày 15/6/2023", "Nghị quyết Đại hội XIII của Đảng", "; ", ", ", "\n", " và ", "Hiến pháp 2013", "(", ")",
        "Luật", " số ", "12/KH-UBND", "2024", " về rau",
    ]
)  # fmt: skip


@given(st.lists(_FRAGMENTS, max_size=14))
def test_instruments_come_in_order_and_never_overlap(fragments):
    text = "".join(fragments)
    found = find_instruments(text)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
    assert all(i.span.of(text).strip() and i.number for i in found)


def test_only_the_given_part_of_the_text_is_searched():
    text = "Kết luận 57-KL/TW; Chỉ thị 48-CT/TW"
    assert [i.number for i in find_instruments(text, 0, 18)] == ["57-KL/TW"]
    assert [i.span.of(text) for i in find_instruments(text, 19)] == ["Chỉ thị 48-CT/TW"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("15/3/2024", "2024-03-15"),
        ("ngày 05 tháng 12 năm 2023", "2023-12-05"),
        ("29/02/2024", "2024-02-29"),
        ("29/02/2023", None),
        ("31 tháng 4 năm 2024", None),
        ("32/1/2024", None),
        ("1/13/2024", None),
        ("0/1/2024", None),
        ("năm 2024", None),
        ("15/3", None),
        ("", None),
        ("từ 1/2/2023 đến ngày 5 tháng 6 năm 2024", "2023-02-01"),
        ("từ ngày 5 tháng 6 năm 2022 đến 1/2/2023", "2022-06-05"),
    ],
)
def test_the_first_real_date_is_read(text, date):
    assert parse_date(text) == date


def test_a_canonical_number_has_no_white_space():
    assert canonical_number("57 –\n KL / TW") == "57-KL/TW"
