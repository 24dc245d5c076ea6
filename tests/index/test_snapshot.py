"""A snapshot: what hangs on it is made once for all threads, again after a failure, and goes with it."""

import gc
import shutil
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.allowed import Allowed
from index.errors import NotFoundError
from index.live import LiveIndex
from index.snapshot import Snapshot
from tests.index_worlds import collect, write_plan
from tests.product import Product


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("snapshot")
    plans = [
        write_plan(
            folder / "a.txt", "Giao Sở Y tế treo đèn biển trước ngày 05/3/2024.", "Sửa cầu theo Nghị định 11/2021/NĐ-CP."
        ),
        write_plan(folder / "b.txt", "Giao Sở Tư pháp treo cờ ở cảng cá.", title="Kế hoạch treo cờ"),
    ]  # fmt: skip
    collect(folder / "data", *plans)
    return folder / "data"


@pytest.fixture
def snapshot(data) -> Snapshot:
    return Product.open(data).snapshot


def test_threads_that_ask_together_share_one_making(snapshot):
    made, all_there = [], threading.Barrier(4, timeout=30)

    def make(own):
        made.append(own)
        return object()

    def ask(_):
        all_there.wait()
        return snapshot.derived(make)

    with ThreadPoolExecutor(4) as threads:
        values = set(threads.map(ask, range(4)))
    assert len(values) == 1
    assert made == [snapshot]


def test_those_who_wait_get_the_value_of_the_first(snapshot):
    begun, go_on = threading.Event(), threading.Event()

    def make(_):
        begun.set()
        assert go_on.wait(30)
        return "value"

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(snapshot.derived, make)
        assert begun.wait(30)
        second = threads.submit(snapshot.derived, make)
        go_on.set()
        assert (first.result(30), second.result(30)) == ("value", "value")


def test_a_failure_is_told_and_tried_again(snapshot):
    answers = iter([ValueError("the disk is full"), "value"])

    def make(_):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(ValueError, match="the disk is full"):
        snapshot.derived(make)
    assert snapshot.derived(make) == "value"


def test_what_hangs_on_a_snapshot_goes_with_it(data):
    class Derived:
        pass

    one, other = Product.open(data).snapshot, Product.open(data).snapshot

    def make(_):
        return Derived()

    assert one.derived(make) is one.derived(make) is not other.derived(make)
    gone = weakref.ref(one.derived(make)), weakref.ref(one.generation)
    del one
    gc.collect()
    assert [reference() for reference in gone] == [None, None]


def test_without_a_document_nothing_of_it_is_found(snapshot):
    first, second = snapshot.documents
    hidden = snapshot.without(frozenset([first]))
    gone = [passage.id for passage in snapshot.passages_of(first)]
    assert list(hidden.documents) == list(hidden.passage_counts()) == [second]
    assert {passage.document_id for passage in hidden.every_passage()} == {second}
    assert {passage.document_id for passage in hidden.spread(10)} == {second}
    assert {duty.document_id for duty in hidden.duties()} == {second}
    assert (snapshot.actors(), hidden.actors()) == (("Sở Y tế", "Sở Tư pháp"), ("Sở Tư pháp",))
    assert set(hidden.duties_of(snapshot.actors(), lambda _: True).values()) == {second}
    assert hidden.duty_count() == len(hidden.duties())
    assert snapshot.duties_of(snapshot.actors(), lambda document: document.id == first).keys() <= set(gone)
    assert [identity for identity, _, _ in hidden.of_each_document(lambda *found: found)] == [second]
    assert len(hidden.searcher.every_vector()) == len(snapshot.passages_of(second))
    assert [hidden.find_passage(identity) for identity in gone] == [None] * len(gone)
    assert hidden.duty(gone[0]) is None
    assert {hit.document.id for hit in hidden.searcher.search("treo đèn biển").hits} == {second}
    passage = hidden.passages_of(second)[0]
    assert hidden.searcher.similar(passage, 5) == ()
    assert snapshot.searcher.similar(passage, 5) != ()
    for read in (hidden.document, hidden.detail, hidden.passages_of):
        with pytest.raises(NotFoundError):
            read(first)
    # The one that it was made from is as it was.
    assert list(snapshot.documents) == [first, second]


def test_what_a_snapshot_says_of_itself_counts_what_there_is_in_it(snapshot):
    first, second = snapshot.documents
    part = snapshot.within(Allowed.parse([second]))
    assert (part.manifest.documents, part.manifest.passages) == (1, 1)
    assert [p.document_id for p in part.spread(5)] == [second]
    nothing = snapshot.within(Allowed.parse([]))
    assert (nothing.manifest.documents, nothing.manifest.passages) == (0, 0)
    assert list(nothing.spread(5)) == []
    assert len({snapshot.state, part.state, nothing.state}) == 3
    # Who may see all of it has the same snapshot, with what hangs on it.
    assert snapshot.within(Allowed.parse([first, second])) is snapshot


def test_a_file_that_holds_a_hidden_document_too_is_not_handed_out(tmp_path):
    plans = [
        "ỦY BAN NHÂN DÂN\nXÃ HẢI LÂM\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
        f"Số: {number}/KH-UBND\n\nKẾ HOẠCH\n{words}\n\n1. {words} trong năm.\n\nNơi nhận:\n- Lưu: VT.\n\n"
        for number, words in ((31, "Trồng rau"), (88, "Dạy bơi"))
    ]
    (tmp_path / "a.txt").write_text("".join(plans), encoding="utf-8")
    collect(tmp_path / "data", tmp_path / "a.txt", write_plan(tmp_path / "b.txt", "Sửa cầu treo qua suối."))
    snapshot = Product.open(tmp_path / "data").snapshot
    first, second, alone = snapshot.documents
    assert snapshot.detail(first).original == snapshot.detail(second).original != ""
    part = snapshot.within(Allowed.parse([first, alone]))
    assert part.detail(first).original == snapshot.without(frozenset([second])).detail(first).original == ""
    assert part.detail(alone).original == snapshot.detail(alone).original != ""


def test_parts_are_made_once_and_let_go_of_with_the_whole(data, tmp_path):
    copied = Path(shutil.copytree(data, tmp_path / "data"))
    live = LiveIndex.open(copied, "bundled")
    first, _ = live.snapshot().documents
    part = live.snapshot(Allowed.parse([first]))
    assert live.snapshot(Allowed.parse([first])) is part
    held = weakref.ref(part)
    del part
    collect(copied, write_plan(tmp_path / "c.txt", "Trồng rau trong vườn trường."))
    assert set(live.snapshot(Allowed.parse([first])).documents) == {first}
    gc.collect()
    assert held() is None
