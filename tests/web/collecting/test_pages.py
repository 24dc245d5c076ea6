"""The desk and what leads to it, as pages: reasons in their language, and help."""

import sqlite3

import pytest
from starlette.testclient import TestClient

from index.data_folder import CATALOGUE
from plansearch.app import create_app
from plansearch.settings import Settings
from tests.html_page import HtmlPage
from tests.index_worlds import collect, write_plan

HERE = {"base_url": "http://127.0.0.1:8000", "client": ("127.0.0.1", 50000)}
REASON = "the file is binary, not text"


@pytest.fixture
def data(tmp_path):
    """A data folder over a plan, beside which a file was set aside."""
    write_plan(tmp_path / "in" / "a.txt", "Giao Sở Y tế treo đèn biển ở cảng cá.")
    (tmp_path / "in" / "hong.txt").write_bytes(b"\0\1\2" * 50)
    collect(tmp_path / "data", tmp_path / "in")
    return tmp_path / "data"


@pytest.fixture
def client(data):
    app = create_app(Settings(data=data))
    yield TestClient(app, **HERE)
    app.state.index.close()


def set_aside(client, language: str) -> HtmlPage:
    text = client.get(f"/desk?lang={language}").text
    part = text.split('id="set-aside"')[1].split("</section>")[0]
    return HtmlPage.of(f"<html>{part}</html>")


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "Loại tệp này không đọc được"), ("en", "Files of this kind are not read")]
)
def test_why_a_file_was_set_aside_is_said_in_the_language_of_the_page(client, language, words):
    part = set_aside(client, language)
    assert words in part.text
    (exact,) = [element.text for element in part.all("p", lang="en")]
    assert REASON in exact


def test_what_an_older_version_has_set_aside_is_told_as_it_was_written(client, data):
    connection = sqlite3.connect(data / CATALOGUE)
    connection.execute("UPDATE quarantine SET kind = NULL")
    connection.commit()
    connection.close()
    (told,) = [element.text for element in set_aside(client, "vi").all("span", lang="en")]
    assert REASON in told
    (file,) = client.get("/api/v1/quarantine").json()["files"]
    assert (file["refusal"], REASON in file["reason"]) == (None, True)


def test_the_help_tells_of_the_desk_and_leads_there_whoever_may_write(client):
    address = "/help?lang=en"
    here, elsewhere = client.get(address), client.get(address, headers={"x-forwarded-for": "203.0.113.9"})
    for answer in (here, elsewhere):
        assert "takes out documents that are no longer to be found" in answer.text
    in_help = [HtmlPage.of(answer.text.split('id="desk"')[1].split("<h2")[0]) for answer in (here, elsewhere)]
    assert ["/desk?lang=en" in page.links for page in in_help] == [True, False]
