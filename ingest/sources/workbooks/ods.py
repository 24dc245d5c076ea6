"""OpenDocument spreadsheets (.ods), which say themselves what their cells show."""

import re
from collections.abc import Iterator

from lxml import etree

from ingest.sources.bounded_zip import BoundedZip
from ingest.sources.refusals import damaged
from ingest.sources.workbooks.sheets import Place, Sheet, SheetCell

TOOL = "OpenDocument reader"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
# What repeats a cell with text is a list of the same word; more of it says nothing.
_MOST_REPEATED = 100
_NUMBER = re.compile("[0-9]{1,9}")


def sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of a spreadsheet; raises `UnreadableError` for a damaged file."""
    try:
        content = BoundedZip(data).read("content.xml")
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except (KeyError, etree.XMLSyntaxError) as error:
        raise damaged(error) from error
    hidden = _hidden_styles(root)
    return [_sheet(table, hidden) for table in root.iterfind(f".//{_OFFICE}spreadsheet/{_TABLE}table")]


def _hidden_styles(root: etree._Element) -> frozenset[str]:
    return frozenset(
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    )


def _sheet(table: etree._Element, hidden: frozenset[str]) -> Sheet:
    found = Sheet(table.get(f"{_TABLE}name", ""), table.get(f"{_TABLE}style-name") in hidden)
    headers: list[int] = []
    number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        repeated = _count(row, "number-rows-repeated")
        cells = list(_cells(row))
        rows = range(number, number + min(repeated, _MOST_REPEATED)) if cells else ()
        for again in rows:
            _put(found, again, cells)
        if row.getparent().tag == f"{_TABLE}table-header-rows":
            headers += rows
        number += repeated
    found.headers = frozenset(headers)
    return found


def _put(found: Sheet, row: int, cells: list[tuple[int, SheetCell, Place]]) -> None:
    for column, cell, size in cells:
        found.put((row, column), cell)
        if size != (1, 1):
            found.merged[row, column] = size


def _cells(row: etree._Element) -> Iterator[tuple[int, SheetCell, Place]]:
    """Yield the cells of a row that show something: column, cell, and how many rows and columns it takes."""
    column = 0
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        repeated = _count(cell, "number-columns-repeated")
        if text := _shown(cell):
            size = (_count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned"))
            for again in range(column, column + min(repeated, _MOST_REPEATED)):
                yield again, SheetCell(text), size
        column += repeated


def _count(element: etree._Element, name: str) -> int:
    number = element.get(_TABLE + name, "1")
    return int(number) if _NUMBER.fullmatch(number) else 1


def _shown(cell: etree._Element) -> str:
    return "\n".join(_paragraph(paragraph) for paragraph in cell.iterchildren(f"{_TEXT}p")).strip()


def _paragraph(paragraph: etree._Element) -> str:
    for space in paragraph.iter(f"{_TEXT}s"):
        space.text = " "
    return "".join(paragraph.itertext())
