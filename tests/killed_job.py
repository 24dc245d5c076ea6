"""A process that does jobs of the desk and kills each with SIGKILL at a chosen step, as `tests.killed_ingest` does.

`python -m tests.killed_job` reads [[data, share], …] on stdin: the only unfinished job of `data` is killed
when `share` (0 … 1) of its steps are done. One line each: how it ended.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from index.data_folder import DataFolder
from index.embedder import load_embedder
from search_api.collecting import collector
from search_api.collecting.job_run import run_job
from tests.killed_ingest import AtOnce, watch_steps


def run(data: str, last: int | None, told: int) -> None:
    """Do the job; tell each step to `told`, and be killed just before step `last`."""
    folder = DataFolder.open(Path(data))
    (identity,) = folder.jobs.unfinished()
    steps, before = 0, ""

    def step(name: str) -> None:
        nonlocal steps, before
        if name != before:
            steps, before = steps + 1, name
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)
            os.write(told, b".")

    watch_steps(step)
    run_job(folder, folder.jobs.job(identity), "bundled")


def watched(data: str, last: int | None) -> tuple[int, int]:
    """Fork a job; return how it ended and how many steps it made."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            run(data, last, writing)
        finally:
            os._exit(0 if sys.exc_info()[0] is None else 1)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        told = len(stream.read())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told


def main() -> None:
    """Kill as told on stdin."""
    load_embedder()
    collector.ThreadPoolExecutor = AtOnce
    for data, share in json.load(sys.stdin):
        spare = f"{data}.spare"
        shutil.copytree(data, spare)
        status, steps = watched(spare, None)
        assert status == 0
        shutil.rmtree(spare)
        status, _ = watched(data, 1 + round(share * (steps - 1)))
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
