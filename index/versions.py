"""Versions: what was read of documents before their files changed, so that every citation stays true.

A version is a document with an id of its own, that of its document with "@" and a number from 1 behind
it; so are its passages. It is read by its address and compared, and searched only from within.
"""

import hashlib
import json
import sqlite3
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from index.errors import DamagedError
from index.preparation import StoredDocument
from ingest.messages import message

_MARK = "@"
# The place of versions in the order of documents.
_AFTER_ALL = 1 << 62
_COLUMNS = "document_id, version, source_path, reading, original, ingested_at"


def version_id(identity: str, version: int) -> str:
    """Return the id of a version of a document or passage."""
    return f"{identity}{_MARK}{version}"


def is_version(identity: str) -> bool:
    """True for the id of a version, False for that of a document or passage itself."""
    return _MARK in identity


def current_id(identity: str) -> str:
    """Return the id of the document or passage of which this is a version, or which it is itself."""
    return identity.partition(_MARK)[0]


def version_of(identity: str) -> int | None:
    """Return the number of a version, None for a document or passage itself."""
    number = identity.partition(_MARK)[2]
    return int(number) if number.isdigit() else None


def sort_key(place: int, identity: str) -> tuple[int, str, int]:
    """Return what documents are sorted by: the place of their first ingest; versions come after all others."""
    document, mark, number = identity.partition(_MARK)
    return place, document, int(number) if mark else 0


class Version(NamedTuple):
    """A version as a catalogue has it: `reading` is JSON under its own ids, `original` names its file."""

    document_id: str
    version: int
    source_path: str
    reading: str
    original: str
    ingested_at: str


class Versions:
    """Read and write side of the table `versions` of a catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, document_id: str) -> list[Version]:
        """Return the versions of a document, the oldest first; raises `DamagedError` for one that is damaged."""
        found = self._connection.execute(
            f"SELECT {_COLUMNS}, checksum FROM versions WHERE document_id = ? ORDER BY version", [document_id]
        ).fetchall()
        for *row, written in found:
            if checksum(row) != written:
                raise DamagedError(
                    message("version %(id)s is damaged in the catalogue", id=version_id(document_id, row[1]))
                )
        return [Version(*row) for *row, _ in found]

    def add(self, document_id: str, source_path: str, reading: str, original: str, read_at: str) -> None:
        """Keep what was read of a document (JSON) as its next version."""
        (last,) = self._connection.execute(
            "SELECT max(version) FROM versions WHERE document_id = ?", [document_id]
        ).fetchone()
        version = (last or 0) + 1
        self.put(Version(document_id, version, source_path, _renamed(reading, version), original, read_at))

    def put(self, row: Version) -> None:
        """Keep a version as it is, under the number that it has."""
        self._connection.execute(
            f"INSERT INTO versions ({_COLUMNS}, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [*row, checksum(row)],
        )

    def remove(self, document_id: str) -> None:
        """Delete all versions of a document."""
        self._connection.execute("DELETE FROM versions WHERE document_id = ?", [document_id])

    def states(self) -> dict[str, str]:
        """Return the ids of all versions, each with the digest of what is stored."""
        found = self._connection.execute(
            "SELECT document_id, version, checksum FROM versions ORDER BY document_id, version"
        )
        return {version_id(identity, version): str(digest) for identity, version, digest in found}

    def stored(self, wanted: Container[str] | None = None) -> Iterator[StoredDocument]:
        """Yield the versions that are what was written; only those `wanted`, if given."""
        for row, whole in self._rows(wanted):
            if whole:
                document_id, version, _, reading, original, _ = row
                yield StoredDocument(
                    version_id(document_id, version), checksum(row), reading, original, _AFTER_ALL
                )

    def drop_damaged(self) -> list[tuple[str, str]]:
        """Delete the versions that are not what was written; return their ids and paths."""
        damaged = [row for row, whole in self._rows() if not whole]
        for row in damaged:
            self._connection.execute(
                "DELETE FROM versions WHERE document_id = ? AND version = ?", [row[0], row[1]]
            )
        return [(version_id(str(row[0]), row[1]), str(row[2])) for row in damaged]

    def damaged(self) -> list[str]:
        """Return the ids of the versions that are not what was written."""
        return [version_id(str(row[0]), row[1]) for row, whole in self._rows() if not whole]

    def originals(self) -> set[str]:
        """Return the names of the files that versions were read from."""
        return {name for (name,) in self._connection.execute("SELECT DISTINCT original FROM versions")}

    def _rows(
        self, wanted: Container[str] | None = None
    ) -> Iterator[tuple[tuple[str, int, str, str, str, str], bool]]:
        """Yield the rows of versions, each with whether it is what was written."""
        for identity in self.states():
            if wanted is None or identity in wanted:
                (found,) = self._connection.execute(
                    f"SELECT {_COLUMNS}, checksum FROM versions WHERE document_id = ? AND version = ?",
                    [current_id(identity), version_of(identity)],
                )
                *values, written = found
                row = tuple(values)
                yield row, checksum(row) == written


def checksum(row: Iterable[object]) -> str:
    """Return a digest (SHA-256) of the values of a row, each by its words."""
    digest = hashlib.sha256()
    for value in row:
        digest.update(str(value).encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def _renamed(reading: str, version: int) -> str:
    """Return the JSON of a document with the ids of a version."""
    document = json.loads(reading)
    document["id"] = version_id(document["id"], version)
    for passage in document["passages"]:
        passage["id"] = version_id(passage["id"], version)
        if passage["note_of"]:
            passage["note_of"] = version_id(passage["note_of"], version)
    for duty in document["duties"]:
        duty["passage_id"] = version_id(duty["passage_id"], version)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
