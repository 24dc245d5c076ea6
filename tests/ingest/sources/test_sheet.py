"""Spreadsheets: sheets under their names, rows and columns that show nothing left out."""

import io

import openpyxl
import pytest

from ingest.sources import sheet
from ingest.sources.errors import UnreadableError
from ingest.sources.source import Block, Cell
from ingest.sources.workbooks import xlsx
from tests.ingest.sources.compound import compound
from tests.ingest.sources.packed import opendocument, packed
from tests.ingest.sources.workbooks.biff import OldCell, OldSheet, workbook


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def plan() -> openpyxl.Workbook:
    """A workbook: a title, a gap, a table with an empty column, another sheet, a hidden one."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Sheet1"
    first["A1"] = "Biểu 1. Trồng cây"
    first.merge_cells("A1:D1")
    first["A4"], first["C4"] = "Đơn vị", "Năm 2031"
    first["A5"], first["C5"] = "Xã Hải Lâm", 400
    book.create_sheet("Kinh phí")["B2"] = "12 triệu"
    book.create_sheet("Trống")
    hidden = book.create_sheet("Nháp")
    hidden["A1"], hidden.sheet_state = "không đọc", "hidden"
    return book


def test_sheets_are_tables_under_their_names():
    source = sheet.read(saved(plan()), "xlsx")
    assert [(block.text, block.kind, block.cell) for block in source.blocks] == [
        ("Biểu 1. Trồng cây", "cell", Cell(0, 0, 0, 1, 2, ruled=False)),
        ("Đơn vị", "cell", Cell(0, 1, 0, ruled=False)),
        ("Năm 2031", "cell", Cell(0, 1, 1, ruled=False)),
        ("Xã Hải Lâm", "cell", Cell(0, 2, 0, ruled=False)),
        ("400", "cell", Cell(0, 2, 1, ruled=False)),
        ("Kinh phí", "paragraph", None),
        ("12 triệu", "cell", Cell(1, 0, 0, ruled=False)),
    ]
    assert [str(each) for each in source.warnings] == ["the hidden sheet 'Nháp' is not read"]
    assert source.tool.startswith("openpyxl")


def test_an_empty_row_is_a_gap():
    gaps = [block.text for block in sheet.read(saved(plan()), "xlsx").blocks if block.gap]
    assert gaps == ["Đơn vị", "Kinh phí", "12 triệu"]


def test_the_name_of_a_sheet_is_a_heading_unless_the_program_gave_it():
    names = ("Sheet 2", "Trang tính1", "trang_tính3", "Biểu", "GDP")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in names:
        book.create_sheet(name)["A1"] = "x"
    headings = [block.text for block in sheet.read(saved(book), "xlsx").blocks if block.style.level]
    assert headings == ["Biểu", "GDP"]


def test_text_in_an_old_font_that_is_not_told_is_read_together():
    old = "TT,Tªn ®¬n vÞ,KÕ ho¹ch\n1,Huyện nµo ®ã trªn ®Þa bµn tØnh,Trång c©y ph©n t¸n\n2,Sè,Sè".replace(
        "Huyện", "HuyÖn"
    )
    assert [block.text for block in sheet.read(old.encode("cp1252"), "csv").blocks][-2:] == ["Số", "Số"]


@pytest.mark.parametrize(
    ("data", "kind", "tool"),
    [
        (workbook(OldSheet([[OldCell("Xã")]])), "xls", "xlrd"),
        (opendocument("spreadsheet", '<table:table table:name="Sheet1"><table:table-row><table:table-cell>'
                      "<text:p xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'>Xã</text:p>"
                      "</table:table-cell></table:table-row></table:table>"), "ods", "OpenDocument"),
        ("Xã,".encode(), "csv", "csv"),
    ],
)  # fmt: skip
def test_each_kind_has_its_reader(data, kind, tool):
    source = sheet.read(data, kind)
    assert [block.text for block in source.blocks if block.cell] == ["Xã"]
    assert source.tool.startswith(tool)


def test_what_one_library_fails_on_another_reads_and_the_loss_is_told(monkeypatch):
    monkeypatch.setattr(xlsx, "sheets", lambda _: 1 / 0)
    source = sheet.read(saved(plan()), "xlsx")
    assert Block("400", "cell", cell=Cell(0, 2, 1)) in source.blocks
    assert source.tool.startswith("python-calamine")
    assert "number formats" in str(source.warnings[0])


def test_a_password_is_told():
    with pytest.raises(UnreadableError, match="password"):
        sheet.read(compound({"Workbook": workbook(OldSheet([]), locked=True)}), "xls")


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "ods"])
def test_a_bomb_is_refused_before_it_is_opened(kind):
    with pytest.raises(UnreadableError, match="as a trap does"):
        sheet.read(packed({"xl/worksheets/sheet1.xml": b"<c/>" * 5_000_000}), kind)


@pytest.mark.parametrize("kind", ["xls", "xlsx", "xlsb", "ods"])
def test_damage_is_told(kind):
    with pytest.raises(UnreadableError, match="damaged"):
        sheet.read(packed({"a": "b"}), kind)
