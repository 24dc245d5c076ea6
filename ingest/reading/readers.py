"""Reading in child processes: on all cores, and never longer or larger than one file may be."""

import math
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Self

from ingest.processes import ProcessError, Processes, TooLateError
from ingest.reading.child import Outcome, Unread, outcome_of, to_frame


@dataclass(frozen=True, slots=True)
class Bounds:
    """What reading one file may take: seconds, of the clock and of a core, and bytes of memory."""

    seconds: float = 60.0
    memory: int = 2 << 30


class Readers:
    """Child processes that read files; a file over which one is lost twice is set aside by name."""

    def __init__(self, bounds: Bounds = Bounds(), processes: int | None = None) -> None:
        self._bounds = bounds
        arguments = [str(bounds.memory), str(math.ceil(bounds.seconds))]
        self._processes = Processes(
            "ingest.reading.child", arguments, seconds=bounds.seconds, count=processes
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._processes.end()

    @property
    def ahead(self) -> int:
        """How many files to submit before taking the first result, to keep every core busy."""
        return self._processes.ahead

    def submit(self, unread: Unread) -> "Future[Outcome]":
        """Return what reading a file will give."""
        return self._processes.submit(
            lambda child: outcome_of(child.ask(to_frame(unread))), self._lost_over_it
        )

    def _lost_over_it(self, error: ProcessError) -> Outcome:
        if isinstance(error, TooLateError):
            return Outcome(
                refused=f"reading the file takes longer than {self._bounds.seconds:g} seconds", lost=True
            )
        return Outcome(refused="reading the file ended the process that read it", lost=True)
