"""What a segment keeps of its documents, in a read-only SQLite file.

Documents with their text and outline, passages, duties: all that answers a request is read from
here. A passage's row is its place in the arrays beside this file, and known to this room only.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.as_json import from_json, to_json
from index.duties import DutyActors
from index.relatives import KEYS, Member, relative_keys
from index.sketches import Sketch
from index.types import DocumentDetail, DocumentRecord, DutyRecord, PassageRecord, WholeDocument
from ingest.types import (
    Definition,
    Document,
    Duty,
    Instrument,
    Layout,
    Metadata,
    NamedSpan,
    Node,
    Outside,
)

# What is read of each document when an index is opened lies apart from what is read of one document at a time.
_SCHEMA = """
CREATE TABLE documents (position INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, digest TEXT NOT NULL,
    place INTEGER NOT NULL, first_row INTEGER NOT NULL, passages INTEGER NOT NULL, source_file TEXT NOT NULL,
    metadata TEXT NOT NULL, definitions TEXT NOT NULL, outside TEXT NOT NULL, recognised INTEGER NOT NULL,
    original TEXT NOT NULL, sketch BLOB NOT NULL, relative_keys BLOB NOT NULL);
CREATE TABLE readings (position INTEGER PRIMARY KEY REFERENCES documents, text TEXT NOT NULL,
    nodes TEXT NOT NULL, named TEXT NOT NULL, instruments TEXT NOT NULL, layout TEXT NOT NULL,
    lexical BLOB NOT NULL);
CREATE TABLE passages (row INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, document_id TEXT NOT NULL,
    kind TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    path TEXT NOT NULL, place TEXT NOT NULL, page INTEGER, note_of TEXT);
CREATE TABLE duties (row INTEGER PRIMARY KEY REFERENCES passages (row), document_id TEXT NOT NULL,
    actor TEXT, duty TEXT NOT NULL);
"""
# In the order of `DocumentRows.document` and `DocumentRows.reading`.
_DOCUMENT = "source_file, metadata, definitions, outside, recognised"
_READING = "text, nodes, named, instruments, layout"
_COLUMNS = 'id, document_id, kind, text, start, "end", path, place, page, note_of'
_WIDTH = len(_COLUMNS.split(","))
# SQLite limits the number of values in a statement.
_BATCH = 500
Value = TypeVar("Value")
Definitions = tuple[Definition, ...]
Nodes = tuple[Node, ...]
NamedSpans = tuple[NamedSpan, ...]
Instruments = tuple[Instrument, ...]


def whole_document(document: Document) -> WholeDocument:
    """Return a document, as it was read, in the form that a generation keeps."""
    record = DocumentRecord(document.id, document.source_file, document.metadata, tuple(document.definitions))
    passages = tuple(
        PassageRecord(
            p.id, document.id, p.kind, p.span.of(document.text), p.span.start, p.span.end,
            p.path, p.place, p.page, p.note_of,
        )
        for p in document.passages
    )  # fmt: skip
    duties = tuple(
        DutyRecord(document.id, duty.actor.of(document.text) if duty.actor else None, duty)
        for duty in document.duties
    )
    detail = DocumentDetail(
        record, document.text, tuple(document.nodes), tuple(document.named), tuple(document.instruments),
        document.layout, document.outside,
    )  # fmt: skip
    return WholeDocument(detail, passages, duties)


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """A document as rows of the records, but for their numbers.

    A duty begins with the place of its passage among the document's.
    """

    id: str
    metadata: Metadata
    document: tuple[Any, ...]
    reading: tuple[Any, ...]
    passages: tuple[tuple[Any, ...], ...]
    duties: tuple[tuple[Any, ...], ...]


def document_rows(whole: WholeDocument) -> DocumentRows:
    """Return the rows of a document."""
    detail, record = whole.detail, whole.record
    places = {passage.id: place for place, passage in enumerate(whole.passages)}
    return DocumentRows(
        record.id,
        record.metadata,
        (
            record.source_file, to_json(Metadata, record.metadata), to_json(Definitions, record.definitions),
            to_json(Outside, detail.outside), any(page.recognised for page in detail.layout.pages),
        ),
        (
            detail.text, to_json(Nodes, detail.nodes), to_json(NamedSpans, detail.named),
            to_json(Instruments, detail.instruments), to_json(Layout, detail.layout),
        ),
        tuple(
            (p.id, p.document_id, p.kind, p.text, p.start, p.end, json.dumps(p.path, ensure_ascii=False),
             p.place, p.page, p.note_of)
            for p in whole.passages
        ),
        tuple((places[d.passage_id], d.document_id, d.actor, to_json(Duty, d.duty)) for d in whole.duties),
    )  # fmt: skip


class StoredAs(Protocol):
    """How the catalogue has a document: `original` names the file as it came."""

    @property
    def digest(self) -> str:
        """A digest of all that is known of it."""

    @property
    def place(self) -> int:
        """Its place among all documents, in order of their first ingest."""

    @property
    def original(self) -> str:
        """The name of its file, empty where that is not kept."""


class Kept(NamedTuple):
    """A document as the records know it for the next generation: what it holds, and its rows.

    `place` is that of its first ingest among all documents.
    """

    position: int
    id: str
    digest: str
    place: int
    first_row: int
    passages: int


class RecordsWriter:
    """Writes the records file of a segment, document after document."""

    def __init__(self, path: Path, taken_from: Sequence[Path] = ()) -> None:
        """Begin a file; documents may be taken over from the records files at `taken_from`, by their number."""
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        for number, file in enumerate(taken_from):
            address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
            self._connection.execute(f"ATTACH ? AS taken{number}", [address])
        self._connection.execute("BEGIN")
        self._documents = 0
        self._rows = 0

    def add(self, stored: StoredAs, rows: DocumentRows, lexical: bytes, sketch: Sketch) -> None:
        """Write one document; `lexical` are the fields of its passages for the lexical index."""
        keys = relative_keys(rows.metadata, sketch)
        values = [
            self._documents, rows.id, stored.digest, stored.place, self._rows, len(rows.passages),
            stored.original, sketch.tobytes(), keys.tobytes(), *rows.document,
        ]  # fmt: skip
        self._connection.execute(
            "INSERT INTO documents (position, id, digest, place, first_row, passages, original, sketch,"
            f" relative_keys, {_DOCUMENT}) VALUES ({_marks(values)})",
            values,
        )
        reading = [self._documents, lexical, *rows.reading]
        self._connection.execute(
            f"INSERT INTO readings (position, lexical, {_READING}) VALUES ({_marks(reading)})", reading
        )
        self._connection.executemany(
            f"INSERT INTO passages (row, {_COLUMNS}) VALUES ({_marks(range(1 + _WIDTH))})",
            ((row, *passage) for row, passage in enumerate(rows.passages, self._rows)),
        )
        self._connection.executemany(
            "INSERT INTO duties VALUES (?, ?, ?, ?)",
            ((self._rows + place, *duty) for place, *duty in rows.duties),
        )
        self._documents += 1
        self._rows += len(rows.passages)

    def take_over(self, number: int, first: Kept, last: Kept) -> None:
        """Copy a run of documents as they stand in one of the files, from `first` to `last`."""
        moved, shifted = self._documents - first.position, self._rows - first.first_row
        self._connection.execute(
            "INSERT INTO documents (position, id, digest, place, first_row, passages, original, sketch,"
            f" relative_keys, {_DOCUMENT}) SELECT position + ?, id, digest, place, first_row + ?, passages,"
            f" original, sketch, relative_keys, {_DOCUMENT} FROM taken{number}.documents"
            " WHERE position BETWEEN ? AND ? ORDER BY position",
            [moved, shifted, first.position, last.position],
        )
        self._connection.execute(
            f"INSERT INTO readings (position, lexical, {_READING}) SELECT position + ?, lexical, {_READING}"
            f" FROM taken{number}.readings WHERE position BETWEEN ? AND ? ORDER BY position",
            [moved, first.position, last.position],
        )
        end = last.first_row + last.passages
        for table, columns in (("passages", _COLUMNS), ("duties", "document_id, actor, duty")):
            self._connection.execute(
                f"INSERT INTO {table} (row, {columns}) SELECT row + ?, {columns}"
                f" FROM taken{number}.{table} WHERE row >= ? AND row < ? ORDER BY row",
                [shifted, first.first_row, end],
            )
        self._documents += last.position - first.position + 1
        self._rows += end - first.first_row

    def close(self) -> None:
        """Finish the file."""
        self._connection.execute("COMMIT")
        self._connection.close()

    def abandon(self) -> None:
        """Close a file that will not be used."""
        self._connection.close()


class Records:
    """Read side of one records file; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._lock = threading.Lock()
        self._made: dict[Callable[..., Any], dict[str, Any]] = {}

    @cached_property
    def documents(self) -> dict[str, DocumentRecord]:
        """All documents by id, in order."""
        return {
            identity: DocumentRecord(
                identity, source_file, from_json(Metadata, metadata), from_json(Definitions, defined)
            )
            for identity, source_file, metadata, defined in self._connection.execute(
                "SELECT id, source_file, metadata, definitions FROM documents ORDER BY position"
            )
        }

    @cached_property
    def kept(self) -> dict[str, Kept]:
        """What the next generation may keep or take over, by document id, in order."""
        found = self._connection.execute(
            "SELECT position, id, digest, place, first_row, passages FROM documents ORDER BY position"
        )
        return {kept.id: kept for kept in map(Kept._make, found)}

    def detail(self, document_id: str) -> DocumentDetail:
        """Return a document of `documents` with its text and outline."""
        text, nodes, named, instruments, layout, outside, original = self._connection.execute(
            "SELECT text, nodes, named, instruments, layout, outside, original"
            " FROM documents JOIN readings USING (position) WHERE id = ?",
            [document_id],
        ).fetchone()
        return DocumentDetail(
            self.documents[document_id],
            text,
            from_json(Nodes, nodes),
            from_json(NamedSpans, named),
            from_json(Instruments, instruments),
            from_json(Layout, layout),
            from_json(Outside, outside),
            original,
        )

    def text(self, document_id: str) -> str:
        """Return the text of a document of `documents`."""
        (text,) = self._connection.execute(
            "SELECT text FROM documents JOIN readings USING (position) WHERE id = ?", [document_id]
        ).fetchone()
        return str(text)

    def of_each(self, make: Callable[[str, str, Instruments], Value]) -> dict[str, Value]:
        """Return what `make` makes of id, text and cited instruments of each document, by id; it is made once."""
        with self._lock:
            if make not in self._made:
                found = self._connection.execute(
                    "SELECT id, text, instruments FROM documents JOIN readings USING (position) ORDER BY position"
                )
                self._made[make] = {i: make(i, text, from_json(Instruments, own)) for i, text, own in found}
            made: dict[str, Value] = self._made[make]
        return made

    def passages(self, rows: Sequence[int]) -> list[PassageRecord]:
        """Return the passages at `rows`, in that order."""
        by_row: dict[int, PassageRecord] = {}
        for begin in range(0, len(rows), _BATCH):
            batch = [int(row) for row in rows[begin : begin + _BATCH]]
            found = self._connection.execute(
                f"SELECT row, {_COLUMNS} FROM passages WHERE row IN ({_marks(batch)})", batch
            )
            by_row |= {record[0]: _passage(record[1:]) for record in found}
        return [by_row[int(row)] for row in rows]

    def rows_of(self, identities: Sequence[str]) -> dict[str, int]:
        """Return the rows of the passages with these ids, as far as there are such."""
        found: dict[str, int] = {}
        for begin in range(0, len(identities), _BATCH):
            batch = identities[begin : begin + _BATCH]
            found |= self._connection.execute(
                f"SELECT id, row FROM passages WHERE id IN ({_marks(batch)})", list(batch)
            )
        return found

    def ids_of(self, rows: Sequence[int]) -> list[str]:
        """Return the ids of the passages at `rows`, in that order."""
        by_row: dict[int, str] = {}
        for begin in range(0, len(rows), _BATCH):
            batch = [int(row) for row in rows[begin : begin + _BATCH]]
            by_row |= self._connection.execute(
                f"SELECT row, id FROM passages WHERE row IN ({_marks(batch)})", batch
            )
        return [by_row[int(row)] for row in rows]

    def passage(self, identity: str) -> PassageRecord | None:
        """Return the passage with this id, or None."""
        record = self._connection.execute(
            f"SELECT {_COLUMNS} FROM passages WHERE id = ?", [identity]
        ).fetchone()
        return _passage(record) if record else None

    def latest_version(self, identity: str) -> PassageRecord | None:
        """Return the passage in the last version that had it, or None."""
        # As a range, so that the index over ids answers it: "A" comes right after "@".
        record = self._connection.execute(
            f"SELECT {_COLUMNS} FROM passages WHERE id > ? AND id < ? ORDER BY length(id) DESC, id DESC LIMIT 1",
            [f"{identity}@", f"{identity}A"],
        ).fetchone()
        return _passage(record) if record else None

    def of_document(self, document_id: str) -> list[PassageRecord]:
        """Return the passages of one document in reading order."""
        found = self._connection.execute(
            f"SELECT {_COLUMNS} FROM passages WHERE row >= (SELECT first_row FROM documents WHERE id = ?)"
            " AND row < (SELECT first_row + passages FROM documents WHERE id = ?) ORDER BY row",
            [document_id, document_id],
        )
        return [_passage(record) for record in found]

    def every_passage(self) -> Iterator[PassageRecord]:
        """Yield all passages by row."""
        first = 0
        while batch := self._connection.execute(
            f"SELECT {_COLUMNS} FROM passages WHERE row >= ? ORDER BY row LIMIT ?", [first, _BATCH]
        ).fetchall():
            yield from map(_passage, batch)
            first += _BATCH

    def relative_keys(self) -> NDArray[np.uint64]:
        """Return the keys (documents, KEYS) by which relatives find each other, in order."""
        found = self._connection.execute("SELECT relative_keys FROM documents ORDER BY position")
        return np.frombuffer(b"".join(keys for (keys,) in found), np.uint64).reshape(-1, KEYS)

    def member(self, position: int) -> Member:
        """Return what of the document at a position tells its relatives."""
        identity, source_file, metadata, sketch, recognised = self._connection.execute(
            "SELECT id, source_file, metadata, sketch, recognised FROM documents WHERE position = ?",
            [position],
        ).fetchone()
        known = from_json(Metadata, metadata)
        titled = known.title != PurePath(source_file).stem
        return Member(identity, known, np.frombuffer(sketch, np.uint64), bool(recognised), titled=titled)

    def outside(self) -> dict[str, Outside]:
        """Return how much of each document lies outside its passages."""
        found = self._connection.execute("SELECT id, outside FROM documents ORDER BY position")
        return {identity: from_json(Outside, outside) for identity, outside in found}

    def originals(self) -> dict[str, str]:
        """Return the name of the file that each document came from."""
        return dict(self._connection.execute("SELECT id, original FROM documents ORDER BY position"))

    @cached_property
    def count(self) -> int:
        """The number of passages."""
        (count,) = self._connection.execute("SELECT COUNT(*) FROM passages").fetchone()
        return int(count)

    @cached_property
    def duties(self) -> tuple[DutyRecord, ...]:
        """The duties of all provisions, in the order of documents and places."""
        found = self._connection.execute("SELECT document_id, actor, duty FROM duties ORDER BY row")
        return tuple(DutyRecord(document, actor, from_json(Duty, duty)) for document, actor, duty in found)

    @cached_property
    def duty_actors(self) -> DutyActors:
        """Who has the duties of the provisions at which rows, by row."""
        return DutyActors.numbered(self._connection.execute("SELECT row, actor FROM duties ORDER BY row"))

    def duty(self, passage_id: str) -> DutyRecord | None:
        """Return the duty of the passage with this id, or None."""
        found = self._connection.execute(
            "SELECT duties.document_id, actor, duty FROM passages JOIN duties USING (row) WHERE id = ?",
            [passage_id],
        ).fetchone()
        return DutyRecord(found[0], found[1], from_json(Duty, found[2])) if found else None

    def lexical(self, first: Kept, last: Kept) -> Iterator[tuple[str, bytes]]:
        """Yield the id and the lexical fields of each document of a run, in order."""
        yield from self._connection.execute(
            "SELECT id, lexical FROM documents JOIN readings USING (position)"
            " WHERE position BETWEEN ? AND ? ORDER BY position",
            [first.position, last.position],
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _passage(record: tuple[Any, ...]) -> PassageRecord:
    identity, document, kind, text, start, end, path, place, page, note_of = record
    path = tuple(json.loads(path))
    return PassageRecord(identity, document, kind, text, start, end, path, place, page, note_of)
