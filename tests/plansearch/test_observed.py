"""Each request is counted under its route, and a line of the log where that is wanted, without its question."""

import json
import logging

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.responses import PlainTextResponse
from prometheus_client import REGISTRY
from starlette.testclient import TestClient

from plansearch.bodies import BodyBounds
from plansearch.guard import Guard
from plansearch.headers import AnswerHeaders
from plansearch.logs import JsonLines
from plansearch.observed import Observed
from tests.serving import serving

router = APIRouter()


@router.get("/plans/{name}")
def plan(name: str) -> PlainTextResponse:
    logging.getLogger("library").warning("plan %s is read", name)
    if name == "broken":
        raise RuntimeError("the plan is lost")
    return PlainTextResponse(name)


def client_of(told: bool) -> TestClient:
    app = FastAPI()
    app.include_router(router, prefix="/api")
    app.add_middleware(Guard, bodies=BodyBounds(10, 10, 10))
    app.add_middleware(Observed, told=told)
    app.add_middleware(AnswerHeaders)
    return TestClient(app)


def counted(route: str, status: int) -> float:
    labels = {"route": route, "status": str(status)}
    return REGISTRY.get_sample_value("plansearch_request_seconds_count", labels) or 0


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [
        ("/api/plans/a", "/api/plans/{name}", 200),
        ("/api/plans/broken", "/api/plans/{name}", 500),
        ("/nothing/zyxwsecret", "other", 404),
    ],
)
def test_a_request_is_counted_under_the_pattern_of_its_path(path, route, status):
    before = counted(route, status)
    assert client_of(told=False).get(path).status_code == status
    assert counted(route, status) == before + 1


def test_what_may_not_go_on_to_the_routes_is_counted_too(caplog):
    before = counted("other", 413)
    client_of(told=False).get("/api/plans/a", headers={"content-length": "11"})
    assert counted("other", 413) == before + 1
    assert caplog.text == ""


def test_a_line_tells_of_a_request_and_not_what_it_asks(caplog):
    caplog.set_level(logging.INFO, "plansearch")
    client_of(told=True).get(
        "/api/plans/%0Aforged?q=zyxwsecret", headers={"X-Request-ID": "abc", "X-API-Key": "keysecret"}
    )
    (told,) = (record for record in caplog.records if record.name == "plansearch.observed")
    assert told.getMessage().startswith("GET /api/plans/%0Aforged 200 ")
    assert told.getMessage().endswith(" ms abc")
    assert told.fields.keys() == {"method", "path", "status", "milliseconds"}
    assert "secret" not in told.getMessage() + repr(told.fields)


@pytest.fixture
def lines():
    """What is logged as JSON lines meanwhile."""
    said = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(json.loads(JsonLines().format(record)))
    logging.getLogger().addHandler(handler)
    yield said
    logging.getLogger().removeHandler(handler)


def test_every_line_of_a_request_has_its_id_whoever_writes_it(lines):
    client_of(told=False).get("/api/plans/broken", headers={"X-Request-ID": "abc"})
    assert [(line["logger"], line["level"], line["request_id"]) for line in lines] == [
        ("library", "warning", "abc"),
        ("plansearch.guard", "error", "abc"),
    ]
    assert "RuntimeError: the plan is lost" in lines[1]["exception"]


def test_outside_of_a_request_a_line_has_no_id(lines):
    logging.getLogger("library").warning("nothing is asked")
    assert [line["message"] for line in lines] == ["nothing is asked"]
    assert "request_id" not in lines[0]


def test_a_server_writes_an_object_a_line_from_its_start_to_its_end(sample_data, tmp_path):
    log = tmp_path / "log.txt"
    with serving(sample_data, log, {"PLANSEARCH_LOG": "json", "PLANSEARCH_ACCESS_LOG": "on"}) as served:
        answer = served.get("/api/v1/search", q="zyxwsecret")
    text = log.read_text(encoding="utf-8")
    said = [json.loads(line) for line in text.splitlines()]
    assert said[0]["message"] == f"PlanSearch serves {served.url}"
    (asked,) = (line for line in said if line.get("path"))
    assert asked["request_id"] == answer.headers["x-request-id"]
    assert (asked["method"], asked["path"], asked["status"]) == ("GET", "/api/v1/search", 200)
    assert "zyxwsecret" not in text
