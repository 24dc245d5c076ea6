"""The process that does a job of the office desk: `python -m search_api.collecting.job_process DATA MODEL JOB SPARE KIND`.

Its stdin is held open by whoever started it: when that one dies, so does the job, which is then taken up
again.
"""

import os
import sys
import threading
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from ingest.reading.readers import Readers, begun

_STDIN = 0


def _end_with_parent() -> None:
    """End this process when its stdin ends: nobody waits for it any more."""

    def wait() -> None:
        while os.read(_STDIN, 1):
            pass
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _readers(kind: str) -> AbstractContextManager[Readers | None]:
    """Begin to read, where a job of a kind has files to be read."""
    return nullcontext() if kind == "remove" else begun()


def main() -> None:
    """Do the job that the arguments name, unless another process has done it."""
    data, model, identity, spare, kind = sys.argv[1:]
    _end_with_parent()
    with _readers(kind) as readers:
        # A reader starts while these are loaded.
        from index.data_folder import DataFolder
        from search_api.collecting.job_run import run_job

        folder = DataFolder.open(Path(data), int(spare))
        with folder.jobs.working():
            if identity in folder.jobs.unfinished():
                run_job(folder, folder.jobs.job(identity), model, readers)


if __name__ == "__main__":
    main()
