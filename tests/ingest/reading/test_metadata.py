"""Metadata: what the samples say about themselves, read by eye, and nothing made up."""

import csv
import gzip
import json
from itertools import islice
from pathlib import Path

import pytest

from ingest.instruments.citations import find_instruments
from ingest.language.folding import canonical
from ingest.reading.reader import read_document
from ingest.types import Metadata
from tests.conftest import ROOT, SAMPLES
from tests.worlds import document_of

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
scan_0112.txt | Kế hoạch | 33/KH-BCĐNQ | Ban Chỉ đạo nhân quyền tỉnh Thanh Giang | Thanh Giang | 2024 | 2024-03-01 | Thạch Minh Đăng
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
    metadata = document_of(SAMPLES / name).metadata
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
    assert document_of(SAMPLES / name).metadata.title == title


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


SHARED = ROOT.parent / "shared"
REAL = csv.DictReader(
    (Path(__file__).parent / "expectations" / "metadata.tsv").read_text(encoding="utf-8").splitlines(),
    delimiter="\t",
    quoting=csv.QUOTE_NONE,
)


def of_shared(path: str) -> Path:
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"../shared/{path} is not here")
    return found


def is_right(metadata: Metadata, field: str, expected: str) -> bool:
    """Titles are compared by their first words."""
    found = getattr(metadata, field)
    if field == "title":
        return expected == "-" or canonical(found).startswith(canonical(expected))
    if field == "issuer":
        return same(found) == (None if expected == "-" else same(expected))
    return canonical(str(found or "-")) == canonical(expected)


def test_real_documents_give_what_was_read_by_eye_and_nothing_else():
    truth, corpus = of_shared("formats/truth"), of_shared("corpus")
    wrong, absent, fields = [], 0, 0
    for row in REAL:
        name = f"{row['file']}.txt"
        path = next(path for path in (truth / name, corpus / name) if path.exists())
        metadata = read_document(path.read_text(encoding="utf-8", errors="replace"), name).metadata
        for field in (*FIELDS, "title"):
            fields += 1
            if not is_right(metadata, field, row[field]):
                absent += 1
                wrong += (
                    [(name, field, getattr(metadata, field))] if getattr(metadata, field) is not None else []
                )
    assert wrong == []
    assert absent / fields <= 0.05


def test_articles_of_laws_cite_their_source_and_say_nothing_about_themselves():
    with gzip.open(of_shared("scale/codified_law_articles.jsonl.gz"), "rt", encoding="utf-8") as stream:
        articles = [json.loads(line) for line in islice(stream, 0, 40_000, 1000)]
    for article in articles:
        found = read_document(article["text"], "dieu.txt").metadata
        assert [getattr(found, field) for field in FIELDS if field != "year"] == [None] * 6
        source = article["source"] or article["chapter"]
        numbers = [words.split()[0].strip(",") for words in source.split(" số ")[1:2]]
        assert {*numbers} <= {instrument.number for instrument in find_instruments(source)}
