"""Instruments: documents cited by number, however the number is spelled."""

import pytest

from ingest.instruments import canonical_number, find_instruments, parse_date


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
