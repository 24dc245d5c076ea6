"""Waiting for changes: one ingest a burst, none for what is left out, until it is interrupted."""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from index.errors import PlanSearchError
from search_api.collecting import watching
from search_api.collecting.watching import watch


@pytest.fixture(autouse=True)
def _no_endless_waiting() -> Iterator[None]:
    """Fail a test that waits for a change that is never seen."""
    if sys.platform == "win32":
        yield
        return

    def late(*_: object) -> None:
        raise AssertionError("no change was seen")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose files are quiet soon."""
    monkeypatch.setattr(watching, "_QUIET_MILLISECONDS", 300)
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def ingests(paths: list[Path], *steps: Callable[[], object], left_out: list[Path] | None = None) -> int:
    """Do a step at each ingest and go on as it says; return how many there were before Ctrl-C after the last."""
    left = list(steps)

    def ingest() -> bool:
        done = left.pop(0)()
        if not left:
            raise KeyboardInterrupt
        return done is not False

    with suppress(KeyboardInterrupt):
        watch(paths, left_out or [], ingest)
    return len(steps) - len(left)


def nothing() -> None:
    """Change nothing."""


def test_it_ingests_at_once_and_after_a_change(plans):
    change = lambda: (plans / "a.txt").write_text("a")  # noqa: E731 - a step
    assert ingests([plans], change, nothing) == 2


def test_changes_one_after_another_are_one_burst(plans, monkeypatch):
    monkeypatch.setattr(watching, "_QUIET_MILLISECONDS", 1500)

    def write_on() -> None:
        for number in range(8):
            time.sleep(0.1)
            (plans / f"{number}.txt").write_text("a")

    writer, seen = threading.Thread(target=write_on), []
    assert ingests([plans], writer.start, lambda: seen.extend(plans.iterdir())) == 2
    writer.join()
    assert len(seen) == 8


def test_what_is_left_out_is_no_change(plans, monkeypatch):
    monkeypatch.setattr(watching, "_PATIENCE", 2.0)
    names = ["~$a.docx", ".~lock.a.odt#", ".hidden/a.txt", "data/g1/a.txt", "report.csv"]
    for name in names:
        (plans / name).parent.mkdir(parents=True, exist_ok=True)
    times: list[float] = []

    def change_and_fail() -> bool:
        for name in names:
            (plans / name).write_text("a")
        times.append(time.monotonic())
        return False

    ingests(
        [plans],
        change_and_fail,
        lambda: times.append(time.monotonic()),
        left_out=[plans / "data", plans / "report.csv"],
    )
    # Not before that what failed is tried again.
    assert times[1] - times[0] >= 2.0


def test_what_failed_is_tried_again_without_a_change(plans, monkeypatch):
    monkeypatch.setattr(watching, "_PATIENCE", 0.5)
    assert ingests([plans], lambda: False, nothing) == 2


def test_files_that_never_rest_are_ingested_all_the_same(plans, monkeypatch):
    monkeypatch.setattr(watching, "_PATIENCE", 1.0)
    ended = threading.Event()

    def write_on() -> None:
        while not ended.wait(0.05):
            (plans / "log.txt").write_text("a")

    writer = threading.Thread(target=write_on, daemon=True)
    assert ingests([plans], writer.start, ended.set) == 2
    writer.join()


def test_a_file_that_is_replaced_by_another_is_seen(plans):
    file = plans / "a.txt"
    file.write_text("a")

    def replace() -> None:
        (plans / "new").write_text("b")
        (plans / "new").replace(file)

    assert ingests([file], replace, replace, nothing) == 3


def test_a_missing_path_is_named(plans):
    with pytest.raises(PlanSearchError, match="nowhere does not exist"):
        ingests([plans / "nowhere"], nothing)
