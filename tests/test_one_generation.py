"""Every route answers from one generation, whatever becomes of the data folder meanwhile."""

import functools
import inspect
import json
import logging
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

import index.live
from index.allowed import Allowed
from index.data_folder import DataFolder
from index.embedder import bundled_model
from index.fitted import unknown
from index.live import LiveIndex
from index.records import Records
from index.snapshot import Snapshot
from index.storage import delete_tree
from plansearch.app import create_app
from plansearch.settings import Settings
from search_api.collecting.collect import ingest
from search_api.measuring.quality import QualityError, store_questions
from tests.every_route import SILENT, Told, ask, fill, text_of, write_round
from tests.index_worlds import collect, index_files
from tests.llm_server import llm_server

pytestmark = pytest.mark.thorough

OLD, NEW, LATER = "g000001", "g000002", "g000003"


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a generation of round 1, measured on a question, and one of round 2."""
    folder = tmp_path_factory.mktemp("rounds")
    question = {"id": "q", "kind": "vi", "query": "treo đèn biển đợt 1",
                "relevant": [{"source_file": "a.txt", "phrase": "treo đèn biển"}]}  # fmt: skip
    (folder / "questions.jsonl").write_text(json.dumps(question), encoding="utf-8")
    store_questions(DataFolder.open_or_create(folder / "data"), folder / "questions.jsonl")
    for number in (1, 2):
        write_round(folder / "in", number)
        collect(folder / "data", folder / "in")
    return folder


@pytest.fixture
def data(rounds: Path, tmp_path: Path) -> Path:
    """A copy of it; the older round is current."""
    data = Path(shutil.copytree(rounds / "data", tmp_path / "data"))
    switch(data, OLD)
    return data


@pytest.fixture(scope="module")
def writer() -> Iterator[str]:
    """The address of a server that writes summaries."""
    with llm_server() as running:
        yield running.url


@pytest.fixture
def app(data: Path, writer: str) -> Iterator[FastAPI]:
    app = create_app(Settings(data=data, llm_url=writer, llm_model="small-model"))
    yield app
    app.state.index.close()


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def ready(client: TestClient) -> frozenset[int]:
    """Return the round that is served once what is published has been looked at: that is after an answer."""
    client.get("/readyz")
    return ask(client, "/readyz").rounds


def switch(data: Path, name: str) -> None:
    """Publish a generation that is there already."""
    (data / "CURRENT.next").write_text(f"{name}\n")
    (data / "CURRENT.next").replace(data / "CURRENT")


def wrong(told: Told, path: str, number: int) -> bool:
    """True for an answer that is not wholly of a round, or names none although it should."""
    return told.status != 200 or told.rounds not in ({number}, frozenset() if path in SILENT else {number})


def wrong_answers(client: TestClient, app: FastAPI, number: int) -> list[tuple[str, Told]]:
    """Ask every route and return what does not tell of this round."""
    addresses = fill(app, app.state.index.snapshot())
    answers = [(path, address, ask(client, address)) for path, address in addresses]
    return [(address, told) for path, address, told in answers if wrong(told, path, number)]


class Publisher:
    """Publishes the other of two rounds after every read of the index, while it is `busy`."""

    def __init__(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.data, self.name, self.busy = data, OLD, False
        self._lock = threading.RLock()
        for kind in (LiveIndex, Snapshot, Records):
            for name, method in inspect.getmembers(kind, inspect.isfunction):
                if not name.startswith("_") and name not in ("open", "close", "without"):
                    monkeypatch.setattr(kind, name, self._publishing_after(method))

    def publish(self, name: str) -> None:
        with self._lock:
            self.name = name
            switch(self.data, name)

    def _publishing_after(self, method: Callable[..., object]) -> Callable[..., object]:
        @functools.wraps(method)
        def read(*arguments: object, **options: object) -> object:
            found = method(*arguments, **options)
            if self.busy:
                self.publish(NEW if self.name == OLD else OLD)
            return found

        return read


def test_a_publish_between_any_two_reads_of_a_request_changes_nothing_in_it(app, client, data, monkeypatch):
    addresses = fill(app, app.state.index.snapshot())
    publisher, found = Publisher(data, monkeypatch), []
    for path, address in addresses:
        # The round of the addresses is current when the request comes, and seldom after that.
        publisher.publish(OLD)
        publisher.busy = True
        told = ask(client, address)
        publisher.busy = False
        if wrong(told, path, 1):
            found.append((address, told))
    assert found == []
    # The requests did publish: the next one is of the other round.
    publisher.publish(NEW)
    assert ready(client) == {2}


def test_a_folder_from_which_the_served_generation_has_gone_is_followed(app, client, rounds, data, tmp_path):
    """Two publishes, as they really are, within one request: the generation it reads is deleted."""
    snapshot, published = app.state.index.snapshot, []

    def publishing(allowed: Allowed | None = None) -> Snapshot:
        taken = snapshot(allowed)
        if len(published) < 2:
            published.append(len(published))
            write_round(tmp_path / "in", 2 + len(published))
            ingest(DataFolder.open(data), [tmp_path / "in"], app.state.index.embedder, margin=1.0)
            publishing()
        return taken

    (compare,) = [address for path, address in fill(app, snapshot()) if path == "/compare"]
    app.state.index.snapshot = publishing
    assert ask(client, compare) == Told(200, frozenset({1}))
    assert not (data / "generations" / OLD).exists()
    assert ready(client) == {4}


def test_what_the_quality_gate_refused_is_nowhere(app, client, rounds, data):
    write_round(rounds / "in", 3)
    text = (rounds / "in" / "a.txt").read_text(encoding="utf-8")
    (rounds / "in" / "a.txt").write_text(text.replace("treo đèn biển", "sửa cầu"), encoding="utf-8")
    with pytest.raises(QualityError):
        ingest(DataFolder.open(data), [rounds / "in"], app.state.index.embedder)
    assert wrong_answers(client, app, 1) == []
    for identity in app.state.index.snapshot().documents:
        document = client.get(f"/api/v1/documents/{identity}").json()
        parts = [document["text"][p["start"] : p["end"]] for p in document["passages"]]
        assert parts == [p["text"] for p in document["passages"]] != []


class Timers:
    """Stands for `threading` in the index: its timers go off when a test says so."""

    Lock = staticmethod(threading.Lock)

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def Timer(self, _: float, then: Callable[[], None]) -> SimpleNamespace:  # noqa: N802
        return SimpleNamespace(start=lambda: self.waiting.append(then), cancel=self.waiting.clear)

    def go_off(self) -> None:
        waiting, self.waiting = self.waiting, []
        for then in waiting:
            then()


@pytest.fixture
def timers(monkeypatch: pytest.MonkeyPatch) -> Timers:
    timers = Timers()
    monkeypatch.setattr(index.live, "threading", timers)
    return timers


def reasons(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.name == "index.live" and r.levelno >= logging.WARNING]


def test_a_damaged_new_generation_leaves_the_old_one_served(app, client, data, timers, caplog):
    files = index_files(data, NEW)
    for file in files:
        whole = file.read_bytes()
        if not whole:
            continue
        damaged = bytearray(whole)
        damaged[len(whole) // 2] ^= 1
        file.write_bytes(damaged)
        caplog.clear()
        switch(data, NEW)
        assert [ask(client, "/readyz").rounds for _ in range(3)] == [{1}] * 3, file
        timers.go_off()
        assert ask(client, "/search?q=đèn biển") == Told(200, frozenset({1})), file
        assert len(reasons(caplog)) == 1, file
        assert OLD in reasons(caplog)[0]
        file.write_bytes(whole)
        # Made whole where it lies, it is taken up by the next attempt.
        timers.go_off()
        assert ready(client) == {2}, file
        switch(data, OLD)
        assert ready(client) == {1}
    assert len(files) > 12


def test_every_route_answers_beside_a_damaged_generation_until_a_good_one_comes(
    app, client, data, timers, caplog, tmp_path
):
    (data / "segments" / NEW.replace("g", "s") / "records.sqlite").write_bytes(b"")
    switch(data, NEW)
    assert wrong_answers(client, app, 1) == []
    assert len(reasons(caplog)) == 1
    write_round(tmp_path / "in", 3)
    ingest(DataFolder.open(data), [tmp_path / "in"], app.state.index.embedder, margin=1.0)
    # The documents of round 2 are still in the catalogue, beside those of round 3.
    assert ready(client) == {3}


class OtherModel:
    """A model of the same size under another name."""

    identity = "other@1"
    dimension = bundled_model().dimension
    fitted = unknown()

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        return bundled_model().encode(texts)

    def embed_query(self, text: str) -> np.ndarray:
        return bundled_model().encode([text])[0]


def test_a_generation_of_another_model_is_not_taken_up(app, client, data, timers, caplog, tmp_path):
    write_round(tmp_path / "in", 3)
    folder = DataFolder.open(data)
    report = ingest(folder, [tmp_path / "in"], OtherModel(), margin=1.0)
    assert report.manifest.generation == folder.current_name() == LATER
    wrong_paths = {address for address, _ in wrong_answers(client, app, 1)}
    # The file itself went with the last generation on the disk that named it.
    assert {path for path in wrong_paths if not path.endswith("/original")} == set()
    timers.go_off()
    assert len(reasons(caplog)) == 1
    assert "other@1" in reasons(caplog)[0]
    ingest(folder, [tmp_path / "in"], app.state.index.embedder, margin=1.0)
    assert ready(client) == {4}


def test_every_route_answers_as_before_when_the_data_folder_is_deleted(app, client, data, timers, caplog):
    # The files themselves lie in the data folder.
    addresses = [
        address
        for path, address in fill(app, app.state.index.snapshot())
        if path != "/metrics" and not path.endswith("/original")
    ]
    before = {address: words(client.get(address)) for address in addresses}
    delete_tree(data)
    assert [address for address in addresses if words(client.get(address)) != before[address]] == []
    assert {status for status, _ in before.values()} == {200}
    assert client.get("/metrics").status_code == 200
    assert len(reasons(caplog)) == 1
    assert not data.exists()


def words(answer: Response) -> tuple[int, str]:
    """Return status and words of an answer without the time that it took."""
    return answer.status_code, re.sub(r'"seconds":[\d.]+', "", text_of(answer.content))
