"""Tables of an HTML page: the places of their cells, and which tables only lay out the page."""

import re

from lxml import etree

from ingest.sources.markup_styles import declared
from ingest.sources.source import Cell

# More is no table that a person reads; browsers have bounds of their own.
_MOST_SPANNED = 1000
_SPAN = re.compile("[1-9][0-9]{0,5}")
_LINES = frozenset({"solid", "double", "dotted", "dashed", "ridge", "groove", "inset", "outset"})


def cells_of(table: etree._Element, number: int) -> dict[etree._Element, Cell]:
    """Return the cells of a table with their places; none where it only lays out the page.

    Such a table says so, holds other tables, or has never two cells beside one another.
    """
    if table.get("role") == "presentation" or _holds(table, "table"):
        return {}
    rows = [list(row.iterchildren("td", "th")) for row in table.iter("tr")]
    if not any(len(row) > 1 for row in rows):
        return {}
    return _placed(rows, number, _has_lines(table) or _holds(table, "th"))


def _holds(element: etree._Element, tag: str) -> bool:
    return next(element.iterdescendants(tag), None) is not None


def _placed(rows: list[list[etree._Element]], table: int, ruled: bool) -> dict[etree._Element, Cell]:
    cells: dict[etree._Element, Cell] = {}
    # For each column, the first row that no cell from above reaches into.
    free: dict[int, int] = {}
    for row, elements in enumerate(rows):
        column = 0
        for element in elements:
            while free.get(column, 0) > row:
                column += 1
            down, across = min(_span(element, "rowspan"), len(rows) - row), _span(element, "colspan")
            free |= dict.fromkeys(range(column, column + across), row + down)
            cells[element] = Cell(
                table, row, column, down, across, ruled or _has_lines(element), _is_header(element)
            )
            column += across
    return cells


def _span(element: etree._Element, name: str) -> int:
    value = element.get(name, "").strip()
    return min(int(value), _MOST_SPANNED) if _SPAN.fullmatch(value) else 1


def _has_lines(element: etree._Element) -> bool:
    if element.get("border", "0").strip() != "0":
        return True
    borders = (value.split() for name, value in declared(element).items() if name.startswith("border"))
    return any(not _LINES.isdisjoint(words) for words in borders)


def _is_header(element: etree._Element) -> bool:
    return element.tag == "th" or any(
        ancestor.tag == "thead" for ancestor in element.iterancestors("thead", "table")
    )
