"""Date and year: of this document, not of those that it names."""

import pytest

from ingest.reading.fields.dating import place_of_signing, read_date, read_year
from tests.ingest.reading.fields.heads import metadata, plan


@pytest.mark.parametrize(
    "written",
    [
        "Hải Lâm, ngày 14 tháng 02 năm 2025",
        "Hải Lâm ngày 14 tháng 2 năm 2025",
        "Hải Lâm, ngày  14   tháng2 năm 2025",
        "Hải Lâm, ngày ..14.. tháng 02 năm 2025",
        "Hải Lâm, ngày 14/02/2025",
        "Hải Lâm, 14.02.2025",
        "Hải Lâm, ngày 14-2-2025",
        "TP. Hải Lâm, ngày 14/2/2025",
        "Ngày 14/02/2025",
        "Hai Lam, 14 February 2025",
        "Hai Lam, February 14, 2025",
        "Hai Lam, 14th of February 2025",
    ],
)
def test_every_way_to_write_the_day_of_signing_is_read(written):
    assert plan(date=written).date == "2025-02-14"


@pytest.mark.parametrize(
    "written",
    [
        "Hải Lâm, ngày    tháng 02 năm 2025",
        "Hải Lâm, ngày 31 tháng 02 năm 2025",
        "ĐẾN Ngày: 04/3/2025",
        "(tính tới ngày 15/8/2025)",
        "theo Quyết định số 12/QĐ-UBND ngày 5/3/2025",
    ],
)
def test_no_other_day_is_the_day_of_signing(written):
    assert plan(date=written).date is None


def test_the_day_also_stands_under_the_text_or_behind_the_number_or_in_the_law_itself():
    end = "Hải Lâm, ngày 3/4/2025\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Thị Mẫu"
    assert plan(date="", end=end).date == "2025-04-03"
    assert (
        metadata("NGHỊ ĐỊNH\ncủa Chính phủ số 9/2025/NĐ-CP ngày 3/4/2025\n\nĐiều 1. Rau.\n").date
        == "2025-04-03"
    )
    adopted = "Điều 2. Luật này được Quốc hội khóa XV thông qua ngày 3 tháng 4 năm 2025."
    assert (
        metadata(f"QUỐC HỘI\nLuật số: 9/2025/QH15\n\nLUẬT\nGIỐNG RAU\n\nĐiều 1. Rau.\n\n{adopted}\n").date
        == "2025-04-03"
    )


def test_a_place_is_read_with_the_date():
    assert place_of_signing("Số: 7/KH-UBND   TP. Hải Lâm, ngày 3 tháng 4 năm 2025") == "TP. Hải Lâm"
    assert place_of_signing("Số: 7/KH-UBND") is None


@pytest.mark.parametrize(
    ("subject", "date", "year"),
    [
        ("Trồng rau năm 2025", None, 2025),
        ("Trồng rau năm 2025", "2024-12-30", 2025),
        ("TRỒNG RAU NĂM 2025", "2025-01-02", 2025),
        ("On growing vegetables in 2025", None, 2025),
        ("Trồng rau quý I/2025", None, 2025),
        ("Tuyên truyền Luật Dân quân tự vệ năm 2019 trên địa bàn tỉnh", "2025-02-14", 2025),
        ("Phổ biến Luật Đất đai năm 2024", "2025-02-14", 2025),
        ("Phổ biến Luật Đất đai năm 2024 trong năm 2025", None, 2025),
        ("Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ", None, None),
        ("Kỷ niệm trận lụt năm 1999", "2025-02-14", 2025),
        ("Tổng kết năm 2024 và nhiệm vụ năm 2025", "2025-01-05", 2025),
        ("Tổng kết năm 2024 và nhiệm vụ năm 2025", None, None),
        ("Trồng rau giai đoạn 2021-2025", None, None),
        ("Trồng rau năm học 2024 - 2025", None, None),
        ("Trồng rau từ năm 2021 đến năm 2025", None, None),
        ("Trồng rau đến năm 2030, tầm nhìn 2045", None, None),
        ("Trồng rau giai đoạn 2021-2025", "2021-05-04", 2021),
        ("Trồng rau", None, None),
    ],
)
def test_the_year_is_that_of_the_plan(subject, date, year):
    assert read_year(subject, "", date, None) == year


def test_number_and_unfilled_date_tell_the_year_too():
    assert read_year("Trồng rau", "", None, "30/2020/NĐ-CP") == 2020
    assert read_year("Trồng rau", "Hải Lâm, ngày    tháng    năm 2025", None, None) == 2025


def test_the_day_that_more_places_name_counts():
    closing = ["Hải Lâm, ngày 5 tháng 6 năm 2025"]
    assert read_date("Hải Lâm, ngày 4 tháng 6 năm 2025", "", closing, "") == "2025-06-04"


def test_a_line_of_a_sentence_is_no_date_of_signing():
    end = "5. Tổng kết việc trồng rau của các lớp, các tổ trong trường và báo cáo\nkết quả trước ngày 15/12/2025."
    assert plan(date="", end=end).date is None
