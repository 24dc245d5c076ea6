"""The province: by the issuer first, from the table where names are odd, and never made up."""

import pytest

from ingest.reading.fields.province import Mentions, read_province
from tests.ingest.reading.fields.heads import BODY, metadata, plan


@pytest.mark.parametrize(
    ("issuer", "province"),
    [
        ("UBND TỈNH HẢI LÂM", "Hải Lâm"),
        ("UBND TỈNH AN KHÊ ĐÔNG", "An Khê Đông"),
        ("ỦY BAN NHÂN DÂN\nTỈNH BÀ RỊA - VŨNG TÀU", "Bà Rịa - Vũng Tàu"),
        ("UBND TỈNH BÀ RỊA-VŨNG TÀU", "Bà Rịa - Vũng Tàu"),
        ("Ủy ban nhân dân tỉnh Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("UBND TỈNH THỪA THIÊN HUẾ", "Thừa Thiên Huế"),
        ("UBND TỈNH THỪA THIÊN - HUẾ", "Thừa Thiên Huế"),
        ("UBND THÀNH PHỐ HUẾ", "Huế"),
        ("UBND TỈNH HÀ TÂY", "Hà Tây"),
        ("UBND TỈNH SÔNG BÉ", "Sông Bé"),
        ("UBND TỈNH ĐĂK LĂK", "Đắk Lắk"),
        ("UBND TỈNH HOÀ BÌNH", "Hòa Bình"),
        ("ủy ban nhân dân tỉnh an giang", "An Giang"),
        ("UBND THÀNH PHỐ HỒ CHÍ MINH", "Thành phố Hồ Chí Minh"),
        ("UBND TP. HỒ CHÍ MINH", "Thành phố Hồ Chí Minh"),
        ("SỞ Y TẾ NGHỆ AN", "Nghệ An"),
        ("TỈNH ỦY HẢI LÂM", "Hải Lâm"),
        ("UBND TỈNH NGHỆ AN\nUBND THÀNH PHỐ VINH", "Nghệ An"),
        ("UBND THÀNH PHỐ ĐÔNG HẢI", "Đông Hải"),
        ("CHÍNH PHỦ", None),
    ],
)
def test_the_issuer_names_the_province(issuer, province):
    assert plan(issuer=issuer, number="", date="").province == province


def test_a_place_of_signing_is_a_province_only_where_it_is_known_and_the_issuer_is_not_central():
    assert plan(issuer="SỞ Y TẾ", date="Nghệ An, ngày 3/4/2025").province == "Nghệ An"
    assert plan(issuer="SỞ Y TẾ", date="Đồi Sim, ngày 3/4/2025").province is None
    assert plan(issuer="BỘ Y TẾ", number="Số: 3/2025/TT-BYT", date="Hà Nội, ngày 3/4/2025").province is None


@pytest.mark.parametrize(
    "text",
    [
        "Học hỏi các tỉnh Trong nước và các tỉnh Miền Tây đã trồng rau.",
        "Trao đổi với các tỉnh Hải Lâm, Vân Sơn.",
        "Lan tỏa đến mọi tỉnh Người dân đều trồng rau.",
        "Giữ gìn hòa bình, ổn định trong vườn của tỉnh Đoàn Thanh niên.",
    ],
)
def test_no_province_is_made_up_from_a_sentence(text):
    end = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Thị Mẫu"
    assert metadata(f"KẾ HOẠCH\nTrồng rau\n\nI. NHIỆM VỤ\n\n1. {text}\n\n2. Hết.\n\n{end}\n").province is None


def test_the_text_names_the_province_where_the_head_does_not():
    end = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Thị Mẫu"
    source = f"KẾ HOẠCH\nTrồng rau\n\n{BODY}\n\n3. Quảng bá rau của tỉnh Hải Lâm.\n\n{end}\n"
    assert metadata(source).province == "Hải Lâm"


def test_a_text_of_nobody_has_no_province():
    assert metadata("1. Rau của tỉnh Nghệ An ngon.\n\n2. Rau của tỉnh Nghệ An sạch.\n").province is None


def test_a_translation_gives_a_known_province_with_its_marks():
    known = Mentions(["PEOPLE'S COMMITTEE OF NGHE AN PROVINCE"], None, [], "")
    unknown = Mentions(["PEOPLE'S COMMITTEE OF HAI LAM PROVINCE"], None, [], "")
    assert read_province(known, central=False) == "Nghệ An"
    assert read_province(unknown, central=False) == "Hai Lam"
