"""The pages of instruments: picture and list say the same, every link leads somewhere."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ingest.types import Instrument, Span
from plansearch.app import create_app
from plansearch.settings import Settings
from search_api.instruments.records import Citation, instrument_records
from tests.html_page import HtmlPage
from tests.index_worlds import collect, document, write_plan
from tests.search_api.instruments.test_overview import HOSTILE, key_of_file
from web.instruments.picture import BOX_HEIGHT, MOST_A_SIDE, MOST_PLANS, ROW, WIDTH, draw

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def page(client):
    """Fetch a page in English."""

    def fetch(address: str, status: int = 200) -> HtmlPage:
        response = client.get(address, headers=ENGLISH)
        assert response.status_code == status, response.text[:500]
        return HtmlPage.of(response.text)

    return fetch


def app_over(data) -> TestClient:
    """Return a client of the application over a data folder."""
    return TestClient(create_app(Settings(data=data, model="bundled")), raise_server_exceptions=False)


def test_the_picture_says_what_the_list_says(page):
    found = page("/instruments")
    drawn = [
        e.attributes["aria-label"]
        for e in found.all("a")
        if "aria-label" in e.attributes and "cited by" in e.attributes["aria-label"]
    ]
    rows = [e for e in found.all("tr") if "Citations" not in e.text]
    assert len(drawn) == len(rows) == 24
    for label in drawn:
        name, cited = label.rsplit(", cited by ", 1)
        count = cited.split()[0]
        assert any(row.text.strip().startswith(name) and re.search(rf"\b{count}\b", row.text) for row in rows)


def test_the_picture_has_title_description_and_named_links(page):
    found = page("/instruments")
    drawing = found.one("svg")
    assert drawing.attributes["aria-labelledby"] in found.ids
    assert drawing.attributes["aria-describedby"] in found.ids
    assert found.one("desc").text.strip()
    plans = found.all("g", **{"class": "plan"})
    assert len(plans) == 11
    assert "216/KH-UBND" in plans[0].text


def test_every_link_of_list_and_picture_leads_to_a_page(page, client):
    own = {link for link in page("/instruments").links if link.startswith(("/instruments/", "/documents/"))}
    assert len(own) > 30
    assert [link for link in own if client.get(link).status_code != 200] == []


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("q=57-kl", ["Kết luận 57-KL/TW", "Kế hoạch 119-KH/TU", "Kế hoạch 142-KH/TU"]),
        ("type=Chỉ thị", ["Chỉ thị 25-CT/TW", "Chỉ thị 48-CT/TW"]),
        ("level=government&type=Nghị định", ["Nghị định 72/2015/NĐ-CP", "Nghị định 88/2012/NĐ-CP"]),
    ],
)
def test_filters_restrict_list_and_picture(page, query, labels):
    found = page(f"/instruments?{query}")
    rows = [e.text.split("\n")[0].strip() for e in found.all("th", scope="row")]
    assert rows == labels
    assert len([e for e in found.elements if e.attributes.get("class", "").startswith("node ")]) == len(
        labels
    )


@pytest.mark.parametrize("query", ["level=village", "type=Sonnet", "page=99", "page=x", "page=0"])
def test_bad_parameters_get_the_form_with_what_is_wrong(page, query):
    found = page(f"/instruments?{query}", 422)
    assert found.one("p", id="problem").text.strip()
    assert found.one("input", id="q")


def test_nothing_found_says_what_an_instrument_is(page):
    assert "gives its number" in page("/instruments?q=zzzz").text


def test_an_instrument_shows_its_citations_marked_and_the_plans_without(page, sample_service):
    found = page("/instruments/57-KL/TW")
    assert found.one("h1").text == "Kết luận 57-KL/TW"
    assert "Cited by 3 of 15 plans" in found.text
    marks = {" ".join(mark.text.split()) for mark in found.all("mark")}
    assert all("57-KL/TW" in mark for mark in marks)
    shown = [link for link in found.links if re.match(r"^/documents/\w+(\?.*)?$", link)]
    assert {link.split("/")[2].split("?")[0] for link in shown} == {d.id for d in sample_service.documents()}


def test_search_and_instrument_lead_to_one_another(page):
    instrument = page("/instruments/57-KL/TW")
    search = next(link for link in instrument.links if link.startswith("/search?q=57-KL"))
    back = page(search)
    assert "/instruments/57-kl-tw-2023" in back.links
    assert "Instrument Kết luận 57-KL/TW cited by 3 plans" in back.text


def test_the_reader_leads_to_instruments_and_to_the_chain(page, sample_service):
    identity = key_of_file(sample_service, "bien-gioi-vs-64.txt")
    links = page(f"/documents/{identity}").links
    assert "/instruments/57-kl-tw-2023" in links
    assert f"/documents/{identity}/instruments" in links


def test_the_chain_nests_and_quotes_its_words(page, sample_service):
    found = page(f"/documents/{key_of_file(sample_service, 'bien-gioi-vs-64.txt')}/instruments")
    chains = found.all("ol", **{"class": "chain"})
    assert len(chains) == 3
    assert [e.text for e in found.all("p", **{"class": "said"})] == ["Căn cứ", "Căn cứ", "thực hiện", "theo"]


def test_a_plan_without_instruments_says_so(page, sample_service):
    found = page(f"/documents/{key_of_file(sample_service, '0019a.txt')}/instruments")
    assert "names no instrument" in found.text


def test_an_index_without_instruments_draws_nothing(tmp_path):
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", "Trồng rau."))
    response = app_over(tmp_path / "data").get("/instruments", headers=ENGLISH)
    assert response.status_code == 200
    assert HtmlPage.of(response.text).all("svg") == []


def test_long_lists_of_plans_have_pages(tmp_path):
    plans = [
        write_plan(tmp_path / f"{n}.txt", "Thực hiện Kết luận số 57-KL/TW.", title=f"Việc thứ {n}")
        for n in range(23)
    ]
    collect(tmp_path / "data", *plans)
    client = app_over(tmp_path / "data")
    first = HtmlPage.of(client.get("/instruments/57-KL/TW", headers=ENGLISH).text)
    assert len(first.all("article")) == 20
    (following,) = {link for link in first.links if link.endswith("page=2")}
    assert len(HtmlPage.of(client.get(following, headers=ENGLISH).text).all("article")) == 3
    listed = HtmlPage.of(client.get("/instruments", headers=ENGLISH).text)
    assert "and 17 more" in listed.text
    assert "of 23" in listed.text


@pytest.mark.parametrize("key", HOSTILE)
def test_an_unknown_instrument_is_an_error_page_with_a_search_box(page, key):
    assert page(f"/instruments/{key}", 404).one("input", id="q")


@pytest.mark.parametrize("address", ["/documents/nope/instruments", "/instruments/57-KL/TW?page=9&lang=en"])
def test_what_is_not_there_is_an_error_page(client, address):
    response = client.get(address)
    assert response.status_code in {404, 422}
    assert HtmlPage.of(response.text).one("input", id="q")


# --- the picture alone ---

_NUMBERS = st.sampled_from(["57-KL/TW", "81/QĐ-TTg", "72/2015/NĐ-CP", *(f"{n}-KH/TU" for n in range(1, 30))])
_CITED = st.lists(st.tuples(_NUMBERS, st.integers(0, 40)), min_size=1, max_size=120)


def picture_of(cited):
    """Return the picture of these numbers, each cited by a plan, with the records and plans."""
    plans = {f"d{n}": document(f"d{n}", province="Hải Lâm", number=f"{n + 100}/KH-UBND") for _, n in cited}
    citations = [
        Citation(f"d{n}", Instrument(number, None, None, None, Span(place, place + 1)), number)
        for place, (number, n) in enumerate(cited)
    ]
    records = sorted(instrument_records(citations, plans), key=lambda r: (-len(r.documents), r.key))
    return draw(records, plans, lambda record: f"Việc {record.key}"), records, plans


def apart(middles, height):
    ordered = sorted(middles)
    return all(other - one >= height - 0.01 for one, other in pairwise(ordered))


@given(_CITED)
def test_nothing_in_the_picture_overlaps_or_leaves_it(cited):
    picture, _, _ = picture_of(cited)
    for side in ("left", "right"):
        discs = [disc for disc in picture.discs if disc.side == side]
        assert apart([disc.y for disc in discs], ROW)
        headings = [heading.y for heading in picture.headings if heading.side == side]
        assert apart([*headings, *(disc.y for disc in discs)], ROW / 2)
    assert apart([box.y for box in picture.boxes], BOX_HEIGHT)
    assert all(ROW / 2 <= disc.y <= picture.height - ROW / 2 for disc in picture.discs)
    assert all(disc.radius < ROW / 2 and 0 < disc.x < WIDTH for disc in picture.discs)
    assert all(BOX_HEIGHT / 2 <= box.y <= picture.height - BOX_HEIGHT / 2 for box in picture.boxes)


@given(_CITED)
def test_every_line_joins_what_is_drawn_and_none_is_missing(cited):
    picture, _, _ = picture_of(cited)
    drawn = {box.document.id for box in picture.boxes}
    wanted = sum(len(drawn & set(disc.record.documents)) for disc in picture.discs)
    lines = [sum(edge.path.count("M") for edge in node.edges) for node in (*picture.discs, *picture.boxes)]
    assert sum(lines) == 2 * wanted


@given(_CITED)
def test_only_the_most_cited_are_drawn_and_all_are_counted(cited):
    picture, records, plans = picture_of(cited)
    assert (picture.instruments, picture.plans) == (len(records), len(plans))
    assert len(picture.boxes) == min(len(plans), MOST_PLANS) or len(picture.boxes) < len(plans)
    for local in (True, False):
        side = [record for record in records if (record.level == "province") == local]
        shown = {disc.record.key for disc in picture.discs if (disc.side == "right") == local}
        assert shown == {record.key for record in side[:MOST_A_SIDE]}


def test_a_disc_grows_with_the_plans_that_cite_it():
    picture, _, _ = picture_of([("57-KL/TW", 1), ("57-KL/TW", 2), ("57-KL/TW", 3), ("81/QĐ-TTg", 1)])
    radius = {disc.record.number: disc.radius for disc in picture.discs}
    assert radius["57-KL/TW"] > radius["81/QĐ-TTg"]


def test_nothing_to_draw_is_no_picture():
    assert draw([], {}, lambda record: None) is None
