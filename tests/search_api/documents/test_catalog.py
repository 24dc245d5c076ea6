"""The catalogue of open data, as a harvester of another portal reads it: a graph, and what DCAT-AP wants of it."""

import pytest
from lxml import html
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD
from starlette.testclient import TestClient

from index.data_folder import DataFolder
from index.embedder import load_embedder
from plansearch.app import create_app
from plansearch.keys import Grant, KeyStore
from plansearch.settings import Settings
from search_api.collecting.collect import remove
from tests.index_worlds import collect, write_plan
from tests.serving import plansearch

# By rdflib itself, within its parser of JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
ADDRESS = "/api/v1/catalog.jsonld"
CATALOG = URIRef(f"http://testserver{ADDRESS}")
DATASET, PUBLISHER = URIRef(f"{CATALOG}#dataset"), URIRef(f"{CATALOG}#publisher")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SAID = {
    "open_data_title": "Kế hoạch <Hải Lâm>",
    "open_data_publisher": 'Sở "TT&TT"',
    "open_data_licence": LICENCE,
}
# What DCAT-AP 3 wants of each class; a publisher only whoever runs the server can name.
WANTED = {
    DCAT.Catalog: {DCTERMS.title, DCTERMS.description, DCAT.dataset},
    DCAT.Dataset: {DCTERMS.title, DCTERMS.description},
    DCAT.Distribution: {DCAT.accessURL},
    DCAT.DataService: {DCTERMS.title, DCAT.endpointURL},
    FOAF.Agent: {FOAF.name},
}
LINKS = {DCAT.accessURL, DCAT.downloadURL, DCAT.landingPage, DCAT.endpointDescription, FOAF.homepage}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder over two plans of two provinces and years."""
    folder = tmp_path_factory.mktemp("catalog")
    for name, title in (
        ("a", "Đèn biển của tỉnh Hải Lâm năm 2023"),
        ("b", "Đèn biển của tỉnh Đông Hải năm 2025"),
    ):
        write_plan(folder / "in" / f"{name}.txt", f"Giao tổ {name} treo đèn biển.", title=title)
    collect(folder / "data", folder / "in")
    return folder


@pytest.fixture(scope="module")
def clients(folder):
    """Clients of two servers: whoever runs the first says nothing of the data."""
    apps = [create_app(Settings(data=folder / "data", **said)) for said in ({}, SAID)]
    yield [TestClient(app) for app in apps]
    for app in apps:
        app.state.index.close()


def graph(client, **headers: str) -> Graph:
    answer = client.get(ADDRESS, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/ld+json")
    return Graph().parse(data=answer.text, format="json-ld")


def years(found: Graph) -> list[object]:
    period = found.value(DATASET, DCTERMS.temporal)
    return [found.value(period, name) for name in (DCAT.startDate, DCAT.endDate)] if period else []


def provinces(found: Graph) -> set[object]:
    return {found.value(place, SKOS.prefLabel) for place in found.objects(DATASET, DCTERMS.spatial)}


def test_it_has_what_the_profile_wants_and_its_links_lead_somewhere(clients):
    for client in clients:
        found = graph(client)
        assert found.value(CATALOG, DCAT.dataset) == DATASET
        for kind, wanted in WANTED.items():
            nodes = set(found.subjects(RDF.type, kind))
            assert nodes or kind == FOAF.Agent
            for node in nodes:
                assert wanted <= set(found.predicates(node)), node
                assert all(len(str(value)) > 3 for value in found.objects(node)), node
        for name in LINKS:
            addresses = {str(address) for address in found.objects(predicate=name)}
            assert addresses, name
            assert {client.get(address).status_code for address in addresses} == {200}, name


def test_a_distribution_is_a_download(clients):
    client, found = clients[0], graph(clients[0])
    downloads = {
        str(found.value(part, DCAT.downloadURL)): str(found.value(part, DCTERMS.conformsTo))
        for part in found.objects(DATASET, DCAT.distribution)
    }
    kinds = ("documents", "passages")
    assert downloads == {f"http://testserver/api/v1/{kind}.jsonl": "https://jsonlines.org/" for kind in kinds}
    assert {client.get(address).headers["content-type"] for address in downloads} == {"application/jsonl"}


def test_what_nobody_said_is_not_invented(clients):
    untold, told = map(graph, clients)
    for name in (DCTERMS.publisher, DCTERMS.license):
        assert set(untold.objects(predicate=name)) == set()
    assert set(told.objects(predicate=DCTERMS.publisher)) == {PUBLISHER}
    assert told.value(PUBLISHER, FOAF.name) == Literal(SAID["open_data_publisher"])
    licensed = {CATALOG, *told.objects(DATASET, DCAT.distribution)}
    assert set(told.subject_objects(DCTERMS.license)) == {(node, URIRef(LICENCE)) for node in licensed}
    for node in (CATALOG, DATASET):
        assert told.value(node, DCTERMS.title) == Literal(SAID["open_data_title"])
        assert {title.language for title in untold.objects(node, DCTERMS.title)} == {"vi", "en"}


def test_it_says_which_years_and_provinces_there_are_and_since_when(clients):
    client, found = clients[0], graph(clients[0])
    assert years(found) == [Literal(year, datatype=XSD.gYear) for year in ("2023", "2025")]
    assert provinces(found) == {Literal(name, lang="vi") for name in ("Hải Lâm", "Đông Hải")}
    assert str(found.value(DATASET, URIRef(f"{DCAT}version"))) == "g000001"
    (changed,) = set(found.objects(predicate=DCTERMS.modified))
    assert changed.datatype == XSD.dateTime
    assert changed.toPython().tzinfo
    tag = client.get(ADDRESS).headers["etag"]
    assert client.get(ADDRESS, headers={"if-none-match": tag}).status_code == 304


def test_a_key_for_some_documents_is_told_of_these(clients, folder):
    _, other = [document["id"] for document in clients[0].get("/api/v1/documents").json()["documents"]]
    _, words = KeyStore(folder / "data").create(Grant("portal", documents=(other,)))
    found = graph(clients[0], authorization=f"Bearer {words}")
    assert provinces(found) == {Literal("Đông Hải", lang="vi")}
    assert years(found) == [Literal("2025", datatype=XSD.gYear)] * 2


def test_an_index_without_documents_is_described_as_such(tmp_path):
    write_plan(tmp_path / "in" / "a.txt", "Giao tổ 1 treo đèn.", title="Đèn biển của tỉnh Hải Lâm năm 2023")
    collect(tmp_path / "data", tmp_path / "in")
    folder = DataFolder.open(tmp_path / "data")
    (only,) = folder.open_generation().generation.records.documents
    remove(folder, only, load_embedder())
    app = create_app(Settings(data=tmp_path / "data"))
    found = graph(TestClient(app))
    assert (years(found), provinces(found)) == ([], set())
    app.state.index.close()


def test_it_lies_where_the_pages_and_a_path_say(clients, folder):
    for page in ("/", "/about"):
        (address,) = html.fromstring(clients[0].get(page).text).xpath(
            "//link[@type='application/ld+json']/@href"
        )
        assert address == ADDRESS
    app = create_app(Settings(data=folder / "data", root_path="/plans", hosts=("plans.example",)))
    client = TestClient(app, base_url="https://plans.example")
    assert "/plans/api/v1/catalog.jsonld" in client.get("/about").text
    found = Graph().parse(data=client.get("/plans/api/v1/catalog.jsonld").text, format="json-ld")
    addresses = {str(address) for address in found.objects(predicate=DCAT.downloadURL)}
    assert {address.partition("api/")[0] for address in addresses} == {"https://plans.example/plans/"}
    assert {client.get(address).status_code for address in addresses} == {200}
    app.state.index.close()


@pytest.mark.parametrize("licence", ["CC BY 4.0", "javascript:alert(1)", 'https://x.example/"> <'])
def test_a_licence_is_an_address(licence, tmp_path):
    done = plansearch("serve", "--data", tmp_path, environment={"PLANSEARCH_OPEN_DATA_LICENCE": licence})
    assert done.returncode == 2
    assert "PLANSEARCH_OPEN_DATA_LICENCE" in done.stderr
