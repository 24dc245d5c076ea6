"""What may be kept: by its tag what the index alone says, for ever what is named by its version, else nothing."""

import pytest
from prometheus_client import REGISTRY
from starlette.testclient import TestClient

import search_api.searching.routes
from index.data_folder import DataFolder
from index.embedder import load_embedder
from plansearch.app import create_app
from plansearch.identity import identity_of
from plansearch.settings import Settings
from search_api.collecting.collect import remove
from tests.every_route import QUERY, fill, write_round
from tests.html_page import HtmlPage
from tests.index_worlds import collect

# Routes whose answers come from somewhere else, or are another one each time.
UNNAMED = {
    "/openapi.json", "/healthz", "/readyz", "/metrics", "/saved", "/opensearch.xml", "/problems", "/problems/{name}",
    "/developers", "/check", "/kit/box.js", "/robots.txt",
    "/api/v1/ask/written", "/ask/written",
}  # fmt: skip
SEARCH = f"/api/v1/search?q={QUERY}"


@pytest.fixture
def data(tmp_path):
    """A data folder over two small plans."""
    write_round(tmp_path / "in", 1)
    collect(tmp_path / "data", tmp_path / "in")
    return tmp_path / "data"


@pytest.fixture
def app(data):
    app = create_app(Settings(data=data))
    yield app
    app.state.index.close()


@pytest.fixture
def client(app):
    return TestClient(app, follow_redirects=False)


def tag(client, address: str, **headers: str) -> str:
    """Return the tag of an answer."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    return answer.headers["etag"]


def depends_on(answer) -> set[str]:
    """Return the headers of a request that its answer depends on."""
    return set(answer.headers.get("vary", "").split(", "))


def again(client, address: str, known: str, **headers: str):
    """Ask for what is known already."""
    return client.get(address, headers={"if-none-match": known, **headers})


def test_every_answer_of_the_index_has_a_tag_and_is_not_sent_twice(app, client):
    for path, address in fill(app, app.state.index.snapshot()):
        first = client.get(address)
        assert ("etag" in first.headers) == (path not in UNNAMED), path
        if path not in UNNAMED:
            second = again(client, address, first.headers["etag"])
            assert (second.status_code, second.content) == (304, b""), path
            for name in ("etag", "cache-control"):
                assert second.headers[name] == first.headers[name], (path, name)
            assert depends_on(second) >= depends_on(first) - {""}, path
            assert client.head(address).headers["etag"] == first.headers["etag"], path


def test_what_is_known_is_not_worked_out_again(client, monkeypatch):
    known = tag(client, SEARCH)
    monkeypatch.delattr(search_api.searching.routes, "search")
    assert again(client, SEARCH, known).status_code == 304
    assert client.get(SEARCH).status_code == 500


def test_what_is_known_needs_no_route_and_is_counted_under_its_own(app, client, monkeypatch):
    known = tag(client, SEARCH)
    labels = {"route": "/api/v1/search", "status": "304"}
    before = REGISTRY.get_sample_value("plansearch_request_seconds_count", labels) or 0
    monkeypatch.setattr(app.router, "routes", [])
    assert again(client, SEARCH, known).status_code == 304
    assert REGISTRY.get_sample_value("plansearch_request_seconds_count", labels) == before + 1
    assert client.get(SEARCH).status_code == 404


@pytest.mark.parametrize("form", ["{}", 'W/"other", {}', "{},{}"])
def test_a_tag_is_found_among_others(client, form):
    known = tag(client, SEARCH)
    assert again(client, SEARCH, form.replace("{}", known)).status_code == 304
    assert again(client, SEARCH, known.removeprefix("W/")).status_code == 304


@pytest.mark.parametrize("form", ['"other"', "", "*", "é".encode("latin-1")])
def test_another_tag_leads_to_the_answer(client, form):
    assert again(client, SEARCH, form).status_code == 200


def test_another_request_has_another_tag_and_the_same_one_in_another_order_has_not(client):
    addresses = [SEARCH, f"{SEARCH}&limit=3", f"{SEARCH}&limit=3&sort=date", f"/api/v1/ask?q={QUERY}"]
    assert len({tag(client, address) for address in addresses}) == len(addresses)
    assert tag(client, f"{SEARCH}&sort=date&limit=3") == tag(client, addresses[2])


def test_a_page_is_another_one_in_another_language_and_the_answer_of_the_api_is_not(client):
    page = f"/search?q={QUERY}"
    accepted = [tag(client, page, **{"accept-language": code}) for code in ("vi", "en")]
    chosen = tag(client, page, **{"accept-language": "vi", "cookie": "lang=en"})
    assert len({*accepted, chosen}) == 3
    assert tag(client, SEARCH, **{"accept-language": "vi"}) == tag(client, SEARCH, **{"cookie": "lang=en"})


def test_the_answer_of_another_host_is_another_one(client):
    feed = "/api/v1/duties.csv"
    assert tag(client, feed) != tag(client, feed, host="127.0.0.1:8000")


def test_a_new_index_has_new_tags(client, data, tmp_path):
    known = tag(client, SEARCH)
    write_round(tmp_path / "in", 2)
    collect(data, tmp_path / "in")
    answer = again(client, SEARCH, known)
    assert "đợt 2" in answer.text
    assert answer.headers["etag"] != known


def test_a_removal_has_new_tags_even_before_there_is_a_new_index(app, client, data):
    known = tag(client, "/api/v1/documents")
    snapshot = app.state.index.snapshot()
    first = next(iter(snapshot.documents))
    assert snapshot.without(frozenset({first})).state != snapshot.state
    remove(DataFolder.open(data), first, load_embedder())
    assert again(client, "/api/v1/documents", known).status_code == 200


def test_other_settings_make_another_program():
    assert identity_of(Settings()) == identity_of(Settings())
    assert identity_of(Settings(feedback=False)) != identity_of(Settings())


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_answers_and_files_are_compressed_for_whoever_takes_that(client, encoding):
    for address in (SEARCH, "/about", "/static/site.css", "/openapi.json"):
        plain = client.get(address, headers={"accept-encoding": "identity"})
        packed = client.get(address, headers={"accept-encoding": encoding})
        assert packed.headers["content-encoding"] == encoding, address
        assert int(packed.headers["content-length"]) < len(plain.content), address
        assert packed.content == plain.content, address
        assert packed.headers.get("etag") == plain.headers.get("etag"), address
        assert all("accept-encoding" in answer.headers["vary"].lower() for answer in (plain, packed))


@pytest.mark.parametrize(
    ("address", "kept", "varies"),
    [
        (SEARCH, "private, no-cache", False),
        ("/about", "private, no-cache", True),
        ("/compare.html", "no-store", True),
        ("/opensearch.xml", "private, no-cache", True),
        ("/api/v1/search", "no-store", False),
        ("/api/v1/documents/nope", "no-store", False),
        ("/nothing", "no-store", True),
        ("/static/nothing.css", "no-store", True),
        ("/healthz", "no-store", False),
        ("/readyz", "no-store", False),
        ("/metrics", "no-store", False),
        ("/openapi.json", "private, no-cache", False),
    ],
)
def test_who_may_keep_an_answer_and_what_it_depends_on(client, address, kept, varies):
    headers = client.get(address).headers
    assert headers["cache-control"] == kept
    assert ("Accept-Language, Cookie" in headers.get("vary", "")) is varies


def test_what_sets_a_cookie_or_tells_of_a_judgement_is_not_named(client):
    chosen = client.get("/about?lang=en")
    assert "set-cookie" in chosen.headers
    assert "etag" not in chosen.headers
    judged = client.get(f"/search?q={QUERY}&judged=abc~def")
    assert judged.headers["cache-control"] == "no-store"
    assert "etag" not in judged.headers


def test_a_file_with_its_version_in_the_address_is_kept_for_ever_and_no_other(client):
    page = HtmlPage.of(client.get("/").text)
    linked = {
        e.attributes.get("href", e.attributes.get("src")) for e in [*page.all("link"), *page.all("script")]
    }
    files = {address for address in linked if "/static/" in address}
    assert len(files) > 5
    for address in files:
        assert client.get(address).headers["cache-control"] == "public, max-age=31536000, immutable", address
        other = address.split("?")[0]
        for stale in (other, f"{other}?v=0123456789"):
            assert client.get(stale).headers["cache-control"] == "no-cache", stale
