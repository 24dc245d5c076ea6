"""Words of an older version, where a file has changed since, and of copies in another form."""

import pytest
from starlette.testclient import TestClient

from plansearch.app import create_app
from plansearch.settings import Settings
from search_api.checking.check import check
from tests.html_page import HtmlPage
from tests.index_worlds import collect
from tests.search_api.checking.conftest import FIRST, ITEMS, SHARED, plan_text

BEFORE = "Cha mẹ học sinh làm hàng rào tre quanh vườn để trâu bò không vào phá luống rau."
SINCE = BEFORE.replace("hàng rào tre", "hàng rào sắt")
LATER = "Phòng Y tế kiểm tra nguồn nước tưới mỗi quý một lần."


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """A plan whose file has changed, and another plan."""
    folder = tmp_path_factory.mktemp("versions")
    plan = folder / "in" / "garden.txt"
    plan.parent.mkdir()
    (plan.parent / "sport.txt").write_text(plan_text("VÂN SƠN", "Vân Sơn", "Thể thao", SHARED, day="09"))
    for items in ((*ITEMS, BEFORE), (*ITEMS, SINCE, LATER)):
        plan.write_text(plan_text("HẢI LÂM", "Hải Lâm", "Trồng rau trong vườn trường", *items))
        collect(folder / "data", plan.parent)
    app = create_app(Settings(data=folder / "data", model="bundled"))
    yield app
    app.state.index.close()


@pytest.fixture
def snapshot(app):
    return app.state.index.snapshot()


def test_words_that_the_document_no_longer_has_are_of_its_older_version(snapshot):
    (found,) = check(snapshot, f"“{BEFORE}”").quotations
    (current,) = [record for record in snapshot.documents.values() if record.source_file == "garden.txt"]
    assert (found.verdict, found.current) == ("older_version", current)
    assert found.document.id == f"{current.id}@1"
    assert found.place.of(snapshot.text(found.document.id)) == BEFORE.rstrip(".")
    assert [(one.draft_words, one.plan_words) for one in found.changes] == [("tre", "sắt")]


def test_words_of_both_are_of_the_document_in_force(snapshot):
    for words in (FIRST, LATER, SINCE):
        (found,) = check(snapshot, f"“{words}”").quotations
        assert (found.verdict, found.current, found.also_in) == ("verbatim", None, ())
        assert found.document.id in snapshot.documents


def test_the_page_leads_to_both_versions(app):
    page = HtmlPage.of(TestClient(app).post("/check?lang=vi", files={"text": (None, f"“{BEFORE}”")}).text)
    assert "Có trong bản cũ" in page.text
    (current,) = [r for r in app.state.index.snapshot().documents.values() if r.source_file == "garden.txt"]
    assert any(link.startswith(f"/documents/{current.id}?") for link in page.links)
    assert any(link.startswith(f"/documents/{current.id}%401?") for link in page.links)
