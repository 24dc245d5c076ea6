"""The worker of the office desk: does the jobs one after another, each in a process of its own."""

import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress

from index.data_folder import DataFolder
from index.jobs import Jobs
from ingest.messages import message

log = logging.getLogger(__name__)

# A process that is lost over a job so often is lost over it the next time too.
_MOST_LOST = 2
_LOST = message("the process that did this job ended unexpectedly, a second time too")


class Worker:
    """Does what waits in the jobs of a data folder, in a thread that ends when nothing does."""

    def __init__(self, folder: DataFolder, model: str) -> None:
        self.folder, self._model = folder, model
        self._lock = threading.Lock()
        self._works = self._woken = False

    @classmethod
    def over(cls, folder: DataFolder, model: str, *, begins: bool = True) -> "Worker":
        """Return the worker of a server that starts: it goes on with what another one has left.

        Where it joins others that serve the folder already, and does not begin, files may be on their way in.
        """
        worker = cls(folder, model)
        with suppress(OSError):
            # A folder that cannot be written can be served.
            if begins:
                folder.jobs.clear_leftovers()
            worker.wake()
        return worker

    @property
    def jobs(self) -> Jobs:
        """The jobs that it does."""
        return self.folder.jobs

    def wake(self) -> None:
        """Have it look for jobs."""
        with self._lock:
            self._woken = True
            if not self._works:
                self._works = True
                threading.Thread(target=self._work, name="desk", daemon=True).start()

    def _work(self) -> None:
        while self._has_more():
            try:
                for identity in self.jobs.unfinished():
                    self._do(identity)
            except OSError:
                # A full disk, or a folder that has gone: it goes on with the next one who calls.
                log.exception("the jobs of the desk cannot be done now")

    def _has_more(self) -> bool:
        """Say whether somebody has called since it last looked; else it ends."""
        with self._lock:
            self._works = self._woken
            self._woken = False
            return self._works

    def _do(self, identity: str) -> None:
        """Have a process do a job; one that is lost over it is tried once more."""
        kind = self.jobs.job(identity).order.kind
        for lost in range(1, _MOST_LOST + 1):
            command = [sys.executable, "-m", "search_api.collecting.job_process", str(self.folder.path)]
            path = os.pathsep.join(place for place in sys.path if place)
            with subprocess.Popen(  # noqa: S603 - our own module
                [*command, self._model, identity, str(self.folder.room.spare()), kind],
                # It ends with this one, however this one ends.
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
                # Ctrl-C is for the server.
                start_new_session=True,
            ) as process:
                # Closing its stdin would end it.
                process.wait()
            if identity not in self.jobs.unfinished():
                return
            self.jobs.tell(identity, "lost")
            if lost == _MOST_LOST:
                self.jobs.fail(identity, _LOST)
