"""All documents and all passages at once: what the address of each gives, a line each, as long as anybody reads."""

import itertools
import json
import re

import httpx2
import pytest
from starlette.testclient import TestClient

import search_api.documents.routes
from index.data_folder import DataFolder
from index.embedder import load_embedder
from plansearch.app import create_app
from plansearch.keys import Grant, KeyStore
from plansearch.settings import Settings
from search_api.collecting.collect import remove
from search_api.kit import json_lines
from tests.contract import assert_problem
from tests.index_worlds import collect, write_plan
from tests.serving import serving_here

DOWNLOADS = {"documents": "id", "passages": "passage_id"}
WORDS = "Giao Sở Thủy sản treo đèn biển ở cảng cá."
PATIENCE = 60.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder over two plans of two provinces, the first of which has changed since."""
    folder = tmp_path_factory.mktemp("downloads")
    for words in (f"{WORDS} Lần đầu.", WORDS):
        write_plan(folder / "in" / "a.txt", words, "Dạy bơi.", title="Đèn biển của tỉnh Hải Lâm năm 2023")
        collect(folder / "data", folder / "in")
    write_plan(folder / "in" / "b.txt", f"{WORDS} Có báo cáo.", title="Đèn biển của tỉnh Đông Hải năm 2024")
    collect(folder / "data", folder / "in")
    return folder


@pytest.fixture(scope="module")
def app(folder):
    app = create_app(Settings(data=folder / "data"))
    yield app
    app.state.index.close()


@pytest.fixture(scope="module")
def client(app):
    return TestClient(app)


def lines(client, kind: str, **parameters: str) -> list[dict]:
    answer = client.get(f"/api/v1/{kind}.jsonl", params=parameters or None)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/jsonl"
    assert answer.text == "" or answer.text.endswith("\n")
    return [json.loads(line) for line in answer.text.splitlines()]


def listed(client) -> list[str]:
    return [document["id"] for document in client.get("/api/v1/documents").json()["documents"]]


@pytest.mark.parametrize(("kind", "name"), DOWNLOADS.items())
def test_a_line_is_what_the_address_of_one_gives(client, kind, name, monkeypatch):
    found = lines(client, kind)
    assert found == [client.get(f"/api/v1/{kind}/{each[name]}").json() for each in found]
    monkeypatch.setattr(json_lines, "_PART", 1)
    assert lines(client, kind, fields="") == found


def test_all_is_there_in_order_and_no_earlier_state(client):
    documents, passages = lines(client, "documents"), lines(client, "passages")
    assert [document["id"] for document in documents] == listed(client)
    assert passages == [passage for document in documents for passage in document["passages"]]
    assert len(passages) == 3
    assert "Lần đầu" not in str(passages)


def test_parts_and_filters_are_those_of_the_list(client):
    (document,) = lines(client, "documents", province="hải lâm", fields="year,passages.text")
    assert list(document) == ["year", "passages"]
    assert {document["year"], *map(str, document["passages"])} >= {2023, str({"text": "2. Dạy bơi."})}
    assert len(lines(client, "passages", year="2024")) == 1
    for kind in DOWNLOADS:
        wrong = (
            client.get(f"/api/v1/{kind}.jsonl?province=Atlantis"),
            client.get(f"/api/v1/{kind}.jsonl?fields=x"),
        )
        assert [answer.status_code for answer in wrong] == [422, 422]
        assert_problem(wrong[0], 422)


@pytest.mark.parametrize("kind", DOWNLOADS)
def test_it_is_compressed_for_whoever_takes_that_and_not_sent_twice(client, kind):
    address = f"/api/v1/{kind}.jsonl"
    plain = client.get(address, headers={"accept-encoding": "identity"})
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    again = client.get(address, headers={"if-none-match": packed.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(address)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", packed.headers["etag"])


@pytest.mark.parametrize("kind", DOWNLOADS)
def test_a_key_for_some_documents_gets_these(app, client, folder, kind):
    first, other = listed(client)
    _, words = KeyStore(folder / "data").create(Grant("portal", documents=(other,)))
    answer = client.get(f"/api/v1/{kind}.jsonl", headers={"authorization": f"Bearer {words}"})
    assert other in answer.text
    assert first not in answer.text
    assert answer.headers["etag"] != client.get(f"/api/v1/{kind}.jsonl").headers["etag"]


def test_an_index_without_documents_has_no_lines(tmp_path):
    write_plan(tmp_path / "in" / "a.txt", WORDS)
    collect(tmp_path / "data", tmp_path / "in")
    folder = DataFolder.open(tmp_path / "data")
    (only,) = folder.open_generation().generation.records.documents
    remove(folder, only, load_embedder())
    app = create_app(Settings(data=tmp_path / "data"))
    assert [lines(TestClient(app), kind) for kind in DOWNLOADS] == [[], []]
    app.state.index.close()


@pytest.fixture
def endless(app, monkeypatch):
    """The address of a server whose list of documents has no end."""
    documents = app.state.index.snapshot().documents
    monkeypatch.setattr(
        search_api.documents.routes, "list_documents", lambda *_: itertools.cycle(documents.values())
    )
    with serving_here(app) as url:
        yield url


def running(url: str) -> float:
    told = httpx2.get(f"{url}/metrics", trust_env=False, timeout=PATIENCE).text
    return float(re.search(r'plansearch_requests_running{cost="heavy"} ([\d.]+)', told)[1])


@pytest.mark.parametrize("kind", DOWNLOADS)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_it_is_made_as_it_is_read_and_ends_with_its_reader(endless, kind, encoding):
    address, asked = f"{endless}/api/v1/{kind}.jsonl", {"accept-encoding": encoding}
    assert httpx2.head(address, trust_env=False, timeout=PATIENCE).status_code == 200
    with httpx2.stream("GET", address, headers=asked, trust_env=False, timeout=PATIENCE) as answer:
        parts = answer.iter_bytes()
        first = next(parts)
        assert running(endless) == 1
    assert first.startswith(b"{")
    # A stream that went on for nobody would hold its place.
    assert any(running(endless) == 0 for _ in range(1000))
