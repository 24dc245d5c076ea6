"""Many searches at once: each as alone, and one that cannot be answered stops no other."""

import pytest

from tests.contract import assert_problem

PATH = "/api/v1/search/batch"
SEARCHES = [
    {"q": "tàu cá", "limit": 2},
    {"q": "tàu cá", "limit": 2, "sort": "date", "offset": 1},
    {"q": "đốt nương gần biên giới", "province": " HẢI lâm ", "year": 2024, "type": ""},
    {"q": "how do black holes evaporate?"},
]
BAD = [
    ({"q": ""}, "invalid-request"),
    ({"q": "tàu", "limit": 0}, "invalid-request"),
    ({"q": "tàu", "limit": "ten"}, "invalid-request"),
    ({"q": "tàu", "provnce": "Hải Lâm"}, "unknown-parameter"),
    ({"q": "tàu", "province": "Atlantis"}, "unknown-value"),
    ({"q": "tàu", "cursor": "nonsense"}, "invalid-request"),
    ({"limit": 3}, "invalid-request"),
    ("tàu", "invalid-request"),
    (None, "invalid-request"),
]


def batch(client, searches: object, query: str = ""):
    return client.post(f"{PATH}{query}", json={"searches": searches})


def test_each_search_is_answered_as_it_is_alone(client):
    answers = batch(client, SEARCHES).json()["answers"]
    alone = [client.get("/api/v1/search", params=asked).json() for asked in SEARCHES]
    assert [each["answer"] for each in answers] == alone
    assert [(each["status"], each["problem"]) for each in answers] == [(200, None)] * len(SEARCHES)


def test_the_cursor_of_an_answer_goes_on_in_a_batch_and_alone(client):
    first = batch(client, [SEARCHES[0]]).json()["answers"][0]["answer"]
    following = {**SEARCHES[0], "cursor": first["next"]}
    again = batch(client, [following]).json()["answers"][0]["answer"]
    assert again == client.get("/api/v1/search", params=following).json()
    assert [hit["rank"] for hit in again["results"]] == [3, 4]


@pytest.mark.parametrize(("search", "kind"), BAD)
def test_one_that_cannot_be_answered_has_its_problem_and_the_others_their_answers(client, search, kind):
    response = batch(client, [SEARCHES[0], search, SEARCHES[3]])
    assert response.status_code == 200
    first, bad, last = response.json()["answers"]
    assert (first["status"], last["status"], bad["status"]) == (200, 200, 422)
    assert (bad["answer"], bad["problem"]["type"]) == (None, f"/problems/{kind}")
    assert bad["problem"]["detail"]
    assert bad["problem"]["request_id"] == response.headers["x-request-id"]


def test_the_problem_of_one_says_what_it_would_say_alone(client):
    asked = {"q": "tàu", "province": "Atlantis"}
    (answer,) = batch(client, [asked]).json()["answers"]
    alone = client.get("/api/v1/search", params=asked).json()
    assert answer["problem"]["detail"] == alone["detail"]


@pytest.mark.parametrize("searches", [[], [{"q": "tàu"}] * 51, "tàu", None])
def test_a_batch_that_is_none_is_refused_as_a_whole(client, searches):
    assert "searches" in assert_problem(batch(client, searches), 422)


def test_fifty_are_answered_and_parts_of_them_can_be_left_out(client):
    body = batch(client, [{"q": "tàu"}] * 50, "?fields=answers.answer.total").json()
    assert len(body["answers"]) == 50
    assert {frozenset(each) for each in body["answers"]} == {frozenset({"answer"})}
    assert body["answers"][0]["answer"]["total"] > 0


@pytest.mark.parametrize(("body", "status"), [(b"{", 422), (b"", 422), (b"[]", 422), (b"\xff{", 400)])
def test_a_body_that_cannot_be_read_is_refused(client, body, status):
    assert_problem(client.post(PATH, content=body, headers={"content-type": "application/json"}), status)
