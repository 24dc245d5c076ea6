"""Coverage: topics × provinces, years or documents, each cell the passages that speak of it."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal, TypeVar

import numpy as np

from index.errors import InvalidQueryError
from index.snapshot import Snapshot
from index.types import DocumentRecord, Filters
from ingest.language.folding import strip_marks
from search_api.coverage.evidence import Places, TopicPassages, gather
from search_api.coverage.topics import Topic
from search_api.kit.filters import check_filters

By = Literal["province", "year", "document"]
Wanted = Literal["all", "named", "clusters"]
State = Literal["spoken", "near", "nothing"]
# As many columns as there are provinces; of more documents nobody makes out a row.
MOST_DOCUMENTS = 63
# The key of the documents that do not say their province or year.
UNSAID = "-"
# Characters of a title that a column can be called by.
_TITLE = 28
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Column:
    """The documents of a province or year, or one document; `key` is the value, the id, or UNSAID."""

    key: str
    documents: tuple[DocumentRecord, ...]

    def filters(self, by: By, others: Filters) -> Filters:
        """Return what restricts a search to this column; nothing can where documents do not say."""
        values = others.values()
        if self.key != UNSAID:
            values["document_id" if by == "document" else by] = int(self.key) if by == "year" else self.key
        return Filters(**values)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Cell:
    """The ids of the passages of a column that speak of a topic, and of those only near to it."""

    spoken: tuple[str, ...]
    near: tuple[str, ...]

    @property
    def state(self) -> State:
        """What can be said of the cell."""
        return "spoken" if self.spoken else "near" if self.near else "nothing"


@dataclass(frozen=True)
class TopicLine:
    """A topic with a cell for each column."""

    topic: Topic
    cells: tuple[Cell, ...]

    @cached_property
    def total(self) -> int:
        """How many passages speak of the topic."""
        return sum(len(cell.spoken) for cell in self.cells)

    @cached_property
    def breadth(self) -> int:
        """In how many columns a passage speaks of the topic."""
        return sum(cell.state == "spoken" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Topics by columns; those most widely spoken of first, those found in the index after the others."""

    by: By
    filters: Filters
    columns: tuple[Column, ...]
    lines: tuple[TopicLine, ...]

    def address(self, topic: Topic, column: Column) -> list[tuple[str, str]]:
        """Return the query string that names a cell and what the coverage is restricted to."""
        restrictions = [
            (name, str(value)) for name, value in self.filters.values().items() if value is not None
        ]
        return [("topic", topic.key), ("by", self.by), ("column", column.key), *restrictions]

    def find(self, topic: str, column: str) -> tuple[TopicLine, Column, Cell]:
        """Return the cell with these keys; raises `InvalidQueryError` where there is none."""
        line = _one("topic", topic, {line.topic.key: line for line in self.lines})
        place = _one(self.by, column, {column.key: place for place, column in enumerate(self.columns)})
        return line, self.columns[place], line.cells[place]


def coverage(
    snapshot: Snapshot, by: By = "province", wanted: Wanted = "all", filters: Filters | None = None
) -> Coverage:
    """Return the matrix over the documents that pass `filters`.

    Raises `InvalidQueryError` for a filter that no document passes, or too many documents to compare.
    """
    filters, records = filters or Filters(), snapshot.documents
    check_filters(filters, records.values())
    columns = _columns((record for record in records.values() if filters.admits(record)), by)
    places = {record.id: place for place, column in enumerate(columns) for record in column.documents}
    evidence = snapshot.derived(gather)
    column_of = np.array([places.get(identity, -1) for identity in evidence.document_ids], np.int64)
    topics = [found for found in evidence.topics if wanted in ("all", _kind(found.topic))]
    lines = [_line(found, column_of, len(columns), evidence.passage_ids) for found in topics]
    lines.sort(key=lambda line: (line.topic.found, -line.breadth, -line.total))
    return Coverage(by, filters, columns, tuple(lines))


def column_labels(found: Coverage) -> tuple[str, ...]:
    """Return what the columns are called; no two documents are called alike."""
    if found.by != "document":
        return tuple(column.key for column in found.columns)
    documents = [column.documents[0] for column in found.columns]
    short = Counter(map(_short_name, documents))
    names = [_short_name(d) if short[_short_name(d)] == 1 else _long_name(d) for d in documents]
    seen: Counter[str] = Counter()
    labels = []
    for name in names:
        seen[name] += 1
        labels.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(labels)


def _short_name(document: DocumentRecord) -> str:
    """Return province and year, by which people tell plans apart, or what else names a document."""
    metadata = document.metadata
    said = [str(value) for value in (metadata.province, metadata.year) if value]
    title = textwrap.shorten(metadata.title, _TITLE, placeholder=" …")
    return " ".join(said) if metadata.province else metadata.number or title


def _long_name(document: DocumentRecord) -> str:
    """Return a name that tells plans of one province and year apart, that first."""
    own = document.metadata.number or textwrap.shorten(document.metadata.title, _TITLE, placeholder=" …")
    return f"{own}, {_short_name(document)}"


def _columns(documents: Iterable[DocumentRecord], by: By) -> tuple[Column, ...]:
    """Return the documents by their key: provinces by name, years by time, the unsaid last."""
    grouped: dict[str, list[DocumentRecord]] = {}
    for record in documents:
        grouped.setdefault(_key(record, by), []).append(record)
    if by == "document" and len(grouped) > MOST_DOCUMENTS:
        raise InvalidQueryError(
            "%(count)d documents are too many columns (at most %(most)d): add a filter, or "
            "compare by province or year",
            count=len(grouped),
            most=MOST_DOCUMENTS,
        )
    order = sorted(grouped, key=lambda key: (key == UNSAID, *_place(grouped[key][0], by)))
    return tuple(Column(key, tuple(grouped[key])) for key in order)


def _key(record: DocumentRecord, by: By) -> str:
    values = {"province": record.metadata.province, "year": record.metadata.year, "document": record.id}
    return str(values[by] or UNSAID)


def _place(record: DocumentRecord, by: By) -> tuple[str, str]:
    """Return what columns are ordered by; Đ stands beside D rather than after Z."""
    province, year = strip_marks(record.metadata.province or "~").lower(), str(record.metadata.year or "~")
    return (year, province) if by == "year" else (province, year)


def _kind(topic: Topic) -> Wanted:
    return "clusters" if topic.found else "named"


def _line(found: TopicPassages, column_of: Places, columns: int, ids: Sequence[str]) -> TopicLine:
    spoken, near = (
        [tuple(ids[place] for place in own) for own in _by_column(places, column_of, columns)]
        for places in (found.spoken, found.near)
    )
    return TopicLine(found.topic, tuple(map(Cell, spoken, near)))


def _by_column(places: Places, column_of: Places, columns: int) -> list[Places]:
    """Return the places of each column in their order; those of no column are left out."""
    found = column_of[places]
    order = np.argsort(found, kind="stable")
    borders = np.searchsorted(found[order], np.arange(columns + 1))
    return [places[order[begin:end]] for begin, end in pairwise(borders)]


def _one(name: str, key: str, known: Mapping[str, _Item]) -> _Item:
    if key not in known:
        raise InvalidQueryError(
            "%(name)s %(value)r is not in this coverage; known: %(known)s",
            name=name,
            value=key,
            known=", ".join(list(known)[:40]),
        )
    return known[key]
