"""A real server: many at once, a changing index, a quiet log, an orderly end."""

import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import httpx2
import pytest

from index.data_folder import DataFolder
from index.embedder import load_embedder
from plansearch.share import LAST_SECONDS
from search_api.collecting.collect import remove
from tests.contract import SEARCH, assert_problem, faults
from tests.index_worlds import collect, write_plan
from tests.serving import Served, plansearch, serving

PLANS = {
    "cay": "Các thôn trồng cây ven đường làng vào mùa xuân.",
    "ong": "Trạm khuyến nông dạy nuôi ong lấy mật cho hộ nghèo.",
    "cau": "Đội thợ xã sửa cầu treo qua suối trước mùa mưa.",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server over three small plans; tests that add a document remove it again."""
    folder = tmp_path_factory.mktemp("served")
    for name, words in PLANS.items():
        write_plan(
            folder / "plans" / f"{name}.txt", words, "Ủy ban xã chấm điểm thi đua.", title=f"Về {name}"
        )
    collect(folder / "data", folder / "plans")
    with serving(folder / "data", folder / "log.txt") as server:
        yield server


@pytest.fixture
def data(served: Served) -> Path:
    """The data folder that is served."""
    return served.log.parent / "data"


def found(served: Served, query: str) -> set[str]:
    body = served.get("/api/v1/search", q=query, limit=50).json()
    return {hit["document"]["source_file"] for hit in body["results"]}


def test_a_started_server_is_ready_and_searches(served):
    assert served.get("/readyz").status_code == 200
    body = served.get("/api/v1/search", q="nuôi ong").json()
    assert faults(body, SEARCH) == []
    assert body["results"][0]["document"]["source_file"] == "ong.txt"
    assert served.get("/search", q="nuôi ong").status_code == 200


def test_thirty_searches_at_once_are_all_answered_rightly(served):
    asked = [
        ("trồng cây ven đường", "cay.txt"),
        ("nuôi ong lấy mật", "ong.txt"),
        ("sửa cầu treo", "cau.txt"),
    ] * 10
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda pair: served.get("/api/v1/search", q=pair[0]), asked))
    assert [answer.status_code for answer in answers] == [200] * 30
    best = [answer.json()["results"][0]["document"]["source_file"] for answer in answers]
    assert best == [name for _, name in asked]


def test_an_ingest_is_visible_and_a_removal_gone_without_a_restart(served, data, tmp_path):
    query = "Thư viện huyện chở sách lưu động"
    before = served.get("/readyz").text
    report = collect(data, write_plan(tmp_path / "sach.txt", f"{query} đến trường xa.", title="Về sách"))
    document = report.files[0].document_id
    assert "sach.txt" in found(served, query)
    assert served.get("/readyz").text != before
    page = served.get("/documents")
    assert document in page.text
    other = served.get("/api/v1/search", q="nuôi ong").json()["results"][0]["passage_id"]
    assert similar_documents(served, other) >= {document}

    remove(DataFolder.open(data), document, load_embedder())
    assert "sach.txt" not in found(served, query)
    quotes = served.get("/api/v1/ask", q=query).json()["answer"]
    assert document not in {quote["document"]["id"] for quote in quotes}
    assert document not in similar_documents(served, other)
    assert document not in served.get("/documents").text
    assert_problem(served.get(f"/api/v1/documents/{document}"), 404)
    assert served.get(f"/documents/{document}").status_code == 404


def similar_documents(served: Served, passage: str) -> set[str]:
    body = served.get(f"/api/v1/passages/{passage}/similar", limit=50).json()
    return {hit["document"]["id"] for hit in body["results"]}


@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/ask", "/search", "/ask", "/nothing"])
def test_no_question_is_written_to_the_log(served, path):
    served.get(path, q="mậtkhẩu zyxwsecret")
    served.get(path, q="zyxwsecret " * 300)
    served.get(path, q="zyxwsecret", year="zyxwsecret", province="zyxwsecret")
    log = served.log.read_text(encoding="utf-8")
    assert "PlanSearch serves" in log
    assert "zyxwsecret" not in log
    assert "Traceback" not in log


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /api/v1/search?q=" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /api/v1/search?q=\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000000\r\nConnection: close\r\n\r\n",
        b"no http\r\n\r\n",
    ],
    ids=["1 MB query", "raw bytes", "5 GB body", "no http"],
)
def test_a_hostile_request_is_refused_and_the_server_goes_on(served, request_):
    status = raw_status(served, request_)
    assert status is None or 400 <= status < 500
    assert served.get("/healthz").text == "ok"


def raw_status(served: Served, request_: bytes) -> int | None:
    """Send bytes and return the status of the answer; None where the server hangs up."""
    host, port = served.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        try:
            connection.sendall(request_)
            answer = connection.recv(200)
        except (BrokenPipeError, ConnectionResetError):
            return None
    return int(answer.split()[1]) if answer else None


def test_a_connection_that_is_kept_answers_each_question_at_once(served):
    # Where the parts of an answer wait to be sent together, each answer takes 40 ms.
    with httpx2.Client(base_url=served.url, trust_env=False) as client:
        seconds = [client.get("/healthz").elapsed.total_seconds() for _ in range(40)]
    assert median(seconds) < 0.03


def test_a_taken_port_is_named(served, data):
    port = served.url.rsplit(":", 1)[1]
    done = plansearch("serve", "--port", port, "--data", data)
    assert done.returncode == 2
    assert port in done.stderr


def test_sigterm_ends_the_server(data, tmp_path):
    with serving(data, tmp_path / "log.txt") as server:
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) in {0, -signal.SIGTERM, 128 + signal.SIGTERM}
    assert "Traceback" not in (tmp_path / "log.txt").read_text(encoding="utf-8")


@pytest.mark.long
def test_what_is_half_sent_does_not_keep_the_server_from_ending(data, tmp_path):
    with serving(data, tmp_path / "log.txt") as server:
        address = urlsplit(server.url)
        half = (b"GET /healthz HTTP/1.1\r\nHo", b"POST /api/v1/search/batch HTTP/1.1\r\nHost: %s\r\n")
        begun = half[1] % address.netloc.encode() + b"Content-Length: 500\r\n\r\n{"
        with ExitStack() as open_ones:
            for part in (half[0], begun):
                connection = socket.create_connection((address.hostname, address.port))
                open_ones.enter_context(connection).sendall(part)
            assert server.get("/healthz").text == "ok"
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(LAST_SECONDS + 5) in {0, -signal.SIGTERM, 128 + signal.SIGTERM}


def test_a_data_folder_that_is_not_there_is_not_made_and_not_served(tmp_path):
    done = plansearch("serve", "--port", "0", "--data", tmp_path / "data")
    assert done.returncode == 2
    assert "plansearch ingest" in done.stderr
    assert not (tmp_path / "data").exists()
