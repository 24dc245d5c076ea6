"""Keys: who may call, for what and until when. They are kept in a file of the data folder, as digests only.

They belong to this room: what a key stands for is known at the door, and nothing behind it sees one.
"""

import hashlib
import hmac
import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, get_args

from index.allowed import Allowed
from index.databases import DAMAGED, open_to_read
from index.errors import BusyError, DataFolderError, NotFoundError
from index.storage import now, sync_folder

FILE_NAME = "keys.sqlite"
# So begins every key, so that one that strayed into a text is found there.
PREFIX = "ps_"
Scope = Literal["read", "ingest", "admin"]
# Each may all that those before it may.
SCOPES: tuple[Scope, ...] = get_args(Scope)
_ID_BYTES, _SECRET_BYTES = 6, 32
_VERSION = 1
_SCHEMA = """
CREATE TABLE keys (
    id TEXT PRIMARY KEY, digest BLOB NOT NULL, name TEXT NOT NULL, scope TEXT NOT NULL, expires TEXT,
    rate TEXT, documents TEXT, created TEXT NOT NULL, revoked TEXT
) STRICT;
"""
_COLUMNS = "id, name, scope, expires, rate, documents, created, revoked"
_BUSY_SECONDS = 5.0
# What an unknown key is compared with: no digest is like it.
_NOBODY = bytes(hashlib.sha256().digest_size)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a key is given for.

    `expires` is the last day (UTC) that it is good on, `rate` its own limit as "60/minute", `documents` what
    `Allowed.parse` reads; None for no end, the usual limit, and all documents.
    """

    name: str
    scope: Scope = "read"
    expires: date | None = None
    rate: str | None = None
    documents: tuple[str, ...] | None = None

    @property
    def allowed(self) -> Allowed | None:
        """The documents that it may see, None for all."""
        return None if self.documents is None else Allowed.parse(self.documents)


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept, without its secret; `created` and `revoked` are moments in ISO form."""

    id: str
    grant: Grant
    created: str
    revoked: str | None

    @property
    def state(self) -> Literal["good", "expired", "revoked"]:
        """Whether it opens anything today."""
        if self.revoked:
            return "revoked"
        expires = self.grant.expires
        return "expired" if expires and expires < datetime.now(UTC).date() else "good"

    def reaches(self, scope: Scope) -> bool:
        """True where the scope of the key is this one, or one that may more."""
        return SCOPES.index(self.grant.scope) >= SCOPES.index(scope)


class KeyStore:
    """The keys of one data folder, in their own file; made with the first of them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def create(self, grant: Grant) -> tuple[Key, str]:
        """Keep a new key, and return it with its words, which are kept nowhere."""
        identity = secrets.token_hex(_ID_BYTES)
        words = f"{PREFIX}{identity}_{secrets.token_hex(_SECRET_BYTES)}"
        key = Key(identity, grant, now(), None)
        expires = grant.expires.isoformat() if grant.expires else None
        documents = None if grant.documents is None else json.dumps(grant.documents, ensure_ascii=False)
        row = (identity, grant.name, grant.scope, expires, grant.rate, documents, key.created, None)
        with self._writing() as connection:
            marks = ", ".join("?" * (len(row) + 1))
            connection.execute(
                f"INSERT INTO keys ({_COLUMNS}, digest) VALUES ({marks})", [*row, _digest(words)]
            )
        return key, words

    def revoke(self, identity: str) -> Key:
        """Let a key open nothing any more, and return it; raises `NotFoundError` where there is none."""
        found = [key for key in self.listed() if key.id == identity]
        if not found:
            raise NotFoundError(f"there is no key {identity!r}; `plansearch keys list` lists all")
        with self._writing() as connection:
            connection.execute(
                "UPDATE keys SET revoked = ? WHERE id = ? AND revoked IS NULL", [now(), identity]
            )
        return found[0]

    def listed(self) -> list[Key]:
        """Return all keys, the oldest first."""
        with self._reading() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM keys ORDER BY rowid").fetchall()
            return [_key(*row) for row in rows]

    def holder(self, words: str) -> Key | None:
        """Return the key whose words these are, None where it is unknown, expired or revoked.

        Raises `BusyError` where the keys cannot be read.
        """
        identity = words.removeprefix(PREFIX).partition("_")[0]
        with self._reading() as connection:
            found = connection.execute(f"SELECT digest, {_COLUMNS} FROM keys WHERE id = ?", [identity])
            digest, *row = found.fetchone() or [_NOBODY]
            if not hmac.compare_digest(_digest(words), digest):
                return None
            key = _key(*row)
        return key if key.state == "good" else None

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one reading, or an empty one where there is none yet."""
        try:
            with closing(open_to_read(self.path) if self.path.exists() else _empty()) as connection:
                self._check(connection)
                yield connection
        except (*DAMAGED, ValueError, TypeError) as error:
            # Whoever asks learns no path of this machine.
            raise BusyError(f"{FILE_NAME} cannot be read ({error})") from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction; raises `DataFolderError` where it cannot be written."""
        try:
            with closing(sqlite3.connect(self.path, timeout=_BUSY_SECONDS)) as connection:
                # No write-ahead log: a server that may only read the folder sees what is written at once.
                connection.executescript("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;")
                self._prepare(connection)
                with connection:
                    yield connection
        except (sqlite3.Error, OSError) as error:
            raise DataFolderError(f"no key can be written to {self.path} ({error})") from error

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if self._check(connection) < _VERSION:
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
            sync_folder(self.path.parent)

    def _check(self, connection: sqlite3.Connection) -> int:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > _VERSION:
            raise DataFolderError(f"{FILE_NAME} was written by a newer PlanSearch; nothing was changed")
        return int(version)


def _empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(_SCHEMA)
    return connection


def _key(
    identity: str,
    name: str,
    scope: Scope,
    expires: str | None,
    rate: str | None,
    documents: str | None,
    created: str,
    revoked: str | None,
) -> Key:
    last = date.fromisoformat(expires) if expires else None
    named = None if documents is None else tuple(json.loads(documents))
    return Key(identity, Grant(name, scope, last, rate, named), created, revoked)


def _digest(words: str) -> bytes:
    """Return what is kept of a key: nobody guesses 256 random bits, so a slow digest would add nothing."""
    return hashlib.sha256(words.encode("utf-8", "replace")).digest()
