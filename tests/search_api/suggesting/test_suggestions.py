"""Suggestions: what the plans name, found by the beginning of any of its words."""

import pytest

from search_api.kit.citations import document_url
from search_api.suggesting.suggestions import LONGEST_START, MOST_SUGGESTIONS, suggestions
from tests.index_worlds import collect, write_plan
from tests.product import Product


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Two plans that name bodies, an instrument, a topic and a province."""
    folder = tmp_path_factory.mktemp("suggest")
    plans = [
        write_plan(
            folder / "a.txt",
            "Sở Du lịch quảng bá du lịch biển theo Nghị định số 15/2020/NĐ-CP trước ngày 05/3/2025.",
            "Báo Hải Lâm đưa tin về du lịch trước ngày 05/3/2025.",
            "Bảo tàng Hải Lâm mở cửa trước ngày 05/3/2025.",
            title="Quảng bá đèn lồng tỉnh Cần Thơ",
        ),
        write_plan(
            folder / "b.txt",
            *(f"Treo đèn theo Thông tư số {n}/2021/TT-BCA." for n in range(11, 12 + MOST_SUGGESTIONS)),
            title="Treo đèn biển",
        ),
    ]
    collect(folder / "data", *plans)
    return Product.open(folder / "data").snapshot


def found(small, typed: str) -> list[tuple[str, str]]:
    return [(each.text, each.kind) for each in suggestions(small, typed)]


@pytest.mark.parametrize(
    ("typed", "text", "kind"),
    [
        ("Sở Du", "Sở Du lịch", "body"),
        ("so du", "Sở Du lịch", "body"),
        ("15/2020", "Nghị định 15/2020/NĐ-CP", "number"),
        ("nghi dinh 15", "Nghị định 15/2020/NĐ-CP", "number"),
        ("tour", "tourism", "topic"),
        ("đèn lồng", "Kế hoạch quảng bá đèn lồng tỉnh Cần Thơ", "document"),
        ("can th", "Cần Thơ", "place"),
    ],
)
def test_a_name_is_found_by_the_beginning_of_a_word_with_or_without_marks(small, typed, text, kind):
    assert (text, kind) in found(small, typed)


def test_what_begins_so_comes_before_what_has_such_a_word_within(small):
    texts = [text.lower() for text, _ in found(small, "du l")]
    begins = [text.startswith("du l") for text in texts]
    assert begins == sorted(begins, reverse=True)
    assert len(set(begins)) == 2


def test_names_with_the_typed_marks_come_first(small):
    assert found(small, "báo")[0][0] == "Báo Hải Lâm"
    assert found(small, "bảo")[0][0] == "Bảo tàng Hải Lâm"


def test_the_middle_of_a_word_finds_nothing(small):
    assert found(small, "ịch") == []


@pytest.mark.parametrize("typed", ["", " ", "?!", "đ" * (LONGEST_START + 1)])
def test_nothing_is_suggested_for_no_words_and_for_more_than_a_name(small, typed):
    assert found(small, typed) == []


def test_at_most_eight_are_suggested(small):
    assert len(found(small, "thông tư")) == MOST_SUGGESTIONS


def test_documents_and_instruments_lead_to_their_pages(small):
    (document,) = (each for each in suggestions(small, "treo đèn") if each.kind == "document")
    identity = next(d.id for d in small.documents.values() if d.metadata.title.endswith("reo đèn biển"))
    assert document.url == document_url(identity)
    (instrument,) = (each for each in suggestions(small, "nghị định") if each.kind == "number")
    assert instrument.url.startswith("/instruments/15-2020-nd-cp")


def test_the_interface_gives_text_kind_and_address(client):
    body = client.get("/api/v1/suggest", params={"q": "ủy ban"}).json()
    assert body["suggestions"]
    assert all(set(each) == {"text", "kind", "url"} for each in body["suggestions"])
    addresses = [each["url"] for each in body["suggestions"] if each["url"]]
    assert all(client.get(address).status_code == 200 for address in addresses)
