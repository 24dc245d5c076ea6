"""A file that changed: what was read of it before stays, so that every citation is true to its words."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import NotFoundError
from plansearch.app import create_app
from plansearch.settings import Settings
from search_api.collecting.collect import remove
from tests.html_page import HtmlPage
from tests.index_worlds import collect, write_plan
from tests.product import Product

LAMPS, SCHOOLS, LESSONS = "Treo đèn biển ở cảng cá.", "Sửa trường học vùng cao.", "Mở lớp bơi cho trẻ em."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return tmp_path / "in" / "a.txt"


def passages(data: Path) -> dict[str, str]:
    """Return the ids of the passages that are served now, by their words."""
    product = Product.open(data)
    (document,) = product.documents()
    return {
        passage.text.split(". ", 1)[1]: passage.id for passage in product.snapshot.passages_of(document.id)
    }


def states(data: Path, plan: Path, *all_words: tuple[str, ...]) -> list[dict[str, str]]:
    """Ingest one state after another and return the passages of each."""
    found = []
    for words in all_words:
        write_plan(plan, *words)
        collect(data, plan)
        found.append(passages(data))
    return found


def test_a_citation_of_words_that_are_gone_still_gives_them(data, plan):
    before, after = states(data, plan, (LAMPS, SCHOOLS), (LAMPS, LESSONS))
    product = Product.open(data)
    gone = product.passage(before[SCHOOLS])
    assert (gone.id, gone.text) == (f"{before[SCHOOLS]}@1", f"2. {SCHOOLS}")
    assert product.passage(before[LAMPS]).id == before[LAMPS] == after[LAMPS]
    assert product.document(gone.document_id).metadata == product.documents()[0].metadata


def test_the_last_state_that_had_the_words_is_given(data, plan):
    first, _, _ = states(data, plan, (LAMPS, SCHOOLS), (LAMPS, SCHOOLS, LESSONS), (LESSONS,))
    assert Product.open(data).passage(first[LAMPS]).id == f"{first[LAMPS]}@2"


def test_a_version_is_neither_searched_nor_listed_nor_a_duty(data, plan):
    states(data, plan, (f"Sở Y tế {SCHOOLS.lower()}",), (f"Sở Y tế {LAMPS.lower()}",))
    product = Product.open(data)
    assert len(product.documents()) == product.snapshot.manifest.documents == 1
    assert [
        hit.passage.document_id for hit in product.search("trường học").hits if "trường" in hit.passage.text
    ] == []
    assert all("@" not in duty.document_id for duty in product.snapshot.duties())
    assert product.folder.faults() == []


def test_the_pages_lead_from_an_old_citation_to_the_version_and_from_there_to_the_comparison(data, plan):
    before, _ = states(data, plan, (LAMPS, SCHOOLS), (LAMPS, LESSONS))
    app = create_app(Settings(data=data, model="bundled"))
    client = TestClient(app)
    (document,) = client.get("/api/v1/documents").json()["documents"]
    led = client.get(f"/passages/{before[SCHOOLS]}", follow_redirects=False)
    passage = f"{before[SCHOOLS]}%401"
    assert (led.status_code, led.headers["location"]) == (
        303, f"/documents/{document['id']}%401?passage={passage}#p-{passage}",
    )  # fmt: skip
    page = HtmlPage.of(client.get(f"/documents/{document['id']}/versions/1").text)
    assert f"2. {SCHOOLS}" in page.text
    assert "Đây là bản trước" in page.text
    compare = next(link for link in page.links if link.startswith("/compare?d="))
    assert SCHOOLS.split(maxsplit=1)[0] in HtmlPage.of(client.get(compare).text).text
    versions = client.get(f"/api/v1/documents/{document['id']}/versions").json()["versions"]
    assert [(each["version"], each["kind"]) for each in versions] == [(None, "current"), (1, "older")]
    assert client.get(f"/api/v1/passages/{before[SCHOOLS]}").json()["text"] == f"2. {SCHOOLS}"
    assert client.get(f"/documents/{document['id']}/versions/7").status_code == 404
    app.state.index.close()


def test_the_same_words_in_a_file_written_anew_make_no_version(data, plan):
    states(data, plan, (LAMPS,))
    plan.write_text(plan.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    collect(data, plan)
    assert list(Product.open(data).snapshot.relatives) == []


def test_a_removed_document_takes_its_versions_with_it(data, plan):
    before, _ = states(data, plan, (LAMPS, SCHOOLS), (LAMPS, LESSONS))
    other = write_plan(plan.with_name("b.txt"), "Trồng rừng phòng hộ.")
    collect(data, other)
    product = Product.open(data)
    removed = product.passage(before[LAMPS]).document_id
    remove(DataFolder.open(data), removed, load_embedder())
    with pytest.raises(NotFoundError):
        product.passage(before[SCHOOLS])
    left = [path for path in data.rglob("*") if path.is_file() and SCHOOLS.encode() in path.read_bytes()]
    assert left == []


def test_a_damaged_version_is_told_and_left_out_and_the_rest_is_served(data, plan):
    before, _ = states(data, plan, (LAMPS, SCHOOLS), (LAMPS, LESSONS))
    with closing(sqlite3.connect(data / "catalogue.sqlite")) as connection:
        connection.execute("UPDATE versions SET reading = replace(reading, 'trường', 'chợ')")
        connection.commit()
    assert any("version" in fault for fault in DataFolder.open(data).faults())
    report = collect(data, plan)
    assert [(file.outcome, "version" in (file.reason or "")) for file in report.files] == [
        ("refused", True), ("unchanged", False),
    ]  # fmt: skip
    product = Product.open(data)
    assert product.folder.faults() == []
    with pytest.raises(NotFoundError):
        product.passage(before[SCHOOLS])
