"""The issuer: the body that signed, in its usual writing and with its place."""

import pytest

from ingest.language.folding import canonical
from ingest.reading.fields.issuer import agrees, issuer_codes
from tests.ingest.reading.fields.heads import BODY, MOTTO, metadata, plan


@pytest.mark.parametrize(
    ("letterhead", "number", "issuer"),
    [
        ("UBND TỈNH HẢI LÂM", "7/KH-UBND", "UBND tỉnh Hải Lâm"),
        ("ỦY BAN NHÂN DÂN\nTỈNH HẢI LÂM", "7/KH-UBND", "Ủy ban nhân dân tỉnh Hải Lâm"),
        ("UỶ BAN NHÂN DÂN TỈNH HẢI LÂM", "7/KH-UBND", "Ủy ban nhân dân tỉnh Hải Lâm"),
        ("HỘI ĐỒNG NHÂN DÂN\nTỈNH HẢI LÂM", "7/NQ-HĐND", "Hội đồng nhân dân tỉnh Hải Lâm"),
        ("UBND TỈNH HẢI LÂM\nSỞ VĂN HÓA VÀ THỂ THAO", "7/KH-SVHTT", "Sở Văn hóa và Thể thao tỉnh Hải Lâm"),
        ("UBND TỈNH HẢI LÂM\nSỞ VĂN HÓA\nVÀ THỂ THAO", "7/KH-SVHTT", "Sở Văn hóa và Thể thao tỉnh Hải Lâm"),
        (
            "TỈNH ỦY HẢI LÂM\nBAN CHỈ ĐẠO CÔNG TÁC\nVƯỜN RAU",
            "7-KH/BCĐ",
            "Ban Chỉ đạo Công tác vườn rau tỉnh Hải Lâm",
        ),
        ("TỈNH ỦY HẢI LÂM\nBAN TUYÊN GIÁO", "7-HD/BTGTU", "Ban Tuyên giáo Tỉnh ủy Hải Lâm"),
        ("TỈNH ỦY HẢI LÂM", "7-KH/TU", "Tỉnh ủy Hải Lâm"),
        ("THÀNH PHỐ HỒ CHÍ MINH\nUBND HUYỆN ĐỒI SIM", "7/KH-UBND", "UBND huyện Đồi Sim"),
        ("BỘ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI", "7/2024/TT-BLĐTBXH", "Bộ Lao động - Thương binh và Xã hội"),
        ("BỘ TÀI CHÍNH", "7/2025/TT-BTC", "Bộ Tài chính"),
        ("bộ tài chính", "7/2025/TT-BTC", "Bộ Tài chính"),
        ("CHÍNH PHỦ", "7/2025/NĐ-CP", "Chính phủ"),
        ("THỦ TƯỚNG CHÍNH PHỦ", "7/2025/QĐ-TTg", "Thủ tướng Chính phủ"),
        ("QUỐC HỘI", "7/2025/QH15", "Quốc hội"),
        ("NGÂN HÀNG NHÀ NƯỚC\nVIỆT NAM", "7/2025/TT-NHNN", "Ngân hàng Nhà nước Việt Nam"),
    ],
)
def test_the_letterhead_names_the_issuer(letterhead, number, issuer):
    found = metadata(f"{letterhead}\nSố: {number}\n{MOTTO}\n\nKẾ HOẠCH\nTrồng rau\n\n{BODY}\n").issuer
    assert found == issuer


MERGED = [
    "UBND TỈNH HẢI LÂM          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "SỞ Y TẾ            Độc lập - Tự do - Hạnh phúc\n"
    "Số:  245 /KH-SYT            Hải Lâm, ngày  5 tháng  3 năm 2025",
    "UBND TỈNH HẢI LÂM CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "SỞ Y TẾ Độc lập - Tự do - Hạnh phúc\n"
    "Số: 245/KH-SYT Hải Lâm, ngày 5 tháng 3 năm 2025",
    "UBND TỈNH HẢI LÂM\tCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ Y TẾ\tĐộc lập – Tự do – Hạnh phúc\n"
    "Số: 245/KH-SYT\tHải Lâm, ngày 5 tháng 3 năm 2025",
    "UBND TỈNH HẢI LÂM|Cộng hòa xã hội chủ nghĩa Việt Nam|\nSỞ Y TẾ|Độc lập - Tự do - Hạnh phúc|\n-------|-------|\n"
    "Số: 245/KH-SYT|Hải Lâm, ngày 5 tháng 3 năm 2025|",
]


@pytest.mark.parametrize("letterhead", MERGED)
def test_columns_of_a_letterhead_may_be_merged_into_one_line(letterhead):
    found = metadata(f"{letterhead}\n\nKẾ HOẠCH\nTrồng rau\n\n{BODY}\n")
    assert found.issuer == "Sở Y tế tỉnh Hải Lâm"
    assert (found.number, found.date, found.province) == ("245/KH-SYT", "2025-03-05", "Hải Lâm")


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        ("NGHỊ ĐỊNH\ncủa Chính phủ số 9/2025/NĐ-CP ngày 3/4/2025\nvề giống rau\n\nChính phủ", "Chính phủ"),
        ("quyết định của bộ trưởng bộ y tế\nVề việc ăn rau\n\nbộ trưởng bộ y tế", "Bộ Y tế"),
        ("QUYẾT ĐỊNH\nVề việc ăn rau\n\nTHỐNG ĐỐC NGÂN HÀNG NHÀ NƯỚC", "Ngân hàng Nhà nước"),
        ("THÔNG TƯ LIÊN TỊCH\nBộ Y tế - Công an số 3/2025/TTLT-BYT-BCA\nvề ăn rau", "Bộ Y tế, Bộ Công an"),
        ("Số: 3/2025/QĐ-TTg\n\nQUYẾT ĐỊNH\nVề việc ăn rau", "Thủ tướng Chính phủ"),
        (
            "BỘ Y TẾ - BỘ CÔNG AN\nSố: 3/2025/TTLT-BYT-BCA\n\nTHÔNG TƯ LIÊN TỊCH\nvề ăn rau",
            "Bộ Y tế, Bộ Công an",
        ),
        (
            "BỘ Y TẾ\nBỘ CÔNG AN\nSố: 3/2025/TTLT-BYT-BCA\n\nTHÔNG TƯ LIÊN TỊCH\nvề ăn rau",
            "Bộ Y tế, Bộ Công an",
        ),
    ],
)
def test_title_decider_and_number_name_the_issuer(head, issuer):
    found = metadata(f"{head}\n\nCăn cứ Luật Trồng trọt năm 2018;\n\nĐiều 1. Các lớp trồng rau.\n").issuer
    assert canonical(found or "") == canonical(issuer)


def test_who_speaks_in_the_preamble_issues_where_no_letterhead_says_so():
    spoken = (
        "Thực hiện Nghị quyết Đại hội, Ban Chỉ đạo Công tác vườn rau tỉnh Hải Lâm xây dựng Kế hoạch như sau:"
    )
    assert metadata(f"KẾ HOẠCH\nTrồng rau năm 2025\n\n{spoken}\n\n{BODY}\n").issuer == (
        "Ban Chỉ đạo Công tác vườn rau tỉnh Hải Lâm"
    )


def test_what_is_only_spoken_of_did_not_issue():
    cited = "Căn cứ Quyết định số 1927/QĐ-UBND ngày 17/9/2007 của UBND tỉnh về việc phê duyệt Chương trình hành động;"
    assert metadata(f"KẾ HOẠCH\nTrồng rau\n\n{cited}\n\n{BODY}\n").issuer is None
    assert (
        metadata("Triển vọng của\nngành rau Hải Lâm\n\nTrước tiên tôi xin cảm ơn các anh, các chị.\n").issuer
        is None
    )


def test_the_name_is_written_as_the_text_writes_it():
    body = BODY + "\n\n3. Sở Nông nghiệp và Phát triển nông thôn cấp hạt giống."
    found = plan(
        issuer="SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN TỈNH HẢI LÂM", number="Số: 7/KH-SNN", body=body
    )
    assert found.issuer == "Sở Nông nghiệp và Phát triển nông thôn tỉnh Hải Lâm"


@pytest.mark.parametrize(
    ("code", "body", "found"),
    [
        ("SVHTT", "SỞ VĂN HÓA VÀ THỂ THAO", True),
        ("UBND", "UBND TỈNH HẢI LÂM", True),
        ("UBND", "Ủy ban nhân dân xã", True),
        ("BTGTU", "Ban Tuyên giáo Tỉnh ủy", True),
        ("QH15", "Quốc hội", True),
        ("BYT", "Bộ Tài chính", False),
        ("SYT", "UBND tỉnh Hải Lâm", False),
    ],
)
def test_a_code_abbreviates_a_body(code, body, found):
    assert agrees(code, body) is found


def test_the_codes_of_issuers_are_those_but_the_type():
    assert issuer_codes("3/2025/TTLT-BYT-BCA") == ["BYT", "BCA"]
    assert issuer_codes(None) == []
