"""The desk and what leads to it, as pages: reasons in their language, and help."""

import io
import json
import sqlite3

import pytest
from starlette.testclient import TestClient

from index.data_folder import CATALOGUE, LOCK, DataFolder
from index.jobs import Job, Order
from plansearch.app import create_app
from plansearch.settings import Settings
from search_api.collecting.job_run import run_job
from search_api.collecting.worker import Worker
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


def handed_in(data, name: str, content: bytes, spare: int | None = None) -> Job:
    """Hand a file in, do the job here, and return what became of it; `spare` bytes of the disk are to stay free."""
    folder = DataFolder.open(data, spare)
    job = folder.jobs.accept(Order("add", "anyone", (name,)), [(name, io.BytesIO(content))])
    run_job(folder, job, "bundled")
    return folder.jobs.job(job.id)


def jobs_in(client, language: str) -> HtmlPage:
    part = client.get(f"/desk?lang={language}").text.split('id="jobs"')[1].split("</section>")[0]
    return HtmlPage.of(f"<html>{part}</html>")


STRUCK_OUT = "KẾ HOẠCH\nTrồng rau\n\n1. Gieo hạt ~~cà~~ cải.\n".encode()


def test_why_a_job_has_failed_and_what_a_file_lost_is_said_in_the_language_of_the_page(client, data):
    assert handed_in(data, "rau.txt", STRUCK_OUT).state == "done"
    assert handed_in(data, "rau.txt", STRUCK_OUT, spare=1 << 60).state == "failed"
    vietnamese = jobs_in(client, "vi")
    assert "phần bị gạch bỏ không được đọc" in vietnamese.text
    assert "ổ đĩa của thư mục dữ liệu gần đầy" in vietnamese.text
    assert vietnamese.all("span", lang="en") == []
    english = jobs_in(client, "en").text
    assert "what is struck out was left out" in english
    assert "the disk of the data folder is nearly full" in english
    failed, read = client.get("/api/v1/jobs").json()["jobs"]
    assert failed["error"].startswith("the disk of the data folder")
    assert read["report"]["files"][0]["warnings"] == ["what is struck out was left out"]


def test_what_fails_over_the_data_folder_names_it_in_the_language_of_the_page(client, data):
    (data / LOCK).unlink()
    (data / LOCK).mkdir()
    assert handed_in(data, "rau.txt", STRUCK_OUT).state == "failed"
    assert "không ghi được vào thư mục dữ liệu (" in jobs_in(client, "vi").text
    assert "the data folder cannot be written (" in client.get("/api/v1/jobs").json()["jobs"][0]["error"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{}", "questions.jsonl, dòng 1: KeyError('relevant') không đúng như yêu cầu"),
        ("", "questions.jsonl không có câu hỏi nào"),
    ],
)
def test_what_is_wrong_with_stored_questions_is_said_in_the_language_of_the_page(client, data, line, told):
    (data / "questions.jsonl").write_text(f"{line}\n", encoding="utf-8")
    assert handed_in(data, "rau.txt", STRUCK_OUT).state == "failed"
    assert told in jobs_in(client, "vi").text
    assert jobs_in(client, "vi").all("span", lang="en") == []


@pytest.mark.parametrize(
    ("language", "told"), [("vi", "Chưa có tệp nào được gửi"), ("en", "no file was sent")]
)
def test_why_files_are_refused_is_marked_for_the_script_that_has_sent_them(client, language, told):
    answer = client.post(f"/desk/files?lang={language}", files={"files": ("", b"")})
    assert answer.status_code == 422
    (said,) = [element for element in HtmlPage.of(answer.text).all("p") if "data-said" in element.attributes]
    assert said.text.startswith(told)


def test_files_that_are_sent_again_under_one_name_are_one_job(client, monkeypatch):
    # They need not be read.
    monkeypatch.setattr(Worker, "wake", lambda _: None)
    for _ in range(2):
        answer = client.post(
            "/desk/files",
            files={"files": ("rau.txt", STRUCK_OUT)},
            headers={"Idempotency-Key": "một lần".encode()},
        )
        assert answer.status_code == 200
    assert client.get("/api/v1/jobs").json()["total"] == 1


def test_jobs_of_a_version_before_are_told_as_they_were_written(client, data):
    jobs = DataFolder.open(data).jobs
    in_an_old_encoding = STRUCK_OUT + "2. Trång rau c¶i ë tr­êng häc.\n".encode()
    for job in (
        handed_in(data, "rau.txt", in_an_old_encoding),
        handed_in(data, "rau.txt", STRUCK_OUT, spare=1 << 60),
    ):
        outcome = jobs.path / job.id / "outcome.json"
        kept = json.loads(outcome.read_bytes())
        del kept["message"]
        for file in (kept["report"] or {"files": []})["files"]:
            del file["messages"]
        outcome.write_text(json.dumps(kept), encoding="utf-8")
    page = jobs_in(client, "vi")
    failed, decoded = [element.text for element in page.all("span", lang="en")]
    assert failed.startswith("the disk of the data folder is nearly full")
    assert decoded == "line 5: decoded from TCVN3"
    # What has no values is known as it stands.
    assert "phần bị gạch bỏ không được đọc" in page.text


def test_the_help_tells_of_the_desk_and_leads_there_whoever_may_write(client):
    address = "/help?lang=en"
    here, elsewhere = client.get(address), client.get(address, headers={"x-forwarded-for": "203.0.113.9"})
    for answer in (here, elsewhere):
        assert "takes out documents that are no longer to be found" in answer.text
    in_help = [HtmlPage.of(answer.text.split('id="desk"')[1].split("<h2")[0]) for answer in (here, elsewhere)]
    assert ["/desk?lang=en" in page.links for page in in_help] == [True, False]
