"""Passages and documents of one generation, in a read-only SQLite file."""

import json
import sqlite3
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.types import DocumentRecord, DutyRecord, PassageRecord
from ingest.duties.reader import plan_year, read_duties
from ingest.types import Deadline, Definition, Document, Duty, Metadata, Node, Span

_SCHEMA = """
CREATE TABLE documents (position INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, source_file TEXT NOT NULL,
    metadata TEXT NOT NULL, definitions TEXT NOT NULL);
CREATE TABLE passages (row INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, document_id TEXT NOT NULL,
    kind TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    path TEXT NOT NULL, place TEXT NOT NULL, page INTEGER, note_of TEXT);
CREATE TABLE duties (row INTEGER PRIMARY KEY REFERENCES passages (row), document_id TEXT NOT NULL,
    actor TEXT, duty TEXT NOT NULL);
CREATE INDEX passages_of_document ON passages (document_id);
"""
_COLUMNS = 'row, id, document_id, kind, text, start, "end", path, place, page, note_of'


def write_records(
    path: Path,
    documents: Iterable[DocumentRecord],
    passages: Iterable[PassageRecord],
    duties: Iterable[DutyRecord] = (),
) -> None:
    """Write the records file of a generation."""
    connection = sqlite3.connect(path)
    with connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?)",
            (
                (n, d.id, d.source_file, metadata_to_json(d.metadata), definitions_to_json(d.definitions))
                for n, d in enumerate(documents)
            ),
        )
        connection.executemany(
            f"INSERT INTO passages ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (p.row, p.id, p.document_id, p.kind, p.text, p.start, p.end, json.dumps(p.path),
                 p.place, p.page, p.note_of)
                for p in passages
            ),
        )  # fmt: skip
        connection.executemany(
            "INSERT INTO duties VALUES (?, ?, ?, ?)",
            ((d.row, d.document_id, d.actor, duty_to_json(d.duty)) for d in duties),
        )
    connection.close()


def document_records(
    documents: Iterable[Document],
) -> tuple[list[DocumentRecord], list[PassageRecord]]:
    """Return documents as the records that a catalogue of them would give."""
    records: list[DocumentRecord] = []
    passages: list[PassageRecord] = []
    for document in documents:
        definitions = tuple(document.definitions)
        records.append(DocumentRecord(document.id, document.source_file, document.metadata, definitions))
        for p in document.passages:
            passages.append(
                PassageRecord(
                    len(passages), p.id, document.id, p.kind, p.span.of(document.text),
                    p.span.start, p.span.end, p.path, p.place, p.page, p.note_of,
                )
            )  # fmt: skip
    return records, passages


def duty_records(documents: Iterable[Document], passages: Iterable[PassageRecord]) -> Iterator[DutyRecord]:
    """Yield the duties of documents as the records that a catalogue of them would give.

    `passages` are those of `document_records`; only provisions give duties.
    """
    by_document: defaultdict[str, list[PassageRecord]] = defaultdict(list)
    for passage in passages:
        if passage.kind == "provision":
            by_document[passage.document_id].append(passage)
    for document in documents:
        title = document.metadata.title
        yield from duties_of(document.text, document.nodes, by_document[document.id], title)


def duties_of(
    text: str, nodes: Sequence[Node], provisions: Sequence[PassageRecord], title: str
) -> Iterator[DutyRecord]:
    """Yield the duties of one document's provisions; its title may give the year of their deadlines."""
    rows = {provision.id: provision for provision in provisions}
    spans = ((p.id, Span(p.start, p.end)) for p in provisions)
    for duty in read_duties(text, nodes, spans, plan_year(title)):
        provision = rows[duty.passage_id]
        actor = duty.actor.of(text) if duty.actor else None
        yield DutyRecord(provision.row, provision.document_id, actor, duty)


class Records:
    """Read side; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._duties: list[DutyRecord] | None = None
        self._actors: tuple[str, ...] | None = None
        self.documents: dict[str, DocumentRecord] = {
            identity: DocumentRecord(
                identity, source_file, metadata_from_json(metadata), definitions_from_json(defined)
            )
            for identity, source_file, metadata, defined in self._connection.execute(
                "SELECT id, source_file, metadata, definitions FROM documents ORDER BY position"
            )
        }

    def document_order(self) -> dict[str, int]:
        """Return the position of each document id."""
        return {identity: position for position, identity in enumerate(self.documents)}

    def passages(self, rows: Sequence[int]) -> list[PassageRecord]:
        """Return the passages at `rows`, in that order."""
        marks = ",".join("?" * len(rows))
        found = self._connection.execute(
            f"SELECT {_COLUMNS} FROM passages WHERE row IN ({marks})", [int(row) for row in rows]
        )
        by_row = {record[0]: _passage(record) for record in found}
        return [by_row[int(row)] for row in rows]

    def passage(self, identity: str) -> PassageRecord | None:
        """Return the passage with this id, or None."""
        record = self._connection.execute(
            f"SELECT {_COLUMNS} FROM passages WHERE id = ?", [identity]
        ).fetchone()
        return _passage(record) if record else None

    def of_document(self, document_id: str) -> list[PassageRecord]:
        """Return the passages of one document in reading order."""
        found = self._connection.execute(
            f"SELECT {_COLUMNS} FROM passages WHERE document_id = ? ORDER BY row", [document_id]
        )
        return [_passage(record) for record in found]

    def duties(self) -> list[DutyRecord]:
        """Return the duties of all provisions, in the order of documents and places."""
        if self._duties is None:
            self._duties = [
                DutyRecord(row, document, actor, duty_from_json(duty))
                for row, document, actor, duty in self._connection.execute(
                    "SELECT row, document_id, actor, duty FROM duties ORDER BY row"
                )
            ]
        return self._duties

    def duty(self, row: int) -> DutyRecord | None:
        """Return the duty of the passage at `row`, or None where it gives none."""
        duties = self.duties()
        place = bisect_left(duties, row, key=lambda record: record.row)
        return duties[place] if place < len(duties) and duties[place].row == row else None

    def actors(self) -> tuple[str, ...]:
        """Return the actors of all duties as the plans write them, each once."""
        if self._actors is None:
            self._actors = tuple(dict.fromkeys(record.actor for record in self.duties() if record.actor))
        return self._actors

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def metadata_to_json(metadata: Metadata) -> str:
    """Return metadata as a JSON object."""
    fields = {name: getattr(metadata, name) for name in Metadata.__dataclass_fields__}
    return json.dumps(fields, ensure_ascii=False)


def metadata_from_json(text: str) -> Metadata:
    """Return metadata from its JSON object."""
    fields = json.loads(text)
    return Metadata(**{**fields, "recipients": tuple(fields["recipients"])})


def definitions_to_json(definitions: Sequence[Definition]) -> str:
    """Return definitions as a JSON array."""
    return json.dumps([(d.short, d.long, d.start) for d in definitions], ensure_ascii=False)


def definitions_from_json(text: str) -> tuple[Definition, ...]:
    """Return definitions from their JSON array."""
    return tuple(Definition(short, long, start) for short, long, start in json.loads(text))


def duty_to_json(duty: Duty) -> str:
    """Return a duty as a JSON object."""
    return json.dumps(asdict(duty), ensure_ascii=False)


def duty_from_json(text: str) -> Duty:
    """Return a duty from its JSON object."""
    fields = json.loads(text)
    return Duty(
        passage_id=fields["passage_id"],
        actor=_span(fields["actor"]),
        from_heading=fields["from_heading"],
        action=_span(fields["action"]),
        object=_span(fields["object"]),
        partners=tuple(Span(**partner) for partner in fields["partners"]),
        deadlines=tuple(
            Deadline(**{**deadline, "span": Span(**deadline["span"])}) for deadline in fields["deadlines"]
        ),
    )


def _span(fields: dict[str, int] | None) -> Span | None:
    return Span(**fields) if fields else None


def _passage(record: tuple[Any, ...]) -> PassageRecord:
    row, identity, document, kind, text, start, end, path, place, page, note_of = record
    path = tuple(json.loads(path))
    return PassageRecord(row, identity, document, kind, text, start, end, path, place, page, note_of)
