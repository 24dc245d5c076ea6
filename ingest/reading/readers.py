"""Reading in child processes: on all cores, and never longer or larger than one file may be."""

import math
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from ingest.processes import ProcessError, Processes, TooLateError
from ingest.reading.conversions import Conversions, kind_of_old
from ingest.reading.frames import Outcome, Unread, outcome_of, to_frame
from ingest.sources import libreoffice
from ingest.sources.errors import Refusal


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
        self._conversions: Conversions | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._conversions:
            self._conversions.end()
        self._processes.end()

    def begin(self) -> None:
        """Start one of the processes now."""
        self._processes.begin()

    @property
    def ahead(self) -> int:
        """How many files to submit before taking the first result, to keep every core busy."""
        return self._processes.ahead

    def submit(self, unread: Unread) -> "Future[Outcome]":
        """Return what reading a file will give."""
        office = libreoffice.installed() if kind_of_old(unread) else None
        if office is None:
            return self._read(unread)
        self._conversions = self._conversions or Conversions(office, self._read)
        return self._conversions.submit(unread)

    def _read(self, unread: Unread) -> "Future[Outcome]":
        return self._processes.submit(
            lambda child: outcome_of(child.ask(to_frame(unread))), self._lost_over_it
        )

    def _lost_over_it(self, error: ProcessError) -> Outcome:
        if isinstance(error, TooLateError):
            why = f"reading the file takes longer than {self._bounds.seconds:g} seconds"
        else:
            why = "reading the file ended the process that read it"
        return Outcome(refused=Refusal("too_hard", why), lost=True)


@contextmanager
def begun() -> Iterator[Readers]:
    """Start a reader before there is a file for it: whoever needs half a second to load the rest need not wait then."""
    with Readers() as readers:
        readers.begin()
        yield readers
