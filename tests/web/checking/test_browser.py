"""The check of a draft in a real browser: with and without script, narrow, and for everybody."""

from contextlib import suppress

import pytest

from tests.browsing import faults_of, follow, own_errors, too_small

with suppress(ImportError):
    from playwright.sync_api import expect

pytestmark = pytest.mark.browser
QUOTED = "Khách ở lại trung bình 1,3 đêm, thấp hơn mục tiêu 1,8 đêm"
DRAFT = (
    f"“{QUOTED}” “{QUOTED.replace('1,8', '2,8')}” “lời này không có trong văn bản nào” “dở dang\n"
    "Kế hoạch số 45/KH-UBND ngày 13/01/2024; Nghị định số 99/2031/NĐ-CP; Kết luận số 57-KL/TW."
)


def checked(page, language="en"):
    page.goto(f"/check?lang={language}")
    page.locator("#text").fill(DRAFT)
    follow(page, page.locator(".check-form button").click)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_pasted_draft_is_checked_and_each_verdict_leads_to_its_place(open_page, script):
    page = open_page(java_script_enabled=script)
    checked(page)
    verdicts = page.locator(".checked .measure").all_inner_texts()
    assert [verdict.split("\n")[-1] for verdict in verdicts] == [
        "Verbatim", "Differs from the plan", "Not found in these documents",
        "Does not agree", "Not known here", "Agrees",
    ]  # fmt: skip
    expect(page.locator("#text")).to_have_value(DRAFT)
    follow(page, page.locator(".checked .source a").first.click)
    place = page.locator(f"id={page.url.split('#')[1]}")
    expect(place).to_be_in_viewport()
    assert QUOTED in place.inner_text()


def test_a_file_is_sent(open_page, tmp_path):
    draft = tmp_path / "draft.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    page = open_page()
    page.goto("/check?lang=vi")
    page.locator("#file").set_input_files(draft)
    follow(page, page.locator(".check-form button").click)
    expect(page.locator("#result")).to_contain_text("1 trên 3 trích dẫn đúng nguyên văn")


def test_one_press_copies_the_words_of_the_plan_with_their_citation(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    checked(page)
    page.locator(".checked [data-copy]").nth(2).click()
    expect(page.locator("[data-toast]")).to_have_text("Copied")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith(f"“{QUOTED}”\n")


def test_the_page_has_no_barriers_and_fits_a_phone(open_page):
    page = open_page(bypass_csp=True)
    page.goto("/check")
    faults = {"form": faults_of(page)}
    checked(page, "vi")
    faults["checked"] = faults_of(page)
    assert {name: found for name, found in faults.items() if found} == {}
    assert too_small(page, "main a:not(p a):not(dd a), main button, main input") == []


def test_nothing_is_wrong_in_the_console(open_page):
    assert own_errors(open_page(), ["/check"]) == []
