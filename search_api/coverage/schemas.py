"""The coverage as JSON."""

from typing import Literal
from urllib.parse import urlencode

from pydantic import Field

from index.snapshot import Snapshot
from search_api.coverage.findings import FindingKind, findings
from search_api.coverage.matrix import By, Cell, Column, Coverage, State, TopicLine, column_labels
from search_api.coverage.topics import Topic
from search_api.kit.schemas import Address, DocumentOut, IndexOut, Schema, document_out, index_out

# A cell names so many of its passages; its address leads to all of them.
MOST_IDS = 20


class TopicOut(Schema):
    """A topic, and the terms that a passage or a heading above it must name to count."""

    key: str
    kind: Literal["named", "cluster"] = Field(description="Of the table, or found in this index")
    english: str | None
    vietnamese: str
    terms: list[str]
    columns: int = Field(description="In how many columns it is spoken of")
    passages: int


class CoverageColumnOut(Schema):
    """A province, year or document; the key "-" stands for documents that do not say theirs."""

    key: str
    label: str
    documents: list[DocumentOut]


class CoverageCellOut(Schema):
    """How many passages of a column speak of a topic; `unclear` ones are only near and not counted."""

    topic: str
    column: str
    state: State
    count: int
    unclear: int
    passages: list[str] = Field(description=f"Ids of the first {MOST_IDS} that speak of it")
    near: list[str] = Field(description=f"Ids of the {MOST_IDS} nearest that do not name it")
    url: Address


class FindingOut(Schema):
    """What stands out: topics that only these columns speak of, or all but these."""

    kind: FindingKind
    topics: list[str]
    columns: list[str]


class CoverageOut(Schema):
    """Topics by columns: what plans speak of, and where nothing was found."""

    by: By
    topics: list[TopicOut]
    columns: list[CoverageColumnOut]
    cells: list[CoverageCellOut]
    findings: list[FindingOut]
    index: IndexOut


def coverage_out(snapshot: Snapshot, found: Coverage) -> CoverageOut:
    """Return the JSON form of a coverage, its cells line by line."""
    return CoverageOut(
        by=found.by,
        topics=[_topic(line) for line in found.lines],
        columns=list(map(_column, found.columns, column_labels(found))),
        cells=[
            _cell(found, line.topic, column, cell)
            for line in found.lines
            for column, cell in zip(found.columns, line.cells, strict=True)
        ],
        findings=[
            FindingOut(
                kind=finding.kind,
                topics=[topic.key for topic in finding.topics],
                columns=[column.key for column in finding.columns],
            )
            for finding in findings(found)
        ],
        index=index_out(snapshot),
    )


def _topic(line: TopicLine) -> TopicOut:
    topic = line.topic
    return TopicOut(
        key=topic.key,
        kind="cluster" if topic.found else "named",
        english=topic.english or None,
        vietnamese=topic.vietnamese,
        terms=list(topic.terms),
        columns=line.breadth,
        passages=line.total,
    )


def _column(column: Column, label: str) -> CoverageColumnOut:
    documents = [document_out(record) for record in column.documents]
    return CoverageColumnOut(key=column.key, label=label, documents=documents)


def _cell(found: Coverage, topic: Topic, column: Column, cell: Cell) -> CoverageCellOut:
    return CoverageCellOut(
        topic=topic.key,
        column=column.key,
        state=cell.state,
        count=len(cell.spoken),
        unclear=len(cell.near),
        passages=list(cell.spoken[:MOST_IDS]),
        near=list(cell.near[:MOST_IDS]),
        url=f"/coverage/passages?{urlencode(found.address(topic, column))}",
    )
