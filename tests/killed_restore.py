"""A process that restores a backup again and again, and kills each restore with SIGKILL at another step.

`python -m tests.killed_restore FILE FOLDER` restores FILE into FOLDER/0, FOLDER/1 …: killed at some
steps spread over all, before each change of a name, and after the last. It prints how many it has killed.
"""

import os
import signal
import sys
from pathlib import Path

from index.embedder import load_embedder
from search_api.collecting import collector
from search_api.collecting.backups import restore
from tests.killed_ingest import AtOnce, watch_steps

SPREAD = (0.0, 0.1, 0.3, 0.5, 0.7)


def restored(file: Path, data: Path, last: int | None) -> tuple[int, list[str]]:
    """Restore in a child, killed just before step `last`; return how it ended, and its steps."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        steps = 0

        def step(name: str) -> None:
            nonlocal steps
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)
            steps += 1
            os.write(writing, f"{name.split(maxsplit=1)[0]}\n".encode())

        try:
            watch_steps(step)
            restore(file, data, load_embedder(), lambda *_: None)
        finally:
            # An error is told by the missing zero.
            os._exit(0 if sys.exc_info()[0] is None else 1)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        steps_told = stream.read().split()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), steps_told


def main(file: Path, folder: Path) -> None:
    """Kill at each moment."""
    load_embedder()
    collector.ThreadPoolExecutor = AtOnce
    status, steps = restored(file, folder / "whole", None)
    assert status == 0
    renames = [number for number, name in enumerate(steps) if name == "os.rename"]
    moments = {*(int(share * len(steps)) for share in SPREAD), *renames, renames[-1] + 1}
    for number, moment in enumerate(sorted(moments)):
        status, _ = restored(file, folder / str(number), moment)
        assert status == -signal.SIGKILL, moment
    sys.stdout.write(f"{len(moments)}\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
