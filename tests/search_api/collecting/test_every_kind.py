"""A folder as an office has it: every kind of file, good and bad, in one run; the report reads as a clerk wants it."""

import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from ingest.sources import libreoffice
from search_api.collecting.report import IngestReport
from search_api.collecting.report_file import line_of, warnings_of
from tests.conftest import SAMPLES
from tests.index_worlds import collect, indexed_texts
from tests.ingest.sources.packed import opendocument
from tests.locked_pdf import locked_pdf
from tests.page_maker import PdfMaker, picture
from tests.scanned import file as image_file
from tests.scanned import needs_tesseract

PLAN = ["KẾ HOẠCH", "Trồng rau trong vườn trường năm 2024", "1. Các lớp gieo hạt cải ở luống đầu của vườn."]
OFFICE = SAMPLES.parent / "office"
pytestmark = [
    needs_tesseract,
    pytest.mark.skipif(
        libreoffice.installed() is None,
        reason="LibreOffice is missing (apt-get install libreoffice-writer-nogui)",
    ),
]


def sheet() -> bytes:
    book = openpyxl.Workbook()
    for row in [
        ("STT", "Nhiệm vụ", "Cơ quan chủ trì"),
        (1, "Gieo hạt đỗ ở luống sau", "Tổ 2"),
        (2, "Nhổ cỏ", "Tổ 3"),
    ]:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def scan() -> bytes:
    maker = PdfMaker()
    maker.lines(
        70, 80, "KẾ HOẠCH", "Dọn kênh mương trong xã năm 2024", "1. Các thôn vớt bèo ở kênh chính mỗi tháng."
    )
    return image_file(picture(maker.data(), dpi=200), dpi=(200, 200))


def zipped(**members: bytes) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return stream.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    for path in OFFICE.iterdir():
        shutil.copy(path, folder)
    good = {
        "viec.xlsx": sheet(),
        "viec.csv": "STT,Nhiệm vụ,Cơ quan chủ trì\n1,Sửa cầu treo,Tổ 4\n2,Quét sân,Tổ 5\n".encode(),
        "anh chup.png": scan(),
        "vuon.odt": opendocument("text", "".join(f"<text:p>{line} (ODT)</text:p>" for line in PLAN)),
        "goi.zip": zipped(trong_md="\n\n".join([*PLAN[:2], "1. Mở lớp bơi cho trẻ em ven sông."]).encode()),
    }  # fmt: skip
    bad = {
        "khoa.pdf": locked_pdf(b"mat khau"),
        "hong.docx": b"PK\x03\x04 nothing more",
        "trong.txt": b"",
        "nhac.mp3": b"ID3\x04\x00\x00" + bytes(range(256)) * 8,
    }
    for name, content in (good | bad).items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def report(folder, tmp_path_factory) -> tuple[IngestReport, Path]:
    data = tmp_path_factory.mktemp("data")
    return collect(data, folder), data


def test_what_is_good_is_read_and_found(report):
    read, data = report
    added = {Path(file.path).name for file in read.files if file.outcome == "added"}
    assert added == {
        *(path.name for path in OFFICE.iterdir()), "viec.xlsx", "viec.csv", "anh chup.png", "vuon.odt", "trong.md",
    }  # fmt: skip
    texts = " ".join(indexed_texts(data))
    for words in (
        "hạt đỗ ở luống sau",
        "Sửa cầu treo",
        "vớt bèo ở kênh chính",
        "luống đầu của vườn. (ODT)",
        "lớp bơi",
    ):
        assert words in texts


def test_what_is_bad_is_named_with_its_reason_and_nothing_failed(report):
    read, _ = report
    refused = {Path(file.path).name: file.reason for file in read.files if file.outcome == "refused"}
    assert refused.keys() == {"khoa.pdf", "hong.docx", "trong.txt", "nhac.mp3"}
    assert all(reason.strip() for reason in refused.values())
    assert not read.failed


def test_each_line_of_the_report_says_what_a_clerk_wants_to_know(report):
    read, _ = report
    for file in read.files:
        line = line_of(file)
        assert file.path in line
        assert (file.tool in line) if file.outcome == "added" else (file.reason in line)
    recognised = [w for file in read.files for w in warnings_of(file) if "recognised" in w]
    assert any("scan_0215.pdf" in warning for warning in recognised)
