"""An MCP client of the SDK calls each tool, on stdin and over HTTP, and hears what the use cases say."""

import json
from urllib.parse import urldefrag

import anyio
import httpx2
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from index.types import Filters
from plansearch.keys import Grant, KeyStore
from search_api.comparing.comparison import compare
from search_api.kit.citations import cite, cite_in_english
from tests.index_worlds import collect, write_plan
from tests.product import Product
from tests.serving import PLANSEARCH, clean_environment, serving

SITE = "https://portal.example"
SECRET = "zyxwsecret"
WORDS = "Trạm khuyến nông dạy nuôi ong lấy mật cho hộ nghèo trước ngày 05/3/2025."
PLANS = {
    "ong": (WORDS, "Đội thợ xã sửa cầu treo qua suối trước mùa mưa."),
    "mat": (WORDS.replace("hộ nghèo", "mọi hộ"), "Thư viện huyện chở sách lưu động đến trường xa."),
}
TOOLS = {
    "search", "ask", "read_passage", "similar_passages", "compare_documents", "check_quotations",
    "list_documents",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder over two plans, one of which says the first thing a little otherwise."""
    folder = tmp_path_factory.mktemp("agents")
    for name, provisions in PLANS.items():
        write_plan(folder / "plans" / f"{name}.txt", *provisions, title=f"Về {name}")
    collect(folder / "data", folder / "plans")
    return folder


@pytest.fixture(scope="module")
def product(folder):
    return Product.open(folder / "data")


@pytest.fixture(scope="module")
def served(folder):
    """A server that wants keys."""
    with serving(folder / "data", folder / "log.txt", {"PLANSEARCH_KEYS": "required"}) as running:
        yield running


@pytest.fixture(scope="module")
def store(folder):
    return KeyStore(folder / "data")


@pytest.fixture(scope="module")
def by_stdio(folder):
    """Call tools of a process of their own; its stderr is written to a file."""

    def call(*calls, mode="auto"):
        asked = StdioServerParameters(
            command=PLANSEARCH,
            args=["mcp", "--data", str(folder / "data"), "--site", f"{SITE}/"],
            env=clean_environment(),
        )
        with (folder / "stderr.txt").open("a") as errors:
            return talk(lambda: stdio_client(asked, errlog=errors), calls, mode)

    return call


@pytest.fixture(scope="module")
def by_http(served, store):
    """Call tools of the server, with a key for all plans or with another."""
    _, usual = store.create(Grant("agent"))

    def call(*calls, mode="auto", key=usual):
        return talk(lambda: _http(served.url, key), calls, mode)

    return call


@pytest.fixture(params=["by_stdio", "by_http"])
def either(request):
    """Call tools in either way."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def talked(by_http, served):
    """Call tools, and name where the addresses in the answers lead."""
    return by_http, served.url


class _http:  # noqa: N801 - as the transports of the SDK
    """The transport of the SDK, with a client of its own that sends a key."""

    def __init__(self, url, key):
        headers = {"Authorization": f"Bearer {key}"}
        self._client = httpx2.AsyncClient(headers=headers, trust_env=False, timeout=60)
        self._transport = streamable_http_client(f"{url}/mcp", http_client=self._client)

    async def __aenter__(self):
        return await self._transport.__aenter__()

    async def __aexit__(self, *raised):
        await self._transport.__aexit__(*raised)
        await self._client.aclose()


def talk(transport, calls, mode="auto"):
    """Return what a server says to each call, and before them all which tools it has and which protocol it speaks."""

    async def talking():
        async with Client(transport(), mode=mode) as client:
            tools = (await client.list_tools()).tools
            said = [await client.call_tool(name, arguments) for name, arguments in calls]
            return tools, client.protocol_version, said

    return anyio.run(talking)


def answers(call, *calls):
    """Return the structured answers."""
    _, _, said = call(*calls)
    assert not [result.content for result in said if result.is_error]
    return [result.structured_content for result in said]


def source(product, passage, site):
    """Return what every quotation of a whole passage carries."""
    document = product.document(passage.document_id)
    return {
        "quote": passage.text,
        "citation": cite(document, passage.place),
        "citation_en": cite_in_english(document, passage.place),
        "url": f"{site}/documents/{document.id}#p-{passage.id}",
        "passage_id": passage.id,
        "document_id": document.id,
        "section": list(passage.path),
    }


def test_each_tool_only_reads_and_describes_itself(either):
    tools, protocol, _ = either()
    assert {tool.name for tool in tools} == TOOLS
    assert protocol == "2026-07-28"
    for tool in tools:
        assert (tool.annotations.read_only_hint, tool.annotations.destructive_hint) == (True, False)
        assert tool.description
        assert tool.output_schema["properties"]


def test_a_client_of_the_protocol_before_is_answered_too(either, product):
    _, protocol, (said,) = either(("search", {"query": "nuôi ong", "limit": 1}), mode="legacy")
    assert protocol < "2026"
    (found,) = said.structured_content["results"]
    assert found["quote"] == product.search("nuôi ong").hits[0].passage.text


def test_on_stdin_each_tool_says_what_it_says_over_http(by_stdio, by_http, served, product):
    ids, passage = (
        [record.id for record in product.documents()],
        product.search("nuôi ong").hits[0].passage.id,
    )
    arguments = {
        "search": {"query": "nuôi ong"},
        "ask": {"question": "Ai dạy nuôi ong?"},
        "read_passage": {"passage_id": passage},
        "similar_passages": {"passage_id": passage},
        "compare_documents": {"document_ids": ids},
        "check_quotations": {"text": WORDS},
        "list_documents": {},
    }
    assert set(arguments) == TOOLS
    said, over_http = (json.dumps(answers(call, *arguments.items())) for call in (by_stdio, by_http))
    assert said == over_http.replace(served.url, SITE)
    assert SITE in said


def test_search(talked, product):
    call, site = talked
    within = {"query": "nuôi ong", "document_id": product.documents()[1].id}
    told, narrowed = answers(call, ("search", {"query": "nuôi ong", "limit": 2}), ("search", within))
    found = product.search("nuôi ong", limit=2)
    assert told["results"] == [source(product, hit.passage, site) for hit in found.hits]
    assert (told["confidence"], told["total"]) == (found.confidence, found.total)
    some = product.search("nuôi ong", Filters(document_id=within["document_id"]), 5).hits
    assert [each["passage_id"] for each in narrowed["results"]] == [hit.passage.id for hit in some]


def test_ask(talked, product):
    call, site = talked
    question = "Ai dạy nuôi ong?"
    told, nothing = answers(call, ("ask", {"question": question}), ("ask", {"question": "how to cook pho"}))
    found = product.ask(question)
    assert told["status"] == found.status == "answered"
    assert [(each["quote"], each["actor"], each["deadline"]) for each in told["answer"]] == [
        (quote.text, quote.actor, quote.deadline) for quote in found.quotes
    ]
    first = found.quotes[0]
    assert told["answer"][0]["citation"] == cite(first.document, first.passage.place)
    assert told["answer"][0]["url"] == f"{site}/documents/{first.document.id}#p-{first.passage.id}"
    assert nothing["status"] == "no_evidence"
    assert nothing["answer"] == []


def test_read_passage(talked, product):
    call, site = talked
    document = product.documents()[0].id
    passages = product.passages_of(document)
    ids = [passage.id for passage in passages]
    told = answers(call, *(("read_passage", {"passage_id": each}) for each in ids))
    for place, (each, passage) in enumerate(zip(told, passages, strict=True)):
        around = {"before": ids[place - 1] if place else None, "after": [*ids, None][place + 1]}
        assert each == {**source(product, passage, site), "page": None, **around}


def test_similar_passages(talked, product):
    call, site = talked
    asked = product.search("nuôi ong hộ nghèo").hits[0].passage
    (told,) = answers(call, ("similar_passages", {"passage_id": asked.id, "limit": 1}))
    (near,) = product.similar(asked.id, 1)
    (found,) = told["results"]
    assert {name: found[name] for name in source(product, near.passage, site)} == source(
        product, near.passage, site
    )
    assert told["likeness"] == found["likeness"] == "nearly same"
    words = {(change["left"].strip(), change["right"].strip()) for change in found["changes"]}
    assert words & {("hộ nghèo", "mọi hộ"), ("nghèo", ""), ("", "mọi")}


def test_compare_documents(talked, product):
    call, site = talked
    ids = [record.id for record in product.documents()]
    whole, only, part = answers(
        call,
        ("compare_documents", {"document_ids": ids}),
        ("compare_documents", {"document_ids": ids, "kind": "only"}),
        ("compare_documents", {"document_ids": ids, "limit": 1, "offset": 1}),
    )
    comparison = compare(product.snapshot, ids)
    assert [row["kind"] for row in whole["rows"]] == [row.kind for row in comparison.rows]
    assert whole["total"] == len(comparison.rows) > 2
    assert part["rows"] == whole["rows"][1:2]
    assert only["rows"] == [row for row in whole["rows"] if row["kind"] == "only"] != []
    assert only["total"] == len(only["rows"])
    for row, compared in zip(whole["rows"], comparison.rows, strict=True):
        said = [cell.passage and source(product, cell.passage, site) for cell in compared.cells]
        assert [cell["passage"] for cell in row["cells"]] == said
    assert [document["url"] for document in whole["documents"]] == [
        f"{site}/documents/{each}" for each in ids
    ]


def test_check_quotations(talked, product):
    call, site = talked
    wrong = WORDS.replace("lấy mật", "lấy sáp")
    right, altered, draft, unknown = answers(
        call,
        ("check_quotations", {"text": WORDS}),
        ("check_quotations", {"text": wrong}),
        ("check_quotations", {"text": f"Kế hoạch viết “{WORDS}” và “{wrong}”."}),
        ("check_quotations", {"text": "Mười hai con mèo đen ngủ trên mái nhà"}),
    )
    (found,) = right["quotations"]
    assert (found["verdict"], found["quote"]) == ("verbatim", WORDS.rstrip("."))
    passage = product.search(WORDS).hits[0].passage
    carried = source(product, passage, site)
    assert {name: found[name] for name in ("citation", "url", "passage_id")} == {
        name: carried[name] for name in ("citation", "url", "passage_id")
    }
    (found,) = altered["quotations"]
    assert found["verdict"] == "altered"
    assert [(each["draft"]["text"], each["plan"]["text"]) for each in found["differences"]] == [
        ("sáp", "mật")
    ]
    assert [each["verdict"] for each in draft["quotations"]] == ["verbatim", "altered"]
    assert [(each["verdict"], each["quote"], each["url"]) for each in unknown["quotations"]] == [
        ("not_found", None, None)
    ]


def test_list_documents(talked, product):
    call, site = talked
    (told,) = answers(call, ("list_documents", {}))
    assert [(each["id"], each["title"], each["url"]) for each in told["documents"]] == [
        (record.id, record.metadata.title, f"{site}/documents/{record.id}") for record in product.documents()
    ]


def test_an_address_leads_to_the_words(by_http, served, store):
    (told,) = answers(by_http, ("search", {"query": "nuôi ong", "limit": 1}))
    address, fragment = urldefrag(told["results"][0]["url"])
    _, words = store.create(Grant("reader"))
    page = httpx2.get(address, headers={"X-API-Key": words}, trust_env=False)
    assert page.status_code == 200
    assert f'id="{fragment}"' in page.text


def test_what_is_wrong_is_said_in_words(talked):
    call, _ = talked
    _, _, said = call(
        ("read_passage", {"passage_id": "nothing"}),
        ("search", {"query": "ong", "province": "Atlantis"}),
        ("search", {"query": "ong", "limit": 0}),
        ("compare_documents", {"document_ids": []}),
        ("compare_documents", {"document_ids": [], "offset": -1}),
        ("check_quotations", {"text": " "}),
    )
    assert all(result.is_error for result in said)
    words = [result.content[0].text.partition(": ")[2] for result in said]
    assert words[0] == "no passage has the id 'nothing'"
    assert words[1].startswith("province 'Atlantis' is not in the index")
    assert words[2] == "limit must be between 1 and 100, not 0"
    assert words[4] == "offset must be between 0 and 10000, not -1"
    assert all(words)


def test_a_key_for_one_plan_finds_no_other(by_http, store, product):
    seen, hidden = (record.id for record in product.documents())
    _, words = store.create(Grant("part", documents=(seen,)))
    other = product.passages_of(hidden)[0].id
    _, _, (listed, found, read) = by_http(
        ("list_documents", {}), ("search", {"query": "nuôi ong"}), ("read_passage", {"passage_id": other}),
        key=words,
    )  # fmt: skip
    assert [each["id"] for each in listed.structured_content["documents"]] == [seen]
    assert {each["document_id"] for each in found.structured_content["results"]} == {seen}
    assert read.is_error


def post(served, **headers):
    request = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    usual = {"Accept": "application/json, text/event-stream"}
    return httpx2.post(f"{served.url}/mcp", json=request, headers={**usual, **headers}, trust_env=False)


def test_without_a_key_nothing_is_told(served):
    assert post(served).status_code == 401
    assert post(served).json()["type"] == "/problems/unauthorized"


def test_the_limit_of_a_key_counts_for_agents_too(served, store):
    _, words = store.create(Grant("slow", rate="2/hour"))
    assert [post(served, **{"X-API-Key": words}).status_code for _ in range(3)] == [200, 200, 429]


def test_a_page_of_another_site_may_not_ask(served, store):
    _, words = store.create(Grant("browser"))
    assert post(served, **{"X-API-Key": words, "Origin": "https://evil.example"}).status_code == 403
    assert post(served, **{"X-API-Key": words, "Origin": served.url}).status_code == 200


def test_only_post_is_answered(served, store):
    _, words = store.create(Grant("getter"))
    answer = httpx2.get(f"{served.url}/mcp", headers={"X-API-Key": words}, trust_env=False)
    assert (answer.status_code, answer.headers["allow"]) == (405, "OPTIONS, POST")


def test_no_question_is_written_to_a_log(by_stdio, by_http, folder, served):
    asked = [
        ("search", {"query": SECRET}),
        ("ask", {"question": SECRET * 300}),
        ("search", {"query": "ong", "province": SECRET}),
        ("search", {"query": "ong", "limit": SECRET}),
        ("check_quotations", {"text": f"“{SECRET} {SECRET} {SECRET} {SECRET}”"}),
        ("read_passage", {"passage_id": SECRET}),
        (SECRET, {}),
    ]
    by_stdio(*asked)
    by_http(*asked)
    for log in (folder / "stderr.txt", served.log):
        text = log.read_text(encoding="utf-8")
        assert SECRET not in text
        assert "Traceback" not in text
