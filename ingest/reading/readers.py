"""Reading in child processes: on all cores, and never longer or larger than one file may be.

A child that takes too long is killed, one that dies is replaced: its file is set aside by name, and
the others go on.
"""

import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from ingest.reading.child import Outcome, Text, receive, send


@dataclass(frozen=True, slots=True)
class Bounds:
    """What reading one file may take: seconds, and bytes of memory."""

    seconds: float = 60.0
    memory: int = 2 << 30


class Readers:
    """Child processes that read texts, each one text at a time; started where they are needed."""

    def __init__(self, bounds: Bounds = Bounds(), processes: int | None = None) -> None:
        self._bounds = bounds
        self._processes = processes or os.cpu_count() or 1
        self._threads = ThreadPoolExecutor(self._processes, thread_name_prefix="reader")
        self._own = threading.local()
        self._children: list[_Child] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in self._children:
            child.end()

    def submit(self, text: Text) -> "Future[Outcome]":
        """Return what reading a text will give."""
        return self._threads.submit(self._read, text)

    @property
    def ahead(self) -> int:
        """How many texts to submit before taking the first result, to keep every core busy."""
        return 4 * self._processes

    def _read(self, text: Text) -> Outcome:
        child: _Child | None = getattr(self._own, "child", None)
        if child is None or not child.alive:
            child = self._own.child = _Child(self._bounds)
            self._children.append(child)
        return child.read(text)


class _Child:
    """One child process, used by one thread."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        path = os.pathsep.join(folder for folder in sys.path if folder)
        self._process = subprocess.Popen(  # noqa: S603 - our own module, and a number
            [sys.executable, "-m", "ingest.reading.child", str(bounds.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )
        self.alive = True

    def read(self, text: Text) -> Outcome:
        """Return what reading a text gives; where the child is lost over it, says why."""
        late = threading.Event()
        clock = threading.Timer(self._bounds.seconds, self._stop, [late])
        clock.daemon = True
        clock.start()
        try:
            fields = self._answer(text)
        finally:
            clock.cancel()
        if fields is not None:
            return Outcome(**fields)
        self.end()
        if late.is_set():
            return Outcome(refused=f"reading the file takes longer than {self._bounds.seconds:g} seconds")
        return Outcome(refused="reading the file ended the process that read it")

    def _answer(self, text: Text) -> dict[str, Any] | None:
        sent, answers = self._process.stdin, self._process.stdout
        if sent is None or answers is None:
            return None
        try:
            send(sent, text)  # type: ignore[arg-type]
            return receive(answers)  # type: ignore[arg-type]
        except (OSError, ValueError):
            return None

    def _stop(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    def end(self) -> None:
        """End the process."""
        self.alive = False
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                try:
                    stream.close()
                except OSError:
                    continue


def in_order(readers: Readers, texts: Iterable[Text]) -> Iterator[tuple[Text, Outcome]]:
    """Yield each text with its outcome, in the order of the texts, while others are being read."""
    waiting: deque[tuple[Text, Future[Outcome]]] = deque()
    for text in texts:
        waiting.append((text, readers.submit(text)))
        if len(waiting) > readers.ahead:
            first, promised = waiting.popleft()
            yield first, promised.result()
    for first, promised in waiting:
        yield first, promised.result()
