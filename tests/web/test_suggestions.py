"""The suggestions under the search box, in a real browser, by keyboard alone."""

from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browsing import PHONE, faults_of, follow

with suppress(ImportError):
    from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def suggested_for(address: str) -> list[str]:
    """Return what the suggestions at an address are asked for."""
    parts = urlsplit(address)
    return parse_qs(parts.query).get("q", []) if parts.path.endswith("/suggest") else []


@pytest.fixture
def typed(open_page):
    """Open the front page in English and type the beginning of a name."""

    def type_(words: str, **options):
        page = open_page(**options)
        page.goto("/?lang=en")
        page.keyboard.press("/")
        with page.expect_response(lambda answer: suggested_for(answer.url) == [words.strip()]):
            page.keyboard.type(words)
        expect(page.get_by_role("listbox")).to_be_visible()
        return page

    return type_


def test_arrows_walk_the_list_and_enter_asks_for_what_is_chosen(typed):
    page = typed("so ")
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert options.count() == 8
    for key, at in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", 7)):
        page.keyboard.press(key)
        expect(options.nth(at)).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-activedescendant", options.nth(at).get_attribute("id"))
        expect(page.locator("[aria-selected=true]")).to_have_count(1)
        expect(box).to_be_focused()
    chosen = options.nth(7).locator("span").first.inner_text()
    follow(page, lambda: page.keyboard.press("Enter"))
    assert "/ask?" in page.url
    expect(page.locator("#q")).to_have_value(chosen)


def test_a_document_leads_to_its_page(typed):
    page = typed("bảo vệ trẻ em trên")
    page.keyboard.press("ArrowDown")
    follow(page, lambda: page.keyboard.press("Enter"))
    assert "/documents/" in page.url


def test_escape_closes_the_list_and_leaves_the_words(typed):
    page = typed("so ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("combobox")).to_have_value("so ")
    follow(page, lambda: page.keyboard.press("Enter"))
    assert page.url.endswith("/ask?q=so+&lang=en")


def test_earlier_questions_come_first_stay_here_and_can_be_forgotten(typed):
    page = typed("sở")
    page.keyboard.press("Escape")
    page.locator("#q").fill("Sở nào lo đèn biển?")
    follow(page, lambda: page.locator("#q").press("Enter"))
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto("/?lang=en")
    page.locator("#q").press("ArrowDown")
    expect(page.get_by_role("option")).to_have_text(["Sở nào lo đèn biển? asked before"])
    page.locator("#q").press_sequentially("so n")
    expect(page.get_by_role("option").first).to_contain_text("asked before")
    assert [url for url in sent if "bi%E1%BB%83n" in url] == []
    page.goto("/saved?lang=en")
    page.get_by_role("button", name="Forget them").click()
    page.goto("/?lang=en")
    page.locator("#q").press_sequentially("so n")
    expect(page.get_by_role("option").first).not_to_contain_text("asked before")


def test_an_open_list_has_no_barrier(typed):
    page = typed("so ", viewport=PHONE, bypass_csp=True)
    page.keyboard.press("ArrowDown")
    assert faults_of(page) == {}
    expect(page.get_by_role("listbox")).to_be_visible()


def test_without_script_the_box_is_a_plain_one(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/?lang=en")
    expect(page.get_by_role("combobox")).to_have_count(0)
    page.get_by_role("searchbox").fill("đèn")
    page.get_by_role("searchbox").press("Enter")
    assert page.url.endswith("/ask?q=%C4%91%C3%A8n&lang=en")
