"""The check over HTTP: the form of the contract, and what is refused."""

import unicodedata

import pytest

from search_api.checking.check import MOST_QUOTATIONS
from search_api.checking.draft import LONGEST_DRAFT
from tests.contract import CHECK, DOCUMENT, faults

QUOTED = "Khách ở lại trung bình 1,3 đêm, thấp hơn mục tiêu 1,8 đêm"


def posted(client, text):
    answer = client.post("/api/v1/check", json={"text": text})
    assert answer.status_code == 200
    body = answer.json()
    assert faults(body, CHECK) == []
    for one in (*body["quotations"], *body["citations"]):
        assert one["document"] is None or faults(one["document"], DOCUMENT) == []
    return body


def test_a_quotation_has_its_verdict_its_place_and_the_citation_to_paste(client, sample_service):
    draft = f"Theo thống kê “{QUOTED}”."
    (found,) = posted(client, draft)["quotations"]
    text = sample_service.snapshot.text(found["document"]["id"])
    assert (found["text"], found["verdict"], found["differences"]) == (QUOTED, "verbatim", [])
    assert draft[found["draft_start"] : found["draft_end"]] == QUOTED
    assert text[found["start"] : found["end"]] == QUOTED
    passage = client.get(f"/api/v1/passages/{found['passage_id']}").json()
    assert passage["start"] <= found["start"] < found["end"] <= passage["end"]
    assert found["citation"] == passage["citation"]
    assert found["url"] == passage["url"]


def test_a_difference_counts_in_the_draft_as_it_was_sent_and_in_the_plan(client, sample_service):
    draft = unicodedata.normalize("NFD", f"Số liệu:\r\n“{QUOTED.replace('1,8', '2,8')}”.")
    (found,) = posted(client, draft)["quotations"]
    (difference,) = found["differences"]
    own, plan = difference["draft"], difference["plan"]
    text = sample_service.snapshot.text(found["document"]["id"])
    assert (found["verdict"], difference["kind"]) == ("altered", "number")
    assert draft[own["start"] : own["end"]] == own["text"] == "2,8"
    assert text[plan["start"] : plan["end"]] == plan["text"] == "1,8"


def test_what_is_not_found_has_no_place(client):
    (found,) = posted(client, "“lời này không có trong văn bản nào”")["quotations"]
    nothing = {name: found[name] for name in ("document", "passage_id", "start", "end", "citation", "url")}
    assert found["verdict"] == "not_found"
    assert set(nothing.values()) == {None}


def test_a_citation_has_its_verdict_and_the_right_form(client):
    draft = "Kế hoạch số 45/KH-UBND ngày 13/01/2024 của UBND tỉnh Hải Lâm"
    (found,) = posted(client, f"Căn cứ {draft}.")["citations"]
    assert (found["text"], found["verdict"], found["document"]["number"]) == (draft, "mismatch", "45/KH-UBND")
    assert found["differences"] == [{"field": "date", "said": "2024-01-13", "found": "2024-01-12"}]
    assert found["citation"].startswith("Kế hoạch số 45/KH-UBND ngày 12 tháng 01 năm 2024 của")
    (known,) = posted(client, "theo Kết luận số 57-KL/TW")["citations"]
    assert (known["verdict"], known["document"]) == ("right", None)
    assert client.get(known["instrument"]["url"]).status_code == 200


def test_a_draft_without_quotations_has_none(client):
    found = posted(client, "Không có gì để kiểm tra; một dấu ” lẻ.")
    assert (found["quotations"], found["citations"], found["unpaired_marks"]) == ([], [], [33])


@pytest.mark.parametrize(
    "body",
    [
        {}, {"text": ""}, {"text": " \n"}, {"text": None}, {"text": ["a"]}, {"text": "a" * (LONGEST_DRAFT + 1)},
        {"text": "“một hai ba bốn” " * (MOST_QUOTATIONS + 1)},
    ],
    ids=["nothing", "empty", "blank", "null", "list", "too long", "too many"],
)  # fmt: skip
def test_what_cannot_be_checked_is_refused(client, body):
    answer = client.post("/api/v1/check", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_a_megabyte_is_too_large(client):
    assert client.post("/api/v1/check", json={"text": "ă" * 1_000_000}).status_code == 413
