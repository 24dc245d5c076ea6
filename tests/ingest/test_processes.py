"""Child processes: what one is lost over is tried once more alone, then given up, and the others go on."""

import threading
import time
from collections.abc import Iterator

import pytest

from ingest.processes import Child, ProcessError, Processes, TooLateError

CHILD = """
import os, time
from ingest.processes import serve


def answer(request):
    if request == b"die":
        os.kill(os.getpid(), 9)
    if request == b"sleep":
        time.sleep(600)
    return request + b" by %d" % os.getpid()


serve(answer)
"""


@pytest.fixture
def module(tmp_path, monkeypatch) -> str:
    """A module whose process says who answers, and dies or sleeps when it is told to."""
    (tmp_path / "obedient_child.py").write_text(CHILD, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return "obedient_child"


@pytest.fixture
def processes(module) -> Iterator[Processes]:
    opened = Processes(module, count=2)
    yield opened
    opened.end()


def lost(error: ProcessError) -> bytes:
    return type(error).__name__.encode()


class Orders:
    """Requests to be made one after another, however often the work is begun."""

    def __init__(self, *requests: bytes) -> None:
        self.requests = list(requests)

    def __call__(self, child: Child) -> bytes:
        return child.ask(self.requests.pop(0))


def test_what_a_child_is_lost_over_is_done_by_another(processes):
    first = processes.submit(Orders(b"hello"), lost).result()
    again = processes.submit(Orders(b"die", b"hello"), lost).result()
    assert again.startswith(b"hello by ")
    assert again != first


def test_a_child_that_was_begun_does_what_comes_first(processes):
    def pid(child: Child) -> bytes:
        return child.ask(b"hello").rpartition(b" ")[2]

    processes.begin()
    processes.begin()
    (begun,) = processes._children
    assert int(processes.submit(pid, lost).result()) == begun._process.pid
    assert processes._children == [begun]


def test_a_child_that_was_begun_for_nothing_ends(module):
    processes = Processes(module)
    processes.begin()
    (begun,) = processes._children
    processes.end()
    assert begun._process.poll() is not None


def test_what_two_children_are_lost_over_is_given_up(processes):
    orders = Orders(b"die", b"die", b"hello")
    assert processes.submit(orders, lost).result() == b"ProcessError"
    assert orders.requests == [b"hello"]
    assert processes.submit(orders, lost).result().startswith(b"hello")


def test_a_child_that_is_late_is_told_apart(module):
    processes = Processes(module, seconds=2, count=1)
    assert processes.submit(Orders(b"sleep", b"sleep"), lost).result() == TooLateError.__name__.encode()
    processes.end()


def test_the_second_try_is_made_while_no_other_works(processes):
    at_work: set[str] = set()
    died, beside = threading.Event(), []

    def other(child: Child) -> bytes:
        at_work.add("other")
        died.wait()
        # Long enough to be met by who does not wait.
        time.sleep(0.3)
        at_work.remove("other")
        return child.ask(b"hello")

    def frail(child: Child) -> bytes:
        if died.is_set():
            beside.append(set(at_work))
            return child.ask(b"hello")
        while not at_work:
            time.sleep(0.01)
        try:
            return child.ask(b"die")
        finally:
            died.set()

    promised = [processes.submit(work, lost) for work in (other, frail)]
    assert all(one.result().startswith(b"hello") for one in promised)
    assert beside == [set()]


def test_after_the_end_nothing_is_tried_again(module):
    processes = Processes(module, count=1)
    asked = threading.Event()
    tries = []

    def work(child: Child) -> bytes:
        tries.append(child)
        asked.set()
        return child.ask(b"sleep")

    promised = processes.submit(work, lost)
    asked.wait()
    processes.end()
    assert promised.result() == b"ProcessError"
    assert len(tries) == 1
