"""Workbooks of Excel 2007 and later: fonts, number formats, merged cells, rows repeated on every page."""

import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, Side

from ingest.sources.source import Style
from ingest.sources.workbooks import xlsx
from ingest.sources.workbooks.sheets import Sheet


def made(write: Callable) -> list[Sheet]:
    """Return what is read of a workbook that `write` filled."""
    book = openpyxl.Workbook()
    write(book.active)
    file = io.BytesIO()
    book.save(file)
    return xlsx.sheets(file.getvalue())


def test_cells_stand_in_their_places_and_show_what_excel_shows():
    def write(sheet):
        sheet["B2"] = "Tỷ lệ"
        sheet["D2"], sheet["D2"].number_format = 0.853, "0.0%"
        sheet["D3"], sheet["D3"].number_format = date(2031, 5, 9), "mm-dd-yy"
        sheet["D4"] = "=1/0"
        sheet["D5"], sheet["D5"].data_type = "#DIV/0!", "e"
        sheet.merge_cells("B2:C3")

    (sheet,) = made(write)
    assert {place: cell.text for place, cell in sheet.cells.items()} == {
        (1, 1): "Tỷ lệ", (1, 3): "85,3%", (2, 3): "09/05/2031",
    }  # fmt: skip
    assert sheet.merged == {(1, 1): (2, 2)}


def test_fonts_lines_and_places_are_told():
    def write(sheet):
        sheet["A1"] = "kÕ ho¹ch"
        sheet["A1"].font = Font(name=".VnTimeH", b=True, i=True, sz=14)
        sheet["A1"].border = Border(bottom=Side(style="thin"))
        sheet["A1"].alignment = Alignment(horizontal="center")
        sheet["A2"] = CellRichText("Số ", TextBlock(InlineFont(rFont="VNI-Times"), "Soá"))

    (sheet,) = made(write)
    title, mixed = sheet.cells.values()
    assert title.text == "KẾ HOẠCH"
    assert title.style == Style(bold=True, italic=True, capitals=True, size=14, align="center")
    assert (title.ruled, mixed.ruled) == (True, False)
    assert mixed.text == "Số Số"


def test_one_cell_far_away_costs_nothing():
    """The cells between would take gigabytes."""

    def write(sheet):
        sheet["A1"], sheet["XFD1048576"] = "gần", "xa"

    (sheet,) = made(write)
    assert [cell.text for cell in sheet.cells.values()] == ["gần", "xa"]


@pytest.mark.parametrize(("rows", "headers"), [("2:3", {1, 2}), (None, set())])
def test_rows_printed_on_every_page_are_headers(rows, headers):
    def write(sheet):
        sheet["A1"] = "x"
        sheet.print_title_rows = rows

    assert made(write)[0].headers == headers


def test_hidden_sheets_are_marked():
    def write(sheet):
        sheet.parent.create_sheet("An").sheet_state = "veryHidden"

    assert [(sheet.name, sheet.hidden) for sheet in made(write)] == [("Sheet", False), ("An", True)]
