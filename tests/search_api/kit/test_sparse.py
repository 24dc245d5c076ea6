"""Sparse answers: the parts of an answer that are named, and a word about a name that there is not."""

import json

import pytest

from index.errors import InvalidQueryError
from search_api.instruments.schemas import DocumentInstrumentsOut
from search_api.kit.sparse import included
from search_api.searching.schemas import SearchOut
from tests.contract import assert_problem
from tests.serving import plansearch


def test_only_the_parts_that_are_named_are_answered(client):
    body = client.get("/api/v1/search?q=tàu&fields=total, results.text,results.document.id").json()
    assert set(body) == {"total", "results"}
    assert {frozenset(hit) for hit in body["results"]} == {frozenset({"text", "document"})}
    assert {frozenset(hit["document"]) for hit in body["results"]} == {frozenset({"id"})}


def test_what_is_left_is_what_the_whole_answer_has(client):
    whole = client.get("/api/v1/search?q=tàu").json()
    sparse = client.get("/api/v1/search?q=tàu&fields=results.rank,confidence").json()
    assert sparse == {
        "results": [{"rank": hit["rank"]} for hit in whole["results"]],
        "confidence": whole["confidence"],
    }


def test_a_part_by_another_name_within_the_program_goes_by_that_of_the_answer(client, sample_data):
    corrected = {"from": "trí", "to": "chí"}
    assert client.get("/api/v1/ask?q=báo trí").json()["reading"]["corrected"] == corrected
    asked = "/api/v1/ask?q=báo trí&fields=reading.corrected.from"
    assert client.get(asked).json() == {"reading": {"corrected": {"from": "trí"}}}
    printed = json.loads(plansearch("ask", "báo trí", "--json", "--data", sample_data).stdout)
    assert printed["reading"]["corrected"] == corrected


@pytest.mark.parametrize("names", ["", " ", ",", " , "])
def test_no_name_leaves_the_answer_whole(client, names):
    assert client.get("/api/v1/documents", params={"fields": names}).json() == (
        client.get("/api/v1/documents").json()
    )


def test_what_is_wanted_as_a_whole_stays_whole():
    assert included(SearchOut, "results.text,results") == {"results": True}
    assert included(SearchOut, "results,results.text") == {"results": True}
    assert included(SearchOut, "index.model") == {"index": {"model": True}}


def test_parts_of_what_holds_itself_are_found_at_any_depth():
    within = {"chain": {"__all__": {"under": {"__all__": {"under": {"__all__": {"words": True}}}}}}}
    assert included(DocumentInstrumentsOut, "chain.under.under.words") == within


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("result", "is 'results' meant?"),
        ("results.txt", "is 'results.text' meant?"),
        ("total.sum", "nothing within 'total'"),
        ("results.", "is 'results.url' meant?"),
        ("__all__", "known: confidence"),
    ],
)
def test_a_part_that_there_is_not_is_refused_with_the_nearest(client, names, said):
    assert said in assert_problem(client.get("/api/v1/search", params={"q": "tàu", "fields": names}), 422)
    with pytest.raises(InvalidQueryError):
        included(SearchOut, names)
