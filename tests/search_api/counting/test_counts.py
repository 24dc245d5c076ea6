"""Counts: what filters leave, and how much the index holds."""

import pytest

from tests.contract import assert_problem


def values(body, name: str) -> dict[object, int]:
    return {each["value"]: each["documents"] for each in body["facets"][name]}


def listed(client, **filters: object) -> int:
    return client.get("/api/v1/documents", params=filters).json()["total"]


def test_without_filters_every_value_has_as_many_documents_as_are_listed(client):
    body = client.get("/api/v1/facets").json()
    assert body["documents"] == listed(client)
    for name in ("province", "year", "type"):
        counts = values(body, name)
        assert len(counts) > 1
        assert counts == {value: listed(client, **{name: value}) for value in counts}


def test_a_value_is_counted_under_the_other_filters(client):
    filters = {"province": "Hải Lâm", "year": 2024}
    body = client.get("/api/v1/facets", params=filters).json()
    assert body["documents"] == listed(client, **filters)
    provinces, types = values(body, "province"), values(body, "type")
    assert provinces == {value: listed(client, year=2024, province=value) for value in provinces}
    assert sum(types.values()) <= body["documents"]
    assert types == {value: listed(client, **filters, type=value) for value in types}
    assert len(provinces) > 1


@pytest.mark.parametrize("query", ["province=Atlantis", "year=1066"])
def test_a_value_that_no_document_has_is_refused(client, query):
    assert_problem(client.get(f"/api/v1/facets?{query}"), 422)


def test_statistics_say_how_much_there_is(client, sample_service):
    body = client.get("/api/v1/statistics").json()
    snapshot = sample_service.snapshot
    assert body["documents"] == listed(client) == 15
    assert (body["copies"], body["older"]) == (0, 0)
    assert body["passages"] == sum(len(snapshot.passages_of(d)) for d in snapshot.documents)
    assert body["duties"] == client.get("/api/v1/duties").json()["total"]
    assert body["instruments"] == client.get("/api/v1/instruments").json()["total"]
    assert body["actors"] == len({duty.actor for duty in snapshot.duties()} - {None})
    assert body["values"] == client.get("/api/v1/facets").json()["facets"]
    assert body["created"] == snapshot.manifest.created
