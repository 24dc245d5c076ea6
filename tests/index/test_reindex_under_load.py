"""Queries go on, each over one whole generation, while new ones are published."""

import gc
import threading
from pathlib import Path

import pytest

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.live import LiveIndex
from tests.index_worlds import collect, write_plan
from tests.product import Product

THREADS = 8
ROUNDS = 3
QUERIES = ["đèn biển ở cảng cá", "truong hoc vung cao", "swimming lessons for children", "kiểm tra đợt"]


def write_round(plans: Path, number: int) -> None:
    """Write three documents whose every provision names the round."""
    for name, words in (("a", "Treo đèn biển ở cảng cá"), ("b", "Sửa trường học"), ("c", "Mở lớp bơi")):
        provisions = [f"{words}, kiểm tra đợt {number}, nhóm {group}." for group in range(1, 6)]
        write_plan(plans / f"{name}.txt", *provisions)


@pytest.fixture
def world(tmp_path):
    write_round(tmp_path / "in", 0)
    collect(tmp_path / "data", tmp_path / "in")
    return tmp_path


def rounds_of(service: Product, query: str) -> set[str]:
    """Return the rounds that the hits of one query name, and that their neighbours name."""
    hits = service.search(query, limit=20).hits
    assert hits
    return {hit.passage.text.split("đợt ")[1][0] for hit in hits}


def test_eight_threads_always_see_one_whole_generation(world):
    service = Product.open(world / "data")
    done = threading.Event()
    faults: list[object] = []
    seen: set[str] = set()

    def ask(number: int) -> None:
        try:
            while not done.is_set():
                rounds = rounds_of(service, QUERIES[number % len(QUERIES)])
                seen.update(rounds)
                if len(rounds) != 1:
                    faults.append(rounds)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=ask, args=[number]) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    try:
        for number in range(1, ROUNDS + 1):
            write_round(world / "in", number)
            collect(world / "data", world / "in")
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert faults == []
    assert len(seen) > 1
    assert rounds_of(service, QUERIES[0]) == {str(ROUNDS)}


def test_one_connection_serves_eight_threads(world):
    snapshot = Product.open(world / "data").snapshot
    identities = [passage.id for passage in snapshot.every_passage()]
    faults: list[object] = []

    def read(shift: int) -> None:
        try:
            for step in range(300):
                wanted = [identities[(step + shift + n) % len(identities)] for n in range(1 + step % 7)]
                found = [passage.id for passage in snapshot.passages(wanted)]
                if found != wanted:
                    faults.append(found)
                if snapshot.passage(wanted[0]).id != wanted[0]:
                    faults.append(wanted[0])
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=read, args=[shift]) for shift in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_generation_published_while_a_service_opens_is_not_missed(world, monkeypatch):
    plain = DataFolder.open_generation

    def overtaken(folder: DataFolder):
        generation = plain(folder)
        monkeypatch.setattr(DataFolder, "open_generation", plain)
        write_round(world / "in", 1)
        collect(world / "data", world / "in")
        return generation

    monkeypatch.setattr(DataFolder, "open_generation", overtaken)
    service = Product(LiveIndex(DataFolder.open(world / "data"), load_embedder()))
    assert rounds_of(service, QUERIES[0]) == {"1"}


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="the list of mapped files is Linux's")
def test_replaced_generations_are_let_go(world):
    service = Product.open(world / "data")
    for number in (1, 2, 3):
        write_round(world / "in", number)
        collect(world / "data", world / "in")
        rounds_of(service, QUERIES[0])
    gc.collect()
    mapped = Path("/proc/self/maps").read_text()
    held = [
        name for name in ("g000001", "g000002", "g000003") if f"{world}/data/generations/{name}/" in mapped
    ]
    assert held == []
    assert f"{world}/data/generations/g000004/" in mapped
