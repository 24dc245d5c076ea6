"""The pages: languages, titles, empty states, filters, anchors."""

from urllib.parse import quote

import pytest

from tests.html_page import HtmlPage, unsafe

QUERY = "tàu mất kết nối quá 6 giờ phải gọi chủ tàu"
FOREIGN = "how do black holes evaporate through Hawking radiation?"
PAGES = {
    "home": "/",
    "results": f"/search?q={QUERY}",
    "no clear match": f"/search?q={FOREIGN}",
    "ask form": "/ask",
    "answer": f"/ask?q={QUERY}",
    "no evidence": f"/ask?q={FOREIGN}",
    "documents": "/documents",
    "filtered": "/documents?province=Hải Lâm",
    "duties": "/duties",
    "duties by actor": "/duties?group=actor&deadline=any",
    "duties on nothing": f"/duties?topic={FOREIGN}",
    "duties refused": "/duties?due_from=soon",
    "reader": "/documents/{document}",
    "reader with marks": "/documents/{document}?q=" + QUERY,
    "similar": "/passages/{passage}/similar",
    "instruments": "/instruments",
    "instruments refused": "/instruments?level=village",
    "no instruments": "/instruments?q=zzzz",
    "instrument": "/instruments/57-KL/TW",
    "chain": "/documents/{document}/instruments",
    "basket": "/basket?p={passage}&p=gone",
    "empty basket": "/basket",
    "check": "/check",
    "help": "/help",
    "about": "/about",
    "quality": "/quality",
    "refused": "/search?q=?",
    "not found": "/nothing",
}


@pytest.fixture(scope="module")
def best(sample_service):
    """The best hit of a clear query."""
    return sample_service.search(QUERY).hits[0]


@pytest.fixture
def page(client, best):
    """Fetch a page by its name above or by its address."""

    def fetch(name: str, **headers: str) -> HtmlPage:
        address = PAGES.get(name, name).format(document=best.document.id, passage=best.passage.id)
        return HtmlPage.of(client.get(address, headers=headers).text)

    return fetch


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("language", "search"), [("vi", "Tìm kiếm"), ("en", "Search")])
def test_every_page_is_in_the_language_asked_for(page, name, language, search):
    found = page(name, **{"accept-language": language})
    assert found.one("html").attributes["lang"] == language
    nav = next(e for e in found.all("nav") if e.attributes["class"] == "site")
    assert search in nav.text


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_one_heading_a_title_a_main_part_and_a_search_form_or_links(page, name):
    found = page(name)
    assert len(found.one("h1").text.strip()) > 3
    # A drawing has titles too, after the page's own.
    assert found.all("title")[0].text.strip().endswith("PlanSearch") or name in {"home", "ask form"}
    assert found.one("main").attributes["id"] == "main"
    assert "#main" in found.links


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_inline_script_style_or_foreign_address(page, name):
    assert unsafe(page(name)) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_id_is_used_twice(page, name):
    ids = page(name).ids
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_every_link_within_a_page_has_its_target(page, name):
    found = page(name)
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)


@pytest.mark.parametrize("name", PAGES)
def test_every_field_has_a_label(page, name):
    found = page(name)
    labelled = {label.attributes.get("for") for label in found.all("label")}
    fields = [e for e in found.all("input") if e.attributes.get("type") not in {"hidden", "radio"}]
    assert all(e.attributes["id"] in labelled for e in fields)


@pytest.mark.parametrize("name", ["results", "no clear match", "answer", "no evidence", "documents"])
def test_results_say_their_count_as_a_status(page, name):
    statuses = [e for e in page(name).all("p", role="status") if e.text.strip()]
    assert len(statuses) == 1


def test_the_title_of_results_carries_query_and_count(page, sample_service):
    title = page("/search?q=tàu cá&lang=en").one("title").text
    assert "tàu cá" in title
    assert f"{sample_service.search('tàu cá').total} passages" in title


def test_before_a_search_examples_of_this_index_lead_to_results(page, client):
    examples = [link for link in page("home").links if link.startswith("/search?q=")]
    assert len(examples) >= 3
    for link in examples:
        assert HtmlPage.of(client.get(link).text).all("article", **{"class": "hit"})


def test_no_match_offers_to_remove_the_filters_by_links(page, sample_service):
    other = next(d for d in sample_service.documents() if d.metadata.province != "Hải Lâm")
    address = f"/search?q=tàu&province=Hải Lâm&document_id={other.id}"
    found = page(address, **{"accept-language": "en"})
    assert "Nothing here matches" in found.text
    assert "/search?q=t%C3%A0u" in found.links


def test_low_confidence_says_so_before_the_nearest_passages(page):
    found = page("no clear match", **{"accept-language": "en"})
    assert found.text.index("do not seem to speak of this") < found.text.index("Similar provisions")


def test_no_evidence_quotes_nothing(page):
    found = page("no evidence", **{"accept-language": "en"})
    assert "No evidence in these documents." in found.text
    assert found.all("blockquote") == []


@pytest.mark.parametrize("path", ["search", "ask", "documents"])
def test_an_active_filter_is_a_link_that_removes_it(page, client, path):
    found = page(f"/{path}?q=tàu&province=Hải Lâm&year=2024")
    ends = ["year=2024", "province=H%E1%BA%A3i+L%C3%A2m"]
    removing = [link for link in found.links if link.startswith(f"/{path}?") and link.endswith(tuple(ends))]
    assert {link.rsplit("&", 1)[-1].split("?")[-1] for link in removing} == set(ends)
    assert all(client.get(link).status_code == 200 for link in removing)


@pytest.mark.parametrize(
    ("name", "value"), [("province", "Atlantis"), ("year", "1066"), ("year", "soon"), ("type", "Sonnet")]
)
@pytest.mark.parametrize("path", ["search", "ask", "documents"])
def test_a_refused_filter_is_named_and_can_be_removed(page, client, path, name, value):
    query = "" if path == "documents" else "q=tàu&"
    address = f"/{path}?{query}{name}={value}"
    assert client.get(address).status_code == 422
    found = page(address)
    assert value in found.one("p", id="problem").text
    assert any(link.startswith(f"/{path}") and value not in link for link in found.links)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/basket.txt", "Giỏ đang trống"),
        ("/duties?sort=colour", "không phải 'colour'"),
        ("/compare?d={document}&d={document}", "chọn"),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_page(page, address, said):
    assert said in page(address, **{"accept-language": "vi"}).text
    assert said not in page(address, **{"accept-language": "en"}).text


def test_every_passage_of_every_document_has_its_permanent_anchor(client, sample_service):
    for document in sample_service.documents():
        ids = HtmlPage.of(client.get(f"/documents/{document.id}").text).ids
        wanted = [f"p-{passage.id}" for passage in sample_service.passages_of(document.id)]
        assert [anchor for anchor in wanted if ids.count(anchor) != 1] == []


def test_every_result_leads_to_its_anchor_and_keeps_the_words(page, client):
    links = [link for link in page("results").links if "#p-" in link]
    # Behind the one that matches come those that match less.
    assert len(links) == 10
    for link in links[:3]:
        found = HtmlPage.of(client.get(link).text)
        assert link.split("#")[1] in found.ids
        assert found.all("mark")


@pytest.mark.parametrize("path", ["search", "ask"])
def test_the_reader_leads_back_to_the_results_it_was_opened_from(page, path):
    results = f"/{path}?q=t%C3%A0u+c%C3%A1&province=An+Kh%C3%AA+%C4%90%C3%B4ng&year=2023"
    opened = next(link for link in page(results).links if "#p-" in link)
    assert results in page(opened).links


@pytest.mark.parametrize("back", ["//elsewhere.example/", "javascript:alert(1)", "about?q=x", "search"])
def test_the_reader_leads_back_to_results_only(page, back):
    links = page("/documents/{document}?q=tàu&back=" + quote(back)).links
    assert not [link for link in links if link.startswith(("//", "javascript:", "/about?"))]


def test_results_can_be_put_in_the_order_of_their_days(page):
    by_date = next(link for link in page("/search?q=tàu cá").links if "sort=date" in link)
    assert page(by_date).all("a", **{"aria-current": "true", "href": by_date})
    assert page("/search?q=tàu&sort=colour", **{"accept-language": "vi"}).one("p", id="problem").text == (
        "Không có cách sắp xếp 'colour'."
    )


@pytest.mark.parametrize(
    "address", ["/documents/nope", "/passages/nope/similar", "/nothing", "/documents/..%2Fx"]
)
def test_an_unknown_address_gives_an_error_page_with_a_search_box(client, address):
    response = client.get(address)
    assert (response.status_code, response.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert HtmlPage.of(response.text).one("input", id="q")


def test_a_chosen_language_is_remembered_by_a_cookie_and_by_the_links(client):
    first = client.get("/?lang=en")
    cookie = first.headers["set-cookie"].lower()
    assert "lang=en" in cookie
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    links = [link for link in HtmlPage.of(first.text).links if link.startswith(("/documents", "/about"))]
    assert links
    assert all("lang=en" in link for link in links)
    assert HtmlPage.of(client.get("/about").text).one("html").attributes["lang"] == "en"


def test_without_a_choice_no_cookie_is_set_and_vietnamese_is_spoken(client):
    response = client.get("/", headers={"accept-language": "fr"})
    assert "set-cookie" not in response.headers
    assert response.headers["content-language"] == "vi"


@pytest.mark.parametrize("lang", ["xx", "../../etc", "", "EN-gb"])
def test_an_unknown_language_falls_back(client, lang):
    response = client.get("/", params={"lang": lang})
    assert response.headers["content-language"] == ("en" if lang == "EN-gb" else "vi")


def test_vietnamese_text_in_an_english_page_says_so(page):
    found = page("results", **{"accept-language": "en"})
    assert all(e.attributes.get("lang") == "vi" for e in found.all("p", **{"class": "passage"}))


def test_opensearch_points_at_this_server(client):
    text = client.get("/opensearch.xml").text
    assert "http://testserver/search?q={searchTerms}" in text
