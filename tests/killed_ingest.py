"""A process that runs real ingests and kills each with SIGKILL at a chosen step.

`python -m tests.killed_ingest` reads [[data, plans, share], …] on stdin: the command
`plansearch ingest plans --data data` is killed when `share` (0 … 1) of its steps are done. A step
is a call that changes the disk. One line of JSON each: how it ended, the files acknowledged.

Each ingest is a child of its own, forked from here so that the imports are paid for once.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import plansearch.cli
import search_api.collecting.collect  # noqa: F401 - imported before the forks
from index.embedder import load_embedder

# Built-in functions of os, sqlite3, io, numpy and tantivy that change the disk.
STEPS = frozenset(
    [
        "execute",
        "executemany",
        "executescript",
        "write",
        "fsync",
        "mkdir",
        "rename",
        "replace",
        "rmdir",
        "tofile",
        "commit",
        "add_document",
        "wait_merging_threads",
    ]
)


def is_step(frame: FrameType, function: Any) -> bool:
    """True for a call that changes the disk, not for `str.replace` or a line on the terminal."""
    ours = not isinstance(getattr(function, "__self__", None), str)
    return ours and function.__name__ in STEPS and not frame.f_globals["__name__"].startswith("rich")


def run(data: str, plans: str, last: int | None, told: int) -> None:
    """Run the command line; tell its steps to `told`, and be killed just before step `last`."""
    steps = 0
    before = None

    def watch(frame: FrameType, event: str, function: Any) -> None:
        nonlocal steps, before
        if event == "return" and frame.f_code.co_name == "_ingest_file" and function is not None:
            os.write(told, b"f")
        elif event == "c_call" and is_step(frame, function):
            # The same call again, as for each file of a folder, is one step.
            step = (frame.f_code, function.__name__)
            steps += step != before
            before = step
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.argv = ["plansearch", "ingest", plans, "--data", data]
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.setprofile(watch)
    try:
        plansearch.cli.main()
    finally:
        sys.setprofile(None)
        os.write(told, b"s" * steps)


def watched(data: str, plans: str, last: int | None) -> tuple[int, bytes]:
    """Fork an ingest; return how it ended and what it told."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            run(data, plans, last, writing)
        except SystemExit as end:
            os._exit(int(end.code or 0))
        os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        told = stream.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told


def main() -> None:
    """Kill as told on stdin."""
    load_embedder()
    totals: dict[str, int] = {}
    for world, data, plans, share in json.load(sys.stdin):
        if world not in totals:
            spare = f"{data}.spare"
            if Path(data).exists():
                shutil.copytree(data, spare)
            status, told = watched(spare, plans, None)
            assert status == 0, told
            totals[world] = told.count(b"s")
        last = 1 + round(share * (totals[world] - 1))
        status, told = watched(data, plans, last)
        sys.stdout.write(json.dumps({"status": status, "acknowledged": told.count(b"f")}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
