"""The duties table as files for a spreadsheet: CSV and XLSX."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from index.errors import InvalidQueryError
from search_api.duties.due_days import due_rule
from search_api.duties.table import DutyRow, FoundDuties, first_due
from search_api.kit.citations import cite, cite_in_english, passage_url
from search_api.kit.spreadsheets import FileLanguage, Value, csv_cell

# A workbook or calendar of so many rows takes some seconds; CSV has no limit.
MOST_ROWS = 10_000
_SHEET = {"vi": "Nhiệm vụ", "en": "Duties"}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A row as it is written: `base` is the address that links begin with."""

    row: DutyRow
    base: str
    language: FileLanguage

    @property
    def citation(self) -> str:
        """What a person pastes into a report."""
        cited = cite if self.language == "vi" else cite_in_english
        return cited(self.row.document, self.row.passage.place)

    @property
    def deadlines(self) -> str:
        """The words of all time limits."""
        return "; ".join(self.row.words(deadline.span) for deadline in self.row.duty.deadlines)

    @property
    def due(self) -> date | None:
        """The first day on which a deadline ends: the 14th for "trước ngày 15/8"."""
        return first_due(self.row.duty)

    @property
    def rules(self) -> str:
        """The rules of the days on which what repeats is due."""
        return "; ".join(filter(None, map(due_rule, self.row.duty.deadlines)))

    @property
    def link(self) -> str:
        """The address of the provision in the reader."""
        return self.base.rstrip("/") + passage_url(self.row.passage)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the files: its names, its width in characters, and what a line has there."""

    vi: str
    en: str
    width: int
    value: Callable[[SheetLine], Value]

    def name(self, language: FileLanguage) -> str:
        """Return the name in the head of the table."""
        return self.vi if language == "vi" else self.en


COLUMNS = (
    SheetColumn("Cơ quan thực hiện", "Actor", 32, lambda line: line.row.actor),
    SheetColumn("Nội dung", "Provision", 70, lambda line: line.row.passage.text),
    SheetColumn("Việc phải làm", "Action", 36, lambda line: line.row.action),
    SheetColumn("Đối tượng", "Object", 30, lambda line: line.row.object),
    SheetColumn("Phối hợp với", "With", 30, lambda line: "; ".join(line.row.partners)),
    SheetColumn("Thời hạn", "Deadline", 30, lambda line: line.deadlines),
    SheetColumn("Ngày đến hạn", "Due", 14, lambda line: line.due),
    SheetColumn("Lặp lại (RRULE)", "Repeats (RRULE)", 18, lambda line: line.rules),
    SheetColumn("Tỉnh, thành phố", "Province", 18, lambda line: line.row.document.metadata.province),
    SheetColumn("Năm", "Year", 8, lambda line: line.row.document.metadata.year),
    SheetColumn("Số hiệu", "Number", 18, lambda line: line.row.document.metadata.number),
    SheetColumn("Văn bản", "Document", 50, lambda line: line.row.document.metadata.title),
    SheetColumn("Vị trí", "Place", 26, lambda line: line.row.passage.place),
    SheetColumn("Trích dẫn", "Citation", 60, lambda line: line.citation),
    SheetColumn("Liên kết", "Link", 40, lambda line: line.link),
)


def csv_lines(found: FoundDuties, base: str, language: FileLanguage) -> Iterator[str]:
    """Yield the table as CSV, line by line; `base` is the address that links begin with.

    The byte order mark lets Excel read Vietnamese; what it would take for a formula gets an apostrophe.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([column.name(language) for column in COLUMNS])
    yield "\ufeff" + buffer.getvalue()
    for row in found.rows():
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([csv_cell(value) for value in _values(row, base, language)])
        yield buffer.getvalue()


def xlsx_file(found: FoundDuties, base: str, language: FileLanguage) -> bytes:
    """Return the table as a workbook; raises `InvalidQueryError` where it is too long for one."""
    check_size(found)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET[language])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(found) + 1}"
    for number, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    make = _CellMaker(sheet)
    sheet.append([make.head(column.name(language)) for column in COLUMNS])
    for row in found.rows():
        *cells, link = _values(row, base, language)
        sheet.append([*map(make.cell, cells), make.link(str(link))])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def check_size(found: FoundDuties) -> None:
    """Raise `InvalidQueryError` where a workbook or calendar of the duties would be too long."""
    if len(found) > MOST_ROWS:
        raise InvalidQueryError(
            "%(count)d duties are too many for this file (at most %(most)d): add a filter, or take CSV",
            count=len(found),
            most=MOST_ROWS,
        )


class _CellMaker:
    """Makes the cells of one sheet; text stays text, whatever it begins with."""

    def __init__(self, sheet: object) -> None:
        self._sheet = sheet
        self._wrapped = Alignment(wrap_text=True, vertical="top")
        self._bold = Font(bold=True)
        self._linked = Font(color="0563C1", underline="single")

    def head(self, name: str) -> WriteOnlyCell:
        cell = self.cell(name)
        cell.font = self._bold
        return cell

    def link(self, address: str) -> WriteOnlyCell:
        cell = self.cell(address)
        cell.hyperlink = address
        cell.font = self._linked
        return cell

    def cell(self, value: Value) -> WriteOnlyCell:
        cell = WriteOnlyCell(self._sheet, _admitted(value) if isinstance(value, str) else value)
        if isinstance(value, str):
            cell.data_type = "s"
        elif isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
        cell.alignment = self._wrapped
        return cell


def _admitted(text: str) -> str:
    """Return text without what a workbook cannot hold, such as a form feed."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


def _values(row: DutyRow, base: str, language: FileLanguage) -> list[Value]:
    line = SheetLine(row, base, language)
    return [column.value(line) for column in COLUMNS]
