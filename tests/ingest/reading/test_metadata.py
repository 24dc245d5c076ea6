"""Metadata: what the samples say about themselves, read by eye, and nothing made up."""

import pytest

from ingest.language.folding import canonical
from ingest.reading.reader import read_document
from ingest.sources.files import read_text
from tests.conftest import SAMPLES

# file | type | number | issuer | province | year | date | signer; a dash where the file does not say.
TABLE = """
0019a.txt | Kế hoạch | - | Ủy ban nhân dân | Phú Trà | 2024 | - | Nông Quốc Khải
003_ke_hoach.md | Kế hoạch | 216/KH-UBND | UBND tỉnh Thanh Giang | Thanh Giang | 2023 | 2023-11-20 | Nguyễn Thị Bạch Lê
IUU_AKD_2023_ban_chot.txt | Kế hoạch | 118/KH-UBND | UBND tỉnh An Khê Đông | An Khê Đông | 2023 | 2023-05-08 | Huỳnh Tấn Lực
KIEU_BAO_DH.md | Kế hoạch | 98/KH-UBND | UBND thành phố Đông Hải | Đông Hải | 2025 | 2025-03-14 | Tôn Nữ Diệu Hiền
bien-gioi-vs-64.txt | Kế hoạch | 64/KH-UBND | UBND tỉnh Vân Sơn | Vân Sơn | 2024 | 2024-03-28 | Cầm Bá Trường
ct-truyenthanh-vs.md | Chương trình | 05/CTr-UBND | UBND tỉnh Vân Sơn | Vân Sơn | 2023 | 2023-04-06 | Vi Thị Hảo
document (3).txt | Công văn | 2190/UBND-VHXH | UBND tỉnh Hải Lâm | Hải Lâm | 2023 | 2023-08-03 | Phạm Doãn Cương
hd-btg-phutra-2023.txt | Hướng dẫn | 31-HD/BTGTU | Ban Tuyên giáo Tỉnh uỷ Phú Trà | Phú Trà | 2023 | 2023-02-16 | Hoàng Thị Nhung Thuỷ
kh-ttdn-hai-lam-2024.txt | Kế hoạch | 45/KH-UBND | UBND tỉnh Hải Lâm | Hải Lâm | 2024 | 2024-01-12 | Trịnh Khắc Vũ
kh_07_dong_hai.txt | Kế hoạch | 07/KH-UBND | UBND thành phố Đông Hải | Đông Hải | 2025 | 2025-01-09 | Lưu Gia Bảo Toàn
pccc_rung_thientai_hl.txt | Hướng dẫn | - | Sở Thông tin và Truyền thông tỉnh Hải Lâm | Hải Lâm | 2023 | - | Văn Bá Tịnh
qd_kem_quyche_1726.txt | Quyết định | 1726/QĐ-UBND | UBND thành phố Đông Hải | Đông Hải | 2022 | 2022-06-30 | Đặng Hoài Phương
scan_0047.txt | Kế hoạch | 12-KH/BCĐ | Ban Chỉ đạo Công tác thông tin đối ngoại tỉnh Vân Sơn | Vân Sơn | 2022 | 2022-02-25 | Lò Văn Thiệp
scan_0112.txt | Kế hoạch | 33/KH-BCĐNQ | Ban Chỉ đạo nhân quyền | Thanh Giang | 2024 | 2024-03-01 | Thạch Minh Đăng
tre-em-mang-akd.txt | Kế hoạch | 203/KH-UBND | UBND tỉnh An Khê Đông | An Khê Đông | 2021 | 2021-09-17 | Đoàn Thị Mai Khuê
"""  # noqa: E501 a row is a row


def expectations() -> dict[str, tuple[object, ...]]:
    rows = [
        [None if cell == "-" else cell for cell in line.split(" | ")] for line in TABLE.strip().splitlines()
    ]
    return {row[0]: (*row[1:5], int(row[5]), *row[6:]) for row in rows}


EXPECTED = expectations()
FIELDS = ("type", "number", "issuer", "province", "year", "date", "signer")


def test_every_sample_has_its_expectation():
    assert sorted(path.name for path in SAMPLES.iterdir()) == sorted(EXPECTED)


def same(value: object) -> object:
    """Bodies are compared without capitals and abbreviation, all else as it stands."""
    return canonical(value).replace("ubnd", "ủy ban nhân dân") if isinstance(value, str) else value


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_says_about_itself(name, field):
    metadata = read_document(read_text(SAMPLES / name), name).metadata
    found, expected = getattr(metadata, field), EXPECTED[name][FIELDS.index(field)]
    if field == "issuer":
        found, expected = same(found), same(expected)
    assert found == expected


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("scan_0047.txt", "Kế hoạch công tác thông tin đối ngoại năm 2022"),
        ("document (3).txt", "V/v xác minh, xử lý tin giả về nguồn nước và hải sản"),
        ("pccc_rung_thientai_hl.txt", "Hướng dẫn thông tin về thiên tai và phòng cháy, chữa cháy rừng mùa khô, "
         "mùa bão năm 2023"),
    ],
)  # fmt: skip
def test_the_title_is_type_and_subject(name, title):
    assert read_document(read_text(SAMPLES / name), name).metadata.title == title


def head(*lines: str, body: str = "1. Các lớp trồng rau.") -> str:
    return "\n".join(lines) + f"\n\n{body}\n"


def metadata(source: str):
    return read_document(source, "thu-muc/vuon_rau.txt").metadata


def test_the_number_of_a_stamp_is_not_the_number_of_the_document():
    source = head(
        "SỞ Y TẾ BẢN ĐẾN Số: 815/VP-TH Ngày: 04/3/2022",
        "",
        "UBND TỈNH HẢI LÂM",
        "Số: 7/KH-UBND",
        "",
        "KẾ HOẠCH",
        "Trồng rau",
    )
    assert metadata(source).number == "7/KH-UBND"


def test_a_stamp_alone_gives_no_number():
    source = head(
        "UBND TỈNH HẢI LÂM", "", "BẢN ĐẾN", "Số: 815/VP-TH", "Ngày: 04/3/2022", "", "KẾ HOẠCH", "Trồng rau"
    )
    assert (metadata(source).number, metadata(source).date) == (None, None)


def test_a_cited_number_is_not_the_number_of_the_document():
    source = head("KẾ HOẠCH", "Trồng rau theo Kết luận số 57-KL/TW")
    assert metadata(source).number is None


def test_a_text_that_says_nothing_about_itself_has_no_metadata():
    found = metadata("1. Các lớp trồng rau trong vườn trường.\n\n2. Mỗi lớp hai luống.\n")
    assert [getattr(found, field) for field in FIELDS] == [None] * 7
    assert found.recipients == ()


def test_the_file_name_stands_in_for_a_missing_title():
    assert metadata("1. Các lớp trồng rau.\n").title == "vuon_rau"


def test_a_day_that_does_not_exist_is_no_date():
    source = head("Số: 7/KH-UBND", "Hải Lâm, ngày 31 tháng 02 năm 2024", "", "KẾ HOẠCH", "Trồng rau")
    assert metadata(source).date is None


def test_the_year_of_the_title_goes_before_the_year_of_signing():
    source = head("Hải Lâm, ngày 28 tháng 12 năm 2023", "", "KẾ HOẠCH", "Trồng rau năm 2024")
    assert metadata(source).year == 2024


def test_a_span_of_years_in_the_title_gives_no_year():
    assert metadata(head("KẾ HOẠCH", "Trồng rau giai đoạn 2024 - 2026")).year is None


def test_recipients_are_read_without_bullets():
    source = head("KẾ HOẠCH", "Trồng rau") + "\nNơi nhận:\n- Các lớp (b/c);\n- Lưu: VT.\n"
    assert metadata(source).recipients == ("Các lớp (b/c)", "Lưu: VT")


def test_the_signer_is_the_name_and_not_the_office():
    source = (
        head("KẾ HOẠCH", "Trồng rau")
        + "\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(đã ký)\n\nĐỗ Thị Ái Lan\n"
    )
    assert metadata(source).signer == "Đỗ Thị Ái Lan"


def test_a_signature_without_a_name_gives_no_signer():
    source = head("KẾ HOẠCH", "Trồng rau") + "\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n"
    assert metadata(source).signer is None
