"""A process that joins shards again and again, and kills each merge with SIGKILL at another step.

`python -m tests.killed_merge FOLDER TARGET SHARD…` joins the shards into copies of TARGET, which need not be there,
FOLDER/0, FOLDER/1 …: killed at some steps spread over all, before each change of a name, and after the last. What is
large is small here, so that segments are brought and joined as those of a nation are. It prints how many it has killed.
"""

import os
import shutil
import signal
import sys
from pathlib import Path

from index import merging
from index.embedder import load_embedder
from search_api.collecting import merge
from tests.killed_ingest import AtOnce, watch_steps

SPREAD = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9)


def joined(data: Path, shards: list[Path], last: int | None) -> tuple[int, list[str]]:
    """Join in a child, killed just before step `last`; return how it ended, and its steps."""
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
            merge.merge(data, shards, load_embedder(), lambda *_: None)
        finally:
            # An error is told by the missing zero.
            os._exit(0 if sys.exc_info()[0] is None else 1)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        told = stream.read().split()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told


def main(folder: Path, target: Path, *shards: Path) -> None:
    """Kill at each moment."""
    load_embedder()
    merge.ThreadPoolExecutor = AtOnce  # type: ignore[assignment, misc]
    merging.SMALL = merging.AT_ONCE = 0

    def copied(name: str) -> Path:
        if target.exists():
            shutil.copytree(target, folder / name)
        return folder / name

    status, steps = joined(copied("whole"), list(shards), None)
    assert status == 0
    renames = [number for number, name in enumerate(steps) if name == "os.rename"]
    # The last change of a name may be the last step.
    last = min(renames[-1] + 1, len(steps) - 1)
    moments = {*(int(share * len(steps)) for share in SPREAD), *renames, last}
    for number, moment in enumerate(sorted(moments)):
        status, _ = joined(copied(str(number)), list(shards), moment)
        assert status == -signal.SIGKILL, moment
    sys.stdout.write(f"{len(moments)}\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
