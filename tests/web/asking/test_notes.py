"""Pages say what the reorganisation of 2025 made of the bodies and provinces that are asked for."""

import pytest
from starlette.testclient import TestClient

from plansearch.app import create_app
from plansearch.settings import Settings
from tests.html_page import HtmlPage
from tests.index_worlds import collect, write_plan


@pytest.fixture(scope="module")
def noting(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notes")
    old = write_plan(folder / "a.txt", "Sở Kế hoạch và Đầu tư phải sửa loa.", title="Việc của tỉnh Hải Dương")
    new = write_plan(folder / "b.txt", "Sở Tài chính phải trồng cây.", title="Việc của thành phố Hải Phòng")
    collect(folder / "data", old, new)
    return TestClient(create_app(Settings(data=folder / "data", model="bundled")))


def page(client, path, **query):
    answer = client.get(path, params=query or None)
    assert answer.status_code == 200
    return HtmlPage.of(answer.text)


@pytest.mark.parametrize(
    ("lang", "body", "province", "heading"),
    [
        (
            "en",
            "Sở Tài chính has taken over from Sở Kế hoạch và Đầu tư since 01/03/2025 (45/2025/NĐ-CP).",
            "What was Hải Dương has belonged to Hải Phòng since 01/07/2025 (202/2025/QH15).",
            "Duties of the body before or after it",
        ),
        (
            "vi",
            "Sở Tài chính tiếp nhận nhiệm vụ của Sở Kế hoạch và Đầu tư từ ngày 01/03/2025 (45/2025/NĐ-CP).",
            "Địa bàn Hải Dương thuộc Hải Phòng từ ngày 01/07/2025 (202/2025/QH15).",
            "Nhiệm vụ của cơ quan trước hoặc sau khi tổ chức lại",
        ),
    ],
)
def test_an_answer_says_what_became_of_body_and_province(noting, lang, body, province, heading):
    found = page(noting, "/ask", q="Sở Tài chính ở Hải Phòng phải làm gì?", lang=lang)
    said = " ".join(found.one("ul", **{"class": "became"}).text.split())
    assert said == f"{province} {body}"
    assert heading in [each.text for each in found.all("h3", **{"class": "group-of"})]


def test_a_note_that_is_not_sure_says_so(noting):
    found = page(noting, "/ask", q="Ban Dân vận phải làm gì?", lang="en")
    assert "This is not so everywhere" in found.one("ul", **{"class": "became"}).text


def test_the_duties_of_a_body_lead_to_those_under_its_other_name(noting):
    found = page(noting, "/duties", actor="Sở Tài chính", lang="en")
    (link,) = [each for each in found.all("a") if each.text == "Duties of Sở Kế hoạch và Đầu tư"]
    other = page(noting, link.attributes["href"])
    assert "phải sửa loa" in other.one("blockquote").text


def test_a_body_without_a_note_has_no_list(noting):
    found = page(noting, "/duties", actor="Sở Y tế", lang="en")
    assert found.all("ul", **{"class": "became"}) == []
