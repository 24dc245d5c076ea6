"""A passage or a document for pages that link to it: words as text, at this server alone; and how pages say so."""

import pytest
from lxml import html
from starlette.testclient import TestClient

from plansearch.app import create_app
from plansearch.settings import Settings
from tests.index_worlds import collect, write_plan

DUTY = 'Giao tổ 1 treo đèn <xss onerror="x"> & báo cáo.'
SERVER = "http://testserver"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("oembed")
    write_plan(folder / "in" / "a.txt", DUTY, title="Treo đèn của tỉnh Hải Lâm")
    collect(folder / "data", folder / "in")
    app = create_app(Settings(data=folder / "data", hosts=("plans.example",)))
    yield TestClient(app)
    app.state.index.close()


@pytest.fixture(scope="module")
def passage(client):
    """The only provision, as JSON."""
    (document,) = client.get("/api/v1/documents").json()["documents"]
    passages = client.get(f"/api/v1/documents/{document['id']}/passages").json()["passages"]
    return next(each for each in passages if "treo đèn <xss" in each["text"])


def shown(client, url: str, **parameters: str):
    return client.get("/api/v1/oembed", params={"url": url, **parameters})


@pytest.mark.parametrize(
    "form", ["/documents/{d}#p-{p}", "/documents/{d}?q=đèn&lang=en#p-{p}", "/passages/{p}"]
)
def test_a_passage_is_quoted_word_for_word_with_a_link_to_its_place(client, passage, form):
    path = form.format(d=passage["document_id"], p=passage["passage_id"])
    told = shown(client, SERVER + path).json()
    assert (told["version"], told["type"], told["provider_url"]) == ("1.0", "rich", f"{SERVER}/")
    quote = html.fragment_fromstring(told["html"])
    assert quote.find("p").text_content() == passage["text"]
    (link,) = quote.iter("a")
    assert (link.get("href"), link.text) == (SERVER + passage["url"], passage["citation"])
    assert {part.tag for part in quote.iter()} == {"blockquote", "p", "footer", "a"}


@pytest.mark.parametrize(
    "url", ["http://evil.example/passages/{p}", "http://testserver.evil.example/passages/{p}", "/passages/{p}", "nonsense",
            "http://testserver/documents/nope", "http://testserver/documents", "http://testserver/documents/{d}/instruments",
            "http://testserver/about#p-{p}", "http://testserver/passages/nope"],
)  # fmt: skip
def test_what_is_nothing_of_this_server_is_not_found(client, passage, url):
    assert shown(client, url.format(d=passage["document_id"], p=passage["passage_id"])).status_code == 404


def test_it_is_no_wider_than_there_is_room(client, passage):
    address = SERVER + passage["url"]
    widths = [shown(client, address, maxwidth=room).json()["width"] for room in ("320", "9000", "")]
    assert widths == [320, 600, 600]
    assert shown(client, address, format="xml").status_code == 422


@pytest.mark.parametrize("form", ["/documents/{d}", "/documents/{d}?q=đèn", "/documents/{d}#s-1"])
def test_a_document_is_cited_with_a_link(client, passage, form):
    told = shown(client, SERVER + form.format(d=passage["document_id"])).json()
    assert told["title"] == "Kế hoạch treo đèn của tỉnh Hải Lâm"
    (link,) = html.fragment_fromstring(told["html"]).iter("a")
    assert link.get("href") == f"{SERVER}/documents/{passage['document_id']}"
    assert passage["citation"] == f"Mục 1, {link.text}"


def announced(client, address: str) -> dict:
    """Follow an address as a page does that somebody pastes it into."""
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200
    (said,) = html.fromstring(answer.text).xpath("//link[@type='application/json+oembed']/@href")
    assert said.startswith(f"{SERVER}/api/v1/oembed?url=")
    return client.get(said).json()


def test_a_page_says_how_it_is_shown_elsewhere(client, passage):
    document, identity, text = passage["document_id"], passage["passage_id"], passage["text"]
    quote = f"{passage['start']}-{passage['end'] - 1}"
    for address in (f"/passages/{identity}", f"/documents/{document}?quote={quote}#p-{identity}"):
        told = announced(client, address)
        assert html.fragment_fromstring(told["html"]).find("p").text_content() == text, address
    for address in (f"/documents/{document}", f"/documents/{document}?passage=nope&quote=0-99999"):
        assert "blockquote" not in announced(client, address)["html"], address
