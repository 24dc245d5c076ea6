"""OpenDocument spreadsheets: what the cells show, repeated and merged cells."""

import pytest

from ingest.sources.errors import UnreadableError
from ingest.sources.workbooks import ods
from ingest.sources.workbooks.sheets import Sheet
from tests.ingest.sources.packed import opendocument, packed

HIDDEN = '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def sheet(rows: str, attributes: str = 'table:name="Biểu 1"') -> Sheet:
    (found,) = ods.sheets(
        opendocument("spreadsheet", f"<table:table {attributes}>{rows}</table:table>", HIDDEN)
    )
    return found


EMPTY = "<table:table-cell/>"


def test_cells_show_their_text_not_their_value():
    shown = '<text:s/>85,3%<text:line-break/><text:span text:style-name="x">kế hoạch</text:span>'
    found = sheet(row(cell(shown, 'office:value-type="percentage" office:value="0.853"')))
    assert [one.text for one in found.cells.values()] == ["85,3%kế hoạch"]


def test_paragraphs_of_a_cell_are_lines():
    found = sheet(row("<table:table-cell><text:p>Sở</text:p><text:p>Ban</text:p></table:table-cell>"))
    assert [one.text for one in found.cells.values()] == ["Sở\nBan"]


def test_notes_on_a_cell_are_not_its_text():
    found = sheet(
        row("<table:table-cell><office:annotation><text:p>?</text:p></office:annotation></table:table-cell>")
    )
    assert found.cells == {}


def test_what_is_repeated_keeps_what_follows_in_its_place():
    rows = row(
        "<table:table-cell table:number-columns-repeated='3'/>",
        cell("a", "table:number-columns-repeated='2'"),
    )
    rows += row(EMPTY, attributes='table:number-rows-repeated="4"') + row(
        cell("b"), attributes='table:number-rows-repeated="2"'
    )
    assert {place: one.text for place, one in sheet(rows).cells.items()} == {
        (0, 3): "a", (0, 4): "a", (5, 0): "b", (6, 0): "b",
    }  # fmt: skip


@pytest.mark.parametrize("count", ["1048576", "999999999", "99999999999999999999", "-1", "x"])
def test_repetitions_without_end_are_bounded(count):
    repeated = f'table:number-columns-repeated="{count}"'
    found = sheet(row(cell("a", repeated), attributes=f'table:number-rows-repeated="{count}"'))
    assert 1 <= len(found.cells) <= ods._MOST_REPEATED**2


def test_merged_cells_and_headers():
    head = row(cell("Đơn vị", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>", cell("Năm"))
    found = sheet(f"<table:table-header-rows>{head}</table:table-header-rows>" + row(cell("x")))
    assert found.merged == {(0, 0): (1, 2)}
    assert found.headers == {0}
    assert found.cells[0, 2].text == "Năm"


def test_hidden_sheets_are_marked():
    assert sheet("", 'table:name="An" table:style-name="h"').hidden
    assert not sheet("").hidden


@pytest.mark.parametrize("members", [{}, {"content.xml": "<office:document"}])
def test_damage_is_told(members):
    with pytest.raises(UnreadableError, match="damaged"):
        ods.sheets(packed(members))
