"""A process that joins shards again and again, and kills each merge with SIGKILL at another step.

`python -m tests.killed_merge FOLDER TARGET SHARD…` joins the shards into copies of TARGET, which need not be there,
FOLDER/0, FOLDER/1 …: killed at some steps spread over all, before each change of a name, and after the last. What is
large is small here, so that segments are brought and joined as those of a nation are. It prints how many it has killed.
"""

import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from index import merging
from index.embedder import load_embedder
from search_api.collecting import merge
from tests.killed_ingest import AtOnce
from tests.killing import killed_everywhere

SPREAD = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9)


def main(folder: Path, target: Path, *shards: Path) -> None:
    """Kill at each moment."""
    embedder = load_embedder()
    merge.ThreadPoolExecutor = AtOnce  # type: ignore[assignment, misc]
    merging.SMALL = merging.AT_ONCE = 0

    def joining(name: str) -> Callable[[], object]:
        if target.exists():
            shutil.copytree(target, folder / name)
        return partial(merge.merge, folder / name, list(shards), embedder, lambda *_: None)

    sys.stdout.write(f"{killed_everywhere(joining, SPREAD)}\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
