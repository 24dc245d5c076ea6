"""Workbooks of Excel 2007 and later (.xlsx) by openpyxl."""

import io
import warnings
from collections.abc import Iterator

import openpyxl
from openpyxl.cell.cell import Cell as WrittenCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from ingest.sources.encodings import makes_capitals
from ingest.sources.source import Alignment, Style
from ingest.sources.workbooks.number_formats import shown
from ingest.sources.workbooks.sheets import Look, Sheet, SheetCell, in_fonts

TOOL = f"openpyxl {openpyxl.__version__}"
_ALIGNMENTS: dict[str | None, Alignment] = {
    "left": "left", "center": "center", "right": "right", "justify": "justify", "centerContinuous": "center",
}  # fmt: skip


def sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook; raises whatever openpyxl raises for a damaged one."""
    with warnings.catch_warnings():
        # It tells of every feature that it would not write again.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False, rich_text=True)
    return [_sheet(sheet) for sheet in book.worksheets]


def _sheet(sheet: Worksheet) -> Sheet:
    found = Sheet(sheet.title, sheet.sheet_state != "visible", headers=_headers(sheet.print_title_rows))
    looks: dict[int, Look] = {}
    # Its public ways to the cells make those between as well, up to a million rows for one stray cell.
    for (row, column), cell in sorted(sheet._cells.items()):
        # Nobody wrote what a formula failed to compute, as "#DIV/0!".
        if cell.value is not None and cell.data_type != "e":
            look = looks.get(cell.style_id) or looks.setdefault(cell.style_id, _look(cell))
            found.put((row - 1, column - 1), SheetCell(_text(cell, look), look.style, look.ruled))
    for area in sheet.merged_cells.ranges:
        size = (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        found.merged[area.min_row - 1, area.min_col - 1] = size
    return found


def _headers(rows: str | None) -> frozenset[int]:
    """Return the rows that "$3:$4" names, counted from 0."""
    if not rows:
        return frozenset()
    first, _, last = rows.replace("$", "").partition(":")
    return frozenset(range(int(first) - 1, int(last)))


def _text(cell: WrittenCell, look: Look) -> str:
    if isinstance(cell.value, str | CellRichText):
        return in_fonts(_runs(cell.value, look.font))
    return shown(cell.value, look.pattern)


def _look(cell: WrittenCell) -> Look:
    font, border = cell.font, cell.border
    style = Style(
        bold=bool(font.b),
        italic=bool(font.i),
        capitals=makes_capitals(font.name or ""),
        size=font.sz,
        align=_ALIGNMENTS.get(cell.alignment.horizontal),
    )
    edges = (border.left, border.right, border.top, border.bottom)
    ruled = any(edge is not None and edge.style for edge in edges)
    return Look(font.name or "", cell.number_format, style, ruled)


def _runs(text: str | CellRichText, font: str) -> Iterator[tuple[str, str]]:
    for run in [text] if isinstance(text, str) else text:
        if isinstance(run, TextBlock):
            yield run.text, run.font.rFont or font
        else:
            yield run, font
