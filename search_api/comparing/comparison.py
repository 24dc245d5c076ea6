"""Two to six documents side by side: provisions aligned by meaning, what differs, what only one says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from index.errors import InvalidQueryError
from index.searcher import Searcher
from index.snapshot import Snapshot
from index.static_model import Vectors
from index.types import DocumentRecord, PassageRecord
from ingest.language.folding import one_line
from search_api.comparing.alignment import align, standings
from search_api.comparing.differences import Difference, difference
from search_api.comparing.likeness import LIKENESSES, SAME_SUBJECT, Likeness, likeness

FEWEST, MOST = 2, 6
# Every provision is held against every other: this many take two seconds.
MOST_PROVISIONS = 2000
# What a heading has beside a label such as "II." or "2.4.".
_WORD = re.compile(r"\b(?![IVXLC]+\b)[^\W\d_]{2}")
RowKind = Literal["all", "some", "only", "elsewhere"]


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """What one document says in a row, and how it departs from the row's leading document.

    Without a passage, `elsewhere` is the provision that says something near in another row.
    """

    passage: PassageRecord | None = None
    likeness: Likeness = "none"
    difference: Difference | None = None
    elsewhere: PassageRecord | None = None


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One provision of the leading document (by position) and its partners, a cell a document."""

    number: int
    lead: int
    section: tuple[str, ...]
    cells: tuple[ComparedCell, ...]

    @property
    def kind(self) -> RowKind:
        """Whether all documents say it, some, only one, or one here and another in another row."""
        said = sum(cell.passage is not None for cell in self.cells)
        if said == len(self.cells):
            return "all"
        if said > 1:
            return "some"
        return "elsewhere" if any(cell.elsewhere for cell in self.cells) else "only"

    @property
    def likeness(self) -> Likeness:
        """The farthest measure between the leading provision and a partner; "none" without a partner."""
        partners = [cell for n, cell in enumerate(self.cells) if cell.passage and n != self.lead]
        return max((cell.likeness for cell in partners), key=LIKENESSES.index, default="none")

    @property
    def differs(self) -> bool:
        """True where several documents say it, and not in the same words."""
        return self.kind in ("all", "some") and self.likeness != "same"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Documents, and the rows that hold each of their provisions once.

    The rows of the first document come first, in its order; then what it has no partner for, by the
    second, and so on.
    """

    documents: tuple[DocumentRecord, ...]
    rows: tuple[ComparedRow, ...]

    def of_kind(self, kind: RowKind, document: int | None = None) -> tuple[ComparedRow, ...]:
        """Return the rows of a kind, of all leading documents or of one."""
        return tuple(row for row in self.rows if row.kind == kind and document in (None, row.lead))


def compare(snapshot: Snapshot, document_ids: Sequence[str]) -> Comparison:
    """Return documents side by side; the first leads the order.

    Raises `InvalidQueryError` for too few, too many, too long or repeated documents, `NotFoundError`
    for an unknown one.
    """
    _check_ids(document_ids)
    documents = tuple(snapshot.document(identity) for identity in document_ids)
    provisions = [snapshot.passages_of(document.id) for document in documents]
    total = sum(map(len, provisions))
    if total > MOST_PROVISIONS:
        raise InvalidQueryError(
            f"the documents have {total} provisions together, at most {MOST_PROVISIONS} can be compared: "
            f"leave a long one out, and look at `similar` for its single provisions"
        )
    return Comparison(documents, tuple(Table(snapshot.searcher, provisions).rows()))


def _check_ids(ids: Sequence[str]) -> None:
    repeated = next((identity for n, identity in enumerate(ids) if identity in ids[:n]), None)
    if repeated is not None:
        raise InvalidQueryError(
            f"document {repeated!r} is named twice: a document is compared with others, name it once"
        )
    if not FEWEST <= len(ids) <= MOST:
        raise InvalidQueryError(
            f"{FEWEST} to {MOST} documents are compared, not {len(ids)}: name each by its id "
            f"(`plansearch documents` lists them)"
        )


class Table:
    """The provisions of all documents end to end (`all`), and the likeness and standing of every two."""

    def __init__(self, searcher: Searcher, provisions: Sequence[Sequence[PassageRecord]]) -> None:
        self.provisions = provisions
        self.all = [passage for own in provisions for passage in own]
        self.sections = [section_of(passage) for passage in self.all]
        self.borders = np.cumsum([0, *map(len, provisions)]).tolist()
        ids = [passage.id for passage in self.all]
        self.likeness = searcher.likenesses(ids, ids)
        self.standing = self._standing(_heading_likeness(searcher, self.sections))

    def rows(self) -> Iterator[ComparedRow]:
        """Yield the rows led by each document in turn, over what no row before holds."""
        free = [list(range(*self.borders[n : n + 2])) for n in range(len(self.provisions))]
        number = 0
        for lead in range(len(free)):
            partners = [align(self.standing, free[lead], others) for others in free[lead + 1 :]]
            for place in free[lead]:
                number += 1
                found = [None] * lead + [place] + [partner.get(place) for partner in partners]
                yield ComparedRow(number, lead, self.sections[place], self._cells(place, found))
            for later, partner in enumerate(partners, start=lead + 1):
                taken = set(partner.values())
                free[later] = [place for place in free[later] if place not in taken]

    def _standing(self, headings: Vectors) -> Vectors:
        """Return the standings of all pairs, block by block: order counts within a pair of documents."""
        standing = np.zeros_like(self.likeness)
        blocks = [slice(*self.borders[n : n + 2]) for n in range(len(self.provisions))]
        for left in blocks:
            for right in blocks:
                if left is not right:
                    standing[left, right] = standings(self.likeness[left, right], headings[left, right])
        return standing

    def _cells(self, lead: int, found: Sequence[int | None]) -> tuple[ComparedCell, ...]:
        return tuple(
            self._missing(lead, document) if place is None else self._cell(lead, place)
            for document, place in enumerate(found)
        )

    def _cell(self, lead: int, place: int) -> ComparedCell:
        passage = self.all[place]
        if place == lead:
            return ComparedCell(passage, "same")
        departure = difference(self.all[lead].text, passage.text)
        # An aligned provision is at least of the same subject: its heading and place say so too.
        score = max(float(self.likeness[lead, place]), SAME_SUBJECT)
        return ComparedCell(passage, likeness(departure, score), departure)

    def _missing(self, lead: int, document: int) -> ComparedCell:
        """Return the empty cell of a document, with its nearest provision where that is of the subject."""
        begin, end = self.borders[document : document + 2]
        near = self.likeness[lead, begin:end]
        if not len(near) or near.max() < SAME_SUBJECT:
            return ComparedCell()
        return ComparedCell(elsewhere=self.all[begin + int(near.argmax())])


def short_names(documents: Sequence[DocumentRecord]) -> tuple[str, ...]:
    """Return a short name of each document: its province or issuer, and what tells it from the others."""
    names = [d.metadata.province or d.metadata.issuer or d.metadata.title for d in documents]
    for detail in ("number", "year", "title"):
        repeated = {name for name in names if names.count(name) > 1}
        names = [
            f"{name}, {getattr(document.metadata, detail)}"
            if name in repeated and getattr(document.metadata, detail)
            else name
            for name, document in zip(names, documents, strict=True)
        ]
    return tuple(names)


def section_of(passage: PassageRecord) -> tuple[str, ...]:
    """Return the headings that a passage stands under, without its own and without bare labels."""
    text = one_line(passage.text)
    return tuple(line for line in passage.path if not text.startswith(line) and _WORD.search(line))


def _heading_likeness(searcher: Searcher, sections: Sequence[tuple[str, ...]]) -> Vectors:
    """Return the cosines (n, n) of heading paths; no heading is like no heading, and like no other."""
    bare = np.array([not section for section in sections], bool)
    alike: Vectors = np.maximum(searcher.texts_alike([". ".join(section) for section in sections]), 0.0)
    alike[np.ix_(bare, bare)] = 1.0
    return alike
