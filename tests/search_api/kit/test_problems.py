"""A problem has a kind with a page about it, and a request has a name that the log knows too."""

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from plansearch.bodies import BodyBounds
from plansearch.guard import Guard
from search_api.kit.problems import KINDS, kind_of_status
from tests.contract import assert_problem


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/v1/nothing", "not-found"),
        ("/api/v1/documents/nope", "not-found"),
        ("/api/v1/search", "invalid-request"),
        ("/api/v1/search?q=%20", "invalid-request"),
        ("/api/v1/search?q=tàu&province=Atlantis", "unknown-value"),
    ],
)
def test_a_problem_names_its_kind_and_where_it_happened(client, path, kind):
    response = client.get(path)
    assert_problem(response, KINDS[kind].status)
    body = response.json()
    assert (body["type"], body["title"]) == (f"/problems/{kind}", KINDS[kind].title)
    assert body["instance"] == path.split("?")[0]


def test_the_question_is_not_in_what_names_the_place(client):
    assert "secret" not in client.get("/api/v1/search?q=secret&year=soon").json()["instance"]


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_address_of_a_kind_leads_to_a_text_about_it(client, name, language):
    page = client.get(f"/problems/{name}?lang={language}")
    assert page.status_code == 200
    assert f"<code>{name}</code>" in page.text
    assert name in client.get("/problems").text


def test_a_kind_that_there_is_not_has_no_page(client):
    assert client.get("/problems/flood").status_code == 404


def test_a_status_without_a_kind_of_its_own_keeps_its_number():
    assert (kind_of_status(418).name, kind_of_status(418).status) == ("bad-request", 418)


@pytest.mark.parametrize("brought", ["portal-7.a_B", "x" * 64])
def test_a_plain_id_of_a_request_is_kept(client, brought):
    response = client.get("/api/v1/nothing", headers={"X-Request-ID": brought})
    assert response.headers["x-request-id"] == response.json()["request_id"] == brought
    assert client.get("/about", headers={"X-Request-ID": brought}).headers["x-request-id"] == brought


@pytest.mark.parametrize("brought", ["", "x" * 65, "two words", "a\tb", "<b>", "é".encode()])
def test_any_other_is_replaced_by_a_new_one(client, brought):
    made = [client.get("/healthz", headers={"X-Request-ID": brought}).headers["x-request-id"] for _ in "12"]
    assert len({*made, brought}) == 3


def test_the_log_names_the_request(caplog):
    def broken(request):
        raise RuntimeError

    app = Starlette(routes=[Route("/api/broken", broken)])
    app.add_middleware(Guard, bodies=BodyBounds(10, 10, 10))
    response = TestClient(app).get("/api/broken", headers={"X-Request-ID": "from-the-portal"})
    assert response.json()["request_id"] == "from-the-portal"
    assert "request from-the-portal" in caplog.text


def test_a_person_can_tell_the_administrator_which_request_went_wrong(sample_app, monkeypatch):
    client = TestClient(
        sample_app, raise_server_exceptions=False, headers={"X-Request-ID": "told-to-a-person"}
    )
    assert "told-to-a-person" not in client.get("/nothing").text
    monkeypatch.setattr("web.about.page.render", lambda *_: 1 / 0)
    broken = client.get("/about")
    assert broken.status_code == 500
    assert "<code>told-to-a-person</code>" in broken.text
