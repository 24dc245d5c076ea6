"""The circuit: an endpoint that keeps failing is left alone for a while."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from search_api.writing.types import EndpointError

FAILURES_IN_A_ROW = 3
REST_SECONDS = 60.0
# Each holds a connection to the endpoint, which is often one small machine too.
MOST_AT_ONCE = 3

log = logging.getLogger(__name__)


class Circuit:
    """Admits a few attempts at once; after failures in a row it rests, then lets one try.

    `clock` gives seconds that never run backwards. Safe for several threads.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._running = 0
        self._failures = 0
        self._rests_until: float | None = None
        self._trying = False

    @property
    def resting(self) -> bool:
        """True while no attempt is admitted because the last ones failed."""
        with self._lock:
            return self._is_resting()

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Run one attempt, which fails by raising `EndpointError`; any other end counts as neither.

        Raises `EndpointError` ("resting" or "busy") where it is not admitted.
        """
        trial = self._enter()
        try:
            yield
        except EndpointError as error:
            log.warning("written answer: %s", error)
            self._leave(trial, self._fail)
            raise
        except BaseException:
            # The reader went away: that says nothing about the endpoint.
            self._leave(trial)
            raise
        else:
            self._leave(trial, self._recover)

    def _is_resting(self) -> bool:
        return self._rests_until is not None and (self._trying or self._clock() < self._rests_until)

    def _enter(self) -> bool:
        """Count an attempt in; True where it is the one that tries after a rest."""
        with self._lock:
            if self._is_resting():
                raise EndpointError("resting")
            if self._running >= MOST_AT_ONCE:
                raise EndpointError("busy")
            trial = self._rests_until is not None
            self._trying = self._trying or trial
            self._running += 1
            return trial

    def _leave(self, trial: bool, judge: Callable[[], None] | None = None) -> None:
        with self._lock:
            self._running -= 1
            self._trying = self._trying and not trial
            if judge:
                judge()

    def _fail(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES_IN_A_ROW:
            self._rests_until = self._clock() + REST_SECONDS

    def _recover(self) -> None:
        self._failures = 0
        self._rests_until = None
