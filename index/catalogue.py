"""The catalogue: what was read of each document and the ingest log in SQLite, the truth of the index."""

import json
import os
import sqlite3
from collections.abc import Container, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from index.databases import DAMAGED, open_to_read, open_untouched
from index.errors import DamagedError, DataFolderError, unknown_document
from index.preparation import StoredDocument
from index.quarantine import Quarantine
from index.versions import Versions, checksum
from ingest.messages import message

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
""",
    # What was read is one text with a checksum. Documents of the version before keep their source and
    # are read again from it (reader 0).
    """
CREATE TABLE kept (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source_path TEXT NOT NULL UNIQUE,
    source_file TEXT NOT NULL,
    content_hash TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    reader INTEGER NOT NULL,
    reading TEXT NOT NULL,
    ingested_at TEXT NOT NULL,
    checksum TEXT NOT NULL
);
INSERT INTO kept SELECT position, id, source_path, source_file, content_hash, source, 0, '', ingested_at, ''
    FROM documents ORDER BY position;
DROP TABLE instruments;
DROP TABLE passages;
DROP TABLE documents;
ALTER TABLE kept RENAME TO documents;
""",
    # What a document can be read of again is a text, or what a reader found in a file of another kind.
    """
ALTER TABLE documents ADD COLUMN form TEXT NOT NULL DEFAULT 'text';
""",
    # The name of the file as it came, in `originals`; empty where it came before they were kept.
    """
ALTER TABLE documents ADD COLUMN original TEXT NOT NULL DEFAULT '';
""",
    # What was refused, until it is read: `digest` is of its bytes, empty where there were none.
    """
CREATE TABLE quarantine (
    path TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    reason TEXT NOT NULL,
    lost INTEGER NOT NULL,
    reader INTEGER NOT NULL,
    times INTEGER NOT NULL,
    since TEXT NOT NULL,
    last TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX quarantine_lost ON quarantine (digest) WHERE lost;
""",
    # What was read of a document before its file changed, under ids of its own ("@1", "@2" …).
    """
CREATE TABLE versions (
    document_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    source_path TEXT NOT NULL,
    reading TEXT NOT NULL,
    original TEXT NOT NULL,
    ingested_at TEXT NOT NULL,
    checksum TEXT NOT NULL,
    PRIMARY KEY (document_id, version)
) WITHOUT ROWID;
""",
    # All that is told of documents without their texts, which else lie between: of 40,000 it takes a tenth of
    # the time.
    """
CREATE INDEX documents_without_texts ON documents
    (position, id, source_path, source_file, content_hash, form, reader, ingested_at, original, checksum);
CREATE INDEX versions_without_texts ON versions (document_id, version, original, checksum);
""",
    # The kind of the reason why a file is set aside; not known of what was set aside before.
    """
ALTER TABLE quarantine ADD COLUMN kind TEXT;
""",
]
SCHEMA_VERSION = len(_MIGRATIONS)
# The reader of documents that a migration brought here: they are read again before anything else.
UNREAD = 0
_WITHOUT_TEXTS = "INDEXED BY documents_without_texts"
_BUSY_MILLISECONDS = 5_000
_CHECKPOINT_PAGES = 1_000
_COLUMNS = "id, source_path, source_file, content_hash, form, source, reader, reading, ingested_at, original"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the catalogue without its texts; `reader` is the version that read it.

    The second document of a file has the path of the file with "#2" behind it. `original` names the
    file as it came, empty where it was not kept.
    """

    id: str
    source_path: str
    source_file: str
    content_hash: str
    form: str
    reader: int
    ingested_at: str
    original: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A document as it is stored: `reading` is the JSON of all that was read of `source`."""

    id: str
    source_path: str
    source_file: str
    content_hash: str
    form: str
    source: str
    reader: int
    reading: str
    ingested_at: str
    original: str

    def checksum(self) -> str:
        # Texts were all that there was before there were forms, and no files were kept.
        form = () if self.form == "text" else (self.form,)
        original = (self.original,) if self.original else ()
        return checksum(
            (self.id, self.source_path, self.source_file, self.content_hash, *form, self.source,
             self.reader, self.reading, self.ingested_at, *original)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a source gave: the document's JSON (`reading`), by which version of the reader.

    `form` says what `source` is: a text, or the JSON of what was found in a file of another kind;
    `original` names the file as it came.
    """

    id: str
    source_file: str
    content_hash: str
    form: str
    source: str
    reader: int
    reading: str
    original: str = ""


class Catalogue:
    """Read and write side of `catalogue.sqlite`; one object a thread, only for whoever ingests."""

    def __init__(self, path: Path, *, writing: bool = True, draft: bool = False) -> None:
        """Open the file; without `writing` nothing is made or changed, also on a read-only disk.

        A `draft` is a copy of it that is lost when it is closed, an empty one where there is no file.
        """
        self._connection = _drafted(path) if draft else _connected(path, writing=writing)
        # A flipped bit may leave what is no UTF-8: the checksum tells, not an exception.
        self._connection.text_factory = _text
        self.quarantine = Quarantine(self._connection)
        self.versions = Versions(self._connection)
        try:
            version = self._checked_version(path)
            if writing:
                self._connection.executescript(
                    f"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                    f"PRAGMA secure_delete = ON; PRAGMA busy_timeout = {_BUSY_MILLISECONDS};"
                    f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES};"
                )
                self._migrate(version)
            else:
                _check_readable(path, version)
        except sqlite3.OperationalError as error:
            self._connection.close()
            raise DataFolderError(
                message(
                    "%(path)s cannot be opened (%(error)s): is the disk full, or is it read-only?",
                    path=str(path),
                    error=str(error),
                )
            ) from error
        except DAMAGED as error:
            self._connection.close()
            raise DataFolderError(
                message(
                    "%(path)s is damaged (%(error)s); nothing was changed", path=str(path), error=str(error)
                )
            ) from error
        except DataFolderError:
            self._connection.close()
            raise

    def _checked_version(self, path: Path) -> int:
        version = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        if version > SCHEMA_VERSION:
            raise DataFolderError(
                message(
                    "%(path)s has version %(version)s, this PlanSearch knows %(known)s: use the newer PlanSearch that "
                    "wrote it; nothing was changed",
                    path=str(path),
                    version=version,
                    known=SCHEMA_VERSION,
                )
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

    def forget(self) -> None:
        """Take the words of removed documents off the disk: out of the log of writes as well."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # --- documents ---

    def put(self, reading: Reading, source_path: str, now: str) -> None:
        """Store what was read, replacing the document with the same id."""
        row = _Row(
            reading.id, source_path, reading.source_file, reading.content_hash, reading.form,
            reading.source, reading.reader, reading.reading, now, reading.original,
        )  # fmt: skip
        self._connection.execute(
            f"INSERT INTO documents ({_COLUMNS}, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET source_path = excluded.source_path,"
            " source_file = excluded.source_file, content_hash = excluded.content_hash,"
            " form = excluded.form, source = excluded.source, reader = excluded.reader, reading = excluded.reading,"
            " ingested_at = excluded.ingested_at, original = excluded.original, checksum = excluded.checksum",
            [row.id, row.source_path, row.source_file, row.content_hash, row.form, row.source,
             row.reader, row.reading, row.ingested_at, row.original, row.checksum()],
        )  # fmt: skip

    def keep_version(self, document_id: str, reading: str) -> None:
        """Keep what was read of a document as a version, before another `reading` with other words replaces it."""
        found = self._connection.execute(
            f"SELECT {_COLUMNS}, checksum FROM documents WHERE id = ?", [document_id]
        ).fetchone()
        if found is None:
            return
        row = _Row(*found[:-1])
        if row.reader == UNREAD or not _is_whole(row, found[-1]) or text_of(row.reading) == text_of(reading):
            return
        self.versions.add(row.id, row.source_path, row.reading, row.original, row.ingested_at)

    def keep(self, document_id: str, reader: int) -> None:
        """Take what an older reader made of a document for what this one makes of it."""
        self._change(document_id, reader=reader)

    def keep_original(self, document_id: str, original: str) -> None:
        """Note the name of the file that a document was read from."""
        self._change(document_id, original=original)

    def _change(self, document_id: str, **values: str | int) -> None:
        (row,) = self._connection.execute(f"SELECT {_COLUMNS} FROM documents WHERE id = ?", [document_id])
        changed = replace(_Row(*row), **values)  # type: ignore[arg-type]
        self._connection.execute(
            "UPDATE documents SET reader = ?, original = ?, checksum = ? WHERE id = ?",
            [changed.reader, changed.original, changed.checksum(), document_id],
        )

    def remove(self, document_id: str) -> None:
        """Delete a document and its versions; raises `NotFoundError` where it is unknown."""
        self.versions.remove(document_id)
        done = self._connection.execute("DELETE FROM documents WHERE id = ?", [document_id])
        if not done.rowcount:
            raise unknown_document(document_id)

    def entries(self) -> list[Entry]:
        """Return all documents in order of their first ingest."""
        return self._entries(f"{_WITHOUT_TEXTS} ORDER BY position")

    def entries_below(self, folder: Path) -> list[Entry]:
        """Return the documents whose files lay below a folder, an absolute path, in order of their first ingest."""
        first = os.path.join(folder, "")  # noqa: PTH118 - with the separator at the end
        # As a range, so that the index over paths answers it.
        past = f"{first[:-1]}{chr(ord(os.sep) + 1)}"
        return self._entries("WHERE source_path > ? AND source_path < ? ORDER BY position", first, past)

    def entry(self, document_id: str) -> Entry:
        """Return one document; raises `NotFoundError` where it is unknown."""
        for entry in self._entries("WHERE id = ?", document_id):
            return entry
        raise unknown_document(document_id)

    def by_path(self, source_path: str) -> Entry | None:
        """Return the document that was read from `source_path`, if any."""
        return next(iter(self._entries("WHERE source_path = ?", source_path)), None)

    def paths(self) -> set[str]:
        """Return the paths that documents were read from."""
        return {path for (path,) in self._connection.execute("SELECT source_path FROM documents")}

    def further(self, source_path: str) -> list[Entry]:
        """Return the documents behind the first of the file at `source_path`."""
        # As a range, so that the index over paths answers it: "$" comes right after "#".
        return self._entries(
            "WHERE source_path > ? AND source_path < ?", f"{source_path}#", f"{source_path}$"
        )

    def by_hash(self, content_hash: str) -> Entry | None:
        """Return the document with this content, if any."""
        return next(iter(self._entries("WHERE content_hash = ?", content_hash)), None)

    def has(self, document_id: str) -> bool:
        """True where a document has this id."""
        return bool(self._entries("WHERE id = ?", document_id))

    def older_than(self, reader: int) -> list[Entry]:
        """Return the documents that a version of the reader before `reader` has read."""
        return self._entries(f"{_WITHOUT_TEXTS} WHERE reader < ? ORDER BY position", reader)

    def source(self, entry: Entry) -> str | None:
        """Return the text that a document was read from; None where it is not what it was."""
        (source,) = self._connection.execute(
            "SELECT source FROM documents WHERE id = ?", [entry.id]
        ).fetchone()
        return source if isinstance(source, str) else None

    def reading(self, entry: Entry) -> Reading:
        """Return what was read of a document; raises `DamagedError` where that is not what was written."""
        found = self._connection.execute(
            f"SELECT {_COLUMNS}, checksum FROM documents WHERE id = ?", [entry.id]
        ).fetchone()
        row = _Row(*found[:-1]) if found else None
        if row is None or not _is_whole(row, found[-1]):
            raise _damaged_row(entry)
        return Reading(
            row.id, row.source_file, row.content_hash, row.form, row.source, row.reader, row.reading, row.original
        )  # fmt: skip

    def is_empty(self) -> bool:
        """True where there is no document."""
        return self._connection.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is None

    def places(self) -> dict[str, int]:
        """Return the places of all documents, in order of their first ingest."""
        return dict(
            self._connection.execute(f"SELECT id, position FROM documents {_WITHOUT_TEXTS} ORDER BY position")
        )

    def _entries(self, condition: str, *values: str | int) -> list[Entry]:
        rows = self._connection.execute(
            "SELECT id, source_path, source_file, content_hash, form, reader, ingested_at, original"
            f" FROM documents {condition}",
            values,
        )
        return [Entry(*row) for row in rows]

    def damaged(self) -> list[Entry]:
        """Return the documents whose stored texts are not what was written."""
        return [entry for entry, row, _ in self._rows() if row is None and entry.reader != UNREAD]

    def states(self) -> dict[str, str]:
        """Return all documents in order of their first ingest, then their versions: ids, each with its digest."""
        # As bytes, which many at once are decoded of: every ingest reads all of them.
        found = self._connection.execute(
            f"SELECT CAST(id AS BLOB), CAST(checksum AS BLOB) FROM documents {_WITHOUT_TEXTS} ORDER BY position"
        )
        return {
            _text(identity or b""): _text(digest or b"") for identity, digest in found
        } | self.versions.states()

    def stored(self, wanted: Container[str] | None = None) -> Iterator[StoredDocument]:
        """Yield the documents in order of their first ingest, and then their versions; only those `wanted`, if given.

        Raises `DamagedError` for a document whose row is not what was written, so that none is published.
        """
        for entry, row, place in self._rows(wanted):
            if row is None:
                raise _damaged_row(entry)
            yield StoredDocument(row.id, row.checksum(), row.reading, row.original, place)
        yield from self.versions.stored(wanted)

    def originals(self) -> set[str]:
        """Return the names of the files that documents and their versions were read from."""
        found = self._connection.execute(f"SELECT DISTINCT original FROM documents {_WITHOUT_TEXTS}")
        return {name for (name,) in found} | self.versions.originals()

    def _rows(self, wanted: Container[str] | None = None) -> Iterator[tuple[Entry, _Row | None, int]]:
        """Yield documents with their texts, or None in their place where the checksum differs, and their places."""
        try:
            places = self._connection.execute(
                f"SELECT position, id FROM documents {_WITHOUT_TEXTS} ORDER BY position"
            )
            for place, _ in [found for found in places if wanted is None or found[1] in wanted]:
                (found,) = self._connection.execute(
                    f"SELECT {_COLUMNS}, checksum FROM documents WHERE position = ?", [place]
                )
                row = _Row(*found[:-1])
                entry = Entry(
                    str(row.id), str(row.source_path), str(row.source_file), str(row.content_hash),
                    str(row.form), row.reader, str(row.ingested_at), str(row.original),
                )  # fmt: skip
                yield entry, row if _is_whole(row, found[-1]) else None, place
        except DAMAGED as error:
            raise _damaged(error) from error

    # --- log ---

    def log(self, at: str, path: str, outcome: str, reason: str | None, document_id: str | None) -> None:
        """Append a line to the ingest log."""
        self._connection.execute(
            "INSERT INTO ingest_log (at, path, outcome, reason, document_id) VALUES (?, ?, ?, ?, ?)",
            [at, path, outcome, reason, document_id],
        )

    def log_lines(self) -> Iterator[tuple[str, str, str, str | None, str | None]]:
        """Yield the lines of the ingest log, the oldest first, as `log` takes them."""
        yield from self._connection.execute(
            "SELECT at, path, outcome, reason, document_id FROM ingest_log ORDER BY id"
        )

    def mend_structure(self) -> None:
        """Build damaged indexes anew; raises `DamagedError` where the tables themselves are damaged."""
        if not self._structure_faults():
            return
        try:
            self._connection.execute("REINDEX")
        except DAMAGED as error:
            raise _damaged(error) from error
        if faults := self._structure_faults():
            raise _damaged(faults[0])

    def _structure_faults(self) -> list[str]:
        """Return what SQLite finds wrong with the file; empty where all is well."""
        try:
            found = [str(row[0]) for row in self._connection.execute("PRAGMA integrity_check")]
        except DAMAGED as error:
            return [f"the catalogue is damaged: {error}"]
        return [fault for fault in found if fault != "ok"]

    def integrity_faults(self) -> list[str]:
        """Return what SQLite and our own checksums find wrong; empty where all is well."""
        if faults := self._structure_faults():
            return faults
        try:
            damaged = self.damaged()
        except DamagedError as error:
            return [str(error)]
        told = [f"document {entry.id} ({entry.source_path}) is not what was written" for entry in damaged]
        return [*told, *(f"version {each} is not what was written" for each in self.versions.damaged())]


def _text(found: bytes) -> str:
    return found.decode("utf-8", "surrogateescape")


def _connected(path: Path, *, writing: bool) -> sqlite3.Connection:
    """Connect to the file; to one that nobody writes to without the files that SQLite puts beside it."""
    if writing:
        return sqlite3.connect(path, isolation_level=None)
    if not path.exists():
        raise DataFolderError(f"{path} does not exist: run `plansearch ingest FOLDER`")
    return open_to_read(path)


def _drafted(path: Path) -> sqlite3.Connection:
    """Return a copy of the file, which SQLite holds in memory, and in a temporary file where it is large."""
    draft = sqlite3.connect("", isolation_level=None)
    if not path.exists():
        return draft
    # Where there is no log of writes nobody writes, and reading with one would begin one.
    has_log = path.with_name(f"{path.name}-wal").exists()
    with closing(_connected(path, writing=False) if has_log else open_untouched(path)) as kept:
        try:
            kept.backup(draft)
        except DAMAGED as error:
            draft.close()
            raise DataFolderError(f"{path} is damaged ({error})") from error
    return draft


def _check_readable(path: Path, version: int) -> None:
    """Raise `DataFolderError` for a file that must be migrated before it can be read."""
    if version < SCHEMA_VERSION:
        raise DataFolderError(
            f"{path} was written by an older PlanSearch: run `plansearch ingest` on its documents"
        )


def _damaged(error: object) -> DamagedError:
    return DamagedError(message("the catalogue is damaged (%(error)s)", error=str(error)))


def _damaged_row(entry: Entry) -> DamagedError:
    return DamagedError(
        message("document %(id)s (%(path)s) is damaged in the catalogue", id=entry.id, path=entry.source_path)
    )


def _is_whole(row: _Row, checksum: object) -> bool:
    texts = (
        row.id,
        row.source_path,
        row.source_file,
        row.content_hash,
        row.form,
        row.source,
        row.reading,
        row.ingested_at,
        row.original,
    )
    return all(isinstance(text, str) for text in texts) and row.checksum() == checksum


def text_of(reading: str) -> str:
    """Return the text in the JSON of what was read of a document."""
    text: str = json.loads(reading)["text"]
    return text
