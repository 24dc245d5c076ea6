"""The page on which a draft is checked."""

import html

import pytest

from tests.docx_files import p, r, t, word_file
from tests.html_page import HtmlPage, unsafe

QUOTED = "Khách ở lại trung bình 1,3 đêm, thấp hơn mục tiêu 1,8 đêm"
DRAFT = (
    f"“{QUOTED}” “{QUOTED.replace('1,8', '2,8')}” “lời này không có trong văn bản nào”\n"
    "Kế hoạch số 45/KH-UBND ngày 13/01/2024; Nghị định số 99/2031/NĐ-CP; Kết luận số 57-KL/TW."
)


def sent(client, text="", file=None, language="en"):
    files = {"text": (None, text), "file": file or ("", b"")}
    return client.post(f"/check?lang={language}", files=files)


def test_the_form_is_there_and_every_page_leads_to_it(client):
    page = HtmlPage.of(client.get("/check").text)
    assert page.one("textarea", name="text")
    assert page.one("form", method="post").attributes["enctype"] == "multipart/form-data"
    assert "/check" in HtmlPage.of(client.get("/documents").text).links


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["1 of 3 quotations verbatim", "0 of 3", "Differs from the plan", "Not found in these documents",
                "Does not agree", "Not known here", "13/01/2024", "12/01/2024"]),
        ("vi", ["1 trên 3 trích dẫn đúng nguyên văn", "Khác với văn bản", "Chưa khớp", "Chưa có ở đây"]),
    ],
)  # fmt: skip
def test_a_draft_is_shown_with_its_verdicts_in_order(client, language, words):
    answer = sent(client, DRAFT, language=language)
    page = HtmlPage.of(answer.text)
    told = [word.replace("0 of 3", "1 of 3 citations agree") for word in words]
    assert (answer.status_code, [word for word in told if word not in page.text]) == (200, [])
    assert answer.headers["cache-control"] == "no-store"
    shown = [element.text for element in page.all("li", **{"class": "checked"})]
    assert ["1,3 đêm" in one for one in shown[:3]] == [True, True, False]


def test_what_differs_is_marked_and_the_copy_holds_the_words_of_the_plan(client):
    text = sent(client, DRAFT).text
    assert '<del><span class="hidden">[removed: </span>1,8<span class="hidden">]</span></del>' in text
    assert '<ins><span class="hidden">[added: </span>2,8<span class="hidden">]</span></ins>' in text
    copies = [html.unescape(part.split('"')[0]) for part in text.split('data-copy="')[1:]]
    quotes = [copied.split("\n")[0] for copied in copies if copied.startswith("“")]
    assert set(quotes) == {f"“{QUOTED}”"}


def test_a_link_leads_to_the_words_in_the_reader(client):
    page = HtmlPage.of(sent(client, f"“{QUOTED}”").text)
    address = next(link for link in page.links if "quote=" in link)
    reader = client.get(address)
    assert reader.status_code == 200
    assert f'<mark class="quoted">{QUOTED}</mark>' in reader.text or QUOTED in reader.text
    assert address.split("#")[1] in HtmlPage.of(reader.text).ids


def test_a_file_is_checked_too(client):
    word = word_file(p(r(t(f"Theo thống kê “{QUOTED}”, xin báo cáo để các đồng chí rõ."))))
    for file in (("draft.docx", word), ("draft.txt", DRAFT.encode())):
        page = HtmlPage.of(sent(client, file=file).text)
        assert "quotation verbatim" in page.text or "quotations verbatim" in page.text


@pytest.mark.parametrize(
    ("text", "file"), [("", None), ("", ("cut.docx", word_file("")[:99])), ("", ("a.txt", b"\x00" * 99))]
)
def test_what_cannot_be_checked_is_said_beside_the_form(client, text, file):
    answer = sent(client, text, file, language="vi")
    page = HtmlPage.of(answer.text)
    assert answer.status_code == 422
    assert page.one("p", role="alert").text
    assert page.one("textarea", name="text")


def test_other_forms_are_refused(client):
    assert client.post("/check", data={"text": DRAFT}).status_code == 415
    broken = {"content-type": "multipart/form-data"}
    assert client.post("/check", content=b"x", headers=broken).status_code == 400


def test_hostile_words_are_only_text(client):
    attack = '“<img src=x onerror=alert(1)> một hai ba bốn” Quyết định số 1/QĐ-UBND của UBND <b onclick="x">'
    page = HtmlPage.of(sent(client, attack).text)
    assert unsafe(page) == []
    assert "<img src=x onerror=alert(1)>" in page.text


def test_nothing_of_a_draft_is_logged(client, caplog):
    sent(client, "“bí mật bốn chữ này”")
    client.post("/api/v1/check", json={"text": "“bí mật bốn chữ này”"})
    assert "bí mật" not in caplog.text
