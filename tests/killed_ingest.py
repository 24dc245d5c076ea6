"""A process that runs real ingests and kills each with SIGKILL at a chosen step.

`python -m tests.killed_ingest` reads [[world, data, plans, share], …] on stdin: the ingest of `plans`
into `data` is killed when `share` (0 … 1) of its steps are done. A step is a call that changes the
disk: a file opened for writing, a folder made, a name changed or removed, an fsync, an SQL statement
that writes; the same again, as the fsync of each file of a folder, is one step. In the world `AT_A_TIME`
it is killed when that share of the time of the first one has passed, wherever it is then, and what is
left is copied to `data.N`, N counting from 0. One line of JSON each: how it ended, the files acknowledged.

Each ingest is a child of its own, forked from here so that the imports are paid for once.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from index import merging
from index.data_folder import DataFolder
from index.embedder import load_embedder
from search_api.collecting import collector
from search_api.collecting.collect import ingest

# Python tells its audit hooks of these before they happen.
CHANGES = frozenset(["os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate"])

# In this world each file is a commit of its own.
APART = "a document more"
# In this one small segments become one when what is new is served, as large ones do.
JOINED = "segments joined"
# In this one it is the clock that kills.
AT_A_TIME = "at a time"


class AtOnce(Executor):
    """Does at once what is submitted: what threads do comes in another order each time."""

    def __init__(self, _threads: int) -> None:
        pass

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **options: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        done.set_result(work(*arguments, **options))
        return done


def watch_steps(step: Callable[[str], None]) -> None:
    """Call `step` before each step of this process, from now on."""

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event in CHANGES:
            step(event)
        elif event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR):
            step(f"open {arguments[0]}")

    def statement(sql: str) -> None:
        word = sql.split(maxsplit=1)[0]
        if word not in ("SELECT", "PRAGMA"):
            step(word)

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> Any:
            statement(sql)
            return super().execute(sql, *values)

        def executemany(self, sql: str, *values: Any) -> Any:
            statement(sql)
            return super().executemany(sql, *values)

        def executescript(self, sql: str) -> Any:
            step("script")
            return super().executescript(sql)

        def commit(self) -> None:
            step("commit")
            super().commit()

    connect, fsync = sqlite3.connect, os.fsync

    def watched_fsync(handle: int) -> None:
        step("fsync")
        fsync(handle)

    sqlite3.connect = lambda *a, **k: connect(*a, **{"factory": Connection, **k})
    os.fsync = watched_fsync
    sys.addaudithook(hear)


def run(data: str, plans: str, last: int | None, told: int) -> None:
    """Ingest; tell each step and each file to `told`, and be killed just before step `last`."""
    steps, before = 0, ""

    def step(name: str) -> None:
        nonlocal steps, before
        steps, before = steps + (name != before), name
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(told, f"step {steps}\n".encode())

    def acknowledge(done: int, _total: int, _name: str) -> None:
        os.write(told, f"done {done}\n".encode())

    watch_steps(step)
    ingest(DataFolder.open_or_create(Path(data)), [Path(plans)], load_embedder(), acknowledge)


def watched(data: str, plans: str, last: int | None, seconds: float | None = None) -> tuple[int, int, int]:
    """Fork an ingest, to be killed at a step or after some time; return how it ended, its steps and files."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            run(data, plans, last, writing)
        finally:
            # An error is told by the missing zero.
            os._exit(0 if sys.exc_info()[0] is None else 1)
    os.close(writing)
    killer = threading.Timer(seconds or 0, os.kill, (child, signal.SIGKILL))
    if seconds is not None:
        killer.start()
    with os.fdopen(reading, encoding="utf-8") as stream:
        told = [line.split() for line in stream]
    killer.cancel()
    most = {word: max((int(n) for w, n in told if w == word), default=0) for word in ("step", "done")}
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), most["step"], most["done"]


def main() -> None:
    """Kill as told on stdin."""
    load_embedder()
    collector.ThreadPoolExecutor = AtOnce
    totals: dict[str, float] = {}
    usual, sizes = collector.COMMIT_SECONDS, (merging.SMALL, merging.AT_ONCE)
    for number, (world, data, plans, share) in enumerate(json.load(sys.stdin)):
        # Elsewhere all files are of one commit.
        collector.COMMIT_SECONDS = 0.0 if world in (APART, AT_A_TIME) else usual
        merging.SMALL, merging.AT_ONCE = (0, 0) if world == JOINED else sizes
        if world not in totals:
            spare = f"{data}.spare"
            if Path(data).exists():
                shutil.copytree(data, spare)
            begin = time.monotonic()
            status, steps, _ = watched(spare, plans, None)
            assert status == 0
            totals[world] = time.monotonic() - begin if world == AT_A_TIME else steps
        if world == AT_A_TIME:
            status, _, acknowledged = watched(data, plans, None, share * totals[world])
            if Path(data).exists():
                shutil.copytree(data, f"{data}.{number}")
        else:
            last = 1 + round(share * (totals[world] - 1))
            status, _, acknowledged = watched(data, plans, last)
        told = {"status": status, "acknowledged": acknowledged}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
