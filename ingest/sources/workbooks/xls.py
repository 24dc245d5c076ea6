"""Workbooks of Excel 97–2003 (.xls) by xlrd, which alone tells their fonts and number formats."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

import xlrd
from xlrd.book import Book
from xlrd.formatting import XF

from ingest.sources.encodings import makes_capitals
from ingest.sources.refusals import locked
from ingest.sources.source import Alignment, Style
from ingest.sources.workbooks.number_formats import CellValue, shown
from ingest.sources.workbooks.sheets import Look, Place, Sheet, SheetCell, in_fonts

TOOL = f"xlrd {xlrd.__version__}"
_ALIGNMENTS: dict[int, Alignment] = {1: "left", 2: "center", 3: "right", 5: "justify", 6: "center"}
_TWIPS = 20
_BOLD = 600
# Not what a formula failed to compute: nobody wrote "#DIV/0!".
_SHOWN = frozenset({xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE, xlrd.XL_CELL_BOOLEAN})
_EDGES = ("left", "right", "top", "bottom")


def sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook; raises whatever xlrd raises for a damaged one.

    Raises `UnreadableError` for one that is protected by a password.
    """
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise locked() from error
        raise
    looks = [_look(book, setting) for setting in book.xf_list]
    return [_sheet(book, sheet, looks) for sheet in book.sheets()]


def _look(book: Book, setting: XF) -> Look:
    font = book.font_list[setting.font_index]
    style = Style(
        bold=font.weight >= _BOLD,
        italic=bool(font.italic),
        capitals=makes_capitals(font.name),
        size=font.height / _TWIPS,
        align=_ALIGNMENTS.get(setting.alignment.hor_align),
    )
    ruled = any(getattr(setting.border, f"{edge}_line_style") for edge in _EDGES)
    return Look(font.name, book.format_map[setting.format_key].format_str, style, ruled)


def _sheet(book: Book, sheet: xlrd.sheet.Sheet, looks: Sequence[Look]) -> Sheet:
    found = Sheet(sheet.name, hidden=bool(sheet.visibility))
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            if cell.ctype in _SHOWN:
                look = looks[cell.xf_index]
                text = _text(book, sheet, (row, column), cell, look)
                found.put((row, column), SheetCell(text, look.style, look.ruled))
    for top, bottom, left, right in sheet.merged_cells:
        found.merged[top, left] = (bottom - top, right - left)
    return found


def _text(book: Book, sheet: xlrd.sheet.Sheet, place: Place, cell: xlrd.sheet.Cell, look: Look) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return in_fonts(_runs(book, cell.value, look.font, sheet.rich_text_runlist_map.get(place, ())))
    return shown(_value(book, cell), look.pattern)


def _runs(book: Book, text: str, font: str, changes: list[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """Yield the runs of a text whose font changes, each change given as a place and the number of a font."""
    fonts = [(0, font), *((start, book.font_list[number].name) for start, number in changes)]
    for (start, name), (end, _) in pairwise([*fonts, (len(text), "")]):
        yield text[start:end], name


def _value(book: Book, cell: xlrd.sheet.Cell) -> CellValue:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _date(book, cell.value)
    return float(cell.value)


def _date(book: Book, number: float) -> CellValue:
    """Return a date, a time of day for what is less than a day, the number where it is no date."""
    try:
        moment: datetime = xlrd.xldate_as_datetime(number, book.datemode)
    except (ValueError, OverflowError):
        return number
    if number < 0:
        return number
    return moment.time() if number < 1 else moment
