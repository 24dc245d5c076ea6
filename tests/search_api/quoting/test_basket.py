"""The basket: references, order, what is gone, limits, the page without script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from index.errors import InvalidQueryError
from ingest.types import Span
from plansearch.app import create_app
from plansearch.settings import Settings
from search_api.collecting.collect import remove
from search_api.quoting.basket import (
    LARGEST_BASKET,
    Entry,
    Missing,
    Reference,
    look_up,
    moved,
    read_references,
)
from tests.html_page import HtmlPage
from tests.index_worlds import collect, passage, write_plan
from tests.product import Product

identities = st.from_regex(r"[0-9a-f]{16}", fullmatch=True)
spans = st.none() | st.builds(Span, st.integers(0, 10**6), st.integers(0, 10**6))
references = st.builds(Reference, identities, spans)


@pytest.fixture(scope="module")
def ids(sample_service):
    """The ids of some passages of two documents."""
    hits = sample_service.search("tàu cá mất kết nối", limit=6).hits
    return [hit.passage.id for hit in hits]


def entries(page: HtmlPage) -> list[str]:
    return [e.attributes["data-entry"] for e in page.all("li") if "data-entry" in e.attributes]


@given(references)
def test_a_reference_survives_being_written(reference):
    assert Reference.parse(str(reference)) == reference


@given(st.text())
def test_what_is_no_reference_is_refused_or_read_as_written(text):
    try:
        reference = Reference.parse(text)
    except InvalidQueryError:
        assert not (text.isascii() and text.isalnum()) or len(text) > 64
        return
    assert reference.passage_id == text.split(".")[0]


@given(st.lists(references, unique=True, min_size=1), st.data(), st.sampled_from([-1, 1]))
def test_a_step_moves_one_quote_and_keeps_the_others_in_order(listed, data, step):
    chosen = data.draw(st.sampled_from(listed))
    after = moved(tuple(listed), chosen, step)
    assert [r for r in after if r != chosen] == [r for r in listed if r != chosen]
    wanted = min(max(listed.index(chosen) + step, 0), len(listed) - 1)
    assert after.index(chosen) == wanted


def test_a_reference_to_a_whole_passage_has_no_span():
    found = passage(0, "Các thôn trồng cây ven đường.")
    assert str(Reference.of(found, 0, len(found.text))) == "p0"
    assert str(Reference.of(found, 4, 8)) == "p0.4-8"


def test_a_quote_of_a_part_is_verbatim(sample_service, ids):
    whole = sample_service.passage(ids[0])
    (entry,) = look_up(sample_service.snapshot, [Reference(ids[0], Span(3, 20))])
    assert isinstance(entry, Entry)
    assert entry.text == whole.text[3:20]


@pytest.mark.parametrize("span", [Span(0, 100_000), Span(5, 5), Span(9, 3)])
def test_characters_that_a_passage_does_not_have_are_refused(sample_service, ids, span):
    with pytest.raises(InvalidQueryError, match="copy the whole link"):
        look_up(sample_service.snapshot, [Reference(ids[0], span)])


def test_a_quote_counts_once_and_the_basket_has_a_limit():
    assert read_references(["a1", "b2", "a1"]) == (Reference("a1"), Reference("b2"))
    assert len(read_references([f"a{n}" for n in range(LARGEST_BASKET)])) == LARGEST_BASKET
    with pytest.raises(InvalidQueryError, match="at most 200 quotes, not 201: export it"):
        read_references([f"a{n}" for n in range(LARGEST_BASKET + 1)])


def test_a_quote_of_a_removed_document_is_said_to_be_gone(tmp_path):
    kept = write_plan(tmp_path / "a.txt", "Các thôn trồng cây ven đường.")
    gone = write_plan(tmp_path / "b.txt", "Xã chấm điểm từng thôn vào cuối năm.", title="Chấm điểm")
    collect(tmp_path / "data", kept, gone)
    service = Product.open(tmp_path / "data")
    first, second = (next(p.id for p in service.passages_of(d.id)) for d in service.documents())
    doomed = service.documents()[1].id
    remove(service.folder, doomed, service.index.embedder)
    assert isinstance(look_up(service.snapshot, [Reference(second)])[0], Missing)
    client = TestClient(create_app(Settings(data=tmp_path / "data")))
    page = HtmlPage.of(client.get("/basket", params={"p": [second, first], "lang": "en"}).text)
    assert entries(page) == [second, first]
    assert "no longer in the index: its document was removed" in page.text
    assert second in client.get("/basket.txt", params={"p": [second, first], "lang": "en"}).text


def test_without_script_the_basket_travels_with_the_address(client, ids):
    page = HtmlPage.of(client.get("/search", params={"q": "tàu cá mất kết nối", "p": ids[2]}).text)
    add = next(link for link in page.links if link.startswith("/basket?") and link.endswith(f"#b-{ids[0]}"))
    basket = HtmlPage.of(client.get(add).text)
    assert entries(basket) == [ids[2], ids[0]]
    home = next(link for link in basket.links if link.startswith("/?"))
    form = HtmlPage.of(client.get(home).text)
    assert [e.attributes["value"] for e in form.all("input", name="p")] == [ids[2], ids[0]]


@pytest.mark.parametrize(
    ("button", "expected"),
    [("up", [0, 2, 1]), ("down", [0, 1, 2]), ("remove", [0, 1])],
)
def test_a_button_leads_to_the_changed_basket(client, ids, button, expected):
    response = client.get("/basket", params={"p": ids[:3], button: ids[2]}, follow_redirects=False)
    page = HtmlPage.of(client.get("/basket", params={"p": ids[:3], button: ids[2]}).text)
    assert entries(page) == [ids[n] for n in expected]
    assert response.status_code == (200 if button == "down" else 303)


def test_all_can_be_removed_and_the_empty_basket_says_how_to_fill_it(client, ids):
    page = HtmlPage.of(client.get("/basket", params={"p": ids, "clear": "1", "lang": "en"}).text)
    assert entries(page) == []
    assert "Every result, quotation and provision has a link “Add to basket”." in page.text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_quote_stands_with_document_place_and_citation(client, sample_service, ids, language):
    page = HtmlPage.of(client.get("/basket", params={"p": ids[0], "lang": language}).text)
    whole = sample_service.passage(ids[0])
    assert page.all("blockquote")[0].text == whole.text
    assert len([e for e in page.all("span") if "data-citation" in e.attributes]) == (
        2 if language == "en" else 1
    )


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/basket?p=%3Cscript%3E", 422, "copy the whole link"),
        ("/basket?p=", 422, "copy the whole link"),
        ("/basket?p=a1&up=!", 422, "copy the whole link"),
        ("/basket?" + "&".join(f"p=a{n}" for n in range(201)), 422, "at most 200 quotes"),
        ("/basket.docx", 422, "the basket is empty"),
        ("/basket.pdf?p=a1", 404, "ask for txt, md or docx"),
    ],
)
def test_a_bad_basket_is_told_with_the_remedy(client, address, status, words):
    response = client.get(address, headers={"accept-language": "en"})
    assert response.status_code == status
    assert words in HtmlPage.of(response.text).text


def test_other_pages_do_without_a_basket_that_cannot_be_read(client):
    response = client.get("/search?q=tàu&p=%3Cscript%3E")
    assert response.status_code == 200
    added = [link for link in HtmlPage.of(response.text).links if link.startswith("/basket?")]
    assert added
    assert [link for link in added if "script" in link] == []
