"""The index that a server answers from: whoever asks after a publish is answered from what was published."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from index import live as live_module
from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.generation import Generation, Opened
from index.live import LiveIndex
from index.segment import Segment
from tests.index_worlds import collect, write_plan


class Slow:
    """A data folder whose next generation opens when it is let."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.begun, self.let = Event(), Event()

    def pointer(self) -> object:
        return self.folder.pointer()

    def open_generation(self) -> Opened:
        return self.folder.open_generation()

    def open_current(self, known: Mapping[str, Segment]) -> Opened:
        self.begun.set()
        assert self.let.wait(30)
        return self.folder.open_current(known)

    def removed_from(self, generation: Generation) -> frozenset[str]:
        return self.folder.removed_from(generation)


@pytest.fixture
def slow(tmp_path):
    write_plan(tmp_path / "plans" / "a.txt", "Sở Y tế tiêm vắc xin cho trẻ em.")
    collect(tmp_path / "data", tmp_path / "plans")
    return Slow(DataFolder.open(tmp_path / "data"))


def publish_another(slow: Slow) -> None:
    plans = slow.folder.path.parent / "plans"
    write_plan(plans / "b.txt", "Sở Nội vụ tuyển dụng công chức.")
    collect(slow.folder.path, plans)


def test_who_asks_while_another_opens_what_was_published_is_answered_from_it(slow):
    live = LiveIndex(slow.folder, load_embedder(), source=slow)
    publish_another(slow)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(live.snapshot)
        assert slow.begun.wait(30)
        second = threads.submit(live.snapshot)
        slow.let.set()
        assert [len(each.result(30).documents) for each in (first, second)] == [2, 2]
    assert first.result() is second.result()


def test_who_has_waited_long_is_answered_from_what_there_is(slow, monkeypatch):
    monkeypatch.setattr(live_module, "LONGEST_OPENING", 0.01)
    live = LiveIndex(slow.folder, load_embedder(), source=slow)
    publish_another(slow)
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(live.snapshot)
        assert slow.begun.wait(30)
        assert len(live.snapshot().documents) == 1
        slow.let.set()
        assert len(first.result(30).documents) == 2


def test_segments_that_stay_are_shared(slow):
    slow.let.set()
    live = LiveIndex(slow.folder, load_embedder(), source=slow)
    (before,) = live.snapshot().generation.segments().values()
    given: dict[str, Segment] = {}

    def watched(known: Mapping[str, Segment]) -> Opened:
        given.update(known)
        return slow.folder.open_current(known)

    slow.open_current = watched
    publish_another(slow)
    live.snapshot()
    assert given == {before.manifest.segment: before}
