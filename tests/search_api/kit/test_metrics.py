"""Searches are counted, whoever asks: the pages as the API."""

import re

import pytest


def searches(client) -> float:
    """Return how many searches the metrics count, whatever their confidence."""
    counted = re.findall(
        r"^plansearch_searches_total\{.*\} (\S+)$", client.get("/metrics").text, re.MULTILINE
    )
    return sum(map(float, counted))


@pytest.mark.parametrize("path", ["/search", "/ask", "/", "/api/v1/search", "/api/v1/ask"])
def test_a_question_is_counted_as_one_search(client, path):
    before = searches(client)
    assert client.get(path, params={"q": "vườn rau"}).status_code == 200
    assert searches(client) == before + 1


@pytest.mark.parametrize("path", ["/search", "/ask", "/help", "/documents"])
def test_a_page_without_a_question_is_not_counted(client, path):
    before = searches(client)
    assert client.get(path).status_code == 200
    assert searches(client) == before


def test_the_metrics_do_not_tell_what_was_asked(client):
    client.get("/search", params={"q": "zyxwsecret vườn rau"})
    assert "zyxwsecret" not in client.get("/metrics").text


def test_each_stage_of_a_search_is_timed(client):
    client.get("/api/v1/search", params={"q": "vườn rau"})
    timed = re.findall(
        r'^plansearch_stage_seconds_count\{stage="(\w+)"\}', client.get("/metrics").text, re.MULTILINE
    )
    assert {"embed", "terms", "lexical", "dense", "late", "fuse", "render"} <= set(timed)
