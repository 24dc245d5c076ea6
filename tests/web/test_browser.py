"""The pages in a real browser: the whole way, without script, narrow, by keyboard, for everybody."""

from contextlib import suppress

import pytest

from tests.browsing import PHONE, TINY_LETTERS, too_small, unsound

with suppress(ImportError):
    from playwright.sync_api import expect

pytestmark = pytest.mark.browser
QUERY = "tàu mất kết nối quá 6 giờ phải gọi chủ tàu"
FOREIGN = "how do black holes evaporate through Hawking radiation?"
PAGES = {
    "home": "/",
    "results": f"/search?q={QUERY}",
    "results filtered": f"/search?q={QUERY}&province=Hải Lâm&lang=en",
    "no clear match": f"/search?q={FOREIGN}",
    "answer": f"/ask?q={QUERY}",
    "no evidence": f"/ask?q={FOREIGN}",
    "documents": "/documents",
    "reader": "/documents/{document}?q=" + QUERY,
    "similar": "/passages/{passage}/similar",
    "compared": "/compare?d={document}&d={other}",
    "choose to compare": "/compare?d={document}",
    "instruments": "/instruments",
    "instrument": "/instruments/57-KL/TW",
    "chain": "/documents/{document}/instruments",
    "about": "/about",
    "quality": "/quality",
    "refused": "/search?q=tàu&province=Atlantis",
    "not found": "/nothing",
}


@pytest.fixture(scope="module")
def addresses(sample_service):
    """The address of each page."""
    passage = sample_service.search(QUERY).hits[0].passage
    ids = {
        "document": passage.document_id,
        "passage": passage.id,
        "other": next(d.id for d in sample_service.documents() if d.id != passage.document_id),
    }
    return {name: address.format(**ids) for name, address in PAGES.items()}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_question_leads_over_a_hit_to_its_place_in_the_document(open_page, script):
    page = open_page(java_script_enabled=script)
    page.goto("/")
    page.get_by_role("searchbox").fill(QUERY)
    page.get_by_role("searchbox").press("Enter")
    hit = page.locator("article.hit").first
    passage = hit.locator(".passage").inner_text()
    hit.get_by_role("heading").get_by_role("link").click()
    place = page.locator(f"id={page.url.split('#')[1]}")
    expect(place).to_be_in_viewport()
    expect(place.locator(".words")).to_have_text(passage)


@pytest.mark.parametrize("width", [400, 1280])
def test_a_filter_is_applied_and_taken_off_without_script(open_page, width):
    page = open_page(java_script_enabled=False, viewport={"width": width, "height": 800})
    page.goto(f"/search?q={QUERY}")
    if width < 1000:
        page.locator("details.facets summary").click()
    page.get_by_role("radio", name="Hải Lâm").check()
    page.locator("details.facets button").click()
    expect(page.locator(".active-filters")).to_contain_text("Hải Lâm")
    page.locator(".active-filters a").click()
    expect(page.locator(".active-filters")).to_have_count(0)


def test_without_script_no_button_is_shown_that_does_nothing(open_page, addresses):
    page = open_page(java_script_enabled=False)
    for name in ("results", "answer", "reader"):
        page.goto(addresses[name])
        expect(page.locator("[data-copy]:visible")).to_have_count(0)


def test_one_press_copies_quote_and_citation_and_says_so(open_page, addresses):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(addresses["results"])
    hit = page.locator("article.hit").first
    hit.locator("[data-copy]").click()
    expect(page.locator("[data-toast]")).to_have_text("Đã sao chép")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    quote, citation = copied.rsplit("\n", 1)
    assert citation == hit.locator("[data-citation]").inner_text()
    assert quote.startswith("“")
    assert quote.removeprefix("“").removesuffix("”") in hit.locator(".passage").inner_text()
    assert "của Ủy ban nhân dân tỉnh An Khê Đông" in copied


def test_without_a_clipboard_the_text_is_shown_and_selected(open_page, addresses):
    page = open_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(addresses["results"])
    button = page.locator("article.hit [data-copy]").first
    for _ in range(2):
        button.click()
        selected = page.evaluate("() => getSelection().toString()")
        assert selected.strip() == button.get_attribute("data-copy")
    expect(page.locator(".copied")).to_have_count(1)


def test_a_citation_is_copied_in_the_reader(open_page, addresses):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(addresses["reader"])
    unit = page.locator(".unit.provision").first
    unit.locator("details.cite summary").click()
    unit.locator("[data-copy]").click()
    expect(page.locator("[data-toast]")).to_have_class("toast shown")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith("“")
    assert copied.endswith(f"”\n{unit.locator('[data-citation]').inner_text()}")


def test_the_slash_key_goes_to_the_search_box_until_it_is_switched_off(open_page):
    page = open_page()
    page.goto("/about?lang=vi")
    page.goto("/search?q=tàu")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    page.keyboard.press("/")
    expect(box).to_have_value("/")
    page.locator("[data-shortcut]").click()
    page.reload()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()


def test_the_first_tab_offers_to_skip_to_the_content(open_page, addresses):
    page = open_page()
    page.goto(addresses["results"])
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    skip.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_no_page_has_a_barrier_or_is_wider_than_the_window(open_page, addresses):
    assert unsound(open_page(bypass_csp=True), addresses) == {}


def test_what_is_pressed_is_large_enough_with_any_font(open_page, addresses):
    page = open_page(viewport=PHONE, bypass_csp=True)
    small = {}
    for name, address in addresses.items():
        page.goto(address)
        page.add_style_tag(content=TINY_LETTERS)
        small[name] = too_small(page, "summary, button, nav a, .more, .as-link, .tools a, .active-filters a")
    assert {name: parts for name, parts in small.items() if parts} == {}


def test_the_dark_scheme_has_a_dark_ground_and_light_words(open_page, addresses):
    def brightness(page, rule: str) -> float:
        colour = page.evaluate(f"() => getComputedStyle(document.body).{rule}")
        return sum(float(part) for part in colour.strip("rgba()").split(",")[:3]) / 3

    dark, light = open_page(color_scheme="dark"), open_page(color_scheme="light")
    for page in (dark, light):
        page.goto(addresses["results"])
    assert brightness(dark, "backgroundColor") < 80 < 160 < brightness(dark, "color")
    assert brightness(light, "backgroundColor") > 200 > 100 > brightness(light, "color")


def test_no_page_reports_an_error_or_leaves_the_server(open_page, addresses, server):
    page, faults = open_page(), []
    page.on("console", lambda message: faults.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((server.url, "data:")) else faults.append(r.url))
    for name, address in addresses.items():
        page.goto(address)
        if name in {"refused", "not found"}:
            # The browser itself reports the page's own status: that one line is right.
            assert [fault for fault in faults if "the server responded with a status of 4" in fault]
            faults[:] = [fault for fault in faults if "the server responded with a status of 4" not in fault]
        assert faults == [], name
