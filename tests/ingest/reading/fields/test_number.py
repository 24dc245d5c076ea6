"""The own number: found wherever it stands, and never that of another document."""

import pytest

from ingest.reading.fields.number import number_in_title, read_number
from tests.ingest.reading.fields.heads import metadata, plan


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("Số: 7/KH-UBND", "7/KH-UBND"),
        ("SỐ: 7/KH-UBND", "7/KH-UBND"),
        ("Số 7 /KH-UBND", "7/KH-UBND"),
        ("Số:   117  / 2025/ TT-BYT", "117/2025/TT-BYT"),
        ("Số: ..12../KH-UBND", "12/KH-UBND"),
        ("Số:\n12/KH-UBND", "12/KH-UBND"),
        ("Số:\t12/KH-UBND", "12/KH-UBND"),
        ("Số: | 12/KH-UBND", "12/KH-UBND"),
        ("Số: 66.18/2026/NQ-CP", "66.18/2026/NQ-CP"),
        ("Luật số: 69/2025/QH15", "69/2025/QH15"),
        ("Số: 310/STP", "310/STP"),
        ("Số 06 - KH/BCĐ", "06-KH/BCĐ"),
        ("No. 15/KH-UBND", "15/KH-UBND"),
        ("Số: 8/2025/QÐ-UBND", "8/2025/QĐ-UBND"),
    ],
)
def test_every_way_to_write_the_number_on_a_letterhead_is_read(written, number):
    assert (
        read_number(f"ỦY BAN NHÂN DÂN TỈNH HẢI LÂM\n{written}\nHải Lâm, ngày 2 tháng 3 năm 2025", "", None)
        == number
    )


@pytest.mark.parametrize(
    "blank", ["Số:     /KH-UBND", "Số: ....", "Số: …/KH-UBND", "Số: ____/KH-UBND", "Số:"]
)
@pytest.mark.parametrize("title", ["Thực hiện Kế hoạch số 12/KH-UBND", "Trồng rau"])
def test_a_number_left_blank_is_none_whatever_else_is_cited(blank, title):
    assert plan(number=blank, title=f"KẾ HOẠCH\n{title}").number is None


@pytest.mark.parametrize(
    "line",
    [
        "Mẫu số 21/CKTC-NSH",
        "(Kèm theo Quyết định số 38/2005/QĐ-UBND ngày 3/4/2005)",
        "Số điện thoại: 0123",
        "Số trang: 4",
    ],
)
def test_numbers_of_forms_and_of_other_documents_are_none(line):
    assert plan(number=line).number is None


@pytest.mark.parametrize(
    ("title", "number"),
    [
        (
            "NGHỊ ĐỊNH\ncủa Chính phủ số 94/2025/NĐ-CP ngày 17 tháng 11 năm 2025\nquy định về giống rau",
            "94/2025/NĐ-CP",
        ),
        ("Luật số 69/2025/QH15 về giống rau", "69/2025/QH15"),
        ("THÔNG TƯ SỐ 12/2025/TT-BYT\nHướng dẫn ăn rau", "12/2025/TT-BYT"),
        ("THÔNG TƯ LIÊN TỊCH\nBộ Y tế - Bộ Công an số 3/2025/TTLT-BYT-BCA", "3/2025/TTLT-BYT-BCA"),
        ("KẾ HOẠCH\nThực hiện Nghị định số 94/2025/NĐ-CP ngày 17/11/2025 của Chính phủ", None),
        ("NGHỊ ĐỊNH\ncủa Chính phủ\nSửa đổi, bổ sung một số điều của Nghị định số 94/2025/NĐ-CP", None),
        ("KẾ HOẠCH\ncủa Hội Làm vườn về việc triển khai kế hoạch số 3/KH-UBND", None),
    ],
)
def test_a_title_gives_its_own_number_and_no_other(title, number):
    assert metadata(f"{title}\n\nĐiều 1. Các lớp trồng rau.\n").number == number


@pytest.mark.parametrize(
    "date", ["ngày 17/11/2025", "ngày 17 tháng 11 năm 2025", "NGÀY 17 THÁNG 11 NĂM 2025"]
)
def test_what_stands_between_type_and_number_is_the_issuer(date):
    own = number_in_title(f"Nghị định của Chính phủ số 94/2025/NĐ-CP {date} về rau")
    assert own is not None
    assert (own.number, own.date, own.between.strip()) == ("94/2025/NĐ-CP", "2025-11-17", "của Chính phủ")


def test_the_number_that_names_the_type_goes_before_that_of_a_stamp():
    assert read_number("SỞ Y TẾ ĐẾN Số: 815/VP-TH\nSố: 7/KH-UBND", "", "Kế hoạch") == "7/KH-UBND"
    assert read_number("Số: 815/BC-SYT\nSố: 7/KH-UBND", "", "Kế hoạch") == "7/KH-UBND"
    assert read_number("Số: 815/STP\nSố: 7/KH-UBND", "", "Kế hoạch") == "7/KH-UBND"
