"""What search engines and browsers are told: addresses, descriptions, suggestions."""

import json

import pytest
from lxml import etree
from starlette.testclient import TestClient

import web.portals.sitemap
from plansearch.app import create_app
from plansearch.settings import Settings
from tests.index_worlds import collect, write_plan

LOCATION = "//*[local-name()='loc']/text()"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """The application over two plans, of which one says little of itself, the other what looks like markup."""
    folder = tmp_path_factory.mktemp("discovery")
    title = "Treo đèn <xss> của tỉnh Hải Lâm năm 2024"
    plan = write_plan(folder / "in" / "a.txt", "Giao tổ 1 treo đèn biển.", title=title)
    text = plan.read_text(encoding="utf-8").replace(
        "KẾ HOẠCH", "UBND TỈNH HẢI LÂM\nSố: 7/KH-UBND\n\nKẾ HOẠCH"
    )
    plan.write_text(text, encoding="utf-8")
    write_plan(folder / "in" / "c.txt", "Trường học dạy bơi.", title="Dạy bơi")
    collect(folder / "data", folder / "in")
    app = create_app(Settings(data=folder / "data"))
    yield TestClient(app)
    app.state.index.close()


def locations(client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return etree.fromstring(answer.content).xpath(LOCATION)


def ids(client) -> list[str]:
    return [document["id"] for document in client.get("/api/v1/documents").json()["documents"]]


def test_sitemaps_name_every_document_in_parts(client, monkeypatch):
    (only,) = locations(client, "/sitemap.xml")
    whole = [f"http://testserver/documents/{identity}" for identity in ids(client)]
    assert locations(client, only) == whole
    monkeypatch.setattr(web.portals.sitemap, "_MOST_ADDRESSES", 1)
    parts = locations(client, "/sitemap.xml?parts")
    assert len(parts) == 2
    assert [address for part in parts for address in locations(client, f"{part}?parts")] == whole


def test_robots_are_led_to_the_sitemap_by_a_server_of_its_own_and_not_below_another_site(client):
    (address,) = [
        line.removeprefix("Sitemap: ")
        for line in client.get("/robots.txt").text.split("\n")
        if "Sitemap" in line
    ]
    assert len(locations(client, address)) == 1
    below = TestClient(client.app, root_path="/plans")
    assert below.get("/plans/sitemap.xml").status_code == 200
    assert below.get("/plans/robots.txt").status_code == 404


@pytest.mark.parametrize("part", ["0", "-1", "2"])
def test_a_sitemap_that_there_is_not_is_not_found(client, part):
    assert client.get(f"/sitemaps/{part}.xml").status_code == 404


def test_a_document_is_described_by_what_it_says_of_itself_at_its_own_address(client):
    first, other = ids(client)
    page = etree.HTML(client.get(f"/documents/{first}?q=đèn&back=x").text)
    assert page.xpath("//link[@rel='canonical']/@href") == [f"http://testserver/documents/{first}"]
    told = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))
    assert told == {
        "@context": "https://schema.org", "@type": "Legislation", "inLanguage": "vi",
        "@id": f"http://testserver/documents/{first}", "url": f"http://testserver/documents/{first}",
        "name": "Kế hoạch treo đèn <xss> của tỉnh Hải Lâm năm 2024", "legislationIdentifier": "7/KH-UBND",
        "legislationType": "Kế hoạch",
        "legislationPassedBy": {"@type": "GovernmentOrganization", "name": "UBND tỉnh Hải Lâm"},
        "legislationJurisdiction": {"@type": "AdministrativeArea", "name": "Hải Lâm"},
    }  # fmt: skip
    sparse = etree.HTML(client.get(f"/documents/{other}").text)
    assert "legislationPassedBy" not in sparse.xpath("string(//script[@type='application/ld+json'])")


def test_the_field_of_a_browser_is_offered_what_the_box_is(client):
    description = etree.fromstring(client.get("/opensearch.xml?lang=en").content)
    (template,) = description.xpath("//*[@type='application/x-suggestions+json']/@template")
    answer = client.get(template.replace("{searchTerms}", "hải l"))
    typed, found = answer.json()
    assert (typed, answer.headers["content-type"]) == ("hải l", "application/x-suggestions+json")
    assert (
        found == [each["text"] for each in client.get("/api/v1/suggest?q=hải l").json()["suggestions"]] != []
    )
    (feed,) = description.xpath("//*[@type='application/atom+xml']/@template")
    assert client.get(feed.replace("{searchTerms}", "đèn")).status_code == 200
