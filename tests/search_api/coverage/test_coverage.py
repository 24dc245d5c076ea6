"""The coverage: counts that are known, honest gaps, the same by every way that leads to it."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from index.errors import InvalidQueryError
from index.types import Filters
from plansearch.app import create_app
from plansearch.settings import Settings
from search_api.coverage import matrix as coverage_module
from search_api.coverage.evidence import gather
from search_api.coverage.findings import findings
from search_api.coverage.matrix import UNSAID, coverage
from search_api.coverage.passages import spoken_passages
from tests.contract import assert_problem
from tests.index_worlds import collect, write_plan
from tests.product import Product

KEYS = {"iuu", "tourism", "land-borders", "training", "budget"}
# Passages of the small world that speak of each topic, by province.
COUNTS = {
    "iuu": {"Cần Thơ": 2, "Lạng Sơn": 0, UNSAID: 0},
    "tourism": {"Cần Thơ": 1, "Lạng Sơn": 0, UNSAID: 1},
    "land-borders": {"Cần Thơ": 0, "Lạng Sơn": 1, UNSAID: 0},
    "training": {"Cần Thơ": 1, "Lạng Sơn": 1, UNSAID: 1},
    "budget": {"Cần Thơ": 0, "Lạng Sơn": 1, UNSAID: 0},
}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Three plans: one province each, and one that does not say its province or year."""
    folder = tmp_path_factory.mktemp("small")
    plans = [
        write_plan(
            folder / "can-tho.txt",
            "Chống khai thác IUU, gỡ thẻ vàng.",
            "Vận động ngư dân: tàu cá phải bật thiết bị giám sát hành trình.",
            "Quảng bá du lịch miệt vườn.",
            "Tập huấn cho hướng dẫn viên.",
            title="Công tác thông tin đối ngoại thành phố Cần Thơ năm 2024",
        ),
        write_plan(
            folder / "lang-son.txt",
            "Bố trí kinh phí cho lớp tập huấn bảo vệ cột mốc biên giới.",
            "Sở Văn hóa, Thể thao và Du lịch treo băng rôn.",
            title="Công tác thông tin đối ngoại tỉnh Lạng Sơn năm 2019",
        ),
        write_plan(
            folder / "office.txt",
            "Thay bóng đèn ở hành lang.",
            "Tập huấn đón khách du lịch.",
            title="Công tác văn phòng",
        ),
    ]
    collect(folder / "data", *plans)
    return folder / "data"


@pytest.fixture(scope="module")
def small_service(small) -> Product:
    """The product over the small world."""
    return Product.open(small)


@pytest.fixture(scope="module")
def small_client(small) -> TestClient:
    """A client of the small world."""
    return TestClient(create_app(Settings(data=small, model="bundled")), raise_server_exceptions=False)


def counts(found) -> dict[str, dict[str, int]]:
    """Return the counts of the topics that the small world is about."""
    keys = [column.key for column in found.columns]
    return {
        line.topic.key: dict(zip(keys, [len(cell.spoken) for cell in line.cells], strict=True))
        for line in found.lines
        if line.topic.key in KEYS
    }


def test_a_small_world_is_counted_as_it_was_written(small_service):
    assert counts(coverage(small_service.snapshot)) == COUNTS


def test_years_and_documents_divide_the_same_passages(small_service):
    snapshot = small_service.snapshot
    by_year = counts(coverage(snapshot, "year"))
    assert by_year["iuu"] == {"2019": 0, "2024": 2, UNSAID: 0}
    by_document = coverage(snapshot, "document")
    assert [len(column.documents) for column in by_document.columns] == [1, 1, 1]
    assert sorted(counts(by_document)["training"].values()) == [1, 1, 1]


def test_documents_that_do_not_say_come_last(small_service):
    assert [column.key for column in coverage(small_service.snapshot, "year").columns] == [
        "2019",
        "2024",
        UNSAID,
    ]


def test_filters_leave_only_their_columns(small_service):
    found = coverage(small_service.snapshot, "province", filters=Filters(year=2019))
    assert [column.key for column in found.columns] == ["Lạng Sơn"]
    assert counts(found)["budget"] == {"Lạng Sơn": 1}


def test_the_most_widely_spoken_of_come_first_and_the_found_ones_last(sample_service):
    lines = coverage(sample_service.snapshot).lines
    order = [(line.topic.found, -line.breadth, -line.total) for line in lines]
    assert order == sorted(order)
    assert {line.topic.found for line in lines} == {False, True}


@pytest.mark.parametrize("by", ["province", "year", "document"])
def test_every_passage_of_a_cell_is_in_its_column_and_in_no_other(sample_service, by):
    snapshot = sample_service.snapshot
    found = coverage(snapshot, by)
    for line in found.lines:
        seen: list[str] = []
        for column, cell in zip(found.columns, line.cells, strict=True):
            inside = {record.id for record in column.documents}
            passages = [*cell.spoken, *cell.near]
            assert {passage.document_id for passage in snapshot.passages(passages)} <= inside
            seen += passages
        assert len(seen) == len(set(seen))


def test_every_counted_passage_shows_the_words_or_the_heading_that_name_its_topic(sample_service):
    snapshot = sample_service.snapshot
    headed = 0
    for line in coverage(snapshot).lines:
        for cell in line.cells:
            for passage in spoken_passages(snapshot, line.topic, cell.spoken):
                assert passage.hit.matches or passage.headings, (line.topic.key, passage.hit.passage.text)
                text = passage.hit.passage.text
                assert all(text[m.start : m.end] == m.text for m in passage.hit.matches)
                headed += bool(passage.headings)
    assert headed > 5


def test_the_same_generation_gives_the_same_evidence(sample_data, sample_service):
    again = gather(Product.open(sample_data).snapshot)
    first = gather(sample_service.snapshot)
    assert again.passage_ids == first.passage_ids
    for one, other in zip(first.topics, again.topics, strict=True):
        assert one.topic == other.topic
        assert one.spoken.tolist() == other.spoken.tolist()
        assert one.near.tolist() == other.near.tolist()


def test_one_passage_makes_a_coverage_of_one_column(tmp_path):
    collect(tmp_path / "data", write_plan(tmp_path / "plan.txt", "Quảng bá du lịch."))
    found = coverage(Product.open(tmp_path / "data").snapshot)
    assert len(found.columns) == 1
    assert [line.topic.key for line in found.lines if line.total] == ["tourism", "image"]
    assert [finding.kind for finding in findings(found)] == ["most", "nowhere"]


def test_passages_that_are_all_alike_are_near_to_nothing(tmp_path):
    plan = write_plan(tmp_path / "plan.txt", *["Thay bóng đèn."] * 20)
    collect(tmp_path / "data", plan)
    evidence = gather(Product.open(tmp_path / "data").snapshot)
    assert sum(len(topic.spoken) for topic in evidence.topics) == 0
    assert len({len(topic.near) for topic in evidence.topics}) >= 1
    assert max(len(topic.near) for topic in evidence.topics) <= 1


def test_what_stands_out_is_true(small_service):
    found = coverage(small_service.snapshot)
    told = {(f.kind, f.topics[0].key): {c.key for c in f.columns} for f in findings(found)}
    assert told["only", "iuu"] == {"Cần Thơ"}
    nowhere = next(f for f in findings(found) if f.kind == "nowhere")
    assert {topic.key for topic in nowhere.topics} == {
        line.topic.key for line in found.lines if not line.total and not line.topic.found
    }
    everywhere = next(f for f in findings(found) if f.kind == "everywhere")
    assert "training" in {topic.key for topic in everywhere.topics}


@pytest.mark.parametrize("by", ["province", "year", "document"])
def test_findings_name_columns_that_do_what_they_say(sample_service, by):
    found = coverage(sample_service.snapshot, by)
    lines = {line.topic.key: line for line in found.lines}
    for finding in findings(found):
        if finding.kind in {"only", "all_but"}:
            cells = lines[finding.topics[0].key].cells
            spoken = {c.key for c, cell in zip(found.columns, cells, strict=True) if cell.state == "spoken"}
            named = {column.key for column in finding.columns}
            assert named == (spoken if finding.kind == "only" else {c.key for c in found.columns} - spoken)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"filters": Filters(province="Atlantis")}, "Atlantis"),
        ({"filters": Filters(year=1788)}, "1788"),
    ],
)
def test_a_filter_that_no_document_passes_is_named(small_service, arguments, named):
    with pytest.raises(InvalidQueryError, match=named):
        coverage(small_service.snapshot, **arguments)


def test_too_many_documents_are_no_columns(small_service, monkeypatch):
    monkeypatch.setattr(coverage_module, "MOST_DOCUMENTS", 2)
    with pytest.raises(InvalidQueryError, match="3 documents are too many"):
        coverage(small_service.snapshot, "document")
    assert len(coverage(small_service.snapshot, "province").columns) == 3


def test_a_cell_that_does_not_exist_is_named(small_service):
    found = coverage(small_service.snapshot)
    with pytest.raises(InvalidQueryError, match="topic 'dragons' is not in"):
        found.find("dragons", "Cần Thơ")
    with pytest.raises(InvalidQueryError, match="province 'Atlantis' is not in"):
        found.find("iuu", "Atlantis")


# --- over HTTP ---


def test_the_json_says_what_the_matrix_says(small_client):
    body = small_client.get("/api/v1/coverage", params={"topics": "named"}).json()
    assert body["by"] == "province"
    assert {topic["kind"] for topic in body["topics"]} == {"named"}
    cells = {(cell["topic"], cell["column"]): cell for cell in body["cells"]}
    assert len(cells) == len(body["topics"]) * len(body["columns"])
    assert {key: {c: cells[key, c]["count"] for c in row} for key, row in COUNTS.items()} == COUNTS
    assert cells["iuu", "Lạng Sơn"]["state"] in {"near", "nothing"}
    assert [column["label"] for column in body["columns"]] == ["Cần Thơ", "Lạng Sơn", UNSAID]


def test_ids_in_the_json_are_those_of_passages_of_the_column(client):
    body = client.get("/api/v1/coverage", params={"by": "document"}).json()
    assert any(cell["passages"] for cell in body["cells"])
    for cell in [cell for cell in body["cells"] if cell["topic"] in {"iuu", "budget"}]:
        assert len(cell["passages"]) == min(cell["count"], 20)
        for identity in [*cell["passages"], *cell["near"]]:
            assert client.get(f"/api/v1/passages/{identity}").json()["document_id"] == cell["column"]


def test_the_address_of_a_cell_leads_to_its_passages(client):
    body = client.get("/api/v1/coverage", params={"year": 2024}).json()
    for cell in [cell for cell in body["cells"] if cell["topic"] == "tourism"]:
        assert parse_qs(urlsplit(cell["url"]).query)["year"] == ["2024"]
        page = client.get(f"{cell['url']}&lang=en")
        assert page.status_code == 200
        assert page.text.count('<article class="hit"') >= min(cell["count"], 20)


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"by": "colour"}, "by"),
        ({"topics": "some"}, "topics"),
        ({"province": "Atlantis"}, "Atlantis"),
        ({"year": "soon"}, "year"),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/coverage", "/api/v1/coverage.csv"])
def test_parameters_that_mean_nothing_are_refused(client, path, parameters, named):
    assert named in assert_problem(client.get(path, params=parameters), 422)


def test_the_spreadsheet_holds_the_counts_of_the_json(client):
    answer = client.get("/api/v1/coverage.csv", params={"by": "year", "lang": "en"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    body = client.get("/api/v1/coverage", params={"by": "year"}).json()
    years = [column["label"] for column in body["columns"]]
    assert rows[0][4:] == [*years, *(f"{year} (only near)" for year in years)]
    assert len(rows) == 1 + len(body["topics"])
    first = [cell for cell in body["cells"] if cell["topic"] == body["topics"][0]["key"]]
    assert rows[1][4:] == [*(str(c["count"]) for c in first), *(str(c["unclear"]) for c in first)]


def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path):
    plan = write_plan(tmp_path / "plan.txt", "Quảng bá du lịch.", title="=1+1 công tác văn phòng")
    collect(tmp_path / "data", plan)
    world = TestClient(create_app(Settings(data=tmp_path / "data", model="bundled")))
    head = next(
        csv.reader(io.StringIO(world.get("/api/v1/coverage.csv?by=document").content.decode("utf-8-sig")))
    )
    assert not any(name.startswith("=") for name in head)


def test_documents_of_one_province_and_year_are_called_differently(client):
    body = client.get("/api/v1/coverage", params={"by": "document"}).json()
    labels = [column["label"] for column in body["columns"]]
    assert len(set(labels)) == len(labels)
