"""Child processes that work for their parent on all cores, each on one request after another.

A child that takes too long is killed, one that dies is replaced: what it worked on is tried once more
alone, then it fails, and the others go on. Frames on its stdin and stdout are eight bytes of length,
then so many bytes.
"""

import gc
import os
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import BinaryIO, TypeVar

Item = TypeVar("Item")
Value = TypeVar("Value")
_LENGTH = struct.Struct(">Q")
# A long document is many objects and hardly a cycle of them: searched as often as usual, it takes a tenth longer.
_OBJECTS_BEFORE_COLLECTING = 50_000


class ProcessError(Exception):
    """A child process is lost."""


class TooLateError(ProcessError):
    """A child process took longer than it may, and was killed."""


class Processes:
    """Child processes of one module; started where they are needed."""

    def __init__(
        self,
        module: str,
        arguments: Sequence[str] = (),
        *,
        seconds: float | None = None,
        count: int | None = None,
    ) -> None:
        """Run `python -m module arguments`, `count` times (as many as cores), `seconds` a request."""
        self._command = [sys.executable, "-m", module, *arguments]
        self._seconds = seconds
        self._count = count or os.cpu_count() or 1
        self._threads = ThreadPoolExecutor(self._count, thread_name_prefix=module)
        self._turns = _Turns(self._count)
        self._own = threading.local()
        self._children: list[Child] = []
        self._idle: list[Child] = []
        self._ended = False

    def begin(self) -> None:
        """Start a child before there is work for it, so that the first need not wait for it."""
        if not self._children:
            self._idle.append(self._started())

    def end(self) -> None:
        """End the children, and forget what is still to be done."""
        self._ended = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in self._children:
            child.end()

    @property
    def ahead(self) -> int:
        """How many pieces of work to submit before taking the first result, to keep every core busy."""
        return 4 * self._count

    def submit(
        self, work: "Callable[[Child], Value]", lost: Callable[[ProcessError], Value]
    ) -> "Future[Value]":
        """Return what `work` will give, done in a thread that has a child for itself.

        Where the child is lost over it, it is done again in a new one while no other works: what was
        too much for all together may do for one. Where that is lost too, return what `lost` gives.
        """
        return self._threads.submit(self._done, work, lost)

    def _done(self, work: "Callable[[Child], Value]", lost: Callable[[ProcessError], Value]) -> Value:
        try:
            with self._turns.together():
                return work(self._child())
        except ProcessError as error:
            if self._ended:
                return lost(error)
        try:
            with self._turns.alone():
                return work(self._child())
        except ProcessError as error:
            return lost(error)

    def _child(self) -> "Child":
        child: Child | None = getattr(self._own, "child", None)
        if child is None or not child.alive:
            try:
                child = self._own.child = self._idle.pop()
            except IndexError:
                child = self._own.child = self._started()
        if self._ended:
            child.end()
        return child

    def _started(self) -> "Child":
        child = Child(self._command, self._seconds)
        self._children.append(child)
        return child


class _Turns:
    """Lets as many as there are places work together, or one alone."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._free = threading.Semaphore(places)
        # Whoever waits for places keeps those who come later from taking them.
        self._entry = threading.Lock()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Hold one place."""
        yield from self._held(1)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold all places."""
        yield from self._held(self._places)

    def _held(self, places: int) -> Iterator[None]:
        with self._entry:
            for _ in range(places):
                self._free.acquire()
        try:
            yield
        finally:
            self._free.release(places)


class Child:
    """One child process, used by one thread."""

    def __init__(self, command: Sequence[str], seconds: float | None) -> None:
        self._seconds = seconds
        path = os.pathsep.join(folder for folder in sys.path if folder)
        # Every core has a child: threads in each would only wait for one another.
        one = {"TOKENIZERS_PARALLELISM": "false", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **one, "PYTHONPATH": path},
            # Ctrl-C is for the parent, which ends its children.
            start_new_session=True,
        )
        self.alive = True

    def ask(self, request: bytes) -> bytes:
        """Return the answer to a request; raises `ProcessError` where the child is lost over it."""
        late = threading.Event()
        clock = threading.Timer(self._seconds, self._stop, [late]) if self._seconds else None
        if clock:
            clock.daemon = True
            clock.start()
        try:
            answer = self._answer(request)
        finally:
            if clock:
                clock.cancel()
        if answer is not None:
            return answer
        self.end()
        raise TooLateError if late.is_set() else ProcessError

    def _answer(self, request: bytes) -> bytes | None:
        try:
            send(self._process.stdin, request)  # type: ignore[arg-type]
            return receive(self._process.stdout)  # type: ignore[arg-type]
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


def bound(limit: str, most: int, *, for_good: bool = True) -> None:
    """Let this process take at most so much of something (`RLIMIT_AS` …), where the system can bound that."""
    try:
        import resource

        kind = getattr(resource, limit)
        _, given = resource.getrlimit(kind)
        resource.setrlimit(kind, (most, most if for_good else given))
    except (ImportError, OSError, ValueError):
        return


def serve(answer: Callable[[bytes], bytes]) -> None:
    """Answer every request of the parent, as a child, until there are no more."""
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
    while (request := receive(sys.stdin.buffer)) is not None:
        send(sys.stdout.buffer, answer(request))


def send(stream: BinaryIO, frame: bytes) -> None:
    """Write a frame."""
    stream.write(_LENGTH.pack(len(frame)))
    stream.write(frame)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """Return the next frame, None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    size = _LENGTH.unpack(head)[0]
    frame = stream.read(size)
    return frame if len(frame) == size else None


def in_order(
    items: Iterable[Item], submit: Callable[[Item], "Future[Value]"], ahead: int
) -> Iterator[tuple[Item, Value]]:
    """Yield each item with what was promised for it, in their order, while `ahead` others are worked on."""
    waiting: deque[tuple[Item, Future[Value]]] = deque()
    for item in items:
        waiting.append((item, submit(item)))
        if len(waiting) > ahead:
            first, promised = waiting.popleft()
            yield first, promised.result()
    for first, promised in waiting:
        yield first, promised.result()
