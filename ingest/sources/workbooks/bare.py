"""Sheets without fonts and number formats: binary workbooks (.xlsb), comma-separated text, damaged files."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from importlib.metadata import version
from typing import TYPE_CHECKING

from ingest.sources.encodings import decode
from ingest.sources.errors import UnreadableError
from ingest.sources.refusals import damaged
from ingest.sources.workbooks.number_formats import CellValue, shown
from ingest.sources.workbooks.sheets import Sheet, SheetCell

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

TOOL = f"python-calamine {version('python-calamine')}"
CSV_TOOL = "csv"
_SAMPLE = 20_000


def sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook. Raises `UnreadableError` for a damaged one."""
    try:
        return _all_sheets(data)
    except Exception as error:
        raise damaged(error) from error
    except BaseException as error:
        # What stops its code in Rust is no `Exception`.
        if type(error).__name__ == "PanicException":
            raise damaged(error) from error
        raise


def _all_sheets(data: bytes) -> list[Sheet]:
    import python_calamine as calamine

    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [
        _sheet(book.get_sheet_by_name(sheet.name), sheet.visible != calamine.SheetVisibleEnum.Visible)
        for sheet in book.sheets_metadata
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]


def _sheet(sheet: "CalamineSheet", hidden: bool) -> Sheet:
    found = Sheet(sheet.name, hidden)
    top, left = sheet.start or (0, 0)
    for row, values in enumerate(sheet.to_python(), top):
        for column, value in enumerate(values, left):
            found.put((row, column), SheetCell(shown(value, _format(value))))
    for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ():
        size = (last_row - first_row + 1, last_column - first_column + 1)
        found.merged[first_row, first_column] = size
    return found


def _format(value: CellValue) -> str:
    """Return a format for a value of which only its kind is known."""
    if isinstance(value, datetime) and value.time() != time():
        return "dd/mm/yyyy hh:mm"
    return "dd/mm/yyyy" if isinstance(value, date) else "General"


def csv_sheets(data: bytes) -> list[Sheet]:
    """Return the one sheet of comma-, semicolon- or tab-separated text."""
    text = decode(data).text
    found = Sheet("")
    try:
        for row, values in enumerate(_rows(text)):
            for column, value in enumerate(values):
                found.put((row, column), SheetCell(value))
    except csv.Error as error:
        raise UnreadableError("damaged", f"the table cannot be read ({error})") from error
    return [found]


def _rows(text: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text[:_SAMPLE]))


def _delimiter(sample: str) -> str:
    """Return the sign that makes most rows equally wide; the comma is last, since numbers hold commas."""
    return max("\t;|,", key=lambda sign: _regular(sample, sign))


def _regular(sample: str, sign: str) -> int:
    """Return how many rows are equally wide where `sign` divides them; 0 where it divides few."""
    widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=sign) if row)
    width, rows = max(widths.items(), key=lambda entry: entry[1], default=(1, 0))
    return rows if width > 1 and 2 * rows > widths.total() else 0
