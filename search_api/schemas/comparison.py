"""Compared documents as JSON."""

from search_api.comparison import Cell, Comparison, Row, RowKind
from search_api.likeness import Likeness
from search_api.schemas.documents import (
    DocumentOut,
    IndexOut,
    PassageOut,
    Schema,
    document_out,
    index_out,
    passage_out,
)
from search_api.schemas.similar import DifferenceOut, difference_out
from search_api.service import Service


class ComparedCellOut(Schema):
    """What one document says in a row; the measure and the difference are to the leading document.

    Where it has no passage here, `elsewhere` names one of the same subject in another row.
    """

    document_id: str
    passage: PassageOut | None
    likeness: Likeness | None
    difference: DifferenceOut | None
    elsewhere: str | None


class RowOut(Schema):
    """A provision of the leading document with its partners, a cell a document in the order asked for.

    `kind` is "all" or "some" documents, "only" one, or "elsewhere": one here, another in another row.
    `likeness` is the farthest measure of a partner, null where there is none.
    """

    number: int
    kind: RowKind
    likeness: Likeness | None
    lead: str
    section: list[str]
    cells: list[ComparedCellOut]


class CompareOut(Schema):
    """Documents side by side, every provision of each in exactly one row; the first leads the order."""

    documents: list[DocumentOut]
    rows: list[RowOut]
    counts: dict[RowKind, int]
    index: IndexOut


def compare_out(service: Service, comparison: Comparison) -> CompareOut:
    """Return the JSON form of a comparison."""
    return CompareOut(
        documents=[document_out(document) for document in comparison.documents],
        rows=[_row_out(comparison, row) for row in comparison.rows],
        counts={kind: len(comparison.of_kind(kind)) for kind in ("all", "some", "only", "elsewhere")},
        index=index_out(service),
    )


def _row_out(comparison: Comparison, row: Row) -> RowOut:
    return RowOut(
        number=row.number,
        kind=row.kind,
        likeness=None if row.likeness == "none" else row.likeness,
        lead=comparison.documents[row.lead].id,
        section=list(row.section),
        cells=[_cell_out(comparison, row, n, cell) for n, cell in enumerate(row.cells)],
    )


def _cell_out(comparison: Comparison, row: Row, document: int, cell: Cell) -> ComparedCellOut:
    record, lead = comparison.documents[document], row.cells[row.lead].passage
    departure = None
    if lead and cell.passage and cell.difference:
        departure = difference_out(cell.difference, lead.text, cell.passage.text)
    return ComparedCellOut(
        document_id=record.id,
        passage=passage_out(record, cell.passage) if cell.passage else None,
        likeness=cell.likeness if departure else None,
        difference=departure,
        elsewhere=cell.elsewhere.id if cell.elsewhere else None,
    )
