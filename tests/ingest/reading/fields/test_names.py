"""Names in their usual writing, and with the place that the letterhead gives them."""

import pytest

from ingest.reading.fields.names import in_sentence_case, usual_writing, with_place, with_provinces


@pytest.mark.parametrize(
    ("name", "usual"),
    [
        ("SỞ VĂN HÓA VÀ THỂ THAO", "Sở Văn hóa và Thể thao"),
        ("bộ tài chính", "Bộ Tài chính"),
        ("Bộ tài chính", "Bộ Tài chính"),
        ("BAN CHẤP HÀNH ĐẢNG BỘ TỈNH HẢI LÂM", "Ban Chấp hành Đảng bộ tỉnh Hải Lâm"),
        ("UBND THÀNH PHỐ HỒ CHÍ MINH", "UBND thành phố Hồ Chí Minh"),
        ("UBND TỈNH BÀ RỊA - VŨNG TÀU", "UBND tỉnh Bà Rịa - Vũng Tàu"),
        ("Sở Y tế Hải Lâm", "Sở Y tế Hải Lâm"),
        ("PEOPLE'S COMMITTEE OF HAI LAM", "People's Committee of Hai Lam"),
    ],
)
def test_capitals_become_the_usual_writing(name, usual):
    assert usual_writing(name, "") == usual


def test_the_text_knows_best_how_a_name_is_written():
    assert (
        usual_writing("SỞ RAU QUẢ", "SỞ RAU QUẢ họp. Sở Rau Quả và sở rau quả; Sở Rau Quả.") == "Sở Rau Quả"
    )


@pytest.mark.parametrize(
    ("name", "above", "province", "placed"),
    [
        ("Sở Y tế", ["UBND TỈNH HẢI LÂM"], "Hải Lâm", "Sở Y tế tỉnh Hải Lâm"),
        ("Ban Tuyên giáo", ["TỈNH ỦY HẢI LÂM"], "Hải Lâm", "Ban Tuyên giáo Tỉnh ủy Hải Lâm"),
        ("Ban Chỉ đạo 35", ["TỈNH ỦY HẢI LÂM"], "Hải Lâm", "Ban Chỉ đạo 35 tỉnh Hải Lâm"),
        ("UBND tỉnh", [], "Hải Lâm", "UBND tỉnh Hải Lâm"),
        ("UBND tỉnh", [], None, "UBND tỉnh"),
        ("UBND huyện Đồi Sim", ["TỈNH HẢI LÂM"], "Hải Lâm", "UBND huyện Đồi Sim"),
        ("Sở Y tế Nghệ An", ["UBND TỈNH NGHỆ AN"], "Nghệ An", "Sở Y tế Nghệ An"),
        ("Bộ Y tế", [], None, "Bộ Y tế"),
    ],
)
def test_a_body_gets_its_place(name, above, province, placed):
    assert with_place(name, above, province) == placed


def test_provinces_in_small_letters_get_their_writing():
    assert with_provinces("rau của tỉnh nghệ an và hòa bình") == "rau của tỉnh Nghệ An và hòa bình"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("TRỒNG CÂY Ở HẢI LÂM VÀ PHÁT TRIỂN LÂM NGHIỆP", "trồng cây ở Hải Lâm và phát triển lâm nghiệp"),
        ("KẾT LUẬN SỐ 57-KL/TW CỦA BỘ CHÍNH TRỊ", "Kết luận số 57-KL/TW của Bộ Chính trị"),
        ("CÔNG TÁC CỦA UBND TỈNH NGHỆ AN", "công tác của UBND tỉnh Nghệ An"),
        ("CHỐNG KHAI THÁC IUU NĂM 2024", "chống khai thác IUU năm 2024"),
    ],
)
def test_a_title_in_capitals_is_written_with_the_names_of_its_document(title, written):
    text = (
        "Đảng viên theo Kết luận số 57-KL/TW của Bộ Chính trị. Trồng cây ở Hải Lâm. Giáo dục chính trị và phát triển"
        " lâm nghiệp. Xã ở Hải Lâm nói về chính trị, chính trị, chính trị."
    )
    assert in_sentence_case(title, text) == written
