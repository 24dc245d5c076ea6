"""A server over an empty folder: it says that nothing is there, and takes the first documents at its desk."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from index.catalogue import Catalogue
from index.data_folder import CATALOGUE, DataFolder
from tests.html_page import HtmlPage
from tests.index_worlds import collect, snapshot, write_plan
from tests.serving import plansearch, serving

WORDS = "Giao Sở Y tế treo đèn biển ở cảng cá."
PATIENCE = 60


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("first")
    (folder / "data").mkdir()
    with serving(folder / "data", folder / "log.txt") as running:
        yield running


def test_it_starts_says_that_nothing_is_there_and_takes_the_first_documents(server, tmp_path):
    assert server.get("/readyz").text.startswith("ready g")
    assert "has no documents yet" in server.log.read_text(encoding="utf-8")
    home = HtmlPage.of(server.get("/", lang="en").text)
    assert "There are no documents here yet" in home.text
    assert "/desk?lang=en" in home.links
    for path in ("/search", "/ask", "/api/v1/search", "/api/v1/ask"):
        assert server.get(path, q="treo đèn biển").status_code == 200, path
    for path in (
        "/documents",
        "/duties",
        "/instruments",
        "/coverage",
        "/desk",
        "/api/v1/facets",
        "/sitemap.xml",
    ):
        assert server.get(path).status_code == 200, path
    # A file that cannot be read makes no difference.
    assert hand_in(server, "hong.txt", b"\0\1\2" * 50) == ["refused"]
    plan = write_plan(tmp_path / "a.txt", WORDS).read_bytes()
    assert hand_in(server, "ke-hoach/a.txt", plan) == ["added"]
    assert server.get("/api/v1/search", q="treo đèn biển").json()["results"][0]["text"] == f"1. {WORDS}"
    assert "There are no documents here yet" not in server.get("/", lang="en").text


def hand_in(server, name: str, content: bytes) -> list[str]:
    """Hand a file in at the desk, and return what became of it."""
    jobs = f"{server.url}/api/v1/jobs"
    answer = httpx2.post(jobs, files={"files": (name, content)}, timeout=PATIENCE, trust_env=False)
    assert answer.status_code == 202
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        job = server.get(f"/api/v1/jobs/{answer.json()['id']}").json()
        if job["state"] in ("done", "failed"):
            assert job["state"] == "done", job["error"]
            return [file["outcome"] for file in job["report"]["files"]]
        time.sleep(0.05)
    raise AssertionError(job)


def test_servers_that_are_started_together_wait_for_the_one_that_makes_the_index(tmp_path):
    folder = DataFolder.open_or_create(tmp_path / "data")
    logs = [tmp_path / name for name in ("one.txt", "other.txt")]
    # The threads only start processes, and wait for them.
    with ThreadPoolExecutor(2) as threads, ExitStack() as running:
        with folder.writing():
            served = [serving(folder.path, log) for log in logs]
            started = [threads.submit(running.enter_context, each) for each in served]
            end = time.monotonic() + PATIENCE
            while not all(map(_says_it_waits, logs)) and time.monotonic() < end:
                time.sleep(0.05)
            assert all(map(_says_it_waits, logs))
        for each in started:
            assert each.result(PATIENCE).get("/readyz").text.startswith("ready g")


def _says_it_waits(log: Path) -> bool:
    told = log.read_text(encoding="utf-8") if log.exists() else ""
    return "another ingest is writing" in told and "this server starts then" in told


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    done = plansearch("serve", "--data", tmp_path / "slip")
    assert (done.returncode, (tmp_path / "slip").exists()) == (2, False)
    assert "does not exist" in done.stderr


def test_a_folder_of_something_else_is_left_as_it_is(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text(WORDS, encoding="utf-8")
    before = snapshot(tmp_path)
    assert plansearch("serve", "--data", tmp_path / "letters").returncode == 2
    assert snapshot(tmp_path) == before


def test_an_index_that_was_lost_is_not_replaced_by_an_empty_one(tmp_path):
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", WORDS))
    for path in tmp_path.glob(f"data/{CATALOGUE}*"):
        path.unlink()
    Catalogue(tmp_path / "data" / CATALOGUE).close()
    (generation,) = (tmp_path / "data" / "generations").glob("g*")
    (generation / "manifest.json").unlink()
    done = plansearch("serve", "--data", tmp_path / "data")
    assert done.returncode == 2
    assert "no index that can be served" in done.stderr
