"""Spreadsheets: each sheet a table under its name, each cell as it is shown."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from ingest.messages import Message, message
from ingest.sources.bounded_zip import BoundedZip
from ingest.sources.errors import UnreadableError
from ingest.sources.kinds import Kind
from ingest.sources.neighbours import repaired_together
from ingest.sources.source import Block, Cell, Source, Style
from ingest.sources.workbooks.sheets import Sheet

# A name that the program gave; no person says anything with it.
_UNNAMED = re.compile(r"(?:(?:Sheet|Trang[ _]?tính)\s?\d*)?", re.I)
_LOOSELY = message(
    "number formats and fonts of this file could not be read, so numbers may be shown otherwise"
)


def read(data: bytes, kind: Kind) -> Source:
    """Return what the sheets show; hidden sheets are told and left out.

    `kind` is xls, xlsx, xlsb, ods or csv. Raises `UnreadableError` for a damaged or protected file.
    """
    if data.startswith(b"PK"):
        BoundedZip(data).check()
    sheets, tool, warnings = _sheets(data, kind)
    hidden = [
        message("the hidden sheet %(name)r is not read", name=sheet.name)
        for sheet in sheets
        if sheet.hidden and sheet.cells
    ]
    shown = [sheet for sheet in sheets if sheet.cells and not sheet.hidden]
    blocks = (block for table, sheet in enumerate(shown) for block in _blocks(sheet, table))
    return Source(repaired_together(blocks), tool, warnings=(*warnings, *hidden))


def _sheets(data: bytes, kind: Kind) -> tuple[list[Sheet], str, tuple[Message, ...]]:
    """Return the sheets, the tool that served, and its warnings."""
    from ingest.sources.workbooks import bare

    if kind == "csv":
        return bare.csv_sheets(data), bare.CSV_TOOL, ()
    if kind == "ods":
        from ingest.sources.workbooks import ods

        return ods.sheets(data), ods.TOOL, ()
    if kind == "xlsb":
        return bare.sheets(data), bare.TOOL, (_LOOSELY,)
    try:
        return (*_with_formats(data, kind), ())
    except UnreadableError:
        raise
    except Exception:
        # The libraries raise whatever a damaged file makes them stumble over.
        return bare.sheets(data), bare.TOOL, (_LOOSELY,)


def _with_formats(data: bytes, kind: Kind) -> tuple[list[Sheet], str]:
    if kind == "xls":
        from ingest.sources.workbooks import xls

        return xls.sheets(data), xls.TOOL
    from ingest.sources.workbooks import xlsx

    return xlsx.sheets(data), xlsx.TOOL


def _blocks(sheet: Sheet, table: int) -> Iterator[Block]:
    """Yield the name of a sheet and its cells; rows and columns that show nothing are not counted."""
    if not _UNNAMED.fullmatch(sheet.name.strip()):
        yield Block(sheet.name.strip(), "paragraph", gap=True, style=Style(level=1))
    rows = sorted({row for row, _ in sheet.cells})
    columns = sorted({column for _, column in sheet.cells})
    before = -1
    for place in sorted(sheet.cells):
        row, column = place
        height, width = sheet.merged.get(place, (1, 1))
        yield Block(
            sheet.cells[place].text.strip(),
            "cell",
            gap=row > before + 1,
            style=sheet.cells[place].style,
            cell=Cell(
                table,
                bisect_left(rows, row),
                bisect_left(columns, column),
                _counted(rows, row, height),
                _counted(columns, column, width),
                sheet.cells[place].ruled,
                row in sheet.headers,
            ),
        )
        before = row


def _counted(kept: list[int], first: int, size: int) -> int:
    """Return how many of the rows or columns that are kept a merged cell takes."""
    return bisect_left(kept, first + size) - bisect_left(kept, first)
