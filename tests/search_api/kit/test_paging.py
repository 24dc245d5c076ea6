"""Parts of a list: each item once by the cursor, and no cursor over another list or another index."""

import pytest
from starlette.testclient import TestClient

from plansearch.app import create_app
from plansearch.settings import Settings
from tests.contract import assert_problem
from tests.index_worlds import collect, write_plan

# A list with its address, and what holds its items.
LISTS = {
    "/search?q=tàu cá": "results",
    "/search?q=tàu cá&sort=date": "results",
    "/documents": "documents",
    "/documents?year=2024": "documents",
    "/documents/{document}/passages": "passages",
    "/duties": "duties",
    "/duties?topic=tàu cá&sort=-actor": "duties",
    "/instruments": "instruments",
    "/instruments/57-KL/TW": "cited_by",
}


@pytest.fixture(scope="module")
def document(sample_app):
    """A document with more than a few passages."""
    counts = sample_app.state.index.snapshot().passage_counts()
    return max(counts, key=lambda identity: counts[identity])


def everything(client, path: str, asked: dict[str, str], items: str) -> list[object]:
    """Return all items of a list by their offset."""
    found: list[object] = []
    while part := client.get(path, params={**asked, "limit": 100, "offset": len(found)}).json()[items]:
        found += part
    return found


@pytest.mark.parametrize("address", LISTS)
def test_the_cursor_leads_through_a_list_and_shows_each_item_once(client, document, address):
    path, _, query = f"/api/v1{address}".format(document=document).partition("?")
    asked, items = dict(pair.split("=") for pair in query.split("&") if pair), LISTS[address]
    whole = everything(client, path, asked, items)
    size = max(1, min(len(whole) // 3, 20))
    parts, cursor = [], {}
    while True:
        body = client.get(path, params={**asked, "limit": size, **cursor}).json()
        parts.append(body[items])
        if body["next"] is None:
            break
        cursor = {"cursor": body["next"]}
    assert len(parts) >= 3
    assert [item for part in parts for item in part] == whole


def test_all_documents_are_one_part_where_no_limit_is_said(client):
    body = client.get("/api/v1/documents").json()
    assert (len(body["documents"]), body["next"]) == (body["total"], None)


def test_a_list_that_ends_with_its_part_has_no_next_one(client):
    total = client.get("/api/v1/instruments").json()["total"]
    assert client.get("/api/v1/instruments", params={"limit": min(total, 100)}).json()["next"] is None


def test_parts_may_differ_in_size_and_fields(client):
    first = client.get("/api/v1/documents?limit=3&fields=next,documents.id").json()
    rest = client.get("/api/v1/documents", params={"limit": 100, "cursor": first["next"]}).json()
    whole = [document["id"] for document in client.get("/api/v1/documents").json()["documents"]]
    assert [d["id"] for d in first["documents"] + rest["documents"]] == whole


@pytest.mark.parametrize("cursor", ["nonsense", "é", "%00", "MS4y", "Li4u", "x" * 500])
def test_a_cursor_that_nobody_gave_is_refused(client, cursor):
    assert "cursor" in assert_problem(client.get("/api/v1/documents", params={"cursor": cursor}), 422)


def test_a_cursor_goes_on_with_the_list_that_gave_it_and_no_other(client):
    cursor = client.get("/api/v1/documents?limit=1").json()["next"]
    for path in ("/api/v1/documents?year=2024", "/api/v1/instruments", "/api/v1/search?q=tàu"):
        sign = "&" if "?" in path else "?"
        assert "another list" in assert_problem(client.get(f"{path}{sign}cursor={cursor}"), 422)
    assert "offset" in assert_problem(client.get(f"/api/v1/documents?offset=1&cursor={cursor}"), 422)


def test_a_cursor_ends_with_its_index(tmp_path):
    plans = [tmp_path / f"{name}.txt" for name in "abc"]
    for plan in plans:
        write_plan(plan, f"Thôn {plan.stem} trồng cây ven đường.", title=f"Về {plan.stem}")
    collect(tmp_path / "data", *plans[:2])
    app = create_app(Settings(data=tmp_path / "data"))
    client = TestClient(app)
    cursor = client.get("/api/v1/documents?limit=1").json()["next"]
    assert client.get(f"/api/v1/documents?limit=1&cursor={cursor}").status_code == 200
    collect(tmp_path / "data", plans[2])
    response = client.get(f"/api/v1/documents?limit=1&cursor={cursor}")
    assert_problem(response, 410)
    assert response.json()["type"] == "/problems/cursor-expired"
    app.state.index.close()
