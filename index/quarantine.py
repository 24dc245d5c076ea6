"""The quarantine: files that are set aside, and why, until they can be read."""

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file that is set aside: why, how often it was refused, and when first and last.

    `kind` is the kind of its reason, None for what an older version of this program has set aside.
    `lost` is true where reading it ended its process, or would not end: the same bytes are not read
    again by the same reader.
    """

    path: str
    reason: str
    kind: str | None
    lost: bool
    times: int
    since: str
    last: str


class Quarantine:
    """Read and write side of the table `quarantine` of a catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(
        self, path: str, digest: str, reason: str, kind: str | None, reader: int, now: str, *, lost: bool
    ) -> None:
        """Set a file aside, once more where it was before; `digest` is empty where it has no bytes."""
        self._connection.execute(
            "INSERT INTO quarantine (path, digest, reason, kind, lost, reader, times, since, last)"
            " VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)"
            " ON CONFLICT (path) DO UPDATE SET digest = excluded.digest, reason = excluded.reason,"
            " kind = excluded.kind, lost = excluded.lost, reader = excluded.reader, times = times + 1, last = excluded.last",
            [path, digest, reason, kind, lost, reader, now, now],
        )

    def release(self, path: str) -> None:
        """Let a file go that can be read again, or is no more."""
        self._connection.execute("DELETE FROM quarantine WHERE path = ?", [path])

    def join(self, other: "Quarantine") -> None:
        """Set aside too what another one has; of a file that both have, what was said last stays."""
        columns = "path, digest, reason, kind, lost, reader, times, since, last"
        self._connection.executemany(
            f"INSERT INTO quarantine ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (path) DO UPDATE SET digest = excluded.digest, reason = excluded.reason,"
            " kind = excluded.kind, lost = excluded.lost, reader = excluded.reader, times = excluded.times,"
            " since = excluded.since, last = excluded.last WHERE excluded.last > last",
            other._connection.execute(f"SELECT {columns} FROM quarantine"),
        )

    def files(self) -> list[Quarantined]:
        """Return the files that are set aside, by path."""
        return self._files("ORDER BY path")

    def lost_over(self, digest: str, reader: int) -> Quarantined | None:
        """Return a file with these bytes over which this version of the reader, or a later one, was lost."""
        return next(iter(self._files("WHERE digest = ? AND lost AND reader >= ?", digest, reader)), None)

    def _files(self, condition: str, *values: str | int) -> list[Quarantined]:
        rows = self._connection.execute(
            f"SELECT path, reason, kind, lost, times, since, last FROM quarantine {condition}", values
        )
        return [
            Quarantined(path, reason, kind, bool(lost), *rest) for path, reason, kind, lost, *rest in rows
        ]
