"""A real server with more to do than it can: who waits, who is sent away, and what answers nevertheless."""

import itertools
import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from plansearch.app import create_app
from plansearch.connections import BoundedConnection
from plansearch.settings import Settings
from search_api.kit.parameters import Heavy, HeavyStream
from tests.contract import assert_problem
from tests.serving import serving_here

pytestmark = pytest.mark.thorough

PATIENCE = 60.0
SLOW, PAGE, ENDLESS, PLACELESS = "/api/slow", "/slow", "/api/endless", "/api/placeless"


class Slow:
    """Routes that work until they are told to end."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Semaphore(0), threading.Event()
        self.worked = itertools.count(1)
        self.times = 0

    def work(self, _: Heavy) -> str:
        self.times = next(self.worked)
        return self.wait()

    def wait(self) -> str:
        self.begun.release()
        assert self.go.wait(PATIENCE)
        return "done"

    def endless(self, _: HeavyStream) -> StreamingResponse:
        self.begun.release()
        return StreamingResponse(itertools.repeat(bytes(1 << 16)))


@pytest.fixture
def slow() -> Iterator[Slow]:
    slow = Slow()
    yield slow
    slow.go.set()


@pytest.fixture
def app(sample_data, slow) -> FastAPI:
    """The application with one place for heavy requests, and one seat to wait for it."""
    bounds = {"running_heavy": 1, "waiting_heavy": 1, "longest_wait": 300}
    app = create_app(Settings(data=sample_data, model="bundled", **bounds))
    app.add_api_route(SLOW, slow.work)
    app.add_api_route(PAGE, slow.work)
    app.add_api_route(PLACELESS, slow.wait)
    app.add_api_route(ENDLESS, slow.endless)
    return app


@pytest.fixture
def url(app) -> Iterator[str]:
    with serving_here(app) as url:
        yield url


class Impatient(BoundedConnection):
    """A connection that is cut off as soon as it is slow."""

    request_seconds = 0.3
    reading_seconds = 0.3


def get(address: str, **options) -> httpx2.Response:
    return httpx2.get(address, timeout=PATIENCE, trust_env=False, **options)


@contextmanager
def sent(url: str, content: str) -> Iterator[socket.socket]:
    """Send some bytes, and keep the connection."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        connection.sendall(content.encode())
        yield connection


def until(url: str, **expected: float) -> None:
    """Ask for the metrics of heavy requests until they are as expected."""
    for _ in range(1000):
        told = get(f"{url}/metrics").text
        found = re.findall(r'plansearch_requests_(\w+){cost="heavy"} ([\d.]+)', told)
        if expected.items() <= {name: float(value) for name, value in found}.items():
            return
    raise AssertionError(told)


@contextmanager
def full(url: str, slow: Slow) -> Iterator[None]:
    """Have one heavy request worked on, and another waiting."""
    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(get, url + SLOW) for _ in range(2)]
        try:
            assert slow.begun.acquire(timeout=PATIENCE)
            until(url, running=1, waiting=1)
            yield
        finally:
            slow.go.set()
        assert [answer.result().json() for answer in answers] == ["done", "done"]
    assert slow.times == 2


def test_beyond_places_and_seats_clients_are_asked_to_come_back(url, slow):
    with full(url, slow):
        refused = get(url + SLOW)
        assert "try again" in assert_problem(refused, 503)
        assert int(refused.headers["retry-after"]) > 0
        page = get(url + PAGE, headers={"accept-language": "vi"})
        assert (page.status_code, page.headers["retry-after"]) == (503, refused.headers["retry-after"])
        assert "hãy thử lại sau ít giây" in page.text


def test_heavy_requests_hold_up_nothing_else(url, slow):
    tag = get(f"{url}/api/v1/coverage").headers["etag"]
    with full(url, slow):
        for path in (
            "/api/v1/search?q=tàu",
            "/ask?q=tàu",
            "/static/site.css",
            "/problems",
            "/healthz",
            "/readyz",
        ):
            assert get(url + path).status_code == 200, path
        assert get(f"{url}/nothing").status_code == 404
        # Of a heavy route, too: what has not changed is not made.
        assert get(f"{url}/api/v1/coverage", headers={"if-none-match": tag}).status_code == 304
        assert_problem(get(f"{url}/api/v1/coverage"), 503)


def test_the_probes_need_no_thread(app, url, slow):
    threads = app.state.gate.threads
    with ThreadPoolExecutor(threads) as pool:
        answers = [pool.submit(get, url + PLACELESS) for _ in range(threads)]
        try:
            assert all(slow.begun.acquire(timeout=PATIENCE) for _ in answers)
            assert get(f"{url}/healthz").text == "ok"
            assert get(f"{url}/readyz").text == "ready g000001"
            assert not any(answer.done() for answer in answers)
        finally:
            slow.go.set()


def test_what_a_client_that_has_gone_waited_for_is_not_done(url, slow):
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(get, url + SLOW)
        assert slow.begun.acquire(timeout=PATIENCE)
        with sent(url, f"GET {SLOW} HTTP/1.1\r\nHost: x\r\n\r\n"):
            until(url, running=1, waiting=1)
        until(url, running=1, waiting=0)
        slow.go.set()
        assert answer.result().json() == "done"
    until(url, running=0, waiting=0)
    assert slow.times == 1


def test_a_body_that_is_half_sent_holds_no_place(url):
    draft = {"text": "Các chủ tàu phải bật thiết bị."}
    api = "POST /api/v1/check HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{"
    form = api.replace("/api/v1/check", "/check").replace(
        "application/json", "multipart/form-data; boundary=b"
    )
    with sent(url, api), sent(url, form):
        answer = httpx2.post(f"{url}/api/v1/check", json=draft, timeout=PATIENCE, trust_env=False)
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "half",
    ["", "GET /healthz HTT", "POST /api/v1/check HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\n{"],
    ids=["nothing", "half a head", "half a body"],
)
def test_who_sends_too_slowly_is_cut_off_and_who_waits_for_an_answer_is_not(app, slow, half):
    with serving_here(app, Impatient) as url, sent(url, f"GET {SLOW} HTTP/1.1\r\nHost: x\r\n\r\n") as whole:
        assert slow.begun.acquire(timeout=PATIENCE)
        with sent(url, half) as connection:
            assert ended(connection)
        slow.go.set()
        assert whole.recv(12) == b"HTTP/1.1 200"


def ended(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_who_does_not_read_an_answer_is_cut_off_and_gives_the_place_back(app, slow):
    impatient = serving_here(app, Impatient)
    with (
        serving_here(app) as url,
        impatient as other,
        sent(other, f"GET {ENDLESS} HTTP/1.1\r\nHost: x\r\n\r\n"),
    ):
        assert slow.begun.acquire(timeout=PATIENCE)
        until(url, running=0)
