"""SQLite files copied while others write to them."""

import sqlite3
from contextlib import closing

from index.databases import copy_database


def test_a_copy_has_what_was_committed_and_nothing_else(tmp_path):
    with closing(sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("CREATE TABLE words (word TEXT)")
        writer.execute("INSERT INTO words VALUES ('biển')")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO words VALUES ('cảng')")
        copy_database(tmp_path / "a.sqlite", tmp_path / "copy.sqlite")
        writer.execute("COMMIT")
    with closing(sqlite3.connect(tmp_path / "copy.sqlite")) as copy:
        assert copy.execute("SELECT word FROM words").fetchall() == [("biển",)]
