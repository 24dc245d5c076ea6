"""How often somebody may do something in the time that has just passed, counted over several processes."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Protocol

from limits import RateLimitItem, WindowStats

# Killed at any moment it stays whole; what a power cut leaves of it is of no use to anybody.
_SETTINGS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
# What somebody was let through by numbers: so the one that must have ended is found, not counted.
_TABLES = """
CREATE TABLE IF NOT EXISTS hits (
    who TEXT NOT NULL, number INTEGER NOT NULL, at REAL NOT NULL, ends REAL NOT NULL, PRIMARY KEY (who, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS hits_at ON hits (who, at);
CREATE INDEX IF NOT EXISTS hits_ends ON hits (ends);
"""


class Windows(Protocol):
    """Counts hits in a moving window, as the limiters of the library `limits` do."""

    def hit(self, item: RateLimitItem, *identifiers: str) -> bool:
        """Count a hit, and say whether it is within the limit; one that is not does not count."""
        ...

    def get_window_stats(self, item: RateLimitItem, *identifiers: str) -> WindowStats:
        """Return when the oldest hit of the window ends, in seconds since 1970, and how many more may come now."""
        ...


class SharedWindows:
    """Moving windows in a file that several processes count in; exact over all of them, and safe for threads.

    The library has storages for several processes only where another server keeps them.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the file, which lives as long as the processes that count in it."""
        self._lock = Lock()
        self._hits = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._hits.executescript(_SETTINGS + _TABLES)

    def hit(self, item: RateLimitItem, *identifiers: str) -> bool:
        """Count a hit, as `Windows` says."""
        who, expiry = item.key_for(*identifiers), item.get_expiry()
        with self._alone():
            now = time.time()
            self._hits.execute("DELETE FROM hits WHERE ends < ?", (now,))
            newest = self._newest(who)
            first_of_window = (who, newest - item.amount + 1)
            found = self._hits.execute("SELECT at FROM hits WHERE who = ? AND number = ?", first_of_window)
            full = any(at >= now - expiry for (at,) in found)
            if not full:
                self._hits.execute(
                    "INSERT INTO hits VALUES (?, ?, ?, ?)", (who, newest + 1, now, now + expiry)
                )
        return not full

    def get_window_stats(self, item: RateLimitItem, *identifiers: str) -> WindowStats:
        """Return when a window ends and what is left of it, as `Windows` says."""
        who, expiry, now = item.key_for(*identifiers), item.get_expiry(), time.time()
        window = "SELECT number, at FROM hits WHERE who = ? AND at >= ? ORDER BY at LIMIT 1"
        with self._lock:
            oldest = self._hits.execute(window, (who, now - expiry)).fetchone()
            newest = self._newest(who)
        if oldest is None:
            return WindowStats(now + expiry, item.amount)
        first, at = oldest
        return WindowStats(at + expiry, max(item.amount - (newest - first + 1), 0))

    def close(self) -> None:
        """Close the file."""
        self._hits.close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Have no other thread or process count meanwhile."""
        with self._lock:
            self._hits.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._hits.execute("ROLLBACK")
                raise
            self._hits.execute("COMMIT")

    def _newest(self, who: str) -> int:
        (newest,) = self._hits.execute("SELECT MAX(number) FROM hits WHERE who = ?", (who,)).fetchone()
        return newest or 0
