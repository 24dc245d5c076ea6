"""The pages in a real browser: the whole way, without script, narrow, by keyboard, for everybody."""

from contextlib import suppress

import pytest

from tests.browsing import PHONE, TINY_LETTERS, follow, too_small, unsound

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
def test_a_question_leads_to_its_answer_and_over_a_hit_to_its_place_in_the_document(open_page, script):
    page = open_page(java_script_enabled=script)
    page.goto("/")
    page.locator("#q").fill(QUERY)
    page.locator("#q").press("Enter")
    page.get_by_role("link", name="Mọi đoạn tìm được").click()
    hit = page.locator("article.hit").first
    passage = hit.locator(".passage").inner_text()
    hit.get_by_role("link", name="Đọc trong văn bản").click()
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


ASKED = (
    "kế hoạch nào nhắc đến trẻ em",
    "which plans mention children?",
    "press agencies",
    "cơ quan báo chí phải làm gì",
)


@pytest.mark.parametrize("question", ASKED)
def test_a_desk_shows_the_answer_line_and_three_whole_quotes_at_once(open_page, question):
    page = open_page(viewport={"width": 1280, "height": 900})
    page.goto(f"/ask?q={question}")
    assert [bottom for bottom in bottoms(page, "figure.quote")[:3] if bottom > 900] == []
    assert all(bottom < 900 for bottom in bottoms(page, ".answer-line"))


@pytest.mark.parametrize("question", ASKED)
def test_a_phone_shows_the_answer_line_and_the_first_quote_at_once(open_page, question):
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto(f"/ask?q={question}")
    assert bottoms(page, "figure.quote")[0] <= 740
    assert all(bottom < 740 for bottom in bottoms(page, ".answer-line"))
    assert bottoms(page, ".top")[0] < 60


def bottoms(page, selector: str) -> list[float]:
    """Return where the parts of a page end, in pixels from the top of the window."""
    boxes = [part.bounding_box() for part in page.locator(selector).all()]
    return [box["y"] + box["height"] for box in boxes]


@pytest.mark.parametrize(("name", "quote"), [("answer", "figure.quote"), ("results", "article.hit")])
def test_a_quote_is_a_line_of_source_the_words_and_three_stops_of_the_tab_key(
    open_page, addresses, name, quote
):
    page = open_page()
    page.goto(addresses[name])
    shown = page.locator(quote).first
    stops = []
    shown.locator("button").first.focus()
    while shown.evaluate("(part) => part.contains(document.activeElement)"):
        stops.append(page.evaluate("() => document.activeElement.tagName"))
        page.keyboard.press("Tab")
    assert stops == ["BUTTON", "A", "SUMMARY"]
    expect(shown.locator("[data-citation]").first).to_be_hidden()
    shown.locator("summary").click()
    expect(shown.locator("[data-citation]").first).to_be_visible()
    line = page.locator(".source-line").first.bounding_box()
    assert line["height"] < 30


def test_one_key_from_the_answer_to_its_first_quote_and_citation_in_the_clipboard(open_page, addresses):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/")
    page.locator("#q").fill(QUERY)
    follow(page, lambda: page.locator("#q").press("Enter"))
    page.keyboard.press("c")
    expect(page.locator("[data-toast]")).to_have_text("Đã sao chép")
    quote = page.locator("figure.quote").first
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == quote.locator("[data-copy]").first.get_attribute("data-copy")
    assert copied.endswith(quote.locator("[data-citation]").first.text_content())


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
    assert citation == hit.locator("[data-citation]").text_content()
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
    box = page.locator("#q")
    expect(box).to_be_focused()
    page.keyboard.press("/")
    expect(box).to_have_value("/")
    page.locator("[data-shortcut]").click()
    page.reload()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()


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
        small[name] = too_small(
            page, "summary, button, nav a, .more, .as-link, .tools a, .active-filters a, .part-off"
        )
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
