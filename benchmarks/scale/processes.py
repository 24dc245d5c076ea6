"""Commands as processes of their own: how long they take, and the memory that they need."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple


class Spent(NamedTuple):
    """Seconds of a command, and the largest resident memory of it or of a process that it started, in MiB."""

    seconds: float
    largest: float


def run(command: Sequence[str], log: Path) -> Spent:
    """Run a command, its output into a file; raises `CalledProcessError`, with that output, where it fails."""
    begin = time.perf_counter()
    with log.open("wb") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=stream)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(
            process.returncode, command, log.read_text("utf-8", "replace")[-4000:]
        )
    return Spent(time.perf_counter() - begin, usage.ru_maxrss / 1024)


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
