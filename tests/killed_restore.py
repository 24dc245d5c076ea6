"""A process that restores a backup again and again, and kills each restore with SIGKILL at another step.

`python -m tests.killed_restore FILE FOLDER` restores FILE into FOLDER/0, FOLDER/1 …: killed at some
steps spread over all, before each change of a name, and after the last. It prints how many it has killed.
"""

import sys
from functools import partial
from pathlib import Path

from index.embedder import load_embedder
from search_api.collecting import collector
from search_api.collecting.backups import restore
from tests.killed_ingest import AtOnce
from tests.killing import killed_everywhere

SPREAD = (0.0, 0.1, 0.3, 0.5, 0.7)


def main(file: Path, folder: Path) -> None:
    """Kill at each moment."""
    embedder = load_embedder()
    collector.ThreadPoolExecutor = AtOnce
    killed = killed_everywhere(
        lambda name: partial(restore, file, folder / name, embedder, lambda *_: None), SPREAD
    )
    sys.stdout.write(f"{killed}\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
