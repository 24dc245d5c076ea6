"""A server follows what is published: what questions need is made ahead, where any are asked, and nothing waits for it."""

import gc
import threading
import weakref

import pytest

from index.allowed import Allowed
from index.live import LiveIndex
from index.snapshot import Snapshot
from plansearch import following
from plansearch.following import Follower
from search_api.asking.answers import PREPARATIONS, ask
from search_api.asking.segments import own_vocabulary
from search_api.asking.titles import title_words
from tests.index_worlds import collect, write_plan

PATIENCE = 30
NEEDED = {own_vocabulary, title_words}
QUESTION = "Sở Y tế làm gì?"


class Publishing:
    """A data folder into which one more plan is published each time."""

    def __init__(self, folder) -> None:
        self._folder, self._number = folder, 0
        self.publish()
        self.live = LiveIndex.open(folder / "data", "bundled")

    def publish(self) -> None:
        self._number += 1
        plans = self._folder / "plans"
        write_plan(plans / f"{self._number}.txt", f"Giao Sở Y tế tiêm vắc xin đợt {self._number}.")
        collect(self._folder / "data", plans)


@pytest.fixture
def world(tmp_path) -> Publishing:
    return Publishing(tmp_path)


def test_what_questions_need_is_made_before_the_next_is_asked(world):
    follower = Follower(world.live, PREPARATIONS)
    ask(world.live.snapshot(), QUESTION)
    world.publish()
    follower.look()
    assert world.live.served._derived.keys() >= NEEDED
    assert len(world.live.served.documents) == 2


def test_a_question_of_who_sees_some_documents_is_one_too(world):
    follower = Follower(world.live, PREPARATIONS)
    ask(world.live.snapshot(Allowed.parse([])), QUESTION)
    world.publish()
    follower.look()
    assert world.live.served._derived.keys() >= NEEDED


def test_nothing_is_made_where_nobody_has_asked(world):
    made: list[Snapshot] = []
    follower = Follower(world.live, [made.append])
    ask(world.live.snapshot(), QUESTION)
    world.publish()
    follower.look()
    world.publish()
    follower.look()
    follower.look()
    assert [len(snapshot.documents) for snapshot in made] == [2]


def test_who_asks_meanwhile_is_answered_from_what_was_published_and_does_not_wait(world):
    begun, let = threading.Event(), threading.Event()

    def make(_: Snapshot) -> None:
        begun.set()
        assert let.wait(PATIENCE)

    follower = Follower(world.live, [make])
    ask(world.live.snapshot(), QUESTION)
    world.publish()
    thread = threading.Thread(target=follower.look)
    thread.start()
    assert begun.wait(PATIENCE)
    assert len(world.live.snapshot().documents) == 2
    assert len(world.live.snapshot().searcher.search("vắc xin").hits) == 2
    let.set()
    thread.join(PATIENCE)


def test_a_failure_is_told_and_the_next_publish_is_followed(world, caplog):
    made: list[Snapshot] = []

    def make(snapshot: Snapshot) -> None:
        made.append(snapshot)
        raise MemoryError

    follower = Follower(world.live, [make])
    for count in (2, 3):
        assert ask(world.live.snapshot(), QUESTION).quotes
        world.publish()
        follower.look()
        assert len(world.live.served.documents) == count
    assert len(made) == 2
    assert caplog.text.count("what questions need could not be made") == 2
    assert gc.isenabled()


def test_a_fault_that_nobody_expects_ends_the_following_and_no_request(world, monkeypatch):
    monkeypatch.setattr(following, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    made, ended = threading.Event(), threading.Event()
    monkeypatch.setattr(following.log, "exception", lambda words: ended.set())

    def fail() -> Snapshot:
        raise RecursionError

    with Follower(world.live, [lambda _: made.set()]), pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.live, "snapshot", fail)
        assert ended.wait(PATIENCE)
    assert made.is_set()
    world.publish()
    assert len(world.live.snapshot().documents) == 2


def test_it_follows_by_itself_and_lets_go_of_what_is_replaced(world, monkeypatch):
    monkeypatch.setattr(following, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    made = {count: threading.Event() for count in (1, 2)}

    def make(snapshot: Snapshot) -> None:
        made[len(snapshot.documents)].set()

    with Follower(world.live, [make]):
        assert made[1].wait(PATIENCE)
        before = weakref.ref(world.live.snapshot())
        world.live.snapshot().asked.set()
        world.publish()
        assert made[2].wait(PATIENCE)
        gc.collect()
        assert before() is None


def test_it_ends_after_the_step_that_it_is_at(world):
    begun, after = threading.Event(), threading.Event()

    def step(_: Snapshot) -> None:
        begun.set()
        assert follower._ended.wait(PATIENCE)

    follower = Follower(world.live, [step, lambda _: after.set()])
    with follower:
        assert begun.wait(PATIENCE)
    assert not follower._thread.is_alive()
    assert not after.is_set()
