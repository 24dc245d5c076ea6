"""Two to six documents side by side: provisions aligned by meaning, what differs, what only one says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from index.errors import InvalidQueryError
from index.searcher import Searcher
from index.snapshot import Snapshot
from index.static_model import Vectors
from index.types import DocumentRecord, PassageRecord
from ingest.language.folding import one_line
from search_api.comparing.alignment import align, standings
from search_api.comparing.differences import Difference
from search_api.comparing.inside import Inside, insides
from search_api.comparing.likeness import LIKENESSES, Judgement, Likeness, judge, otherwise_worded

FEWEST, MOST = 2, 6
# Every provision is held against every other: this many take two seconds.
MOST_PROVISIONS = 2000
# What a heading has beside a label such as "II." or "2.4.".
_WORD = re.compile(r"\b(?![IVXLC]+\b)[^\W\d_]{2}")
# "Kính gửi:" heads what stands below it; "Trong đó:" after a sum does not.
_LEAD_IN_WORDS = 4
RowKind = Literal["all", "some", "elsewhere", "unsure", "only"]


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """What one document says in a row, and how alike it is to the row's leading provision.

    Without a passage, `elsewhere` is what the document has nearest, in another row or in a heading, and
    `judged` is of that. The leading cell is not judged, nor one of a document that says nothing near.
    """

    passage: PassageRecord | None = None
    judged: Judgement | None = None
    elsewhere: PassageRecord | None = None

    @property
    def likeness(self) -> Likeness:
        """The measure of what stands here or elsewhere; "none" where there is neither."""
        return self.judged.likeness if self.judged else "none"

    @property
    def difference(self) -> Difference | None:
        """How the provision departs from the leading one; None for that itself, and where there is none."""
        return self.judged.difference if self.judged and self.passage else None


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One provision of the leading document (by position) and its partners, a cell a document."""

    number: int
    lead: int
    section: tuple[str, ...]
    cells: tuple[ComparedCell, ...]

    @property
    def lead_text(self) -> str:
        """The words of the leading provision, which the others depart from."""
        passage = self.cells[self.lead].passage
        return passage.text if passage else ""

    @property
    def kind(self) -> RowKind:
        """Whether all documents say it, some, one here and another elsewhere, perhaps, or only one."""
        said = sum(cell.passage is not None for cell in self.cells)
        if said == len(self.cells):
            return "all"
        if said > 1:
            return "some"
        near = [cell.likeness for cell in self.cells if cell.elsewhere]
        if not near:
            return "only"
        return "unsure" if set(near) == {"unsure"} else "elsewhere"

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
    """Documents, and the rows that hold each of their provisions once; headings are none.

    The rows of the first document come first, in its order; then what it has no partner for, by the
    second, and so on.
    """

    documents: tuple[DocumentRecord, ...]
    rows: tuple[ComparedRow, ...]

    def row_of(self) -> dict[str, int]:
        """Return the number of the row that each provision stands in."""
        return {cell.passage.id: row.number for row in self.rows for cell in row.cells if cell.passage}

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
    passages = [snapshot.passages_of(document.id) for document in documents]
    total = sum(map(len, passages))
    if total > MOST_PROVISIONS:
        raise InvalidQueryError(
            "the documents have %(total)d provisions together, at most %(most)d can be compared: "
            "leave a long one out, and look at `similar` for its single provisions",
            total=total,
            most=MOST_PROVISIONS,
        )
    return Comparison(documents, tuple(Table(snapshot.searcher, passages).rows()))


def _check_ids(ids: Sequence[str]) -> None:
    repeated = next((identity for n, identity in enumerate(ids) if identity in ids[:n]), None)
    if repeated is not None:
        raise InvalidQueryError(
            "document %(id)r is named twice: a document is compared with others, name it once", id=repeated
        )
    if not FEWEST <= len(ids) <= MOST:
        raise InvalidQueryError(
            "%(fewest)d to %(most)d documents are compared, not %(count)d: name each by its id "
            "(`plansearch documents` lists them)",
            fewest=FEWEST,
            most=MOST,
            count=len(ids),
        )


class Table:
    """The passages of all documents end to end (`all`), and the likeness and standing of every two.

    `provisions` are the places of those that a document puts forward, by document.
    """

    def __init__(self, searcher: Searcher, passages: Sequence[Sequence[PassageRecord]]) -> None:
        self.all = [passage for own in passages for passage in own]
        self.sections = [section_of(passage) for passage in self.all]
        self.borders = np.cumsum([0, *map(len, passages)]).tolist()
        self.provisions = [
            [place for place in range(begin, end) if is_provision(self.all[place])]
            for begin, end in pairwise(self.borders)
        ]
        ids = [passage.id for passage in self.all]
        self.likeness = searcher.likenesses(ids, ids)
        self.standing = self._standing(_heading_likeness(searcher, self.sections))
        self._insides = insides([passage.text for passage in self.all])

    def rows(self) -> Iterator[ComparedRow]:
        """Yield the rows led by each document in turn, over what no row before holds."""
        free = self.provisions.copy()
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
        blocks = [slice(*border) for border in pairwise(self.borders)]
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
        return ComparedCell(self.all[place], None if place == lead else self._judge(lead, place))

    def _missing(self, lead: int, document: int) -> ComparedCell:
        """Return the empty cell of a document, with what it has nearest where that may be of the subject."""
        begin, end = self.borders[document : document + 2]
        if begin == end:
            return ComparedCell()
        # What says the words of a clause is nearer than what is only of the subject.
        near = max(
            range(begin, end),
            key=lambda place: (self._inside(lead, place) is not None, self.likeness[lead, place]),
        )
        # Spares the many that are far from everything a comparison word by word.
        if otherwise_worded(float(self.likeness[lead, near]), self._inside(lead, near)) == "none":
            return ComparedCell()
        return ComparedCell(None, self._judge(lead, near), self.all[near])

    def _judge(self, lead: int, place: int) -> Judgement:
        return judge(
            self.all[lead].text,
            self.all[place].text,
            float(self.likeness[lead, place]),
            self._inside(lead, place),
        )

    def _inside(self, lead: int, place: int) -> Inside | None:
        """Return the clause that both have; `left` is in the leading one."""
        if lead < place:
            return self._insides.get((lead, place))
        found = self._insides.get((place, lead))
        return found and Inside(found.right, found.left)


def is_provision(passage: PassageRecord) -> bool:
    """True for what a document puts forward: no heading, and no few words that lead in what follows."""
    text = one_line(passage.text)
    return passage.kind != "heading" and not (text.endswith(":") and len(text.split()) <= _LEAD_IN_WORDS)


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
