"""The duties page in a real browser: narrow, dark, without script, by keyboard, for everybody."""

from contextlib import suppress

import pytest

from tests.browsing import PHONE, TINY_LETTERS, own_errors, too_small, unsound

with suppress(ImportError):
    from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PAGES = {
    "table": "/duties?lang=en",
    "by actor": "/duties?group=actor&deadline=any&lang=en",
    "topic not spoken of": "/duties?topic=how do black holes evaporate&lang=en",
    "nothing": "/duties?actor=nobody at all&lang=en",
    "refused": "/duties?due_from=2024-02-31&lang=en",
    "Vietnamese": "/duties?province=Hải Lâm&lang=vi",
}


def test_no_page_has_a_barrier_or_is_wider_than_the_window(open_page):
    assert unsound(open_page(bypass_csp=True), PAGES) == {}


def test_no_page_reports_an_error_of_its_own(open_page):
    assert own_errors(open_page(), [PAGES[name] for name in PAGES if name != "refused"]) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_form_narrows_the_table_without_script(open_page, width):
    page = open_page(java_script_enabled=False, viewport={"width": width, "height": 800})
    page.goto("/duties?lang=en")
    page.get_by_label("Actor", exact=True).fill("so ngoai vu")
    if width < 500:
        page.get_by_text("More filters and order").click()
    page.get_by_label("Province").select_option("Hải Lâm")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".active-filters li")).to_have_count(2)
    bodies = page.get_by_role("rowheader").all_inner_texts()
    assert bodies
    assert all("Sở Ngoại vụ" in body for body in bodies)


def test_without_script_no_button_is_shown_that_does_nothing(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/duties?lang=en")
    page.locator("table details.cite summary").first.click()
    expect(page.locator("table .cite-box").first).to_be_visible()
    expect(page.locator("[data-copy]:visible, [data-save]:visible")).to_have_count(0)


def test_the_table_is_one_for_a_listener_also_where_it_shows_as_cards(open_page):
    page = open_page(viewport=PHONE)
    page.goto("/duties?lang=en")
    table = page.get_by_role("table", name="Duties: who must do what, and by when")
    expect(table.get_by_role("row")).to_have_count(51)
    expect(table.get_by_role("columnheader")).to_have_count(5)
    expect(table.get_by_role("rowheader")).to_have_count(50)


def test_a_column_is_sorted_by_keyboard(open_page):
    page = open_page()
    page.goto("/duties?lang=en")
    page.get_by_role("columnheader", name="Actor").get_by_role("link").press("Enter")
    page.wait_for_url("**sort=actor**")
    expect(page.get_by_role("columnheader", name="Actor")).to_have_attribute("aria-sort", "ascending")


def test_the_address_of_the_feed_and_a_citation_can_be_copied(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/duties?actor=so ngoai vu&lang=en")
    page.get_by_text("Subscribe to the deadlines").click()
    page.locator(".feed [data-copy]").click()
    expect(page.locator("[data-toast]")).to_have_class("toast shown")
    assert "/api/v1/duties.ics?actor=so" in page.evaluate("() => navigator.clipboard.readText()")
    cite = page.locator("table details.cite").first
    cite.locator("summary").click()
    cite.locator("[data-copy]").first.click()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.endswith(f"”\n{cite.locator('[data-citation]').first.inner_text()}")


def test_a_download_is_the_file(open_page):
    page = open_page(accept_downloads=True)
    page.goto("/duties?actor=so ngoai vu&lang=en")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel").click()
    assert waiting.value.suggested_filename == "duties.xlsx"
    assert waiting.value.failure() is None


@pytest.mark.parametrize("style", ["body {}", TINY_LETTERS], ids=["own font", "tiny letters"])
def test_buttons_and_links_of_the_table_are_large_enough_to_press(open_page, style):
    page = open_page(viewport=PHONE, bypass_csp=True)
    page.goto("/duties?lang=en")
    page.add_style_tag(content=style)
    pressed = (
        ".duties summary, .duties button, .duties thead a, .downloads a, .duty-form input, .duty-form select,"
        " .duty-form button, .feed summary, .more-fields summary"
    )
    assert [fault for fault in too_small(page, pressed) if 'type="checkbox"' not in fault[0]] == []
