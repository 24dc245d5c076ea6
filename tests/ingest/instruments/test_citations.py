"""Instruments: documents cited by number, however the number is spelled."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.instruments.citations import find_instruments


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
        ("66.18/2026/NQ-CP", "66.18/2026/NQ-CP"),
        ("30/2020/NĐ-\nCP", "30/2020/NĐ-CP"),
        ("30/2020\n/NĐ-CP", "30/2020/NĐ-CP"),
        ("30/2020/NÐ-CP", "30/2020/NĐ-CP"),
        ("18/KH‑UBND", "18/KH-UBND"),
        ("28/1998/ND- CP", "28/1998/ND-CP"),
        ("40/2000 /TT-BTC", "40/2000/TT-BTC"),
        ("45/1998/NQ-UBTVQH10", "45/1998/NQ-UBTVQH10"),
        ("12/QĐ-UBND.VX", "12/QĐ-UBND.VX"),
        ("999-TC/QĐ-CĐKT", "999-TC/QĐ-CĐKT"),
        ("15a/KH-UBND", "15a/KH-UBND"),
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
    ("text", "number"),
    [
        ("Kế hoạch số 77/KH-UBND - Sở Rau quả đôn đốc", "77/KH-UBND"),
        ("Kế hoạch số 78/KH-UBND – UBND huyện Đồi Sim đã làm", "78/KH-UBND"),
        ("Kế hoạch số 78/KH-UBND -Sở Rau quả", "78/KH-UBND"),
        ("Kết luận số 57-KL/TW - Tỉnh ủy chỉ đạo", "57-KL/TW"),
        ("Công văn số 310/STP - Sở Tư pháp trả lời", "310/STP"),
        ("Nghị định 30/2020/NĐ-CP — Chính phủ", "30/2020/NĐ-CP"),
    ],
)
def test_what_follows_a_dash_is_no_part_of_a_complete_number(text, number):
    assert only(text).number == number
    assert only(text).span.of(text).endswith(number)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("các Kế hoạch số 12, 13 và 14-KH/TU về rau",
         [("12-KH/TU", "Kế hoạch số 12"), ("13-KH/TU", "13"), ("14-KH/TU", "14-KH/TU")]),
        ("Quyết định số 8 và 9/2025/QĐ-UBND;",
         [("8/2025/QĐ-UBND", "Quyết định số 8"), ("9/2025/QĐ-UBND", "9/2025/QĐ-UBND")]),
        ("lớp 12, 13 và văn bản 14-KH/TU", [("14-KH/TU", "14-KH/TU")]),
    ],
)  # fmt: skip
def test_serials_share_the_rest_of_the_last_number(text, found):
    assert [(i.number, i.span.of(text)) for i in find_instruments(text)] == found


def test_a_list_shares_its_type_and_issuer_but_the_date_is_of_the_last():
    first, last = find_instruments("Kế hoạch số 12 và 14-KH/TU ngày 05/10/2023 của Tỉnh ủy về rau")
    assert (first.type, first.issuer, first.date) == ("Kế hoạch", "Tỉnh ủy", None)
    assert (last.type, last.issuer, last.date) == ("Kế hoạch", "Tỉnh ủy", "2023-10-05")


@pytest.mark.parametrize("text", ["CHỈ THỊ SỐ 48-CT/TW", "Chỉ thị Số: 48-CT/TW", "Chỉ thị 48-CT/TW"])
def test_type_and_marker_are_read_in_capitals(text):
    assert (only(text).type, only(text).number, only(text).span.of(text)) == ("Chỉ thị", "48-CT/TW", text)
