"""Commands as processes of their own: how long they take, and the memory that they need."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

_SAMPLED = 0.1


class Spent(NamedTuple):
    """Seconds of a command, and the most memory of their own that it and what it started had at one moment, in MiB."""

    seconds: float
    largest: float


def run(command: Sequence[str], log: Path) -> Spent:
    """Run a command, its output into a file; raises `CalledProcessError`, with that output, where it fails.

    Memory is looked at ten times a second: what the system counts at the end begins with that of whoever started it.
    """
    begin, largest = time.perf_counter(), 0.0
    with log.open("wb") as stream, subprocess.Popen(command, stdout=stream, stderr=stream) as process:
        while process.poll() is None:
            largest = max(largest, sum(map(_own_memory, _with_children(process.pid))))
            time.sleep(_SAMPLED)
    if process.returncode:
        raise subprocess.CalledProcessError(
            process.returncode, command, log.read_text("utf-8", "replace")[-4000:]
        )
    return Spent(time.perf_counter() - begin, largest)


def _with_children(process: int) -> Iterator[int]:
    yield process
    # One that has ended meanwhile has none.
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _with_children(int(child))


def _own_memory(process: int) -> float:
    with suppress(OSError, KeyError):
        return memory(process)["anonymous memory (MiB)"]
    return 0.0


def told(command: Sequence[str]) -> dict[str, Any]:
    """Run a command on one core and one thread; return the JSON object that is the last line of its output."""
    environment = {
        **os.environ,
        "OMP_NUM_THREADS": "1",
        "RAYON_NUM_THREADS": "1",
        "TOKENIZERS_PARALLELISM": "0",
    }
    core = min(os.sched_getaffinity(0))
    done = subprocess.run(
        ["taskset", "-c", str(core), *command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=sys.stderr,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def memory(process: int | str = "self") -> dict[str, float]:
    """Return the memory of a process in MiB: its own, and what of files it has mapped."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    named = {"anonymous memory (MiB)": "RssAnon", "mapped memory (MiB)": "RssFile"}
    return {name: int(fields[field].split()[0]) / 1024 for name, field in named.items()}


def megabytes(folder: Path) -> float:
    """Return the size of a folder; a file of several names counts once."""
    sizes = {
        (stat.st_dev, stat.st_ino): stat.st_size
        for path in folder.rglob("*")
        if path.is_file() and (stat := path.stat())
    }
    return sum(sizes.values()) / 1e6
