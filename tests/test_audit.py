"""The log of writes: each has a line that says who did it; no line has a question or a key."""

import json
import logging
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.audit import FILE_NAME, AuditLog
from plansearch.app import create_app
from plansearch.commands import common
from plansearch.keys import Grant, KeyStore
from plansearch.settings import Settings
from tests.html_page import HtmlPage
from tests.index_worlds import collect, write_plan
from tests.product import Product
from tests.serving import plansearch

QUESTION = "Kangtem treo đèn biển ở đâu"
SITE = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    """A data folder over one plan, written to by a user whose name is known."""
    monkeypatch.setattr(common, "getuser", lambda: "anna")
    collect(tmp_path / "data", write_plan(tmp_path / "in" / "a.txt", "Giao Sở Y tế treo đèn biển ở cảng cá."))
    return tmp_path / "data"


def noted(data: Path) -> list[dict[str, object]]:
    """Return the lines of the log without their times."""
    lines = [json.loads(line) for line in (data / FILE_NAME).read_text(encoding="utf-8").splitlines()]
    assert all(line.pop("at").endswith("+00:00") for line in lines)
    return lines


def test_what_a_shell_writes_is_in_the_log_of_writes(data, tmp_path):
    plans = write_plan(tmp_path / "in" / "b.txt", "Dạy bơi cho trẻ em ven sông.").parent
    key = json.loads(plansearch("keys", "create", "--name", "Sở Y tế", "--json", "--data", data).stdout)
    plansearch("keys", "revoke", key["id"], "--data", data)
    for _ in range(2):
        # The second one finds nothing to do, and says nothing.
        assert plansearch("ingest", plans, "--data", data).returncode == 0
    first, second = Product.open(data).snapshot.documents
    plansearch("remove", first, "--data", data)
    (plans / "b.txt").unlink()
    (plans / "c.txt").write_text("KẾ HOẠCH\nSửa cầu\n\n1. Sửa cầu treo.\n", encoding="utf-8")
    plansearch("ingest", "--sync", plans, "--data", data)
    by = {"by": "user anna"}
    assert noted(data) == [
        {**by, "did": "create key", "key": key["id"], "name": "Sở Y tế", "scope": "read"},
        {**by, "did": "revoke key", "key": key["id"], "name": "Sở Y tế"},
        {**by, "did": "ingest", "files": {"added": 1}},
        {**by, "did": "remove", "document": first},
        {**by, "did": "ingest", "files": {"added": 2, "removed": 1}, "removed": [second]},
    ]
    assert key["key"].rpartition("_")[2] not in (data / FILE_NAME).read_text(encoding="utf-8")


def test_a_restored_folder_begins_its_log_with_that_and_has_no_key(data, tmp_path):
    plansearch("keys", "create", "--name", "Sở Y tế", "--data", data)
    plansearch("backup", tmp_path / "plans.tar", "--data", data)
    assert plansearch("restore", tmp_path / "plans.tar", "--data", tmp_path / "again").returncode == 0
    assert noted(tmp_path / "again") == [{"by": "user anna", "did": "restore", "documents": 1}]
    assert KeyStore(tmp_path / "again").listed() == []


def test_what_is_refused_writes_nothing_and_is_not_there(data):
    for refused in (("remove", "nothing"), ("keys", "revoke", "nothing"), ("keys", "create", "--name", "")):
        assert plansearch(*refused, "--data", data).returncode == 2
    assert not (data / FILE_NAME).exists()


@pytest.mark.parametrize("name", ["", "Sở Y tế"])
def test_a_judgement_is_noted_with_its_key_and_without_its_question(data, name):
    app = create_app(Settings(data=data))
    headers = {"x-api-key": KeyStore(data).create(Grant(name))[1]} if name else {}
    client = TestClient(app, headers={**headers, **SITE}, follow_redirects=False)
    (document,) = Product.open(data).snapshot.documents
    (passage,) = [passage.id for passage in Product.open(data).snapshot.passages_of(document)]
    fields = {"q": QUESTION, "p": passage, "verdict": "useful", "part": "1"}
    judged = client.post("/feedback", data=fields)
    key = HtmlPage.of(judged.text).one("input", name="key").attributes["value"]
    assert client.post("/feedback/undo", data={"key": key, "part": "1"}).status_code == 200
    plansearch("feedback", "--clear", "--data", data)
    by = f"key {name}" if name else "anyone"
    assert noted(data) == [{"by": by, "did": "judge", "passage": passage}, {"by": by, "did": "take back"}]
    log = (data / FILE_NAME).read_text(encoding="utf-8")
    assert "Kangtem" not in log
    assert key not in log
    app.state.index.close()


def test_where_the_log_cannot_be_written_the_deed_stands_and_it_is_said(data, caplog):
    (data / FILE_NAME).mkdir()
    (document,) = Product.open(data).snapshot.documents
    with caplog.at_level(logging.WARNING):
        assert plansearch("remove", document, "--data", data).returncode == 0
    assert Product.open(data).snapshot.documents == {}
    assert "remove by user anna is not in" in caplog.text


def test_lines_of_several_writers_stand_whole(tmp_path):
    logs = [AuditLog(tmp_path) for _ in range(3)]
    for number in range(30):
        logs[number % 3].note("remove", "key a\nb", document=f"d{number}")
    assert [line["document"] for line in noted(tmp_path)] == [f"d{number}" for number in range(30)]
