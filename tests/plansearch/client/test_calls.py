"""How an answer is read, whoever has sent the call."""

import json

import httpx2
import pytest

from plansearch.client.calls import LinesCall, statistics, suggest
from plansearch.client.clients import Patience
from plansearch.client.models import SuggestionOut
from plansearch.client.problems import ProblemError

SUGGESTION = {"text": "Sở Y tế", "kind": "body", "url": None}


def answered(status, **content):
    request = httpx2.Request("GET", "http://plans.example/api/v1/suggest")
    return httpx2.Response(status, request=request, **content)


def test_fields_and_values_of_a_newer_server_are_no_fault():
    newer = {"suggestions": [{**SUGGESTION, "kind": "a new kind", "new": 1}], "new": True}
    assert suggest("sở").read(answered(200, json=newer)).suggestions[0].kind == "a new kind"


def test_an_answer_without_a_field_is_not_taken():
    with pytest.raises(ValueError, match="text"):
        suggest("sở").read(answered(200, json={"suggestions": [{"kind": "body", "url": None}]}))


def test_what_a_proxy_says_is_a_problem_as_well():
    with pytest.raises(ProblemError, match="502 Bad Gateway") as raised:
        statistics().read(answered(502, text="<html>"))
    problem = raised.value
    assert (problem.status, problem.type, problem.instance) == (502, "about:blank", "/api/v1/suggest")


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (429, {"Retry-After": "7"}, 7),
        (503, {"Retry-After": "0"}, 1),
        (503, {"Retry-After": "11"}, None),
        (429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        (429, {}, None),
        (500, {"Retry-After": "1"}, None),
        (200, {"Retry-After": "1"}, None),
    ],
)
def test_how_long_to_wait(status, headers, expected):
    assert Patience(10).after(answered(status, headers=headers)) == expected


def test_patience_ends():
    patience = Patience(10)
    later = answered(503, headers={"Retry-After": "4"})
    assert [patience.after(later) for _ in range(3)] == [4, 4, None]


def test_only_a_line_feed_ends_a_line_wherever_the_parts_are_cut():
    texts = ["một", "hai\u2028ba\x85 bốn", "", "đ"]
    sent = "".join(
        json.dumps({**SUGGESTION, "text": text}, ensure_ascii=False) + "\n" for text in texts
    ).encode()
    for size in (1, 7, len(sent)):
        lines = LinesCall("/lines", SuggestionOut).lines()
        parts = [sent[at : at + size] for at in range(0, len(sent), size)]
        assert [line.text for part in parts for line in lines.read(part)] == texts
        lines.end()


def test_an_answer_that_ends_within_a_line_is_not_whole():
    lines = LinesCall("/lines", SuggestionOut).lines()
    assert lines.read(b'{"text": "s') == []
    with pytest.raises(httpx2.ReadError, match="within a line"):
        lines.end()
