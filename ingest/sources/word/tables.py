"""Tables of a Word file: which cell stands where, over how many rows and columns, and between which lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.sources.word.looks import Styles, said_of_borders
from ingest.sources.word.names import Element, W, child, has_text, is_on, number, parts, unwrapped, value

# As many columns as Word itself allows; a wider span is a slip of whoever wrote the file.
_MOST_COLUMNS = 63
# A letterhead may have a line below a name; it takes two of the four sides to make a table.
_FEWEST_LINES = 2


@dataclass(slots=True)
class GridCell:
    """A cell in the grid of its table; `above` is the cell whose lower part it is, if any."""

    element: Element
    properties: Mapping[str, Element]
    row: int
    column: int
    columns: int
    rows: int = 1
    ruled: bool = False
    above: "GridCell | None" = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table with its cells from left to right; `header` where it is repeated on every page."""

    element: Element
    cells: list[GridCell]
    header: bool


def read_grid(table: Element, styles: Styles) -> list[GridRow]:
    """Return the rows of a table, without those that revisions took away or that are hidden."""
    rows: list[GridRow] = []
    for row in unwrapped(table, W + "tr"):
        properties = parts(child(row, W + "trPr"))
        if W + "del" not in properties and not is_on(properties.get(W + "hidden")):
            before = _columns(value(properties.get(W + "gridBefore")), fewest=0)
            cells = list(_cells(row, len(rows), before))
            rows.append(GridRow(row, cells, is_on(properties.get(W + "tblHeader"))))
    _join(rows)
    _rule(table, rows, styles)
    return rows


def _cells(row: Element, index: int, column: int) -> Iterator[GridCell]:
    for element in unwrapped(row, W + "tc"):
        properties = parts(child(element, W + "tcPr"))
        if W + "cellDel" not in properties:
            columns = _columns(value(properties.get(W + "gridSpan")), fewest=1)
            yield GridCell(element, properties, index, column, columns)
            column += columns


def _columns(written: str, fewest: int) -> int:
    return min(max(number(written) or fewest, fewest), _MOST_COLUMNS)


def _join(rows: list[GridRow]) -> None:
    """Let cells that continue the one above be part of it; one with text of its own is a cell of its own."""
    open_cells: dict[int, GridCell] = {}
    for row in rows:
        still_open: dict[int, GridCell] = {}
        for cell in row.cells:
            merge = cell.properties.get(W + "vMerge")
            if merge is None:
                continue
            if value(merge) != "restart" and not has_text(cell.element):
                cell.above = open_cells.get(cell.column)
            whole = cell.above or cell
            whole.rows = cell.row - whole.row + 1
            still_open[cell.column] = whole
        open_cells = still_open


def _rule(table: Element, rows: list[GridRow], styles: Styles) -> None:
    """Find out which cells have lines around them."""
    properties = parts(child(table, W + "tblPr"))
    of_style = styles.table_borders(value(properties.get(W + "tblStyle")))
    of_table = of_style | said_of_borders(properties.get(W + "tblBorders"))
    for row in rows:
        of_row = of_table | said_of_borders(child(row.element, W + "tblPrEx", W + "tblBorders"))
        for cell in row.cells:
            own = said_of_borders(cell.properties.get(W + "tcBorders"))
            sides = _outer_sides(cell, row, len(rows))
            drawn = sum(bool(own.get(side, of_row.get(line))) for side, line in sides.items())
            cell.ruled = drawn >= _FEWEST_LINES


def _outer_sides(cell: GridCell, row: GridRow, rows: int) -> dict[str, str]:
    """Return for each side of a cell the line of the table that is drawn there."""
    return {
        "top": "insideH" if cell.row else "top",
        "bottom": "insideH" if cell.row + cell.rows < rows else "bottom",
        "left": "left" if cell is row.cells[0] else "insideV",
        "right": "right" if cell is row.cells[-1] else "insideV",
    }
