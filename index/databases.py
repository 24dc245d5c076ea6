"""SQLite files that are read while others may write to them."""

import sqlite3
from contextlib import closing
from pathlib import Path

# What a damaged file raises: SQLite may quote a flipped byte that is no UTF-8 in its message.
DAMAGED = (sqlite3.DatabaseError, UnicodeDecodeError)


def open_to_read(path: Path) -> sqlite3.Connection:
    """Connect to a file that is there; to one that nobody can write to without files beside it."""
    connection = _read_only(path, "mode=ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        # Write-ahead logging wants a file of shared memory, which a read-only disk cannot hold.
        connection.close()
        connection = open_untouched(path)
    except DAMAGED:
        # What is wrong with it is told when it is used.
        pass
    return connection


def open_untouched(path: Path) -> sqlite3.Connection:
    """Connect to a file that nobody writes to, without making any beside it."""
    return _read_only(path, "mode=ro&immutable=1")


def copy_database(path: Path, copy: Path) -> None:
    """Copy a file as of one moment, also while others write to it; raises one of `DAMAGED`."""
    with closing(open_to_read(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _read_only(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)
