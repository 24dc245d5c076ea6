"""A server follows what is published by itself, and makes what questions need before the next one is asked.

Requests are answered meanwhile, from what was published too: what was removed is gone for whoever asks after that, so
that no request is answered from the index of before. A question that comes too early waits for what is being made.
"""

import gc
import logging
from collections.abc import Callable, Sequence
from threading import Event, Thread
from typing import Self

from index.live import LiveIndex
from index.snapshot import Snapshot
from plansearch.memory import give_back

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
Step = Callable[[Snapshot], object]


class Follower:
    """Takes up each publish, and works out in `steps` what questions need of it, where any were asked before.

    Entered, it does so in a thread, which ends with it, after the step that it is at.
    """

    def __init__(self, index: LiveIndex, steps: Sequence[Step]) -> None:
        self._index, self._steps = index, steps
        self._known = index.served
        self._ended = Event()
        self._thread = Thread(target=self._follow, name="following", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        # An interpreter that ends while C++ code runs in a thread is aborted.
        self._ended.set()
        self._thread.join()

    def _follow(self) -> None:
        self._prepare()
        # Looking for garbage among what is never thrown away stops every thread, for up to half a second. What
        # is no longer referred to goes without that, also a generation that is replaced.
        gc.freeze()
        try:
            while not self._ended.wait(LOOK_SECONDS):
                self.look()
        except Exception:
            log.exception("what is published is no longer looked for; requests still see it")

    def look(self) -> None:
        """Take up what was published since the last time; nothing is made for an index that nobody asks."""
        before, self._known = self._known, self._index.snapshot()
        is_wanted = self._known is not before and before.asked.is_set()
        # It goes as soon as the last request is answered from it.
        del before
        if is_wanted:
            self._prepare()

    def _prepare(self) -> None:
        gc.disable()
        try:
            for step in self._steps:
                if not self._ended.is_set():
                    step(self._known)
        except Exception:
            log.exception("what questions need could not be made; the next question tries again")
        finally:
            gc.enable()
            give_back()
