"""One document in several files: searched once, linked, each readable by its address."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from plansearch.app import create_app
from plansearch.settings import Settings
from tests.html_page import HtmlPage
from tests.index_worlds import collect

HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH HẢI LÂM\nSố: 14/KH-UBND\nHải Lâm, ngày {day} tháng 01 năm 2024\n\n"
    "KẾ HOẠCH\nTrồng rau trong vườn trường\n\n"
)
ITEMS = [
    "Các lớp gieo hạt cải ở luống đầu của vườn và tưới nước mỗi sáng trước giờ học.",
    "Nhà trường mua dụng cụ làm vườn cho từng tổ và báo cáo kết quả trong tháng 5.",
    "Cha mẹ học sinh làm hàng rào tre quanh vườn để trâu bò không vào phá luống rau.",
]
LATER = "Phòng Y tế kiểm tra nguồn nước tưới mỗi quý một lần và dán kết quả ở cổng trường."


def plan(*items: str, day: int = 5, joint: str = "\n\n") -> str:
    return (
        HEAD.format(day=f"{day:02d}") + joint.join(f"{n}. {words}" for n, words in enumerate(items, 1)) + "\n"
    )


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("versions")
    (folder / "in").mkdir()
    paragraphs = "".join(f"<p>{line}</p>" for line in plan(*ITEMS, day=9).split("\n") if line)
    files = {
        "a_first.txt": plan(*ITEMS[:2], LATER), "b_final.txt": plan(*ITEMS, day=9), "c_final.html": paragraphs,
        "d_other.txt": plan(LATER).replace("14/KH", "15/KH").replace("Trồng rau", "Nước sạch"),
    }  # fmt: skip
    for name, text in files.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    collect(folder / "data", folder / "in")
    app = create_app(Settings(data=folder / "data", model="bundled"))
    yield TestClient(app)
    app.state.index.close()


@pytest.fixture(scope="module")
def ids(client) -> dict[str, str]:
    """Document ids by file name."""
    snapshot = client.app.state.index.snapshot()
    return {record.source_file: record.id for record in snapshot.every_document}


def test_what_is_in_two_files_is_found_once_and_says_where_else(client, ids):
    results = client.get("/api/v1/search", params={"q": "hàng rào tre quanh vườn"}).json()["results"]
    (best, *others) = [hit for hit in results if "hàng rào" in hit["text"]]
    assert others == []
    assert best["document"]["source_file"] == "b_final.txt"
    assert best["also_in"] == [
        {
            "document_id": ids["c_final.html"],
            "source_file": "c_final.html",
            "url": f"/documents/{ids['c_final.html']}",
        }
    ]
    page = HtmlPage.of(client.get("/search", params={"q": "hàng rào tre quanh vườn"}).text)
    assert f"/documents/{ids['c_final.html']}" in "".join(page.links)


def test_an_earlier_state_is_not_searched_but_read_and_compared(client, ids):
    results = client.get("/api/v1/search", params={"q": "kiểm tra nguồn nước tưới"}).json()["results"]
    assert {hit["document"]["source_file"] for hit in results if LATER in hit["text"]} == {"d_other.txt"}
    older = ids["a_first.txt"]
    within = client.get(
        "/api/v1/search", params={"q": "kiểm tra nguồn nước tưới", "document_id": older}
    ).json()
    assert LATER in within["results"][0]["text"]
    page = HtmlPage.of(client.get(f"/documents/{older}").text)
    assert "Đây là bản trước" in page.text
    compare = next(link for link in page.links if link.startswith("/compare?") and ids["b_final.txt"] in link)
    assert client.get(compare).status_code == 200


def test_versions_are_listed_from_each_of_them(client, ids):
    for name in ("a_first.txt", "b_final.txt", "c_final.html"):
        found = client.get(f"/api/v1/documents/{ids[name]}/versions").json()
        assert found["current"] == ids["b_final.txt"]
        assert [(each["source_file"], each["kind"]) for each in found["versions"]] == [
            ("b_final.txt", "current"), ("a_first.txt", "older"), ("c_final.html", "copy"),
        ]  # fmt: skip
    alone = client.get(f"/api/v1/documents/{ids['d_other.txt']}/versions").json()
    assert [each["kind"] for each in alone["versions"]] == ["current"]
    assert client.get("/api/v1/documents/nothing/versions").status_code == 404


def test_a_copy_names_the_document_that_it_says_the_same_as_and_an_earlier_state_itself(client, ids):
    for name, named in (
        ("c_final.html", "b_final.txt"),
        ("b_final.txt", "b_final.txt"),
        ("a_first.txt", "a_first.txt"),
    ):
        page = HtmlPage.of(client.get(f"/documents/{ids[name]}?q=rau").text)
        assert (
            page.one("link", rel="canonical").attributes["href"]
            == f"http://testserver/documents/{ids[named]}"
        )


def test_lists_duties_and_similar_provisions_speak_of_each_document_once(client, ids):
    shown = {record["source_file"] for record in client.get("/api/v1/documents").json()["documents"]}
    assert shown == {"b_final.txt", "d_other.txt"}
    duties = client.get("/api/v1/duties", params={"limit": 100}).json()["duties"]
    assert {duty["document"]["source_file"] for duty in duties} <= shown
    passage = client.get(f"/api/v1/documents/{ids['c_final.html']}").json()["passages"][-1]
    near = client.get(f"/api/v1/passages/{passage['passage_id']}/similar").json()
    assert {hit["document"]["source_file"] for hit in near["results"]} <= {"d_other.txt"}
    listed = HtmlPage.of(client.get("/documents").text)
    assert "c_final.html" in listed.text


def test_a_question_within_a_copy_is_answered_from_it(client, ids):
    parameters = {"q": "ai làm hàng rào tre quanh vườn?", "document_id": ids["c_final.html"]}
    answer = client.get("/api/v1/ask", params=parameters)
    assert answer.status_code == 200
