"""Names in their usual writing, and with the place that the letterhead gives them."""

import pytest

from ingest.reading.fields.names import usual_writing, with_place, with_provinces


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
