"""Type and title, in either language, in any case, without what belongs to other fields."""

import unicodedata

import pytest

from tests.ingest.reading.fields.heads import BODY, metadata, plan


@pytest.mark.parametrize(
    ("written", "kind", "title"),
    [
        ("KẾ HOẠCH\nTrồng rau", "Kế hoạch", "Kế hoạch trồng rau"),
        ("kế hoạch\nTrồng rau", "Kế hoạch", "Kế hoạch trồng rau"),
        ("KẾ HOẠCH:\nTRỒNG RAU", "Kế hoạch", "Kế hoạch trồng rau"),
        ("KẾ HOẠCH\nTRỒNG RAU Ở TỈNH NGHỆ AN", "Kế hoạch", "Kế hoạch trồng rau ở tỉnh Nghệ An"),
        ("KẾ HOẠCH\nTHỰC HIỆN QUYẾT ĐỊNH SỐ 9/2024/QĐ-TTG VỀ RAU VIỆT NAM", "Kế hoạch",
         "Kế hoạch thực hiện quyết định số 9/2024/QĐ-TTG về rau Việt Nam"),
        ("NGHỊ ĐỊNH\nCỦA CHÍNH PHỦ SỐ 9/2025/NĐ-CP NGÀY 3 THÁNG 4 NĂM 2025 VỀ GIỐNG RAU", "Nghị định",
         "Nghị định về giống rau"),
        ("CHƯƠNG TRÌNH HÀNH ĐỘNG\nTrồng rau", "Chương trình hành động", "Chương trình hành động trồng rau"),
        ("THÔNG TƯ LIÊN TỊCH\nHướng dẫn trồng rau", "Thông tư liên tịch", "Thông tư liên tịch hướng dẫn trồng rau"),
        ("QUYẾT ĐỊNH\nVề việc trồng rau\n(Ban hành kèm theo\nThông tư số 3/TT-BYT)", "Quyết định",
         "Quyết định về việc trồng rau"),
        ("NGHỊ ĐỊNH CỦA CHÍNH PHỦ\nVề giống rau", "Nghị định", "Nghị định về giống rau"),
        ("NGHỊ ĐỊNH\ncủa Chính phủ số 9/2025/NĐ-CP ngày 3/4/2025\nvề giống rau.", "Nghị định", "Nghị định về giống rau"),
        ("LUẬT\nGIỐNG RAU", "Luật", "Luật giống rau"),
        ("PHÁP LỆNH\nGiống rau", "Pháp lệnh", "Pháp lệnh giống rau"),
        ("PLAN\nOn growing vegetables in 2025", "Kế hoạch", "On growing vegetables in 2025"),
        ("GUIDELINES\nOn growing vegetables", "Hướng dẫn", "On growing vegetables"),
    ],
)  # fmt: skip
def test_the_title_is_type_and_subject(written, kind, title):
    found = plan(title=written, number="", issuer="HỘI LÀM VƯỜN", body="Điều 1. Rau.\n\nĐiều 2. Quả.")
    assert (found.type, found.title) == (kind, title)


def test_decomposed_letters_are_read_as_composed():
    source = f"UBND TỈNH HẢI LÂM\nSố: 7/KH-UBND\n\nKẾ HOẠCH\nTrồng rau năm 2025\n\n{BODY}\n"
    assert metadata(unicodedata.normalize("NFD", source)) == metadata(source)


def test_a_letter_goes_by_its_subject_also_beside_the_date():
    head = (
        "UBND TỈNH HẢI LÂM          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Số: 219/UBND-VX            Hải Lâm, ngày 3 tháng 4 năm 2025\n"
        "V/v trồng rau sạch\ntrong vườn trường\n\nKính gửi: Các lớp.\n\n"
    )
    found = metadata(head + BODY)
    assert (found.type, found.title) == ("Công văn", "V/v trồng rau sạch trong vườn trường")
    assert (found.number, found.date) == ("219/UBND-VX", "2025-04-03")


def test_the_number_names_the_type_where_no_title_does():
    assert metadata(f"UBND TỈNH HẢI LÂM\nSố: 7/BC-UBND\n\n{BODY}\n").type == "Báo cáo"


def test_a_part_of_the_issuers_name_is_no_title():
    source = f"BAN CHỈ ĐẠO\nCHƯƠNG TRÌNH VƯỜN RAU\nSố: 7/KH-BCĐ\n\nKẾ HOẠCH\nTrồng rau năm 2025\n\n{BODY}\n"
    assert metadata(source).title == "Kế hoạch trồng rau năm 2025"


def test_a_sentence_that_begins_with_a_type_is_no_title():
    assert metadata("Kế hoạch này nói về rau.\n\n1. Rau.\n\n2. Quả.\n").type is None


@pytest.mark.parametrize(
    "title",
    [
        "KẾ HOẠCH\nTrồng rau trong các trường mầm non và tiểu học của thành phố năm\n2025",
        "KẾ HOẠCH\nTrồng rau trong các trường mầm non và tiểu học của thành phố,\nnăm 2025",
    ],
    ids=["a year alone", "a comma at the end of a line"],
)
def test_a_title_goes_on_in_the_next_line(title):
    assert plan(title=title).title.endswith("năm 2025")


def test_the_date_of_a_letter_stands_below_a_long_subject():
    head = (
        "TRƯỜNG HẢI LÂM\nSố: 7/THL\nV/v trồng rau ở\nvườn trường và\nchăm sóc cây\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nHải Lâm, ngày 14 tháng 02 năm 2025\n\nKính gửi: Các lớp.\n\n" + BODY
    )
    assert metadata(head).date == "2025-02-14"
