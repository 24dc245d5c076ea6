"""Workbooks of Excel 97–2003: fonts, number formats, runs of fonts, merged cells."""

from ingest.sources.source import Style
from ingest.sources.workbooks import xls
from ingest.sources.workbooks.sheets import SheetCell
from tests.ingest.sources.workbooks.biff import OldCell, OldSheet, workbook


def cells(*row: OldCell) -> list[SheetCell]:
    (sheet,) = xls.sheets(workbook(OldSheet([row])))
    return list(sheet.cells.values())


def test_cells_stand_in_their_places():
    (sheet,) = xls.sheets(
        workbook(OldSheet([[None, OldCell("Xã")], [], [OldCell(7)]], merged=[(0, 1, 1, 2)]))
    )
    assert {place: cell.text for place, cell in sheet.cells.items()} == {(0, 1): "Xã", (2, 0): "7"}
    assert sheet.merged == {(0, 1): (2, 2)}


def test_numbers_are_shown_by_their_format():
    shown = [cell.text for cell in cells(
        OldCell(1234567.5, pattern="#,##0.0"), OldCell(0.125, pattern="0.0%"), OldCell(46000, pattern="dd/mm/yyyy"),
        OldCell(0.5, pattern="hh:mm"), OldCell(-1.0, pattern="dd/mm/yyyy"),
    )]  # fmt: skip
    assert shown == ["1.234.567,5", "12,5%", "09/12/2025", "12:00", "-1"]


def test_each_run_is_read_in_its_font():
    (cell,) = cells(OldCell("Số Sè Soá", "Arial", runs=[(3, ".VnTime"), (6, "VNI-Times")]))
    assert cell.text == "Số Số Số"


def test_a_font_of_capitals_makes_them():
    (cell,) = cells(OldCell("kÕ ho¹ch", ".VnTimeH", bold=True, lines=True))
    assert cell == SheetCell("KẾ HOẠCH", Style(bold=True, capitals=True, size=12), ruled=True)


def test_a_cell_without_lines_is_not_ruled():
    (cell,) = cells(OldCell("Nơi nhận"))
    assert not cell.ruled


def test_hidden_sheets_are_marked():
    sheets = xls.sheets(workbook(OldSheet([[OldCell("a")]]), OldSheet([[OldCell("b")]], "An", hidden=True)))
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("Bieu 1", False), ("An", True)]
