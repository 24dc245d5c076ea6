"""`HEAD` on every address that `GET` has, and `OPTIONS`: the same headers, and no body."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from plansearch.methods import Methods
from tests.contract import assert_problem
from tests.every_route import fill

# Their content is another one each time.
CHANGING = {"/metrics", "/api/v1/duties.xlsx", "/basket.docx", "/compare.docx"}


@pytest.fixture(scope="module")
def app(made):
    return made()


def test_every_address_answers_head_as_it_answers_get(app):
    client = TestClient(app, headers={"x-request-id": "the-same"})
    addresses = [address for _, address in fill(app, app.state.index.snapshot())]
    for address in [*addresses, "/static/site.css", "/nothing", "/api/v1/nothing", "/api/v1/search"]:
        got, head = (client.request(m, address, follow_redirects=False) for m in ("GET", "HEAD"))
        assert (head.status_code, head.content) == (got.status_code, b""), address
        assert got.content or got.is_redirect, address
        if address.split("?")[0] not in CHANGING:
            assert dict(head.headers) == dict(got.headers), address


def test_every_address_says_what_it_allows(app):
    client = TestClient(app)
    for _, address in fill(app, app.state.index.snapshot()):
        answer = client.options(address)
        assert (answer.status_code, answer.content) == (204, b""), address
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS", address
        assert "content-type" not in answer.headers
    assert client.options("/static/site.css").headers["allow"] == "GET, HEAD, OPTIONS"
    assert client.options("/feedback").headers["allow"] == "OPTIONS, POST"
    assert client.options("/nothing").status_code == 404


def test_a_method_that_is_not_allowed_is_refused_with_those_that_are(app):
    answer = TestClient(app).delete("/api/v1/search?q=đèn")
    assert_problem(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert TestClient(app).head("/feedback").headers["allow"] == "OPTIONS, POST"


def test_a_stream_of_which_only_the_headers_are_wanted_ends():
    sent = []

    async def parts() -> AsyncIterator[str]:
        while True:
            sent.append("part")
            yield "part"
            await asyncio.sleep(0)

    app = Starlette(routes=[Route("/", lambda request: StreamingResponse(parts(), media_type="text/plain"))])
    app.add_middleware(Methods)
    answer = TestClient(app).head("/")
    assert (answer.content, answer.headers["content-type"]) == (b"", "text/plain; charset=utf-8")
    assert len(sent) < 10
