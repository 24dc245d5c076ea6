"""Several processes behind one address: they count, measure and work as one, and one that dies is replaced."""

import json
import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
import pytest

from index.data_folder import DataFolder
from tests.index_worlds import collect, write_plan
from tests.serving import Served, plansearch, process, serving

pytestmark = pytest.mark.thorough

TOGETHER = ("--processes", "2")
PATIENCE = 60.0
SECRET = "secret-of-the-model"
ALL_SERVE = "all 2 processes serve"
JOBS = "/api/v1/jobs"
WORDS = "Thư viện huyện chở sách lưu động đến trường xa."


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("together")
    collect(folder / "data", write_plan(folder / "a.txt", "Trạm khuyến nông dạy nuôi ong lấy mật."))
    return folder / "data"


@pytest.fixture(scope="module")
def served(data) -> Iterator[Served]:
    """A server of two processes, both of which serve; its model never answers."""
    with socket.create_server(("127.0.0.1", 0)) as model:
        environment = {
            "PLANSEARCH_ACCESS_LOG": "on",
            "PLANSEARCH_LIMIT": "100000/hour",
            "PLANSEARCH_LLM_URL": "http://{}:{}/v1".format(*model.getsockname()),
            "PLANSEARCH_LLM_MODEL": "silent",
            "PLANSEARCH_LLM_KEY": SECRET,
        }
        with together(data, data.parent / "log.txt", environment) as server:
            yield server


@contextmanager
def together(data: Path, log: Path, environment: dict[str, str] | None = None) -> Iterator[Served]:
    with serving(data, log, environment, TOGETHER) as server:
        until(lambda: ALL_SERVE in said(server))
        yield server


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def parts(server: Served) -> list[int]:
    """The processes that answer."""
    number = server.process.pid
    children = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="utf-8").split()
    return [int(child) for child in children if b"spawn_main" in command(int(child))]


def command(number: int) -> bytes:
    return Path(f"/proc/{number}/cmdline").read_bytes()


def living(number: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{number}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


@contextmanager
def answered_by(server: Served, number: int) -> Iterator[None]:
    """Have one process answer alone: the others are stopped."""
    others = [other for other in parts(server) if other != number]
    for other in others:
        os.kill(other, signal.SIGSTOP)
    try:
        yield
    finally:
        for other in others:
            os.kill(other, signal.SIGCONT)


def test_each_process_is_ready_and_searches(served):
    for number in parts(served):
        with answered_by(served, number):
            assert served.get("/readyz").text.startswith("ready g")
            assert served.get("/api/v1/search", q="nuôi ong").json()["total"] == 1


def test_connections_that_come_while_all_are_busy_wait(served):
    host, port = served.url.removeprefix("http://").split(":")
    with ExitStack() as opened:
        for number in parts(served):
            os.kill(number, signal.SIGSTOP)
            opened.callback(os.kill, number, signal.SIGCONT)
        for _ in range(60):
            opened.enter_context(socket.create_connection((host, int(port)), timeout=5))


def test_the_metrics_of_either_are_those_of_both(served):
    def searched() -> float:
        told = served.get("/metrics").text
        return sum(map(float, re.findall(r"^plansearch_searches_total{.*} (\S+)$", told, re.MULTILINE)))

    before = searched()
    for number in parts(served):
        with answered_by(served, number):
            served.get("/api/v1/search", q="nuôi ong")
    for number in parts(served):
        with answered_by(served, number):
            assert searched() == before + 2
            assert 'plansearch_requests_running{cost="usual"} 0.0' in served.get("/metrics").text


def test_the_tag_of_an_answer_is_known_to_the_other(served):
    first, second = parts(served)
    with answered_by(served, first):
        tag = served.get("/api/v1/documents").headers["etag"]
    with answered_by(served, second):
        assert served.ask("/api/v1/documents", {"if-none-match": tag}).status_code == 304


def test_the_address_is_told_once_and_each_request_is_a_line(served):
    answers = []
    for number in parts(served):
        with answered_by(served, number):
            answers.append(served.get("/api/v1/documents").headers["x-request-id"])
    # A line is written when its answer has gone.
    until(lambda: all(said(served).count(answer) for answer in answers))
    log = said(served)
    assert len(re.findall(rf":{served.url.rsplit(':', 1)[1]}\b|Uvicorn running", log)) == 1
    told = [re.findall(rf"^GET /api/v1/documents 200 .* {answer}$", log, re.MULTILINE) for answer in answers]
    assert list(map(len, told)) == [1, 1]


def test_nothing_secret_is_in_a_command_line(served):
    commands = [command(number) for number in [served.process.pid, *parts(served)]]
    assert SECRET.encode() not in b"".join(commands)


def test_a_limit_is_of_all_processes_and_told_by_each(served):
    told = []
    for number in parts(served) * 2:
        with answered_by(served, number):
            answer = served.get("/api/v1/documents")
        told.append(int(re.search(r";r=(\d+);t=\d+$", answer.headers["ratelimit"])[1]))
    assert told == [told[0] - more for more in range(4)]


def test_an_index_that_is_published_is_taken_up_by_each(served, data, tmp_path):
    collect(data, write_plan(tmp_path / "b.txt", WORDS, title="Về sách"))
    for number in parts(served):
        with answered_by(served, number):
            found = served.get("/api/v1/search", q="chở sách lưu động").json()["results"]
            assert found[0]["document"]["source_file"] == "b.txt"


def test_the_jobs_of_all_are_done_one_after_another(served, data):
    jobs = []
    with DataFolder.open(data).writing():
        for number in parts(served):
            with answered_by(served, number):
                files = [("files", (f"{number}.txt", f"Sửa cầu treo số {number}.".encode()))]
                answer = httpx2.post(served.url + JOBS, files=files, trust_env=False, timeout=PATIENCE)
                jobs.append(answer.json()["id"])
    until(lambda: all(DataFolder.open(data).jobs.job(job).state == "done" for job in jobs))
    first, second = sorted(map(times, [data / "jobs" / job / "events.jsonl" for job in jobs]))
    assert first[-1] <= second[0]


def times(events: Path) -> list[str]:
    """When a job was started, and when it was told of last."""
    told = [json.loads(line) for line in events.read_text(encoding="utf-8").splitlines()]
    return [event["at"] for event in told if event["name"] != "accepted"]


def test_one_that_is_killed_is_replaced_and_what_it_did_counts_no_more(served):
    killed, other = parts(served)
    before = said(served).count(ALL_SERVE)
    with answered_by(served, killed), ThreadPoolExecutor(1) as pool:
        asked = pool.submit(served.get, "/api/v1/ask/written", q="nuôi ong lấy mật")
        until(lambda: 'running{cost="written"} 1.0' in served.get("/metrics").text)
        os.kill(killed, signal.SIGKILL)
        assert isinstance(asked.exception(), httpx2.HTTPError)
    assert served.get("/api/v1/search", q="nuôi ong").json()["total"] == 1
    until(lambda: said(served).count(ALL_SERVE) > before)
    (new,) = set(parts(served)) - {other}
    with answered_by(served, new):
        assert served.get("/api/v1/search", q="nuôi ong").json()["total"] == 1
        assert 'running{cost="written"} 1.0' not in served.get("/metrics").text
    assert f"process {killed} of the server ended unexpectedly" in said(served)


def test_one_that_cannot_start_is_tried_again_and_the_other_goes_on(served, data):
    killed, _ = parts(served)
    before = said(served).count(ALL_SERVE)
    away = data.rename(data.with_name("away"))
    try:
        os.kill(killed, signal.SIGKILL)
        until(lambda: "a process cannot serve, and is started again" in said(served))
        assert served.get("/api/v1/search", q="nuôi ong").json()["total"] == 1
    finally:
        away.rename(data)
    until(lambda: said(served).count(ALL_SERVE) > before)


def said(server: Served) -> str:
    return server.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_them_all_and_nothing_is_left(data, tmp_path, number):
    room = tmp_path / "room"
    room.mkdir()
    with together(data, tmp_path / "log.txt", {"TMPDIR": str(room)}) as server:
        ended = parts(server)
        assert list(room.iterdir()) != []
        server.process.send_signal(number)
        assert server.process.wait(40) in {-number, 128 + number}
    assert not any(map(living, ended))
    assert list(room.iterdir()) == []
    assert "Traceback" not in (tmp_path / "log.txt").read_text(encoding="utf-8")


def test_they_end_with_the_one_that_started_them(data, tmp_path):
    with together(data, tmp_path / "log.txt", {"TMPDIR": str(tmp_path)}) as server:
        ended = parts(server)
        server.process.kill()
        until(lambda: not any(map(living, ended)))
    assert "Traceback" not in (tmp_path / "log.txt").read_text(encoding="utf-8")


def test_a_taken_port_is_one_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = plansearch("serve", "--port", port, *TOGETHER)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert port in done.stderr


def test_where_there_is_nothing_to_serve_one_line_says_so(tmp_path):
    done = process("serve", "--port", "0", "--data", tmp_path / "data", *TOGETHER)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "plansearch ingest" in done.stderr
