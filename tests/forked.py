"""Processes of the product without the wait for their imports: forked from one that has made them.

What a process of the product imports takes it a second or two, many times what it then does in a test. One that
is forked (`tests.standing_by`) does the same from there on: it has arguments, environment and streams of its own,
and is killed and waited for as any other.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, Self

from ingest import processes
from search_api.collecting import worker

# The modules that start as programs; the first is the command line.
PLANSEARCH = "plansearch.cli"
PROGRAMS = (
    PLANSEARCH, "ingest.reading.child", "search_api.collecting.job_run",
    "tests.killed_ingest", "tests.killed_job", "tests.killed_restore",
)  # fmt: skip
# Where the process that stands by listens: known to all that it has forked, so that these have theirs forked too.
ADDRESS = "TESTS_STANDING_BY"
_ROOT = Path(__file__).parents[1]
_PATIENCE = 120.0


class Process:
    """A forked process, to be used as one of `subprocess`."""

    def __init__(
        self,
        module: str,
        *arguments: object,
        stdin: int | IO[Any] | None = None,
        stdout: int | IO[Any] | None = None,
        stderr: int | IO[Any] | None = None,
        env: dict[str, str] | None = None,
        start_new_session: bool = False,
    ) -> None:
        self.args = [module, *map(_word, arguments)]
        self.returncode: int | None = None
        order = {
            "words": self.args,
            "environment": dict(os.environ if env is None else env),
            "folder": str(Path.cwd()),
            "new_session": start_new_session,
        }
        self._lock = threading.Lock()
        self._told = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._told.connect(STANDING_BY.address())
        with ExitStack() as opened:
            streams = [_ends(opened, *each) for each in enumerate((stdin, stdout, stderr))]
            socket.send_fds(self._told, [json.dumps(order).encode()], [theirs for theirs, _ in streams])
            self.pid = int(self._told.recv(32))
        self.stdin, self.stdout, self.stderr = (ours for _, ours in streams)

    def poll(self) -> int | None:
        """Return how it has ended, None where it has not."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return how it ended; raises `subprocess.TimeoutExpired`."""
        with self._lock:
            if self.returncode is None:
                self._told.settimeout(timeout)
                try:
                    status = int(self._told.recv(32))
                except (TimeoutError, BlockingIOError) as error:
                    raise subprocess.TimeoutExpired(self.args, timeout or 0) from error
                self.returncode = os.waitstatus_to_exitcode(status)
                self._told.close()
            return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for stream in (self.stdin, self.stdout, self.stderr):
            if stream:
                stream.close()
        self.wait()


def _word(argument: object) -> str:
    return os.fsdecode(argument) if isinstance(argument, bytes | os.PathLike) else str(argument)


def _ends(opened: ExitStack, number: int, wanted: int | IO[Any] | None) -> tuple[int, IO[bytes] | None]:
    """Return the end of a stream that the process has, and ours; what is opened for it alone is noted."""
    if wanted is None:
        return number, None
    if wanted == subprocess.DEVNULL:
        theirs, ours = os.open(os.devnull, os.O_RDWR), None
    elif wanted == subprocess.PIPE:
        reading, writing = os.pipe()
        theirs, ours = (
            (reading, os.fdopen(writing, "wb")) if number == 0 else (writing, os.fdopen(reading, "rb"))
        )
    else:
        return wanted.fileno(), None
    opened.callback(os.close, theirs)
    return theirs, ours


def run(
    module: str, *arguments: object, typed: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, with what is typed on its stdin."""
    with ExitStack() as files:
        stdin, stdout, stderr = (
            files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8")) for _ in range(3)
        )
        stdin.write(typed)
        stdin.seek(0)
        process = Process(module, *arguments, stdin=stdin, stdout=stdout, stderr=stderr, env=env)
        try:
            code = process.wait(_PATIENCE)
        finally:
            process.kill()
        stdout.seek(0)
        stderr.seek(0)
        return subprocess.CompletedProcess(process.args, code, stdout.read(), stderr.read())


def _started(command: list[str], **options: Any) -> "Process | subprocess.Popen[bytes]":
    if command[:2] == [sys.executable, "-m"] and command[2] in PROGRAMS:
        return Process(*command[2:], **options)
    return subprocess.Popen(command, **options)


def fork_instead(change: Any = setattr) -> None:
    """Have the product fork the processes that it starts."""
    instead = SimpleNamespace(Popen=_started, PIPE=subprocess.PIPE, DEVNULL=subprocess.DEVNULL)
    change(processes, "subprocess", instead)
    change(worker, "subprocess", instead)


class _StandingBy:
    """The process that stands by, started for the first that is to be forked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until_end = ExitStack()

    def address(self) -> str:
        """Return where it listens."""
        with self._lock:
            if ADDRESS not in os.environ:
                self._start()
            return os.environ[ADDRESS]

    def _start(self) -> None:
        folder = self._until_end.enter_context(tempfile.TemporaryDirectory(prefix="standing-"))
        address = f"{folder}/socket"
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.standing_by", address],
            # Every core has processes enough: threads in each would only wait for one another, and take room.
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_ROOT, start_new_session=True,
        )  # fmt: skip
        # That its stdin ends ends it.
        self._until_end.enter_context(process)
        assert process.stdout.readline() == b"ready\n"
        os.environ[ADDRESS] = address

    def end(self) -> None:
        """End it."""
        self._until_end.close()
        os.environ.pop(ADDRESS, None)


STANDING_BY = _StandingBy()
