"""The HTTP API: the contract field by field, problems, hostile parameters, probes."""

import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from plansearch.app import create_app
from plansearch.settings import Settings
from tests.contract import ASK, DOCUMENT, HIT, INDEX, SEARCH, assert_problem, faults
from tests.index_worlds import collect, write_plan

QUERY = "tàu mất kết nối quá 6 giờ phải gọi chủ tàu"
# Many passages speak of it.
BROAD = "tàu cá"
FOREIGN = "how do black holes evaporate through Hawking radiation?"
# Each directive by itself: those that default-src does not stand for would be missed by nobody else.
POLICY = {
    "default-src": "'none'", "style-src": "'self'", "script-src": "'self'", "img-src": "'self' data:",
    "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
}  # fmt: skip
PATHS = [
    "/", "/search?q=tàu", "/search?q=", "/ask?q=tàu", "/documents", "/about", "/nothing", "/static/site.css",
    "/static/nothing.css", "/opensearch.xml", "/api/v1/search?q=tàu", "/api/v1/search", "/api/v1/nothing",
    "/healthz", "/readyz", "/metrics", "/openapi.json",
]  # fmt: skip


@pytest.fixture(scope="module")
def first(sample_service):
    """The best hit of a clear query."""
    return sample_service.search(QUERY).hits[0]


def test_search_has_the_fields_of_the_contract(client):
    body = client.get("/api/v1/search", params={"q": QUERY, "limit": 4}).json()
    assert faults(body, SEARCH) == []
    assert set(body["results"][0]) == set(HIT)
    assert set(body["results"][0]["document"]) == set(DOCUMENT)
    assert (body["query"], len(body["results"] + body["further"])) == (QUERY, 4)
    assert body["total"] == len(body["results"])
    assert body["confidence"] != "none"


def test_a_hit_points_into_the_text_of_its_document(client):
    for hit in client.get("/api/v1/search", params={"q": QUERY}).json()["results"]:
        text = client.get(f"/api/v1/documents/{hit['document']['id']}").json()["text"]
        assert text[hit["start"] : hit["end"]] == hit["text"]
        assert all(text[m["start"] : m["end"]] == m["text"] for m in hit["matches"])


def test_the_address_of_a_hit_leads_to_its_anchor(client):
    hit = client.get("/api/v1/search", params={"q": QUERY}).json()["results"][0]
    path, anchor = hit["url"].split("#")
    page = client.get(path)
    assert page.status_code == 200
    assert f'id="{anchor}"' in page.text


def test_limit_and_offset_page_through_the_results(client):
    both = client.get("/api/v1/search", params={"q": BROAD, "limit": 2}).json()["results"]
    second = client.get("/api/v1/search", params={"q": BROAD, "limit": 1, "offset": 1}).json()["results"]
    assert [hit["rank"] for hit in both] == [1, 2]
    assert second == both[1:]


def test_results_come_by_date_where_that_is_asked_for(client):
    by_relevance = client.get("/api/v1/search", params={"q": BROAD}).json()
    by_date = client.get("/api/v1/search", params={"q": BROAD, "sort": "date", "limit": 100}).json()
    days = [hit["document"]["date"] or str(hit["document"]["year"] or "") for hit in by_date["results"]]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) > 1
    assert by_date["total"] == by_relevance["total"]
    assert client.get("/api/v1/search", params={"q": BROAD, "sort": "colour"}).status_code == 422


@pytest.mark.parametrize(("name", "value"), [("province", "Hải Lâm"), ("year", 2023), ("type", "Kế hoạch")])
@pytest.mark.parametrize("path", ["search", "documents"])
def test_a_filter_restricts_the_documents(client, path, name, value):
    asked = {"q": QUERY} if path == "search" else {}
    body = client.get(f"/api/v1/{path}", params={**asked, name: value}).json()
    found = [hit["document"] for hit in body["results"]] if path == "search" else body["documents"]
    assert found
    assert {document[name] for document in found} == {value}


def test_ask_has_the_fields_of_the_contract(client):
    body = client.get("/api/v1/ask", params={"q": QUERY}).json()
    assert faults(body, ASK) == []
    assert (body["question"], body["status"]) == (QUERY, "answered")
    for quote_ in body["answer"]:
        passage = client.get(f"/api/v1/passages/{quote_['passage_id']}").json()
        assert quote_["quote"] in passage["text"]


def test_ask_without_evidence_quotes_nothing(client):
    body = client.get("/api/v1/ask", params={"q": FOREIGN}).json()
    assert faults(body, ASK) == []
    assert (body["status"], body["answer"]) == ("no_evidence", [])
    assert faults(body["nearest"], [HIT]) == []


def test_search_without_evidence_says_so(client):
    assert client.get("/api/v1/search", params={"q": FOREIGN}).json()["confidence"] == "none"


def test_documents_are_listed(client):
    body = client.get("/api/v1/documents").json()
    assert faults(body, {"documents": [DOCUMENT], "total": int, "index": INDEX}) == []
    assert body["total"] == len(body["documents"]) == 15


def test_a_document_has_its_text_outline_and_passages(client, first):
    body = client.get(f"/api/v1/documents/{first.document.id}").json()
    shape = {**DOCUMENT, "text": str, "outline": [{"label": str, "depth": int, "start": int, "end": int}]}
    assert faults(body, shape) == []
    assert all(body["text"][p["start"] : p["end"]] == p["text"] for p in body["passages"])


def test_a_passage_is_that_of_the_hit(client, first):
    hit = client.get("/api/v1/search", params={"q": QUERY, "limit": 1}).json()["results"][0]
    passage = client.get(f"/api/v1/passages/{first.passage.id}").json()
    shared = ["passage_id", "text", "start", "end", "page", "section", "citation", "url"]
    assert {name: passage[name] for name in shared} == {name: hit[name] for name in shared}


def test_similar_lists_hits_of_other_documents(client, first):
    body = client.get(f"/api/v1/passages/{first.passage.id}/similar", params={"limit": 3}).json()
    assert faults(body, {"passage_id": str, "results": [HIT]}) == []
    assert len(body["results"]) == 3
    assert first.document.id not in {hit["document"]["id"] for hit in body["results"]}


def test_the_api_describes_itself(client):
    body = client.get("/openapi.json").json()
    paths = ["search", "ask", "documents", "documents/{document_id}", "passages/{passage_id}",
             "passages/{passage_id}/similar"]  # fmt: skip
    assert {f"/api/v1/{path}" for path in paths} <= set(body["paths"])
    names = {p["name"] for p in body["paths"]["/api/v1/search"]["get"]["parameters"]}
    contract = {"q", "limit", "offset", "province", "year", "type", "document_id", "sort"}
    assert names == contract | {"cursor", "fields"}


def test_the_api_describes_its_errors_as_problems(client):
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if status >= "400":
                    assert response == {"$ref": f"#/components/responses/Problem{status}"}, path


def test_probes_answer(client, sample_service):
    assert client.get("/healthz").text == "ok"
    assert sample_service.snapshot.manifest.generation in client.get("/readyz").text


def test_the_probes_answer_while_every_thread_is_busy(sample_data):
    app = create_app(Settings(data=sample_data, model="bundled"))
    threads = app.state.gate.threads
    begun, done = threading.Semaphore(0), threading.Event()

    def slow() -> None:
        begun.release()
        done.wait(60)

    app.add_api_route("/slow", slow)
    with TestClient(app) as client, ThreadPoolExecutor(threads + 2) as pool:
        try:
            answers = [pool.submit(client.get, "/slow") for _ in range(threads + 1)]
            assert all(begun.acquire(timeout=30) for _ in range(threads))
            # Not /readyz: this client, as no other, waits for what is done after the answer.
            assert pool.submit(client.get, "/healthz").result(1.5).text == "ok"
            assert not any(answer.done() for answer in answers)
        finally:
            done.set()


def test_metrics_count_searches_and_hold_no_question(client):
    client.get("/api/v1/search", params={"q": "zyxwsecret tàu cá"})
    client.get("/api/v1/ask", params={"q": "zyxwsecret tàu cá"})
    text = client.get("/metrics").text
    assert 'plansearch_searches_total{confidence="' in text
    assert "zyxwsecret" not in text


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/api/v1/search", 422, "q"),
        ("/api/v1/search?q=", 422, "empty"),
        ("/api/v1/search?q=%00", 422, "empty"),
        ("/api/v1/search?q=%ED%A0%80", 422, "empty"),
        ("/api/v1/search?q=%F0%9F%90%9F", 422, "empty"),
        ("/api/v1/search?q=" + "a" * 60_000, 422, "2000"),
        ("/api/v1/search?q=cá&limit=0", 422, "limit"),
        ("/api/v1/search?q=cá&limit=-1", 422, "limit"),
        ("/api/v1/search?q=cá&limit=1000000000", 422, "limit"),
        ("/api/v1/search?q=cá&limit=" + "9" * 5000, 422, "limit"),
        ("/api/v1/search?q=cá&limit=ten", 422, "limit"),
        ("/api/v1/search?q=cá&offset=-1", 422, "offset"),
        ("/api/v1/search?q=cá&year=soon", 422, "year"),
        ("/api/v1/search?q=cá&year=1066", 422, "1066"),
        ("/api/v1/search?q=cá&province=Atlantis", 422, "Hải Lâm"),
        ("/api/v1/search?q=cá&document_id=nope", 422, "nope"),
        ("/api/v1/ask", 422, "q"),
        ("/api/v1/ask?q=%20", 422, "empty"),
        ("/api/v1/documents?type=Sonnet", 422, "Kế hoạch"),
        ("/api/v1/documents/nope", 404, "nope"),
        ("/api/v1/documents/..%2F..%2Fetc%2Fpasswd", 404, "etc"),
        ("/api/v1/documents/%00", 404, "id"),
        ("/api/v1/passages/nope", 404, "nope"),
        ("/api/v1/passages/nope/similar", 404, "nope"),
        ("/api/v1/nothing", 404, "/api/v1/nothing"),
    ],
    ids=lambda value: value[:50] if isinstance(value, str) else None,
)
def test_an_error_is_a_problem_that_says_what_is_wrong(client, path, status, says):
    assert says in assert_problem(client.get(path), status)


@pytest.mark.parametrize(
    "query", ["أسماك البحر tàu", "🐟 tàu 🚢", '"tàu" NEAR(', "t\u0300au\u200b", "a\x00b", "tàu " * 400]
)
def test_an_odd_query_has_a_normal_answer(client, query):
    response = client.get("/api/v1/search", params={"q": query})
    assert response.status_code == 200
    assert faults(response.json(), SEARCH) == []


@settings(max_examples=60)
@given(
    path=st.sampled_from(
        ["/api/v1/search", "/api/v1/ask", "/api/v1/documents", "/search", "/ask", "/documents"]
    ),
    raw=st.dictionaries(
        st.sampled_from(["q", "limit", "offset", "province", "year", "type", "document_id", "page", "lang"]),
        st.binary(max_size=12) | st.integers().map(lambda n: str(n).encode()),
        max_size=4,
    ),
)
@example(path="/search", raw={"q": "cá".encode(), "page": "²".encode()})
@example(path="/documents", raw={"year": "٣".encode()})
@example(path="/api/v1/search", raw={"q": b"a", "year": b"9" * 400})
def test_no_parameters_make_an_internal_error(sample_app, path, raw):
    client = TestClient(sample_app, raise_server_exceptions=False)
    query = "&".join(f"{name}={quote(value)}" for name, value in raw.items())
    assert client.get(f"{path}?{query}").status_code in {200, 422}


@settings(max_examples=40)
@given(
    path=st.sampled_from(
        ["/api/v1/documents/{}", "/api/v1/passages/{}/similar", "/documents/{}", "/static/{}"]
    ),
    raw=st.binary(min_size=1, max_size=20),
)
@example(path="/static/{}", raw=b"../pages.py")
@example(path="/static/{}", raw=b"\x00")
def test_no_path_makes_an_internal_error_or_leaves_its_folder(sample_app, path, raw):
    client = TestClient(sample_app, raise_server_exceptions=False)
    assert client.get(path.format(quote(raw, safe=""))).status_code in {404, 405}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_is_written_over_http(client, method):
    response = client.request(method, "/api/v1/search?q=tàu")
    assert_problem(response, 405)
    assert "GET" in response.headers["allow"]


@pytest.mark.parametrize("length", ["1000001", str(5 * 10**9), "-1", "many"])
def test_a_body_too_large_is_refused_by_its_announced_length(client, length):
    assert_problem(client.get("/api/v1/search?q=tàu", headers={"content-length": length}), 413)


@pytest.mark.parametrize(
    ("path", "kind", "head", "megabytes"),
    [
        ("/api/v1/check", "application/json", b"", 1),
        (
            "/check",
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n',
            20,
        ),
    ],
)
def test_a_body_without_a_length_is_counted(client, path, kind, head, megabytes):
    parts = (head + b" " * 1_000_000 for _ in range(megabytes + 1))
    response = client.post(path, content=parts, headers={"content-type": kind})
    assert "content-length" not in response.request.headers
    assert response.status_code == 413


@pytest.mark.parametrize("path", PATHS)
def test_every_response_has_the_security_headers(client, path):
    assert_secure(client.get(path))


def test_without_its_catalogue_an_index_answers_as_before(tmp_path):
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", "Các thôn trồng cây ven đường làng."))
    app = create_app(Settings(data=tmp_path / "data", model="bundled"))
    (document,) = app.state.index.snapshot().documents
    client = TestClient(app, raise_server_exceptions=False)
    before = client.get(f"/api/v1/documents/{document}")
    for path in tmp_path.glob("data/catalogue.sqlite*"):
        path.unlink()
    (tmp_path / "data" / "catalogue.sqlite").write_bytes(b"no database " * 500)
    after = client.get(f"/api/v1/documents/{document}")
    assert before.status_code == after.status_code == 200
    assert before.json() == after.json()


def assert_secure(response) -> None:
    directives = response.headers["content-security-policy"].split(";")
    assert dict(directive.strip().split(" ", 1) for directive in directives) == POLICY
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] in {"same-origin", "no-referrer"}
