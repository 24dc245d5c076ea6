"""Sheets without formats: separated text, and workbooks through the reader that knows every kind."""

import contextlib
import io
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.errors import UnreadableError
from ingest.sources.workbooks import bare
from tests.ingest.sources.compound import compound
from tests.ingest.sources.workbooks.biff import OldCell, OldSheet, workbook


def rows(data: bytes) -> list[list[str]]:
    (sheet,) = bare.csv_sheets(data)
    columns = 1 + max((column for _, column in sheet.cells), default=-1)
    return [
        [sheet.cells[row, column].text if (row, column) in sheet.cells else "" for column in range(columns)]
        for row in sorted({row for row, _ in sheet.cells})
    ]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_between_columns_is_found(sign):
    lines = [["TT", "Đơn vị", "Số cây"], ["1", "Xã Hải Lâm", "400"], ["2", "Xã Đông Hải", "250"]]
    assert rows("\n".join(sign.join(line) for line in lines).encode()) == lines


def test_numbers_with_commas_do_not_make_columns():
    assert rows(b"a;1,5;x\nb;2,5;y") == [["a", "1,5", "x"], ["b", "2,5", "y"]]


def test_a_column_of_sentences_is_one_column():
    assert rows("Trồng cây; tưới cây\nChăm sóc".encode()) == [["Trồng cây; tưới cây"], ["Chăm sóc"]]


def test_quoted_cells_hold_signs_and_lines():
    assert rows('TT,"Sở, ban"\n1,"một\nhai"'.encode()) == [["TT", "Sở, ban"], ["1", "một\nhai"]]


@given(st.text(max_size=200))
def test_any_text_is_a_table(text):
    with contextlib.suppress(UnreadableError):
        bare.csv_sheets(text.encode(errors="replace"))


def test_a_cell_without_end_is_told():
    with pytest.raises(UnreadableError, match="cannot be read"):
        bare.csv_sheets(b'"' + b"a" * 200_000)


def test_workbooks_are_read_without_formats():
    book = openpyxl.Workbook()
    book.active["B2"], book.active["B3"] = date(2031, 5, 9), datetime(2031, 5, 9, 7, 30)
    book.active["C3"], book.active["C3"].number_format = 1234.5, "#,##0.00"
    book.active.merge_cells("B2:C2")
    book.create_sheet("An").sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    first, hidden = bare.sheets(file.getvalue())
    assert {place: cell.text for place, cell in first.cells.items()} == {
        (1, 1): "09/05/2031", (2, 1): "09/05/2031 07:30", (2, 2): "1234,5",
    }  # fmt: skip
    assert first.merged == {(1, 1): (1, 2)}
    assert (first.hidden, hidden.hidden) == (False, True)


def test_old_workbooks_too():
    (sheet,) = bare.sheets(compound({"Workbook": workbook(OldSheet([[OldCell("Xã"), OldCell(7.0)]]))}))
    assert [cell.text for cell in sheet.cells.values()] == ["Xã", "7"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", compound({"Workbook": b"\x09\x08"})])
def test_damage_is_told(data):
    with pytest.raises(UnreadableError, match="damaged"):
        bare.sheets(data)
