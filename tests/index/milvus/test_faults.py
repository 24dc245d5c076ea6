"""Milvus away, gone, slow and back: what is said, and for how long one waits for it."""

import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.data_folder import DataFolder
from index.errors import UnreachableError
from index.live import LiveIndex
from index.milvus import source
from index.milvus.connection import Connection
from index.milvus.publishing import publish
from plansearch.app import create_app
from plansearch.settings import Settings
from tests.index_worlds import collect, write_plan
from tests.milvus_servers import MilvusProcess, free_port, milvus_lite
from tests.serving import plansearch

pytestmark = pytest.mark.thorough

PATIENCE = 30.0
REACHED = "the index cannot be reached"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    collect(
        folder / "data", write_plan(folder / "in" / "a.txt", "Treo đèn biển ở cảng cá.", "Sửa trường học.")
    )
    return folder / "data"


@pytest.fixture
def server(tmp_path: Path, data: Path) -> Iterator[MilvusProcess]:
    with milvus_lite(tmp_path) as running:
        with closing(DataFolder.open(data).open_current().generation) as generation:
            publish(Connection(running.address()), generation)
        yield running


def settings(server: MilvusProcess, folder: Path, deadline: float = 1.0) -> Settings:
    uri = f"http://127.0.0.1:{server.port}"
    return Settings(data=folder, engine="milvus", milvus_uri=uri, milvus_deadline=deadline, keys="open")


def test_away_at_the_start_is_told_and_the_command_ends(tmp_path):
    pytest.importorskip("pymilvus", reason="pymilvus is not installed")
    environment = {
        "PLANSEARCH_ENGINE": "milvus", "PLANSEARCH_MILVUS_URI": f"http://127.0.0.1:{free_port()}",
        "PLANSEARCH_MILVUS_DEADLINE": "0.5",
    }  # fmt: skip
    for command in (("serve",), ("search", "đèn biển")):
        done = plansearch(*command, "--data", tmp_path / "data", environment=environment)
        assert (done.returncode, done.stdout) == (2, "")
        assert REACHED in done.stderr


def test_gone_in_mid_request_is_503_with_retry_after_and_back_it_answers(server, tmp_path, monkeypatch):
    monkeypatch.setattr(source, "_BETWEEN_LOOKS", 0.0)
    app = create_app(settings(server, tmp_path / "served"))
    client = TestClient(app, raise_server_exceptions=False)
    assert client.get("/api/v1/search?q=đèn biển").json()["total"] > 0
    server.kill()
    answer = client.get("/api/v1/search?q=cảng cá")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert REACHED in answer.json()["detail"]
    for language, words in (("vi", "không kết nối được"), ("en", REACHED)):
        page = client.get("/search?q=bến cá", headers={"Accept": "text/html", "Accept-Language": language})
        assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
        assert words in page.text
    # What needs no engine is read on.
    assert client.get("/api/v1/documents").status_code == 200
    server.start()
    end = time.monotonic() + PATIENCE
    while (answer := client.get("/api/v1/search?q=đèn biển cảng")).status_code == 503:
        assert time.monotonic() < end
        time.sleep(0.2)
    assert answer.json()["total"] > 0
    app.state.index.close()


def test_a_server_that_does_not_answer_is_given_up_at_the_deadline(server, tmp_path):
    index = LiveIndex.open(tmp_path / "served", "bundled", "", server.address(deadline=1.0))
    snapshot = index.snapshot()
    server.signal(signal.SIGSTOP)
    try:
        begin = time.monotonic()
        with pytest.raises(UnreachableError, match=REACHED):
            snapshot.searcher.search("đèn biển")
        # Far below what a client that waits for ever takes; a busy machine is given time.
        assert time.monotonic() - begin < PATIENCE
    finally:
        server.signal(signal.SIGCONT)
    assert snapshot.searcher.search("đèn biển").total > 0


def test_a_publish_that_cannot_reach_it_fails_and_what_was_ingested_is_kept(tmp_path):
    pytest.importorskip("pymilvus", reason="pymilvus is not installed")
    environment = {
        "PLANSEARCH_ENGINE": "milvus", "PLANSEARCH_MILVUS_URI": f"http://127.0.0.1:{free_port()}",
        "PLANSEARCH_MILVUS_DEADLINE": "0.5",
    }  # fmt: skip
    plan = write_plan(tmp_path / "a.txt", "Treo đèn biển ở cảng cá.")
    done = plansearch("ingest", plan, "--data", tmp_path / "data", environment=environment)
    assert done.returncode == 2
    assert REACHED in done.stderr
    assert "đèn biển" in plansearch("search", "đèn biển", "--data", tmp_path / "data", "--json").stdout


def test_what_was_removed_is_not_published_where_its_removal_was_cut_short(tmp_path):
    pytest.importorskip("pymilvus", reason="pymilvus is not installed")
    report = collect(tmp_path / "data", write_plan(tmp_path / "a.txt", "Treo đèn biển ở cảng cá."))
    DataFolder.open(tmp_path / "data").note_removed([report.files[0].document_id])
    environment = {"PLANSEARCH_ENGINE": "milvus", "PLANSEARCH_MILVUS_URI": f"http://127.0.0.1:{free_port()}"}
    done = plansearch("publish", "--data", tmp_path / "data", environment=environment)
    assert done.returncode == 2
    assert "removal was cut short" in done.stderr


def test_documents_are_not_added_where_they_are_served_from_elsewhere(server, tmp_path):
    app = create_app(settings(server, tmp_path / "served"))
    client = TestClient(app, client=("127.0.0.1", 1), base_url="http://127.0.0.1")
    (identity,) = (document["id"] for document in client.get("/api/v1/documents").json()["documents"])
    for answer in (
        client.delete(f"/api/v1/documents/{identity}"),
        client.post("/api/v1/jobs", files={"files": ("a.txt", b"x")}),
        client.get("/desk"),
    ):
        assert answer.status_code == 403
        assert "published from" in answer.text
    app.state.index.close()


def test_a_wrong_setting_is_told(tmp_path):
    done = plansearch("documents", "--data", tmp_path, environment={"PLANSEARCH_ENGINE": "milvus"})
    assert done.returncode == 2
    assert "PLANSEARCH_MILVUS_URI: " in done.stderr
    done = plansearch("publish", "--data", tmp_path)
    assert done.returncode == 2
    assert "PLANSEARCH_ENGINE=milvus" in done.stderr
