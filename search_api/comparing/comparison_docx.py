"""Compared documents as a Word document: a table, a column a document, differences in the letter itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from docx.document import Document
from docx.enum.text import WD_UNDERLINE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from index.types import DocumentRecord
from search_api.comparing.comparison import ComparedCell, ComparedRow, Comparison, RowKind, short_names
from search_api.comparing.differences import Difference, PieceKind, pieces, split_blanks
from search_api.comparing.likeness import Likeness
from search_api.kit.citations import cite
from search_api.kit.word_files import file_content, word_file, xml_text

_ROW_HEADER = Cm(2.4)
_TEXT_WIDTH = Cm(26.7)
_LETTER, _SMALL = Pt(10), Pt(8.5)


@dataclass(frozen=True, slots=True)
class ComparisonWords:
    """The words around the provisions, in the reader's language.

    `order` heads the rows of a leading document (its name, and True for the first); `kinds` head the rows
    that have one provision only; `elsewhere` names what a cell has near and the row that it stands in, and
    is empty where there is nothing.
    """

    title: str
    legend: tuple[tuple[PieceKind, str, str], ...]
    measure: Callable[[Likeness, Difference | None], str]
    order: Callable[[str, bool], str]
    kinds: Mapping[RowKind, str]
    elsewhere: Callable[[ComparedCell, Mapping[str, int]], str]
    nothing: str
    number: str


def comparison_docx(comparison: Comparison, words: ComparisonWords) -> bytes:
    """Return a comparison as a Word document on sheets laid on their side."""
    return file_content(_Writer(comparison, words).document())


class _Writer:
    """Writes one comparison."""

    def __init__(self, comparison: Comparison, words: ComparisonWords) -> None:
        self.comparison, self.words = comparison, words
        self.names = short_names(comparison.documents)
        self.row_of = comparison.row_of()

    def document(self) -> Document:
        """Return the document: what is compared, what the marks mean, a table a leading document."""
        document = word_file(self.words.title, wide=True)
        for name, record in zip(self.names, self.comparison.documents, strict=True):
            paragraph = document.add_paragraph(style="List Number")
            _write(paragraph, f"{name}: ").bold = True
            _write(paragraph, _described(record))
        self._add_legend(document)
        for lead, rows in groupby(self.comparison.rows, key=lambda row: row.lead):
            document.add_heading(xml_text(self.words.order(self.names[lead], lead == 0)), 2)
            self._add_table(document, list(rows))
        return document

    def _add_legend(self, document: Document) -> None:
        paragraph = document.add_paragraph()
        for n, (kind, word, meaning) in enumerate(self.words.legend):
            _write_piece(paragraph, kind, word)
            _write(paragraph, f" {meaning}{'' if n + 1 == len(self.words.legend) else '; '}")
        _set_size(paragraph, _LETTER)

    def _add_table(self, document: Document, rows: list[ComparedRow]) -> None:
        table = document.add_table(1, len(self.names) + 1, "Table Grid")
        table.autofit = False
        self._fill_header(table)
        for section, own in groupby(rows, key=lambda row: row.section):
            if section:
                _add_section(table, " › ".join(section))
            for row in own:
                cells = table.add_row().cells
                self._set_widths(cells)
                self._fill(cells, row)

    def _fill_header(self, table: Table) -> None:
        self._set_widths(table.rows[0].cells)
        for cell, name in zip(table.rows[0].cells, (self.words.number, *self.names), strict=True):
            _write(cell.paragraphs[0], name).bold = True
            _set_size(cell.paragraphs[0], _LETTER)
        # Word repeats this row at the head of each page.
        header = OxmlElement("w:tblHeader")
        header.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(header)

    def _set_widths(self, cells: tuple[_Cell, ...]) -> None:
        cells[0].width = _ROW_HEADER
        for cell in cells[1:]:
            cell.width = Emu((_TEXT_WIDTH - _ROW_HEADER) // len(self.names))

    def _fill(self, cells: tuple[_Cell, ...], row: ComparedRow) -> None:
        partner = next((c for n, c in enumerate(row.cells) if c.passage and n != row.lead), None)
        found = partner.difference if partner and len(self.names) == 2 else None
        head = cells[0].paragraphs[0]
        _write(head, str(row.number)).bold = True
        _write(head, f"\n{self.words.kinds.get(row.kind) or self.words.measure(row.likeness, found)}")
        _set_size(head, _SMALL)
        for n, (cell, place) in enumerate(zip(row.cells, cells[1:], strict=True)):
            self._fill_cell(place, row, n, cell)

    def _fill_cell(self, place: _Cell, row: ComparedRow, document: int, cell: ComparedCell) -> None:
        paragraph = place.paragraphs[0]
        if cell.passage is None:
            near = self.words.elsewhere(cell, self.row_of)
            _write(paragraph, near or self.words.nothing).italic = True
            _set_size(paragraph, _SMALL)
            return
        for kind, words in self._pieces(row, cell):
            _write_piece(paragraph, kind, words)
        _set_size(paragraph, _LETTER)
        source = place.add_paragraph()
        _write(source, cite(self.comparison.documents[document], cell.passage.place)).italic = True
        _set_size(source, _SMALL)

    def _pieces(self, row: ComparedRow, cell: ComparedCell) -> Iterator[tuple[PieceKind, str]]:
        if cell.passage and cell.difference:
            yield from pieces(cell.difference, row.lead_text, cell.passage.text)
        elif cell.passage:
            yield "equal", cell.passage.text


def _described(record: DocumentRecord) -> str:
    metadata = record.metadata
    facts = (metadata.title, metadata.number, metadata.issuer, metadata.year)
    return " · ".join(str(fact) for fact in facts if fact)


def _add_section(table: Table, words: str) -> None:
    cells = table.add_row().cells  # type: ignore[no-untyped-call]
    merged = cells[0].merge(cells[-1])
    paragraph = merged.paragraphs[0]
    _write(paragraph, words).bold = True
    _set_size(paragraph, _LETTER)
    paragraph.paragraph_format.keep_with_next = True


def _write_piece(paragraph: Paragraph, kind: PieceKind, words: str) -> None:
    """Write a piece, its words marked and the blanks around them not."""
    before, told, after = split_blanks(words)
    _write(paragraph, before)
    run = _write(paragraph, told)
    _write(paragraph, after)
    if kind == "insert":
        run.font.underline = True
    elif kind == "delete":
        run.font.strike = True
    elif kind == "shared":
        run.font.underline = WD_UNDERLINE.DOTTED


def _write(paragraph: Paragraph, words: str) -> Run:
    return paragraph.add_run(xml_text(words))


def _set_size(paragraph: Paragraph, size: Pt) -> None:
    paragraph.paragraph_format.space_after = Pt(2)
    for run in paragraph.runs:
        run.font.size = size
