"""Compared documents as the pages and files show them: parts, sections and rows, the counts above."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args

from markupsafe import Markup, escape

from index.errors import InvalidQueryError
from search_api.comparing.comparison import ComparedCell, ComparedRow, Comparison, RowKind, short_names
from search_api.comparing.comparison_docx import ComparisonWords
from search_api.comparing.differences import pieces
from search_api.comparing.likeness import Likeness
from search_api.kit.citations import cite
from web.comparing.difference_view import Measure, marked, measure_of
from web.kit.i18n import Language, translations
from web.kit.presenters import DocumentView, document_view, sentence_case
from web.kit.rendering import environment
from web.kit.urls import Urls

Show = Literal["", "different", "common", "only"]
_WANTED: dict[Show, Callable[[ComparedRow], bool]] = {
    "": lambda row: True,
    "different": lambda row: row.differs,
    "common": lambda row: row.kind == "all",
    "only": lambda row: row.kind == "only",
}


@dataclass(frozen=True, slots=True)
class Near:
    """What a document has nearest to a row that it lacks: how near, which words, where.

    `row` is None for a heading; `words` are those in which a clause of the row stands.
    """

    said: str
    words: str
    place: str
    row: int | None


@dataclass(frozen=True, slots=True)
class CellView:
    """What a document says in a row, or where it says something near, or nothing."""

    name: str
    text: Markup | None
    passage_id: str
    place: str
    citation: str
    url: str
    measure: Measure | None
    near: Near | None


@dataclass(frozen=True, slots=True)
class RowView:
    """A row with its measure; the page links to it as `row-<number>`."""

    number: int
    kind: RowKind
    likeness: Likeness
    measure: Measure
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """The rows under one heading of the leading document."""

    path: tuple[str, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """The rows that one document leads."""

    lead: int
    name: str
    sections: tuple[SectionView, ...]


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """A compared document with its provisions by the kind of their row."""

    name: str
    document: DocumentView
    kinds: dict[RowKind, int]
    total: int


@dataclass(frozen=True, slots=True)
class ShowLink:
    """A way to narrow the rows, with how many it leaves."""

    show: Show
    count: int
    url: str
    current: bool


class ComparisonView:
    """Arranges a comparison for reading in one language."""

    def __init__(self, comparison: Comparison, urls: Urls, language: Language) -> None:
        self.comparison, self.urls, self.language = comparison, urls, language
        self.names = short_names(comparison.documents)
        self._row_of = comparison.row_of()

    def parts(self, show: Show) -> tuple[PartView, ...]:
        """Return the wanted rows by leading document and section."""
        rows = [row for row in self.comparison.rows if _WANTED[show](row)]
        return tuple(
            PartView(lead, self.names[lead], tuple(self._sections(own)))
            for lead, own in groupby(rows, key=lambda row: row.lead)
        )

    def counts(self) -> tuple[DocumentCounts, ...]:
        """Return the provisions of each document by the kind of row they stand in."""
        return tuple(
            self._counts(n, document_view(record, self.urls))
            for n, record in enumerate(self.comparison.documents)
        )

    def show_links(self, current: Show) -> tuple[ShowLink, ...]:
        """Return the ways to narrow the rows."""
        ids = [document.id for document in self.comparison.documents]
        return tuple(
            ShowLink(
                show, sum(map(_WANTED[show], self.comparison.rows)),
                self.urls.compare(ids, show=show), show == current,
            )
            for show in get_args(Show)
        )  # fmt: skip

    def _sections(self, rows: Iterable[ComparedRow]) -> Iterable[SectionView]:
        for path, own in groupby(rows, key=lambda row: row.section):
            yield SectionView(path, tuple(self._row(row) for row in own))

    def _row(self, row: ComparedRow) -> RowView:
        _ = translations(self.language).gettext
        said = {
            "only": Measure(_("Only here"), self.names[row.lead]),
            "elsewhere": Measure(_("Near in another row"), self.names[row.lead]),
            "unsure": Measure(_("Not sure"), self.names[row.lead]),
        }
        two = len(row.cells) == 2
        partner = row.cells[1 - row.lead].difference if two else None
        return RowView(
            number=row.number,
            kind=row.kind,
            likeness=row.likeness,
            measure=said.get(row.kind) or measure_of(row.likeness, partner, self.language),
            cells=tuple(self._cell(row, n, cell, told=not two) for n, cell in enumerate(row.cells)),
        )

    def _cell(self, row: ComparedRow, document: int, cell: ComparedCell, *, told: bool) -> CellView:
        """Return a cell; its own measure is told where a row has more than one partner."""
        passage, record = cell.passage, self.comparison.documents[document]
        text = escape(passage.text) if passage else None
        if passage and cell.difference:
            text = marked(pieces(cell.difference, row.lead_text, passage.text), self.language)
        told = told and cell.difference is not None
        return CellView(
            name=self.names[document],
            text=text,
            passage_id=passage.id if passage else "",
            place=sentence_case(passage.place) if passage else "",
            citation=cite(record, passage.place) if passage else "",
            url=self.urls.passage(record.id, passage.id) if passage else "",
            measure=measure_of(cell.likeness, cell.difference, self.language) if told else None,
            near=near_of(cell, self._row_of, self.language),
        )

    def _counts(self, document: int, view: DocumentView) -> DocumentCounts:
        rows = [row for row in self.comparison.rows if row.cells[document].passage]
        kinds = {kind: sum(row.kind == kind for row in rows) for kind in get_args(RowKind)}
        return DocumentCounts(self.names[document], view, kinds, len(rows))


def near_of(cell: ComparedCell, row_of: Mapping[str, int], language: Language) -> Near | None:
    """Return what a document has nearest in the reader's language, None where it has nothing near."""
    if not cell.elsewhere or not cell.judged:
        return None
    _ = translations(language).gettext
    said = {"said inside": _("Said inside:"), "unsure": _("Perhaps near:")}
    inside = cell.judged.inside if cell.likeness == "said inside" else None
    return Near(
        said.get(cell.likeness, _("Something near:")),
        inside.right.of(cell.elsewhere.text) if inside else "",
        cell.elsewhere.place,
        row_of.get(cell.elsewhere.id),
    )


def read_show(value: str) -> Show:
    """Return which rows the address asks for; raises `InvalidQueryError` for an unknown word."""
    for show in get_args(Show):
        if value == show:
            known: Show = show
            return known
    raise InvalidQueryError("show must be different, common or only, not %(value)r", value=value)


def comparison_html(comparison: Comparison, language: Language) -> str:
    """Return a comparison as a page that needs nothing beside it: no style sheet, no picture, no link."""
    view = ComparisonView(comparison, Urls("", None), language)
    template = environment(language).get_template("comparing/comparison_file.html")
    return template.render(counts=view.counts(), parts=view.parts(""))


def comparison_words(language: Language) -> ComparisonWords:
    """Return the words of a comparison's Word document in one language."""
    _ = translations(language).gettext
    return ComparisonWords(
        title=_("Documents compared"),
        legend=(
            ("insert", _("added"), _("words that the first document of the row lacks")),
            ("delete", _("removed"), _("words of the first document that this one lacks")),
            ("shared", _("shared"), _("where most differs: what both have in common")),
        ),
        measure=lambda likeness, found: str(measure_of(likeness, found, language)),
        order=lambda name, first: (_("In the order of %s") if first else _("Besides, in %s")) % name,
        kinds={"only": _("Only here"), "elsewhere": _("Near in another row"), "unsure": _("Not sure")},
        elsewhere=lambda cell, row_of: _near_line(near_of(cell, row_of, language), language),
        nothing=_("Nothing found on this"),
        number=_("Row"),
    )  # fmt: skip


def _near_line(near: Near | None, language: Language) -> str:
    """Return what a document has nearest as a line, empty where it has nothing near."""
    if near is None:
        return ""
    words = f"“{near.words}” " if near.words else ""
    row = "" if near.row is None else f", {translations(language).gettext('row %(row)s') % {'row': near.row}}"
    return f"{near.said} {words}{near.place}{row}"
