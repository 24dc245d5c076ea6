"""Both clients against a real server: every call, keys, limits, lists."""

import anyio
import httpx2
import pytest

from plansearch.client import AsyncClient, Client, ProblemError
from plansearch.client.clients import Download, Operations
from plansearch.keys import Grant, KeyStore
from tests.index_worlds import collect, write_plan
from tests.serving import serving

QUESTION = "tàu mất kết nối quá 6 giờ"
DRAFT = "Kế hoạch viết: “tàu cá mất kết nối quá 6 giờ phải báo vị trí về bờ”."
CALLS = {
    "search": ([QUESTION], {"limit": 2, "province": "Hải Lâm", "sort": "date"}, "/search"),
    "ask": ([QUESTION], {"as_typed": True, "year": None}, "/ask"),
    "suggest": (["Sở"], {}, "/suggest"),
    "documents": ([], {"limit": 3, "offset": 1}, "/documents"),
    "document": (["{document}"], {}, "/documents/{document}"),
    "passage": (["{passage}"], {}, "/passages/{passage}"),
    "similar": (["{passage}"], {"limit": 2}, "/passages/{passage}/similar"),
    "compare": (["{document}", "{other}"], {}, "/compare?d={document}&d={other}"),
    "duties": ([], {"limit": 2, "deadline": "date", "exact": False}, "/duties"),
    "instruments": ([], {"q": "nghị định", "limit": 2}, "/instruments"),
    "coverage": ([], {"by": "year", "topics": "named"}, "/coverage"),
    "check": ([DRAFT], {}, "/check"),
    "statistics": ([], {}, "/statistics"),
}
DOWNLOADS = {"download_documents": "document", "download_passages": "passage"}


@pytest.fixture(scope="module")
def client(server):
    with Client(server.url, trust_env=False) as made:
        yield made


@pytest.fixture(scope="module")
def names(client):
    """The ids that calls are made with."""
    hit = client.search(QUESTION, limit=1).results[0]
    other = next(d.id for d in client.documents().documents if d.id != hit.document.id)
    return {"document": hit.document.id, "other": other, "passage": hit.passage_id}


@pytest.fixture(scope="module")
def locked(tmp_path_factory):
    """A server over one plan that wants keys, and the store of these."""
    folder = tmp_path_factory.mktemp("locked")
    collect(folder / "data", write_plan(folder / "ong.txt", "Trạm khuyến nông dạy nuôi ong lấy mật."))
    with serving(folder / "data", folder / "log.txt", {"PLANSEARCH_KEYS": "required"}) as running:
        yield running, KeyStore(folder / "data")


def awaited(url, name, arguments, options):
    """Return the answer of the other client."""

    async def call():
        async with AsyncClient(url, trust_env=False) as client:
            return await getattr(client, name)(*arguments, **options)

    return anyio.run(call)


def test_every_operation_is_called_below():
    named = {name: value for name, value in vars(Operations).items() if not name.startswith("_")}
    assert {name for name, value in named.items() if not isinstance(value, Download)} == set(CALLS)
    assert {name for name, value in named.items() if isinstance(value, Download)} == set(DOWNLOADS)


@pytest.mark.parametrize("name", CALLS)
def test_an_answer_is_what_the_server_says_for_both_clients(server, client, names, name):
    arguments, options, path = CALLS[name]
    arguments = [word.format(**names) for word in arguments]
    answer = getattr(client, name)(*arguments, **options)
    sent = {key: value for key, value in options.items() if value is not None}
    if path in ("/search", "/ask", "/suggest"):
        sent["q"] = arguments[0]
    address = f"{server.url}/api/v1{path.format(**names)}"
    said = (
        httpx2.post(address, json={"text": DRAFT}, trust_env=False)
        if name == "check"
        else httpx2.get(address, params=sent or None, trust_env=False)
    )
    assert answer.model_dump(by_alias=True) == said.json()
    assert awaited(server.url, name, arguments, options) == answer


def test_each_walks_through_a_whole_list(server, client):
    whole = client.documents().documents
    assert list(client.documents.each(limit=4)) == whole
    assert list(client.documents.each(limit=4, offset=2)) == whole[2:]
    assert len(whole) > 8

    async def walk():
        async with AsyncClient(server.url, trust_env=False) as other:
            return [document async for document in other.documents.each(limit=4)]

    assert anyio.run(walk) == whole


def test_a_walk_without_a_limit_asks_for_long_parts(client):
    first = client.duties()
    assert first.total > len(first.duties)
    assert len(list(client.duties.each())) == first.total


def walked(url, name, key=None, **options):
    """Return what the other client walks through."""

    async def walk():
        async with AsyncClient(url, key, trust_env=False) as client:
            return [line async for line in getattr(client, name)(**options)]

    return anyio.run(walk)


@pytest.mark.parametrize(("name", "one"), DOWNLOADS.items())
def test_a_download_gives_what_the_call_for_one_does(server, client, name, one):
    found = list(getattr(client, name)(province="Hải Lâm", year=None))
    assert len(found) > 1
    identities = [each.id if one == "document" else each.passage_id for each in found]
    assert found == [getattr(client, one)(identity) for identity in identities]
    assert walked(server.url, name, province="Hải Lâm") == found
    assert len(list(getattr(client, name)())) > len(found)


@pytest.mark.parametrize("name", DOWNLOADS)
def test_a_download_that_is_refused_is_a_problem_when_it_is_walked(server, client, name):
    with pytest.raises(ProblemError, match="'Atlantis' is not in the index"):
        next(getattr(client, name)(province="Atlantis"))
    with pytest.raises(ProblemError, match="'Atlantis' is not in the index"):
        walked(server.url, name, province="Atlantis")


def test_a_client_that_goes_no_further_is_still_good(server):
    with Client(server.url, trust_env=False) as client:
        for passage in client.download_passages():
            assert client.passage(passage.passage_id) == passage
            break
        assert client.statistics().passages > 100


def test_a_problem_says_what_it_is(client):
    with pytest.raises(ProblemError, match="no document has the id 'không có'") as raised:
        client.document("không có")
    problem = raised.value
    assert (problem.kind, problem.status, problem.retry_after) == ("not-found", 404, None)
    assert problem.type == "/problems/not-found"
    assert problem.request_id


def test_a_name_is_sent_as_it_is(client):
    with pytest.raises(ProblemError, match=r"no passage has the id 'a\?b#đ%2f'"):
        client.passage("a?b#đ%2f")


def test_a_problem_is_raised_where_it_is_awaited(server):
    with pytest.raises(ProblemError, match="no passage has the id"):
        awaited(server.url, "passage", ["nothing"], {})


def test_a_key_opens_and_its_lack_is_a_problem(locked):
    server, store = locked
    _, words = store.create(Grant("reader"))
    with Client(server.url, words, trust_env=False) as client:
        assert client.statistics().documents == 1
    with Client(server.url, trust_env=False) as client, pytest.raises(ProblemError) as raised:
        client.statistics()
    assert raised.value.kind == "unauthorized"


def test_a_client_waits_as_long_as_the_server_asks(locked):
    server, store = locked
    _, words = store.create(Grant("slow", rate="1/second"))
    with Client(server.url, words, trust_env=False) as client:
        assert {client.statistics().documents for _ in range(2)} == {1}
        assert len([*client.download_documents(), *client.download_documents()]) == 2
    assert (
        len(
            [
                *walked(server.url, "download_documents", words),
                *walked(server.url, "download_documents", words),
            ]
        )
        == 2
    )

    async def call():
        async with AsyncClient(server.url, words, trust_env=False) as other:
            return {(await other.statistics()).documents for _ in range(2)}

    assert anyio.run(call) == {1}


def test_a_client_does_not_wait_longer_than_it_may(locked):
    server, store = locked
    _, words = store.create(Grant("slower", rate="1/hour"))
    with Client(server.url, words, trust_env=False) as client:
        client.statistics()
        with pytest.raises(ProblemError) as raised:
            client.statistics()
    assert raised.value.kind == "too-many-requests"
    assert raised.value.retry_after > 30


def test_a_server_below_a_path_is_reached_there(sample_data, tmp_path):
    environment = {"PLANSEARCH_ROOT_PATH": "/plans"}
    with (
        serving(sample_data, tmp_path / "log.txt", environment) as running,
        Client(f"{running.url}/plans", trust_env=False) as client,
    ):
        assert client.search(QUESTION, limit=1).results[0].url.startswith("/plans/")
