"""How long the stages of an answer take."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.timings: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Note what is done inside as a stage."""
        begin = time.perf_counter()
        yield
        self.timings[name] = time.perf_counter() - begin
