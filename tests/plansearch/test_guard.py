"""Before every route: an answer whatever happens, with the security headers, and within bounds."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from plansearch.bodies import BodyBounds
from plansearch.guard import Guard
from plansearch.headers import AnswerHeaders
from tests.contract import assert_problem

HEADERS = {"content-security-policy", "x-content-type-options", "referrer-policy"}


def broken(request):
    raise RuntimeError("zyxwsecret is not to be shown")


def framed(request):
    return PlainTextResponse("ok", headers={"Referrer-Policy": "no-referrer"})


def broken_in_the_middle(request):
    def parts():
        yield "the beginning"
        raise RuntimeError("the end is lost")

    return StreamingResponse(parts())


@pytest.fixture(scope="module")
def client():
    """Routes of this file alone behind the guard; what it does not answer is raised here."""
    paths = {"/api/broken": broken, "/api/framed": framed, "/api/middle": broken_in_the_middle}
    app = Starlette(routes=[Route(path, endpoint) for path, endpoint in paths.items()])
    app.add_middleware(Guard, bodies=BodyBounds(10, 10, 10))
    app.add_middleware(AnswerHeaders)
    return TestClient(app)


def test_something_unexpected_is_a_problem_that_tells_nothing_and_is_logged(client, caplog):
    response = client.get("/api/broken?q=abcdsecret")
    assert_problem(response, 500)
    assert response.headers.keys() >= HEADERS
    assert "secret" not in response.text
    assert "zyxwsecret" in caplog.text
    assert "abcdsecret" not in caplog.text


def test_an_answer_that_breaks_off_is_not_begun_again(client):
    with pytest.raises(RuntimeError, match="the end is lost"):
        client.get("/api/middle")


def test_a_header_that_a_route_sets_itself_stays(client):
    response = client.get("/api/framed")
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers.keys() >= HEADERS


@pytest.mark.parametrize(("length", "status"), [("10", 200), ("11", 413), ("-1", 413), ("ten", 413)])
def test_a_body_is_refused_by_the_length_that_it_announces(client, length, status):
    response = client.get("/api/framed", headers={"content-length": length})
    assert response.status_code == status
    assert response.headers.keys() >= HEADERS
