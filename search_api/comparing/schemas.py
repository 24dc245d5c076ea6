"""Compared documents and similar provisions as JSON."""

from typing import get_args

from index.snapshot import Snapshot
from search_api.comparing.comparison import ComparedCell, ComparedRow, Comparison, RowKind
from search_api.comparing.differences import Difference, RunKind
from search_api.comparing.inside import Inside
from search_api.comparing.likeness import Likeness
from search_api.comparing.similar import SimilarHit, SimilarProvisions
from search_api.kit.schemas import (
    DocumentOut,
    HitOut,
    IndexOut,
    PassageOut,
    Schema,
    document_out,
    hit_out,
    index_out,
    passage_out,
)


class RunOut(Schema):
    """Words of both texts, or of one only: the texts of all runs joined give both texts back."""

    kind: RunKind
    left: str
    right: str


class DifferenceOut(Schema):
    """What the second text says otherwise; `shared` is the share of words that both have."""

    shared: float
    changed_words: int
    runs: list[RunOut]


class InsideOut(Schema):
    """A clause of the first text, and the words of the second in which it stands, both verbatim."""

    left: str
    right: str


class SimilarHitOut(HitOut):
    """A near passage with its measure; `difference` is from the passage asked about to this one.

    `inside` is given where a clause of the one stands in the other.
    """

    likeness: Likeness
    difference: DifferenceOut
    inside: InsideOut | None


class SimilarOut(Schema):
    """The nearest passages of other documents, and apart from them those of the same document.

    `likeness` is that of the nearest result: "unsure" means that another document may speak of it, "none"
    that none does. Results of these measures are only the nearest passages.
    """

    passage_id: str
    likeness: Likeness
    results: list[SimilarHitOut]
    same_document: list[SimilarHitOut]
    index: IndexOut


def difference_out(found: Difference, left: str, right: str) -> DifferenceOut:
    """Return the JSON form of a difference between two texts."""
    return DifferenceOut(
        shared=round(found.shared, 4),
        changed_words=found.changed,
        runs=[RunOut(kind=run.kind, left=run.left.of(left), right=run.right.of(right)) for run in found.runs],
    )


def inside_out(found: Inside | None, left: str, right: str) -> InsideOut | None:
    """Return the JSON form of a clause that two texts have, None where they have none."""
    return InsideOut(left=found.left.of(left), right=found.right.of(right)) if found else None


def similar_out(snapshot: Snapshot, found: SimilarProvisions) -> SimilarOut:
    """Return the JSON form of similar provisions."""
    return SimilarOut(
        passage_id=found.passage.id,
        likeness=found.likeness,
        results=[_hit_out(found, item) for item in found.others],
        same_document=[_hit_out(found, item) for item in found.own],
        index=index_out(snapshot),
    )


def _hit_out(found: SimilarProvisions, item: SimilarHit) -> SimilarHitOut:
    left, right = found.passage.text, item.hit.passage.text
    return SimilarHitOut(
        **dict(hit_out(item.hit)),
        likeness=item.likeness,
        difference=difference_out(item.difference, left, right),
        inside=inside_out(item.judged.inside, left, right),
    )


class ComparedCellOut(Schema):
    """What one document says in a row; measure, difference and `inside` are to the leading document.

    Where it has no passage here, `elsewhere` names what it has nearest, in another row or in a heading, and
    the measure and `inside` are of that; null where it says nothing near.
    """

    document_id: str
    passage: PassageOut | None
    likeness: Likeness | None
    difference: DifferenceOut | None
    inside: InsideOut | None
    elsewhere: str | None


class RowOut(Schema):
    """A provision of the leading document with its partners, a cell a document in the order asked for.

    `kind` is "all" or "some" documents, "elsewhere" where another document says it in another row, "unsure"
    where another may say it there, and "only" where no other does.
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


def compare_out(snapshot: Snapshot, comparison: Comparison) -> CompareOut:
    """Return the JSON form of a comparison."""
    return CompareOut(
        documents=[document_out(document) for document in comparison.documents],
        rows=[_row_out(comparison, row) for row in comparison.rows],
        counts={kind: len(comparison.of_kind(kind)) for kind in get_args(RowKind)},
        index=index_out(snapshot),
    )


def _row_out(comparison: Comparison, row: ComparedRow) -> RowOut:
    return RowOut(
        number=row.number,
        kind=row.kind,
        likeness=None if row.likeness == "none" else row.likeness,
        lead=comparison.documents[row.lead].id,
        section=list(row.section),
        cells=[_cell_out(comparison, row, n, cell) for n, cell in enumerate(row.cells)],
    )


def _cell_out(comparison: Comparison, row: ComparedRow, document: int, cell: ComparedCell) -> ComparedCellOut:
    record, lead, near = comparison.documents[document], row.lead_text, cell.passage or cell.elsewhere
    return ComparedCellOut(
        document_id=record.id,
        passage=passage_out(record, cell.passage) if cell.passage else None,
        likeness=cell.likeness if cell.judged else None,
        difference=difference_out(cell.difference, lead, cell.passage.text)
        if cell.difference and cell.passage
        else None,
        inside=inside_out(cell.judged.inside, lead, near.text) if cell.judged and near else None,
        elsewhere=cell.elsewhere.id if cell.elsewhere else None,
    )
