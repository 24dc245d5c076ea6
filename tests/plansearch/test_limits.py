"""How much one may ask: counted by key and by address, told in every answer."""

import multiprocessing
import re
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from limits import parse
from starlette.testclient import TestClient

from plansearch.app import create_app
from plansearch.keys import Grant, Key, KeyStore
from plansearch.limits import Limits
from plansearch.settings import Settings
from plansearch.share import ALONE, Share
from search_api.kit.windows import SharedWindows
from tests.contract import assert_problem
from tests.index_worlds import collect, write_plan

DOCUMENTS = "/api/v1/documents"
ANYONE = Key("a", Grant("x"), "", None)
OWN = Key("b", Grant("x", rate="2/hour"), "", None)


def alone(usual: str) -> Limits:
    """The limits of a server of one process."""
    return Limits(usual, ALONE.windows())


@pytest.fixture(params=["alone", "together"])
def windows(request, tmp_path):
    """What counts in a server of one process, and in one of two."""
    if request.param == "alone":
        yield ALONE.windows()
        return
    windows = Share(of=2, folder=tmp_path).windows()
    yield windows
    windows.close()


@pytest.fixture
def limits(windows):
    return Limits("3/minute", windows)


def admitted(limits: Limits, *askers: tuple[Key | None, str]) -> list[bool]:
    return [limits.take(*asker).admitted for asker in askers]


def test_an_address_may_ask_so_often_and_no_more(limits):
    here, there = (None, "203.0.113.5"), (None, "203.0.113.6")
    assert admitted(limits, here, here, here, here, there) == [True, True, True, False, True]


def test_a_key_is_counted_by_itself_wherever_it_is_used(limits):
    assert admitted(limits, *[(ANYONE, f"203.0.113.{n}") for n in range(4)]) == [True, True, True, False]
    assert admitted(limits, (None, "203.0.113.1")) == [True]


def test_a_key_has_the_limit_that_it_was_given():
    for usual in ("100/minute", ""):
        assert admitted(alone(usual), *[(OWN, "203.0.113.1")] * 3) == [True, True, False]


def test_a_network_of_ipv6_is_one_sender(limits):
    askers = [
        (None, address) for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:0:9::", "2001:db8::3")
    ]
    assert admitted(limits, *askers, (None, "2001:db8:0:1::1")) == [True, True, True, False, True]


def test_without_a_limit_nothing_is_counted():
    assert alone("").take(None, "203.0.113.5") is None


def test_what_was_asked_a_while_ago_counts_no_more(windows, monkeypatch):
    now, limits = time.time(), Limits("2/minute", windows)
    for second, expected in ((0, True), (30, True), (31, False), (61, True), (62, False), (91, True)):
        monkeypatch.setattr(time, "time", lambda second=second: now + second)
        assert admitted(limits, (None, "x")) == [expected], second


def test_what_is_left_and_when_there_is_more_is_told_alike(windows, monkeypatch):
    now, limits = time.time(), Limits("3/minute", windows)
    told = []
    for second in (0, 20, 30, 40, 61, 62, 200):
        monkeypatch.setattr(time, "time", lambda second=second: now + second)
        taken = limits.take(None, "x")
        told.append((taken.admitted, taken.remaining, taken.reset))
    assert told == [
        (True, 2, 60), (True, 1, 40), (True, 0, 30), (False, 0, 20), (True, 0, 19), (False, 0, 18), (True, 2, 60),
    ]  # fmt: skip


def test_several_processes_let_through_as_many_as_one_would(tmp_path):
    SharedWindows(tmp_path / "windows").close()
    asked = (str(tmp_path / "windows"), "50/hour", 40)
    with ProcessPoolExecutor(3, multiprocessing.get_context("spawn")) as pool:
        answers = [pool.submit(hits, *asked) for _ in range(3)]
    assert sum(answer.result() for answer in answers) == 50


def hits(path: str, rate: str, times: int) -> int:
    """Hit so often, and return how many were within the limit."""
    windows = SharedWindows(Path(path))
    try:
        return sum(windows.hit(parse(rate), "address", "203.0.113.5") for _ in range(times))
    finally:
        windows.close()


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("limits")
    collect(folder / "data", write_plan(folder / "a.txt", "Giao Sở Y tế treo đèn biển."))
    return folder / "data"


@pytest.fixture
def client(data):
    """A client of an application of its own: its counts begin anew."""
    app = create_app(Settings(data=data, limit="2/minute"))
    yield TestClient(app)
    app.state.index.close()


def test_every_answer_says_what_is_left(client):
    for left in (1, 0):
        answer = client.get(DOCUMENTS)
        assert answer.headers["ratelimit-policy"] == '"address";q=2;w=60'
        assert re.fullmatch(rf'"address";r={left};t=(59|60)', answer.headers["ratelimit"])


def test_too_much_is_refused_for_programs_and_people_until_it_may_go_on(client, data):
    for _ in range(2):
        client.get(DOCUMENTS)
    refused = client.get(DOCUMENTS)
    assert_problem(refused, 429)
    assert int(refused.headers["retry-after"]) in (59, 60)
    assert ";r=0;" in refused.headers["ratelimit"]
    page = client.get("/documents", headers={"accept-language": "vi"})
    assert (page.status_code, "Quá nhiều yêu cầu" in page.text) == (429, True)
    # Whether it lives, and how a page looks, is always answered.
    assert client.get("/healthz").status_code == 200
    assert client.get("/static/plansearch.css").status_code != 429
    _, words = KeyStore(data).create(Grant("x"))
    assert client.get(DOCUMENTS, headers={"x-api-key": words}).headers["ratelimit"].startswith('"key";r=1;')


def test_guessing_keys_is_limited_by_address(client):
    told = [client.get(DOCUMENTS, headers={"x-api-key": f"ps_{n}"}).status_code for n in range(3)]
    assert told == [401, 401, 429]


@pytest.mark.parametrize(
    ("settings", "limit"),
    [
        ({}, ""), ({"keys": "required"}, "600/minute"), ({"limit": "5/hour"}, "5/hour"), ({"limit": "off"}, ""),
        ({"keys": "required", "limit": "off"}, ""), ({"keys": "required", "limit": "5/hour"}, "5/hour"),
    ],
)  # fmt: skip
def test_the_usual_limit_is_what_is_set_and_else_there_where_keys_are_required(settings, limit):
    assert Settings(**settings).usual_limit == limit


@pytest.mark.parametrize("limit", ["many", "0/minute", "-1/minute", "5"])
def test_what_is_no_limit_is_no_setting(limit):
    with pytest.raises(ValueError, match="limit"):
        Settings(limit=limit)
