"""Tables in plain text: rows with tabs or with the pipes of Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.reading.lines import Line, Row

_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2
# Two columns may be a form or a letterhead: only many rows make a table of them.
_ROWS_OF_TWO = 4
_LONGEST_HEAD = 60
_FIRST_HEADS = ("tt", "stt", "số tt", "no.", "no")


def mark_rows(lines: Sequence[Line]) -> None:
    """Tell the lines that are rows of tables; a file that knows its tables has told them already."""
    _mark_heads(lines)
    table = max((line.row.table for line in lines if line.row), default=-1) + 1
    for start, end in _runs(lines):
        cells = [_cells(line) or (line.text,) for line in lines[start:end]]
        piped = lines[start].text.startswith("|")
        ruled = piped and end - start > 1 and lines[start + 1].is_rule
        head = ruled or _is_head(cells)
        for place, line in enumerate(lines[start:end]):
            if not line.is_rule:
                empty = ("",) * (len(cells[0]) - len(cells[place]))
                line.row = Row(table, cells[place] + empty, head and place == 0)
        table += 1


def _mark_heads(lines: Sequence[Line]) -> None:
    """Tell the heads of tables that a file knows without them: Word says only which are repeated on pages."""
    rows = [(line, line.row) for line in lines if line.row]
    for _, group in groupby(rows, key=lambda pair: pair[1].table):
        first, *others = group
        line, row = first
        known = any(row.header for _, row in (first, *others))
        wide = len(row.cells) >= _FEWEST_COLUMNS and others
        if wide and not known and _is_head([row.cells, *(other.cells for _, other in others)]):
            line.row = replace(row, header=True)


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield where the rows of each table begin and end."""
    start = 0
    while start < len(lines):
        width = len(_cells(lines[start]))
        end = _run_end(lines, start, width)
        wide = width >= _FEWEST_COLUMNS or lines[start].text.startswith("|")
        if end - start >= (_FEWEST_ROWS if wide else _ROWS_OF_TWO):
            yield start, end
        start = max(end, start + 1)


def _run_end(lines: Sequence[Line], start: int, width: int) -> int:
    end = start
    while end < len(lines) and (_belongs(lines[end], width) or _is_lone_cell(lines, end, start, width)):
        if end > start and not _near(lines[end - 1 : end + 1]):
            break
        end += 1
    return end


def _is_lone_cell(lines: Sequence[Line], number: int, start: int, width: int) -> bool:
    """True for a row whose other cells are empty: it stands between rows."""
    if number == start or number + 1 >= len(lines) or len(lines[number].text) > _LONGEST_HEAD:
        return False
    below = lines[number + 1]
    return not below.blank_before and width >= _FEWEST_COLUMNS and _belongs(below, width)


def _near(pair: Sequence[Line]) -> bool:
    """True where no blank line parts two rows, unless both have pipes."""
    return not pair[1].blank_before or pair[1].text.startswith("|")


def _belongs(line: Line, width: int) -> bool:
    if line.row or line.aside or width < 2:
        return False
    return 1 < len(_cells(line)) <= width + 1


def _cells(line: Line) -> tuple[str, ...]:
    """Return the words of each cell, () for a line that is no row."""
    text = line.text
    if text.startswith("|") and text.endswith("|") and len(text) > 1:
        return tuple(cell.strip() for cell in text[1:-1].split("|"))
    return tuple(cell.strip() for cell in text.split("\t")) if "\t" in text else ()


def _is_head(cells: Sequence[tuple[str, ...]]) -> bool:
    """True where the first row names the columns: short words, no figures, or a column of numbers."""
    first = cells[0]
    if first[0].lower() in _FIRST_HEADS:
        return True
    short = all(cell and len(cell) <= _LONGEST_HEAD and not any(c.isdigit() for c in cell) for cell in first)
    return short and any(any(c.isdigit() for c in cell) for row in cells[1:] for cell in row)
