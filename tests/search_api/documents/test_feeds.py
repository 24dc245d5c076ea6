"""Feeds: what came last first, at addresses that stay, with nothing that the plans do not say."""

import pytest
from lxml import etree
from starlette.testclient import TestClient

from plansearch.app import create_app
from plansearch.settings import Settings
from tests.index_worlds import collect, write_plan

DUTY = "Giao Sở Thủy sản treo đèn biển ở cảng cá."
NAMES = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """The application over two plans, the first of which has changed since."""
    folder = tmp_path_factory.mktemp("feeds")
    for round_, words in enumerate((f"{DUTY} Lần đầu <b> & xong.", DUTY)):
        write_plan(folder / "in" / "a.txt", words, title="Đèn biển của tỉnh Hải Lâm năm 2023")
        if round_:
            write_plan(
                folder / "in" / "b.txt", f"{DUTY} Có báo cáo.", title="Đèn biển của tỉnh Đông Hải năm 2024"
            )
        collect(folder / "data", folder / "in")
    app = create_app(Settings(data=folder / "data"))
    yield TestClient(app)
    app.state.index.close()


def feed(client, address: str, **parameters: str) -> etree._Element:
    answer = client.get(address, params=parameters or None)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml"
    return etree.fromstring(answer.content)


def told(element, path: str) -> list[str]:
    return [str(found) for found in element.xpath(path, namespaces=NAMES)]


def identities(client) -> dict[str, str]:
    return {d["source_file"]: d["id"] for d in client.get("/api/v1/documents").json()["documents"]}


def test_the_document_that_came_last_is_told_of_first_with_its_permanent_address(client):
    found, ids = feed(client, "/api/v1/documents.atom"), identities(client)
    addresses = [f"http://testserver/documents/{ids[name]}" for name in ("b.txt", "a.txt")]
    assert told(found, "a:entry/a:id/text()") == told(found, "a:entry/a:link/@href") == addresses
    assert told(found, "a:entry/a:updated/text()") == [
        "2024-01-01T00:00:00+07:00",
        "2023-01-01T00:00:00+07:00",
    ]
    assert told(found, "a:entry/a:category/@term") == ["Đông Hải", "Hải Lâm"]


def test_filters_restrict_it_and_its_own_address_is_said(client):
    found = feed(client, "/api/v1/documents.atom", province="đông hải", lang="en")
    assert len(told(found, "a:entry/a:id/text()")) == 1
    (own,) = told(found, "a:link[@rel='self']/@href")
    assert own == "http://testserver/api/v1/documents.atom?province=%C4%91%C3%B4ng+h%E1%BA%A3i&lang=en"
    assert etree.fromstring(client.get(own).content).xpath("string(a:id)", namespaces=NAMES) == own


def test_a_search_is_told_by_its_passages_those_of_the_newest_document_first(client):
    found = feed(client, "/api/v1/search.atom", q="treo đèn biển ở cảng cá")
    ids = identities(client)
    named = [address.split("#")[0].rpartition("/")[2] for address in told(found, "a:entry/a:id/text()")]
    assert named == [ids["b.txt"], ids["a.txt"]]
    assert DUTY in told(found, "a:entry/a:summary/text()")[1]
    (page,) = told(found, "a:link[@rel='alternate']/@href")
    assert client.get(page).status_code == 200


def test_nobody_is_told_of_what_the_plans_do_not_speak_of(client):
    assert told(feed(client, "/api/v1/search.atom", q="how do black holes evaporate"), "a:entry") == []


def test_a_search_with_signs_that_no_xml_can_hold_is_answered(client):
    found = feed(client, "/api/v1/search.atom", q="đèn biển \x01\ufffe")
    assert told(found, "a:title/text()") == ["đèn biển    – PlanSearch"]


def test_a_document_is_told_with_what_it_was_before(client):
    identity = identities(client)["a.txt"]
    found = feed(client, f"/api/v1/documents/{identity}/versions.atom")
    assert [address.rpartition("/")[2] for address in told(found, "a:entry/a:id/text()")] == [
        identity,
        f"{identity}@1",
    ]
    assert told(found, "a:entry/a:title/text()")[1].endswith(" @1")


def test_the_pages_name_their_feeds(client):
    results = ["/search?q=đèn biển&year=2023", "/ask?q=đèn biển&year=2023"]
    for page in ("/documents?province=Hải Lâm", f"/documents/{identities(client)['a.txt']}", *results):
        parts = etree.HTML(client.get(page).text)
        (address,) = parts.xpath("//link[@type='application/atom+xml']/@href")
        assert len(told(feed(client, address), "a:entry")) in (1, 2), page
        assert page not in results or linked(parts) == [address]


def linked(parts) -> list[str]:
    """Return the feeds that a reader of a page sees."""
    return parts.xpath("//main//a/@href[contains(., '.atom')]")


@pytest.mark.parametrize("page", ["search", "ask"])
def test_what_the_plans_do_not_speak_of_yet_can_be_followed(client, page):
    parts = etree.HTML(client.get(f"/{page}?q=how do black holes evaporate&province=Hải Lâm").text)
    (address,) = linked(parts)
    assert parts.xpath("//link[@type='application/atom+xml']/@href") == [address]
    assert told(feed(client, address), "a:entry") == []
