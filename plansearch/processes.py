"""Several processes that serve together: one socket, one index on the disk, and what they count in common.

The process that runs this answers nothing. It starts the others, starts one anew where one has died, and ends
them. They are not forked, because the libraries have threads.
"""

import logging
import math
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from logging.config import dictConfig
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from index.errors import PlanSearchError
from plansearch.listening import bound_listener, tell_address
from plansearch.logs import log_config
from plansearch.settings import Settings
from plansearch.share import LAST_SECONDS, METRICS, Share

log = logging.getLogger(__name__)

_FAILED = 1
# Between two starts of a process; one that cannot begin is tried less and less often.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
# Beyond what a process gives to what it has begun.
_SPARE_SECONDS = 5
# Where the library of the metrics keeps them, told before it is first imported.
_METRICS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
# What a process says when it begins to serve; else it says why it cannot.
_SERVES = ""
_spawn = multiprocessing.get_context("spawn")


def serve_together(settings: Settings) -> None:
    """Serve by as many processes as the settings say until this one is told to end.

    Raises `PlanSearchError` where the port is taken, or where there is nothing to serve.
    """
    with (
        bound_listener(settings) as listener,
        TemporaryDirectory(prefix="plansearch-serve-", ignore_cleanup_errors=True) as folder,
        _end_signals() as ended,
    ):
        dictConfig(log_config(settings.log))
        share = Share(of=settings.processes, folder=Path(folder))
        Path(folder, METRICS).mkdir()
        _Processes(settings, listener, share, ended).run()
    # As a process that serves alone does.
    signal.raise_signal(ended.signal)


class _EndSignals:
    """The signals that tell this process to end: `pipe` has something to read when one came, `signal` is the last."""

    def __init__(self) -> None:
        self.pipe, self._writer = _spawn.Pipe(duplex=False)
        self.signal = 0

    def note(self, number: int, _: object) -> None:
        self.signal = number
        self._writer.send_bytes(b".")


@contextmanager
def _end_signals() -> Iterator[_EndSignals]:
    ended = _EndSignals()
    before = {each: signal.signal(each, ended.note) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield ended
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class _Running:
    """A process that runs: what it `says` it says once, and it `serves` once that was good."""

    def __init__(self, process: SpawnProcess, says: Connection) -> None:
        self.process, self.says = process, says
        self.started = time.monotonic()
        self.heard = self.serves = False


class _Place:
    """The place of a process, which is to be started when it is `due`."""

    def __init__(self, share: Share) -> None:
        self.share, self.due, self.pause = share, math.inf, _FIRST_PAUSE
        self.running: _Running | None = None


class _Processes:
    """The processes of a server. The first one alone finds out whether there is something to serve."""

    def __init__(self, settings: Settings, listener: socket.socket, share: Share, ended: _EndSignals) -> None:
        self._settings, self._listener, self._ended = settings, listener, ended
        self._places = [_Place(replace(share, number=n, begins=n == 0)) for n in range(share.of)]
        self._begun = False

    def run(self) -> None:
        """Have them serve until a signal comes."""
        self._places[0].due = 0.0
        try:
            while not self._ended.pipe.poll():
                self._start_due()
                self._heed(self._next_events())
        finally:
            self._end()

    def _start_due(self) -> None:
        for place in self._places:
            if place.due <= time.monotonic():
                self._start(place)

    def _start(self, place: _Place) -> None:
        says, words = _spawn.Pipe(duplex=False)
        arguments = (self._settings, self._listener, place.share, words)
        process = _spawn.Process(target=_serve, args=arguments)
        with _ctrl_c_kept():
            process.start()
        words.close()
        place.running, place.due = _Running(process, says), math.inf
        place.share = replace(place.share, begins=False)

    def _next_events(self) -> set[object]:
        """Wait for a signal, for a process that says something or ends, or until one is due."""
        running = [place.running for place in self._places if place.running]
        says = [each.says for each in running if not each.heard]
        due = min(place.due for place in self._places)
        seconds = None if due == math.inf else max(0.0, due - time.monotonic())
        return set(wait([self._ended.pipe, *says, *(each.process.sentinel for each in running)], seconds))

    def _heed(self, events: set[object]) -> None:
        for place in self._places:
            running = place.running
            if running and running.says in events:
                self._hear(place, running)
            if running and running.process.sentinel in events:
                self._replace(place, running)

    def _hear(self, place: _Place, running: _Running) -> None:
        running.heard = True
        with running.says as says:
            try:
                words = says.recv()
            except EOFError:
                # It has ended without a word.
                return
        if words == _SERVES:
            running.serves, place.pause = True, _FIRST_PAUSE
            if not self._begun:
                self._begin()
            if all(each.running and each.running.serves for each in self._places):
                log.info("all %d processes serve", len(self._places))
        elif not self._begun:
            raise PlanSearchError(words)
        else:
            log.warning("a process cannot serve, and is started again: %s", words)

    def _begin(self) -> None:
        self._begun = True
        tell_address(self._listener, self._settings)
        for place in self._places[1:]:
            place.due = 0.0

    def _replace(self, place: _Place, running: _Running) -> None:
        """Have another process take the place of one that has ended."""
        running.process.join()
        number, code = running.process.pid, running.process.exitcode
        log.error("process %s of the server ended unexpectedly, with %s", number, code)
        _forget_gauges(place.share, number)
        place.running = None
        if not self._begun:
            sys.exit(_FAILED)
        place.due = max(time.monotonic(), running.started + _FIRST_PAUSE)
        if not running.serves:
            place.due = time.monotonic() + place.pause
            place.pause = min(2 * place.pause, _LONGEST_PAUSE)

    def _end(self) -> None:
        """End all processes; those that are late, or all where another signal comes, at once."""
        living = [place.running.process for place in self._places if place.running]
        for process in living:
            process.terminate()
        while self._ended.pipe.poll():
            self._ended.pipe.recv_bytes()
        last = time.monotonic() + LAST_SECONDS + _SPARE_SECONDS
        while living and not self._ended.pipe.poll() and time.monotonic() < last:
            seconds = max(0.0, last - time.monotonic())
            ended = wait([self._ended.pipe, *(process.sentinel for process in living)], seconds)
            living = [process for process in living if process.sentinel not in ended]
        for process in living:
            process.kill()


@contextmanager
def _ctrl_c_kept() -> Iterator[None]:
    """Have what is started know nothing of Ctrl-C, which is for this process."""
    # It lets the signal through when it begins, which would be in between.
    resource_tracker.ensure_running()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _forget_gauges(share: Share, process: int | None) -> None:
    """Take what a process was doing out of the sums, for it does that no more."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(process, share.metrics)  # type: ignore[no-untyped-call]


def _serve(settings: Settings, listener: socket.socket, share: Share, words: Connection) -> None:
    """Serve, in a process of its own."""
    os.environ[_METRICS_VARIABLE] = str(share.metrics)
    Thread(target=_end_with_parent, daemon=True).start()
    # Not before: the library of the metrics has read its variable now.
    from index.embedder import bundled_model
    from plansearch.serving import opened_application, serve_beside

    try:
        if share.folder:
            bundled_model().share_vectors(share.folder)
        application = opened_application(settings, share)
    except PlanSearchError as error:
        words.send(str(error))
        sys.exit(_FAILED)

    def ready() -> None:
        # The address is told once for all.
        logging.getLogger("uvicorn").setLevel(logging.WARNING)
        words.send(_SERVES)

    serve_beside(listener, application, settings, ready)


def _end_with_parent() -> None:
    """End this process when the one that started it has ended, however that was."""
    if parent := multiprocessing.parent_process():
        parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
