"""The catalogue: documents, outlines, passages and the ingest log in SQLite, the truth of the index."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from index.errors import DataFolderError, NotFoundError
from index.records import (
    definitions_from_json,
    definitions_to_json,
    duties_of,
    metadata_from_json,
    metadata_to_json,
)
from index.types import DocumentRecord, DutyRecord, PassageRecord
from ingest.types import Document, Instrument, NamedSpan, Node, Piece, Span

# Numbered migrations: entry n brings version n to n + 1. Never edit one that was released.
_MIGRATIONS = [
    """
CREATE TABLE documents (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source_path TEXT NOT NULL UNIQUE,
    source_file TEXT NOT NULL,
    content_hash TEXT NOT NULL UNIQUE,
    metadata TEXT NOT NULL,
    definitions TEXT NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    pieces TEXT NOT NULL,
    nodes TEXT NOT NULL,
    named TEXT NOT NULL,
    ingested_at TEXT NOT NULL
);
CREATE TABLE passages (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    path TEXT NOT NULL,
    place TEXT NOT NULL,
    page INTEGER,
    node INTEGER NOT NULL,
    note_of TEXT,
    UNIQUE (document_id, position)
);
CREATE TABLE instruments (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    number TEXT NOT NULL,
    type TEXT,
    date TEXT,
    issuer TEXT,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE INDEX instruments_by_number ON instruments (number);
CREATE INDEX instruments_by_document ON instruments (document_id);
CREATE TABLE ingest_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    path TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    document_id TEXT
);
"""
]
SCHEMA_VERSION = len(_MIGRATIONS)
_BUSY_MILLISECONDS = 5_000
_CHECKPOINT_PAGES = 1_000


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A catalogue row without its texts."""

    record: DocumentRecord
    source_path: str
    content_hash: str
    ingested_at: str


@dataclass(frozen=True, slots=True)
class DocumentDetail:
    """A document with what the reader page needs."""

    entry: DocumentEntry
    text: str
    nodes: tuple[Node, ...]
    named: tuple[NamedSpan, ...]
    instruments: tuple[Instrument, ...]


class Catalogue:
    """Read and write side of `catalogue.sqlite`; one object a thread."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        try:
            version = self._checked_version(path)
            self._connection.executescript(
                f"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS};"
                f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES};"
            )
            self._migrate(version)
        except sqlite3.OperationalError as error:
            self._connection.close()
            raise DataFolderError(
                f"{path} cannot be opened ({error}): is the disk full, or is it read-only?"
            ) from error
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise DataFolderError(f"{path} is damaged ({error}); nothing was changed") from error
        except DataFolderError:
            self._connection.close()
            raise

    def _checked_version(self, path: Path) -> int:
        version = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        if version > SCHEMA_VERSION:
            raise DataFolderError(
                f"{path} has version {version}, this PlanSearch knows {SCHEMA_VERSION}: use the "
                f"newer PlanSearch that wrote it; nothing was changed"
            )
        return version

    def _migrate(self, version: int) -> None:
        for number in range(version, SCHEMA_VERSION):
            self._connection.executescript(
                f"BEGIN IMMEDIATE; {_MIGRATIONS[number]} PRAGMA user_version = {number + 1}; COMMIT;"
            )

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what happens inside durable as a whole, or not at all."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    # --- documents ---

    def put(self, document: Document, source_path: str, now: str) -> None:
        """Store a document, replacing the one with the same id."""
        connection = self._connection
        connection.execute("DELETE FROM passages WHERE document_id = ?", [document.id])
        connection.execute("DELETE FROM instruments WHERE document_id = ?", [document.id])
        connection.execute(
            "INSERT INTO documents (id, source_path, source_file, content_hash, metadata,"
            " definitions, source, text, pieces, nodes, named, ingested_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET source_path = excluded.source_path,"
            " source_file = excluded.source_file, content_hash = excluded.content_hash,"
            " metadata = excluded.metadata, definitions = excluded.definitions,"
            " source = excluded.source, text = excluded.text,"
            " pieces = excluded.pieces, nodes = excluded.nodes, named = excluded.named,"
            " ingested_at = excluded.ingested_at",
            [
                document.id, source_path, document.source_file, document.content_hash,
                metadata_to_json(document.metadata), definitions_to_json(document.definitions),
                document.source, document.text,
                _pieces_json(document.pieces), _nodes_json(document.nodes),
                _named_json(document.named), now,
            ],
        )  # fmt: skip
        connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (p.id, document.id, position, p.kind, p.span.start, p.span.end,
                 json.dumps(p.path, ensure_ascii=False), p.place, p.page, p.node, p.note_of)
                for position, p in enumerate(document.passages)
            ],
        )  # fmt: skip
        connection.executemany(
            "INSERT INTO instruments VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (document.id, i.number, i.type, i.date, i.issuer, i.span.start, i.span.end)
                for i in document.instruments
            ],
        )

    def move(self, document_id: str, source_path: str, source_file: str) -> None:
        """Record that an unchanged document now lies elsewhere."""
        self._connection.execute(
            "UPDATE documents SET source_path = ?, source_file = ? WHERE id = ?",
            [source_path, source_file, document_id],
        )

    def remove(self, document_id: str) -> None:
        """Delete a document with its passages; raises `NotFoundError` where it is unknown."""
        done = self._connection.execute("DELETE FROM documents WHERE id = ?", [document_id])
        if not done.rowcount:
            raise unknown_document(document_id)

    def entries(self) -> list[DocumentEntry]:
        """Return all documents in order of their first ingest."""
        return [_entry(row) for row in self._select_entries("ORDER BY position")]

    def entry(self, document_id: str) -> DocumentEntry:
        """Return one document; raises `NotFoundError` where it is unknown."""
        for row in self._select_entries("WHERE id = ?", document_id):
            return _entry(row)
        raise unknown_document(document_id)

    def detail(self, document_id: str) -> DocumentDetail:
        """Return a document with text and outline; raises `NotFoundError` where it is unknown."""
        entry = self.entry(document_id)
        text, nodes, named = self._connection.execute(
            "SELECT text, nodes, named FROM documents WHERE id = ?", [document_id]
        ).fetchone()
        return DocumentDetail(entry, text, _nodes(nodes), _named(named), tuple(self.instruments(document_id)))

    def instruments(self, document_id: str) -> list[Instrument]:
        """Return the instruments that a document cites, in order."""
        rows = self._connection.execute(
            'SELECT number, type, date, issuer, start, "end" FROM instruments'
            " WHERE document_id = ? ORDER BY start",
            [document_id],
        )
        return [Instrument(n, t, d, i, Span(start, end)) for n, t, d, i, start, end in rows]

    def citing(self) -> Iterator[tuple[str, str, list[Instrument]]]:
        """Yield id, text and cited instruments of every document, in order of their first ingest."""
        for identity, text in self._connection.execute("SELECT id, text FROM documents ORDER BY position"):
            yield identity, text, self.instruments(identity)

    def by_path(self, source_path: str) -> DocumentEntry | None:
        """Return the document that was read from `source_path`, if any."""
        rows = self._select_entries("WHERE source_path = ?", source_path)
        return next((_entry(row) for row in rows), None)

    def by_hash(self, content_hash: str) -> DocumentEntry | None:
        """Return the document with this content, if any."""
        rows = self._select_entries("WHERE content_hash = ?", content_hash)
        return next((_entry(row) for row in rows), None)

    def _select_entries(self, condition: str, *values: str) -> Sequence[tuple[str, ...]]:
        return self._connection.execute(
            "SELECT id, source_file, metadata, definitions, source_path, content_hash, ingested_at"
            f" FROM documents {condition}",
            values,
        ).fetchall()

    # --- passages ---

    def passages(self) -> list[PassageRecord]:
        """Return all passages in order of documents and places, numbered by row."""
        rows = self._connection.execute(
            'SELECT p.id, p.document_id, p.kind, substr(d.text, p.start + 1, p."end" - p.start),'
            ' p.start, p."end", p.path, p.place, p.page, p.note_of FROM passages p'
            " JOIN documents d ON d.id = p.document_id ORDER BY d.position, p.position"
        )
        return [
            PassageRecord(
                number, identity, document, kind, text, start, end, tuple(json.loads(path)),
                place, page, note_of,
            )
            for number, (identity, document, kind, text, start, end, path, place, page, note_of)
            in enumerate(rows)
        ]  # fmt: skip

    def duties(self) -> list[DutyRecord]:
        """Return what the provisions ask of whom, read anew from the stored texts and outlines."""
        found: list[DutyRecord] = []
        for document, passages in groupby(self.passages(), lambda p: p.document_id):
            detail = self.detail(document)
            provisions = [passage for passage in passages if passage.kind == "provision"]
            title = detail.entry.record.metadata.title
            found += duties_of(detail.text, detail.nodes, provisions, title)
        return found

    # --- log ---

    def log(self, at: str, path: str, outcome: str, reason: str | None, document_id: str | None) -> None:
        """Append a line to the ingest log."""
        self._connection.execute(
            "INSERT INTO ingest_log (at, path, outcome, reason, document_id) VALUES (?, ?, ?, ?, ?)",
            [at, path, outcome, reason, document_id],
        )

    def integrity_faults(self) -> list[str]:
        """Return what SQLite and our own invariants find wrong; empty where all is well."""
        try:
            return self._faults()
        except sqlite3.DatabaseError as error:
            return [f"the catalogue is damaged: {error}"]

    def _faults(self) -> list[str]:
        faults = [str(row[0]) for row in self._connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        faults += [f"orphan row: {row}" for row in self._connection.execute("PRAGMA foreign_key_check")]
        faults += [
            f"passage {identity}: span {start}-{end} lies outside its document"
            for identity, start, end in self._connection.execute(
                'SELECT p.id, p.start, p."end" FROM passages p JOIN documents d'
                ' ON d.id = p.document_id WHERE p."end" > length(d.text) OR p.start >= p."end"'
            )
        ]
        return faults


def unknown_document(document_id: str) -> NotFoundError:
    """Return the error for an unknown document id."""
    return NotFoundError(f"no document has the id {document_id!r}; `plansearch documents` lists all ids")


def _entry(row: tuple[str, ...]) -> DocumentEntry:
    identity, source_file, metadata, definitions, source_path, content_hash, ingested_at = row
    record = DocumentRecord(
        identity, source_file, metadata_from_json(metadata), definitions_from_json(definitions)
    )
    return DocumentEntry(record, source_path, content_hash, ingested_at)


def _pieces_json(pieces: Sequence[Piece]) -> str:
    return json.dumps([(p.start, p.source_start, p.length) for p in pieces])


def _nodes_json(nodes: Sequence[Node]) -> str:
    return json.dumps([asdict(node) for node in nodes], ensure_ascii=False)


def _nodes(text: str) -> tuple[Node, ...]:
    return tuple(
        Node(
            **{
                **fields,
                "span": Span(**fields["span"]),
                "footnotes": tuple(Span(**note) for note in fields["footnotes"]),
            }
        )
        for fields in json.loads(text)
    )


def _named_json(named: Sequence[NamedSpan]) -> str:
    return json.dumps([(n.name, n.span.start, n.span.end) for n in named], ensure_ascii=False)


def _named(text: str) -> tuple[NamedSpan, ...]:
    return tuple(NamedSpan(name, Span(start, end)) for name, start, end in json.loads(text))
