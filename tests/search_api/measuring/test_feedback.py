"""Feedback: kept only on a press, guarded, durable, taken back, exported for the evaluation."""

import json
import shutil
import sqlite3
from urllib.parse import quote

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from index.data_folder import DataFolder
from index.errors import BusyError, DataFolderError, PlanSearchError
from plansearch.app import create_app
from plansearch.settings import Settings
from search_api.collecting.collect import remove
from search_api.measuring.evaluation import evaluate, read_questions
from search_api.measuring.feedback import FILE_NAME, FeedbackStore, Judgement, export, take_out
from search_api.quoting.basket import Reference
from tests.html_page import HtmlPage
from tests.index_worlds import collect, passage, write_plan
from tests.product import Product
from tests.serving import plansearch, serving

QUERY = "ai tưới cây ven đường"
SITE = {"host": "testserver", "origin": "http://testserver"}
BIN_QUESTION = "câu hỏi riêng của bà Nụ"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A data folder over two small plans."""
    folder = tmp_path_factory.mktemp("feedback")
    collect(
        folder / "data",
        write_plan(folder / "a.txt", "Các thôn tưới cây ven đường.", "Trường học sơn lại cổng trường."),
        write_plan(folder / "b.txt", "Xã chấm điểm từng thôn vào cuối năm.", title="Chấm điểm"),
    )
    return folder / "data"


@pytest.fixture
def data(published, tmp_path):
    """A copy that a test may write to."""
    return shutil.copytree(published, tmp_path / "data")


@pytest.fixture
def client(data):
    return TestClient(create_app(Settings(data=data)), raise_server_exceptions=False)


@pytest.fixture
def reference(data):
    """The passage that answers the query."""
    return Product.open(data).search(QUERY).hits[0].passage.id


def judge(client, reference, *, headers=SITE, **fields):
    form = {"q": QUERY, "p": reference, "verdict": "useful", **fields}
    return client.post("/feedback", data=form, headers=headers, follow_redirects=False)


def kept(data) -> list[Judgement]:
    return FeedbackStore(data).judgements()[0]


def test_a_press_is_kept_and_the_page_comes_back_with_thanks(client, data, reference):
    came_from = {"referer": f"http://testserver/search?q={quote(QUERY)}&lang=en"}
    response = judge(client, reference, headers={**SITE, **came_from})
    assert (response.status_code, kept(data)) == (
        303,
        [Judgement(QUERY, Reference(reference), "useful", False)],
    )
    page = HtmlPage.of(client.get(response.headers["location"]).text)
    form = page.one("form", id=f"f-{reference}")
    assert form.attributes["action"] == "/feedback/undo?lang=en"
    assert "Thank you" in form.text


def test_what_was_kept_can_be_taken_back(client, data, reference):
    page = HtmlPage.of(client.get(judge(client, reference).headers["location"]).text)
    key = page.one("input", name="key").attributes["value"]
    assert client.post("/feedback/undo", data={"key": "other"}, headers=SITE).status_code == 404
    assert len(kept(data)) == 1
    assert client.post("/feedback/undo", data={"key": key}, headers=SITE).status_code == 200
    assert kept(data) == []


def test_the_script_gets_only_the_changed_part(client, reference):
    part = judge(client, reference, part="1")
    assert part.status_code == 200
    assert part.text.strip().startswith("<form")


def test_without_a_press_nothing_is_kept(client, data):
    for path in ("/search", "/ask", "/api/v1/search"):
        assert client.get(path, params={"q": BIN_QUESTION}).status_code == 200
    assert not (data / FILE_NAME).exists()


def test_beside_the_buttons_stands_that_the_question_is_kept(client):
    page = HtmlPage.of(client.get("/search", params={"q": QUERY, "lang": "en"}).text)
    forms = page.all("form", method="post")
    assert forms
    assert all("Keeps your question on this server." in form.text for form in forms)


def test_switched_off_nothing_is_offered_and_nothing_is_kept(data, reference, monkeypatch):
    monkeypatch.setenv("PLANSEARCH_FEEDBACK", "off")
    client = TestClient(create_app(Settings(data=data)))
    assert HtmlPage.of(client.get("/search", params={"q": QUERY}).text).all("form", method="post") == []
    assert judge(client, reference).status_code == 404
    assert not (data / FILE_NAME).exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://elsewhere.example"},
        {"origin": "null"},
        {},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"sec-fetch-site": "same-site", "origin": "http://testserver"},
        {"sec-fetch-site": "none"},
        {"origin": "http://[::1"},
        {"origin": "", "host": ""},
    ],
)
def test_a_form_from_elsewhere_is_refused(client, data, reference, headers):
    assert judge(client, reference, headers=headers).status_code == 403
    assert not (data / FILE_NAME).exists()


@pytest.mark.parametrize(
    "referer",
    ["", "http://elsewhere.example/x", "http://testserver//elsewhere.example/x", "][", "http://[::1"],
)
def test_the_way_back_never_leaves_the_server(client, reference, referer):
    response = judge(client, reference, headers={**SITE, "referer": referer})
    location = response.headers["location"]
    assert response.status_code == 303
    assert location.startswith("/")
    assert not location.startswith("//")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"verdict": "wonderful"}, 422), ({"q": ""}, 422), ({"q": "?!"}, 422), ({"q": "x" * 2001}, 422),
        ({"p": "<script>"}, 422), ({"p": "nope"}, 404),
    ],
)  # fmt: skip
def test_a_bad_form_is_refused_and_not_kept(client, data, reference, fields, status):
    assert judge(client, reference, **fields).status_code == status
    assert not (data / FILE_NAME).exists()


def test_characters_that_the_passage_does_not_have_are_refused(client, reference):
    assert judge(client, f"{reference}.0-99999").status_code == 422


@given(st.binary(max_size=300))
def test_no_body_breaks_the_form(sample_app, body):
    with TestClient(sample_app, raise_server_exceptions=False) as client:
        sample_app.state.desk._windows.storage.reset()
        headers = {**SITE, "content-type": "application/x-www-form-urlencoded"}
        assert client.post("/feedback", content=body, headers=headers).status_code in (404, 422)


def test_a_body_that_does_not_say_its_length_is_cut_off(client):
    long = (b"x" * 8192 for _ in range(9))
    assert client.post("/feedback", content=long, headers=SITE).status_code == 413


def test_one_address_may_not_send_without_limit(client, data, reference):
    answers = [judge(client, reference) for _ in range(31)]
    assert [a.status_code for a in answers] == [303] * 30 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert len(kept(data)) == 30


def test_a_judgement_outlives_a_server_that_is_killed(data, reference, tmp_path):
    with serving(data, tmp_path / "log.txt") as server:
        headers = {"origin": server.url}
        form = {"q": QUERY, "p": reference, "verdict": "not_useful", "part": "1"}
        answer = httpx2.post(f"{server.url}/feedback", data=form, headers=headers, trust_env=False)
        assert answer.status_code == 200
        server.process.kill()
        server.process.wait()
    assert [j.verdict for j in kept(data)] == ["not_useful"]


def test_where_nothing_can_be_written_the_page_says_so(client, data, reference):
    (data / FILE_NAME).mkdir()
    response = judge(client, reference)
    assert response.status_code == 503
    assert "Không lưu được đánh giá" in response.text


def test_a_full_store_says_how_to_empty_it(data, monkeypatch):
    monkeypatch.setattr("search_api.measuring.feedback.MOST_JUDGEMENTS", 1)
    store = FeedbackStore(data)
    store.add(Judgement(QUERY, Reference("a"), "useful", False))
    with pytest.raises(BusyError, match="--export FILE --clear"):
        store.add(Judgement(QUERY, Reference("a"), "useful", False))


def test_a_newer_file_is_left_alone(data):
    with sqlite3.connect(data / FILE_NAME) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(DataFolderError, match="newer PlanSearch"):
        FeedbackStore(data).judgements()


def test_the_export_is_an_evaluation_that_finds_what_was_useful(client, data, reference, tmp_path):
    service = Product.open(data)
    other = next(
        p.id for d in service.documents() for p in service.passages_of(d.id) if "cổng trường" in p.text
    )
    judge(client, reference)
    judge(client, other, verdict="not_useful")
    judge(client, f"{other}.3-20", q="sơn cổng trường")
    report = take_out(DataFolder.open(data), tmp_path / "out.jsonl", clear=False)
    assert (report.judgements, report.questions) == (3, 2)
    questions = read_questions(tmp_path / "out.jsonl")
    assert [q.query for q in questions] == [QUERY, "sơn cổng trường"]
    assert evaluate(service.snapshot, questions).rows["feedback"].values["hit@5"] == 1.0
    assert questions[1].relevant[0].phrase == service.passage(other).text[3:20]


def test_the_majority_decides_and_the_rest_is_told():
    def said(verdict: str, row: int = 0, question: str = QUERY, *, filtered: bool = False) -> Judgement:
        return Judgement(question, Reference(f"p{row}"), verdict, filtered)

    judgements = [
        said("useful"), said("useful"), said("not_useful"),
        said("useful", 1), said("not_useful", 1),
        said("not_useful", question="khác"),
        said("useful", filtered=True),
        said("useful", 9),
    ]  # fmt: skip
    found = export(judgements, {f"p{n}": passage(n, f"Việc {n}") for n in range(2)}, {"d1": "d1.txt"})
    (line,) = map(json.loads, found.lines)
    assert line["relevant"] == [{"source_file": "d1.txt", "phrase": "Việc 0"}]
    assert (found.filtered, found.gone, found.unhelpful) == (1, 1, 1)


def test_a_judgement_under_filters_says_so(client, data, reference):
    document = Product.open(data).passage(reference).document_id
    address = f"/search?q={QUERY}&document_id={document}"
    form = HtmlPage.of(client.get(address).text).all("input", name="filtered")
    assert form
    judge(client, reference, filtered="1")
    assert kept(data)[0].filtered


def test_what_is_of_a_removed_document_is_left_out_and_counted(client, data, reference, tmp_path):
    judge(client, reference)
    service = Product.open(data)
    remove(service.folder, service.passage(reference).document_id, service.index.embedder)
    report = take_out(service.folder, tmp_path / "out.jsonl", clear=False)
    assert (report.questions, report.gone) == (0, 1)


def test_the_command_line_exports_and_leaves_no_word_behind(client, data, reference, tmp_path):
    judge(client, reference, q=BIN_QUESTION)
    counted = plansearch("feedback", "--data", data)
    assert "1 judgements, 1 questions" in counted.stdout
    done = plansearch("feedback", "--export", tmp_path / "out.jsonl", "--clear", "--json", "--data", data)
    assert json.loads(done.stdout)["deleted"] == 1
    assert BIN_QUESTION in (tmp_path / "out.jsonl").read_text()
    assert kept(data) == []
    assert [f for f in data.glob(f"{FILE_NAME}*") if BIN_QUESTION.encode() in f.read_bytes()] == []
    assert plansearch("eval", tmp_path / "out.jsonl", "--data", data).returncode == 0


def test_nothing_is_deleted_where_the_export_fails(client, data, reference, tmp_path):
    judge(client, reference)
    with pytest.raises(PlanSearchError, match="cannot be written"):
        take_out(DataFolder.open(data), tmp_path / "missing" / "out.jsonl", clear=True)
    assert len(kept(data)) == 1
