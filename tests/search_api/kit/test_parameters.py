"""Parameters of the API: none is overlooked, and a filter is read as a person types it."""

import unicodedata
from urllib.parse import quote

import pytest
from fastapi.routing import iter_route_contexts

from tests.contract import assert_problem
from tests.every_route import fill
from tests.html_page import HtmlPage

PROVINCE, TYPE = "Hải Lâm", "Kế hoạch"


def addresses(app):
    """Return the address of every route of the API that takes parameters."""
    return [a for path, a in fill(app, app.state.index.snapshot()) if path.startswith("/api/")]


def test_every_route_refuses_a_parameter_that_it_does_not_declare(client, sample_app):
    asked = addresses(sample_app)
    assert len(asked) > 15
    for address in asked:
        sign = "&" if "?" in address else "?"
        response = client.get(f"{address}{sign}colour=red")
        assert "'colour'" in assert_problem(response, 422), address
        assert response.json()["type"] == "/problems/unknown-parameter"


@pytest.mark.parametrize(
    ("query", "meant"), [("provnce=x", "province"), ("Limit=3", "limit"), ("document=x", "document_id")]
)
def test_the_nearest_name_is_said(client, query, meant):
    assert f"is '{meant}' meant?" in assert_problem(client.get(f"/api/v1/search?q=tàu&{query}"), 422)


def test_no_name_is_near_and_all_are_said(client):
    detail = assert_problem(client.get("/api/v1/documents?zzz=1"), 422)
    assert "known: cursor, fields, limit, offset, province, type, year" in detail


def spellings(value: str) -> list[str]:
    """Return ways in which people type a value."""
    return [value.upper(), value.lower(), f"  {value} ", unicodedata.normalize("NFD", value)]


@pytest.mark.parametrize(
    "path", ["/search?q=tàu&", "/ask?q=báo chí&", "/documents?", "/duties?", "/coverage?", "/coverage.csv?"]
)
def test_a_filter_is_read_in_every_spelling(client, path):
    def answer(**filters: str) -> bytes:
        query = "&".join(f"{name}={quote(value)}" for name, value in filters.items())
        found = client.get(f"/api/v1{path}{query}")
        assert found.status_code == 200, found.text
        return found.content

    everything, province, kind = answer(), answer(province=PROVINCE), answer(type=TYPE)
    assert len({everything, province, kind}) == 3
    assert {answer(province=typed) for typed in spellings(PROVINCE)} == {province}
    assert {answer(type=typed) for typed in spellings(TYPE)} == {kind}
    assert answer(year=" 2024 ") == answer(year="2024") != everything
    assert answer(province="", year="", type=" ") == everything


@pytest.mark.parametrize("empty", ["actor=", "topic=", "deadline=", "due_from=", "due_to= ", "document_id="])
def test_an_empty_filter_of_duties_is_none(client, empty):
    assert client.get(f"/api/v1/duties?{empty}").json() == client.get("/api/v1/duties").json()


@pytest.mark.parametrize("typed", ["deadline=ANY", "deadline= any "])
def test_a_choice_is_read_in_any_case(client, typed):
    found = client.get(f"/api/v1/duties?{typed}").json()
    assert found == client.get("/api/v1/duties?deadline=any").json()
    assert found["total"] < client.get("/api/v1/duties").json()["total"]


def test_filters_of_instruments_are_read_in_every_spelling(client):
    plain = client.get("/api/v1/instruments?type=Kết luận&level=party").json()
    assert plain["total"] > 0
    assert client.get("/api/v1/instruments?type=kết LUẬN &level=Party").json() == plain
    everything = client.get("/api/v1/instruments").json()
    assert client.get("/api/v1/instruments?type=&level=").json() == everything != plain


def test_the_bounds_of_a_page_are_described(client):
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        schemas = {p["name"]: p["schema"] for p in methods.get("get", {}).get("parameters", [])}
        assert schemas.get("limit", {}).get("maximum", 100) == 100, path
        assert schemas.get("offset", {}).get("minimum", 0) == 0, path


def test_every_link_from_a_page_to_the_api_is_answered(client, sample_app):
    links = set()
    for path, address in fill(sample_app, sample_app.state.index.snapshot()):
        # The examples on the page for developers are of another corpus.
        if not path.startswith("/api/") and "." not in path and path != "/developers":
            query = "&sort=date&as_typed=1" if "?q=" in address else ""
            page = HtmlPage.of(client.get(address + query).text)
            links |= {e.attributes.get("href", "") for e in [*page.all("a"), *page.all("link")]}
    links = {link for link in links if link.startswith("/api/")}
    assert {link.split("?")[0] for link in links} >= {f"/api/v1/{n}" for n in ("search", "ask", "duties")}
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_the_routes_of_the_api_all_check_their_parameters(sample_app):
    routes = [c for c in iter_route_contexts(sample_app.routes) if str(c.path).startswith("/api/")]
    assert {type(context.original_route).__name__ for context in routes} <= {"ApiRoute", "JsonRoute"}
