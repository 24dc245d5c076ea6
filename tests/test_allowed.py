"""A key for some documents: to its holder there are no others, on any route."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from index.allowed import Allowed
from index.snapshot import Snapshot
from plansearch.app import create_app
from plansearch.keys import Grant, KeyStore
from plansearch.settings import Settings
from tests.every_route import SILENT, fill, text_of
from tests.index_worlds import collect, write_plan
from tests.llm_server import llm_server

SEEN, HIDDEN = "Kangtem", "Bulukor"
NUMBERS = {SEEN: "11/2021/NĐ-CP", HIDDEN: "99/2021/NĐ-CP"}
OWN_NUMBERS = {SEEN: "53/KH-UBND", HIDDEN: "77/KH-UBND"}
# What differs between any two answers, and between two indexes made one after the other.
PASSING = re.compile(
    r'"request_id":"\w+"|DTSTAMP:\w+|"created":"[^"]*"|\d{4}-\d\d-\d\dT[\d:.]+[+ ]00:00|"generation":"\w+"'
)
# Its address names a key of the server's own, or what has no name.
NAMED_BY_NOTHING = {"/problems/{name}", "/sitemaps/{part}.xml", "/basket.{kind}", "/compare.{kind}"}


def write(plans: Path, *names: str) -> None:
    """Write a plan about each place, which shares no word of substance with the others but the animal."""
    for name in names:
        plan = write_plan(
            plans / f"{name}.txt",
            f"Giao Trạm Thú y {name} treo đèn biển ở cảng cá {name} trước ngày 05/3/2025 theo Nghị định số "
            f"{NUMBERS[name]}.",
            f"Trường {name} dạy bơi cho trẻ em đợt {name}.",
            title=f"Đợt {name} treo đèn biển",
        )
        head = f"SỞ THỦY SẢN {name.upper()}\n\nSố: {OWN_NUMBERS[name]}\n\n"
        plan.write_text(head + plan.read_text(encoding="utf-8"), encoding="utf-8")


class World:
    """A data folder over two plans, and what they are called in it."""

    def __init__(self, folder: Path) -> None:
        write(folder / "in", SEEN, HIDDEN)
        report = collect(folder / "data", folder / "in")
        ids = {Path(file.path).stem: str(file.document_id) for file in report.files}
        self.data, self.seen, self.hidden = folder / "data", ids[SEEN], ids[HIDDEN]
        self.app: FastAPI = create_app(Settings(data=self.data, keys="required", limit="off"))
        self.whole = self.app.state.index.snapshot()
        self.store = KeyStore(self.data)

    def client(self, *documents: str) -> TestClient:
        """Return a client whose key is for these documents."""
        return self.with_key(Grant("x", "admin", documents=documents))

    def with_key(self, grant: Grant) -> TestClient:
        _, words = self.store.create(grant)
        headers = {"authorization": f"Bearer {words}"}
        return TestClient(self.app, raise_server_exceptions=False, follow_redirects=False, headers=headers)

    def told(self, client: TestClient, address: str) -> tuple[int, str]:
        """Return the status and the words of an answer."""
        answer = client.get(address)
        return answer.status_code, text_of(answer.content)

    def addresses(self, document: str) -> list[tuple[str, str]]:
        """Return path and address of every route, asked about a document and its parts."""
        return fill(self.app, self.part(document))

    def part(self, document: str) -> Snapshot:
        return self.whole.within(Allowed.parse([document]))

    def names(self, name: str, document: str) -> list[str]:
        """Return what gives a document away: its words, and the ids of itself and its parts."""
        number = NUMBERS[name].partition("/")[0]
        passages = [passage.id for passage in self.whole.passages_of(document)]
        own = OWN_NUMBERS[name].lower()
        return [name.lower(), own, f"{number}/2021", f"{number}-2021", document, *passages]

    def met(self, text: str, name: str, document: str, address: str = "") -> list[str]:
        """Return what a text says of a document that was not said to it."""
        return [each for each in self.names(name, document) if each in text.lower() and each not in address]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    made = World(tmp_path_factory.mktemp("allowed"))
    yield made
    made.app.state.index.close()


# These say the same whatever is served, or only count.
QUIET = SILENT | {
    "/readyz",
    "/api/v1/facets",
    "/api/v1/statistics",
    "/api/v1/catalog.jsonld",
    "/about",
    "/quality",
}


def test_with_a_key_for_all_every_route_tells_of_every_document(world):
    client = world.with_key(Grant("all", "admin"))
    for name, document in ((SEEN, world.seen), (HIDDEN, world.hidden)):
        for path, address in world.addresses(document):
            status, text = world.told(client, address)
            assert status == usual(path), address
            # These have room for a few examples.
            assert world.met(text, name, document) or path in {*QUIET, "/", "/help"} or status != 200, address


def usual(path: str) -> int:
    # No server writes summaries here, and one document cannot be compared.
    unusual = {
        "/api/v1/ask/written": 404,
        "/ask/written": 404,
        "/api/v1/compare": 422,
        "/compare.{kind}": 422,
    }
    return unusual.get(path, 200)


def test_with_a_key_for_one_document_no_route_tells_of_another(world):
    client = world.client(world.seen)
    for path, address in world.addresses(world.seen):
        status, text = world.told(client, address)
        assert status == usual(path), address
        assert world.met(text, HIDDEN, world.hidden) == [], address
        assert world.met(text, SEEN, world.seen) or path in QUIET or status != 200, address


def test_its_holder_is_answered_as_by_an_index_that_never_had_another(world, tmp_path):
    write(tmp_path / "in", SEEN)
    collect(tmp_path / "data", tmp_path / "in")
    alone = create_app(Settings(data=tmp_path / "data"))
    client, other = world.client(world.seen), TestClient(alone, follow_redirects=False)
    addresses = [each for path, each in world.addresses(world.seen) if path not in ("/metrics", "/about")]
    # Names that stand in the other alone: whether a name stands anywhere makes an answer surer.
    for name in (HIDDEN, NUMBERS[HIDDEN], OWN_NUMBERS[HIDDEN], HIDDEN[:6].upper(), f"{HIDDEN} treo đèn biển"):
        addresses += [f"/api/v1/{route}?q={quote(name)}" for route in ("search", "ask", "suggest")]
    different = [a for a in addresses if passing(world.told(client, a)) != passing(world.told(other, a))]
    alone.state.index.close()
    assert different == []


def passing(told: tuple[int, str]) -> tuple[int, str]:
    return told[0], PASSING.sub("", told[1])


def test_what_may_not_be_seen_is_answered_as_what_does_not_exist(world):
    names = world.names(HIDDEN, world.hidden)[2:]
    for client in (world.client(world.seen), world.client()):
        for path, address in world.addresses(world.hidden):
            if "{" in path and path not in NAMED_BY_NOTHING:
                other = address
                for name in names:
                    other = other.replace(
                        name, name.translate(str.maketrans("0123456789abcdef", "1234567890fabcde"))
                    )
                (status, text), (nothing, of_nothing) = world.told(client, address), world.told(client, other)
                assert status == nothing == 404, address
                assert world.met(text, HIDDEN, world.hidden, address) == []
                assert len(text) == len(of_nothing), address


def test_a_document_that_may_not_be_seen_is_not_compared_with_one_that_may(world):
    client = world.client(world.seen)
    for address in ("/compare?", "/compare.docx?", "/api/v1/compare?"):
        status, text = world.told(client, f"{address}d={world.seen}&d={world.hidden}")
        assert status == 404
        assert world.met(text, HIDDEN, world.hidden, world.hidden) == []


def test_with_an_empty_list_there_is_nothing_on_any_route(world):
    client = world.client()
    for name, document in ((SEEN, world.seen), (HIDDEN, world.hidden)):
        for _, address in world.addresses(document):
            status, text = world.told(client, address)
            assert status in (200, 404, 422), address
            assert world.met(text, name, document, address) == [], address
    assert client.get("/api/v1/documents").json()["total"] == 0
    assert client.get("/api/v1/statistics").json()["documents"] == 0
    assert client.get("/api/v1/search?q=treo đèn biển").json()["index"]["passages"] == 0


def test_what_is_sent_to_be_held_against_the_plans_is_held_against_these_alone(world):
    said = f"“Giao Trạm Thú y {HIDDEN} treo đèn biển ở cảng cá {HIDDEN} trước ngày 05/3/2025”"
    verdicts = {}
    for document in (world.seen, world.hidden):
        client = world.client(document)
        (quotation,) = client.post("/api/v1/check", json={"text": f"Kế hoạch nêu: {said}."}).json()[
            "quotations"
        ]
        verdicts[document] = quotation["verdict"]
        batch = client.post("/api/v1/search/batch", json={"searches": [{"q": "dạy bơi cho trẻ em"}]}).json()
        (found,) = batch["answers"]
        assert {hit["document"]["id"] for hit in found["answer"]["results"]} == {document}
    assert verdicts[world.hidden] == "verbatim"
    assert verdicts[world.seen] != "verbatim"


def test_what_writes_a_summary_is_sent_nothing_that_may_not_be_seen(world):
    address = "/api/v1/ask/written?q=Trạm Thú y treo đèn biển ở đâu"
    with llm_server() as llm:
        app = create_app(Settings(data=world.data, limit="off", llm_url=llm.url, llm_model="small-model"))
        for document, sent in ((world.seen, {SEEN}), (world.hidden, {HIDDEN})):
            llm.requests.clear()
            headers = {"x-api-key": world.store.create(Grant("x", documents=(document,)))[1]}
            assert TestClient(app, headers=headers).get(address).status_code == 200
            (request,) = llm.requests
            assert {name for name in (SEEN, HIDDEN) if name in request.text} == sent
        app.state.index.close()
