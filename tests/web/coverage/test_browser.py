"""The coverage in a real browser: narrow, dark, without script, by keyboard, on paper, for everybody."""

from contextlib import suppress

import pytest

from tests.browsing import own_errors, unsound

with suppress(ImportError):
    from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PAGES = {
    "provinces": "/coverage?lang=en",
    "documents": "/coverage?by=document&lang=en",
    "one column": "/coverage?province=Hải Lâm&lang=en",
    "Vietnamese": "/coverage?by=year&lang=vi",
    "refused": "/coverage?province=Atlantis&lang=en",
    "cell": "/coverage/passages?topic=iuu&column=Hải Lâm&lang=en",
    "near": "/coverage/passages?topic=laos&column=Đông Hải&lang=en",
    "empty cell": "/coverage/passages?topic=cambodia&column=Hải Lâm&lang=en",
}


def test_no_page_has_a_barrier_or_is_wider_than_the_window(open_page):
    assert unsound(open_page(bypass_csp=True), PAGES, alike=("provinces", "documents", "near")) == {}


def test_no_page_reports_an_error_of_its_own(open_page):
    assert own_errors(open_page(), [PAGES[name] for name in PAGES if name != "refused"]) == []


@pytest.mark.parametrize(("width", "name"), [(320, "provinces"), (1280, "documents")])
def test_the_discs_of_a_row_stand_beside_its_label_also_after_scrolling(open_page, width, name):
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(PAGES[name])
    page.evaluate("() => { document.querySelector('.matrix-frame').scrollLeft = 10000; }")
    places = page.evaluate(
        """() => {
          const middle = (part) => { const box = part.getBoundingClientRect(); return box.y + box.height / 2; };
          const labels = [...document.querySelectorAll('.matrix-labels .row')];
          const rows = [...document.querySelectorAll('[data-row]')].map((row) => row.querySelector('.field'));
          const left = document.querySelector('.matrix-labels').getBoundingClientRect().x;
          const frame = document.querySelector('.matrix-frame').getBoundingClientRect().x;
          return {apart: labels.map((label, n) => Math.abs(middle(label) - middle(rows[n]))), shift: left - frame};
        }"""
    )
    assert len(places["apart"]) > 15
    assert max(places["apart"]) < 1.5
    assert abs(places["shift"]) < 2


def test_a_disc_opens_its_passages_without_script(open_page):
    page = open_page(java_script_enabled=False)
    page.goto(PAGES["provinces"])
    page.get_by_role("link", name="Fighting false information, Hải Lâm: 5 passages").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fighting false information")
    expect(page.locator("article.hit")).to_have_count(5)


def test_the_picture_is_one_stop_for_tab_and_the_arrow_keys_go_from_disc_to_disc(open_page):
    page = open_page()
    page.goto(PAGES["provinces"])
    discs = page.locator("[data-matrix] a")
    expect(page.locator('[data-matrix] a[tabindex="0"]')).to_have_count(1)
    discs.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    columns = page.locator("[data-row]").first.locator("a").count()
    expect(discs.nth(columns + 1)).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    expect(discs.first).to_be_focused()
    name = discs.first.get_attribute("aria-label")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.split(",")[0])


def test_the_form_changes_the_columns_without_script(open_page):
    page = open_page(java_script_enabled=False)
    page.goto(PAGES["provinces"])
    page.get_by_label("Compare").select_option("year")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".coverage-table thead th").nth(1)).to_have_text("2021")


def test_paper_shows_all_of_the_picture_and_the_table(open_page):
    page = open_page(viewport={"width": 760, "height": 1000})
    page.goto(PAGES["documents"])
    page.emulate_media(media="print")
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.matrix-frame, .table-frame')]
          .filter((part) => getComputedStyle(part).overflowY !== 'visible').length"""
    )
    assert cut == 0
    widest = page.evaluate("() => document.querySelector('.matrix').getBoundingClientRect().right")
    assert widest <= 760
