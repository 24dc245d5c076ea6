"""Authorities: where an instrument comes from, by its number and issuer."""

import pytest

from ingest.instruments.authorities import kind_of_body, level_of, place_of


@pytest.mark.parametrize(
    ("number", "issuer", "level"),
    [
        ("57-KL/TW", None, "party"),
        ("132-HD/BTGTW", None, "party"),
        ("12-QĐ/ĐU", "Ban Bí thư", "party"),
        ("72/2015/NĐ-CP", None, "government"),
        ("81/QĐ-TTg", None, "government"),
        ("24/2018/QH14", None, "government"),
        ("12/2023/TT-BTTTT", None, "government"),
        ("33/KH-BCĐ", "Ban Chỉ đạo quốc gia", "government"),
        ("Luật Báo chí 2016", None, "government"),
        ("Hiến pháp 2013", None, "government"),
        ("Nghị quyết Đại hội XIII của Đảng", None, "party"),
        ("Nghị quyết Đại hội XX của Đảng bộ tỉnh", None, "province"),
        ("127-KH/TU", "Ban Thường vụ Tỉnh ủy", "province"),
        ("45/KH-UBND", None, "province"),
        ("12-KH/BCĐ", "Ban Chỉ đạo tỉnh", "province"),
        ("12/KH-BTC", "Sở Tài chính", "province"),
        ("73-NQ/TU", "Hội nghị lần thứ 14 Ban Chấp hành Đảng bộ tỉnh", "province"),
        ("9/KH-BCH", "Bộ Chỉ huy Quân sự tỉnh", "province"),
    ],
)
def test_number_then_issuer_say_where_an_instrument_comes_from(number, issuer, level):
    assert level_of(number, issuer) == level


@pytest.mark.parametrize(
    ("issuer", "place"),
    [
        ("Ban Thường vụ Tỉnh ủy Hải Lâm", "Hải Lâm"),
        ("Thành ủy Đông Hải", "Đông Hải"),
        ("UBND tỉnh An Khê Đông", "An Khê Đông"),
        ("UBND huyện Sơn Lạc", "Sơn Lạc"),
        ("Ban Thường vụ Tỉnh ủy", None),
        ("UBND tỉnh", None),
        ("Bộ Chính trị", None),
    ],
)
def test_the_place_is_read_from_the_issuer(issuer, place):
    assert place_of(issuer) == place


@pytest.mark.parametrize(
    ("issuer", "kind"),
    [
        ("UBND tỉnh Hải Lâm", "Ủy ban nhân dân"),
        ("Uỷ ban nhân dân thành phố", "Ủy ban nhân dân"),
        ("Ban Thường vụ Tỉnh ủy", "Cấp ủy"),
        ("Ban Chỉ đạo Công tác thông tin đối ngoại tỉnh", "Ban Chỉ đạo"),
        ("Ban Tuyên giáo Tỉnh ủy", "Ban Đảng"),
        ("Sở Ngoại vụ", "Sở"),
        ("Ủy ban Mặt trận Tổ quốc", None),
        ("", None),
    ],
)
def test_issuers_are_told_apart_by_kind(issuer, kind):
    assert kind_of_body(issuer) == kind
