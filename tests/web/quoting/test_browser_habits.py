"""What staff do with a result, in a real browser: cite, gather, save, judge; with and without script."""

import json
import re
import shutil
from contextlib import suppress

import pytest

from search_api.measuring.feedback import FeedbackStore
from tests.browsing import follow, unsound
from tests.product import Product
from tests.serving import serving

with suppress(ImportError):
    from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
QUERY = "tàu cá"
RESULTS = f"/search?q={QUERY}&lang=en"
CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture(scope="module")
def data(sample_data, tmp_path_factory):
    """A data folder over the samples that takes judgements."""
    return shutil.copytree(sample_data, tmp_path_factory.mktemp("habits") / "data")


@pytest.fixture(scope="module")
def server(data, tmp_path_factory):
    """A real server over it."""
    with serving(data, tmp_path_factory.mktemp("habits") / "log.txt") as running:
        yield running


@pytest.fixture(scope="module")
def ids(data):
    """The ids of some passages."""
    return [hit.passage.id for hit in Product.open(data).search(QUERY).hits[:3]]


def basket_of(page) -> list[str]:
    return [item.get_attribute("data-entry") for item in page.locator("[data-entry]").all()]


def toggle(page, number: int):
    """Return what puts the hit of that number into the basket, where it is folded away."""
    more = page.locator("article.hit details").nth(number)
    if more.get_attribute("open") is None:
        more.locator("summary").click()
    return more.locator("[data-basket]")


def test_from_a_question_to_a_citation_in_a_report(open_page):
    page = open_page(permissions=CLIPBOARD)
    page.goto("/ask?lang=en")
    page.locator("#q").fill(QUERY)
    follow(page, lambda: page.locator("#q").press("Enter"))
    quote = page.locator("figure.quote").first
    words = quote.locator("blockquote").inner_text()
    citation = quote.locator("[data-citation]").first.text_content()
    follow(page, quote.get_by_role("link", name="Read in place").click)
    place = page.locator(f"id={page.url.split('#')[1]}")
    expect(place).to_be_in_viewport()
    expect(place.locator("mark").first).to_be_visible()
    assert words in place.locator(".words").inner_text()
    place.locator("details.cite summary").click()
    place.locator("[data-copy]").first.click()
    expect(page.locator("[data-toast]")).to_have_text("Copied")
    assert page.evaluate("() => navigator.clipboard.readText()").endswith(f"”\n{citation}")


def test_the_basket_is_the_same_in_all_windows_and_can_be_undone(open_page, ids):
    page = open_page()
    page.goto(RESULTS)
    other = page.context.new_page()
    other.goto("/documents?lang=en")
    for number in range(3):
        toggle(page, number).click()
    expect(other.locator("[data-basket-count]")).to_have_text("3")
    expect(toggle(page, 0)).to_contain_text("Remove from basket")
    follow(other, other.locator("[data-basket-home]").click)
    expect(other.locator("h1")).to_have_text("Basket")
    expect(other.locator("[data-entry]")).to_have_count(3)
    assert basket_of(other) == ids
    toggle(page, 1).click()
    expect(other.locator("[data-entry]")).to_have_count(2)
    other.locator("[data-remove]").first.click()
    expect(other.locator("[data-entry]")).to_have_count(1)
    other.get_by_role("button", name="Undo the last change").click()
    expect(other.locator("[data-entry]")).to_have_count(2)
    expect(page.locator("[data-basket-count]")).to_have_text("2")


# The clipboard, once it has another text; while that is being written it is empty for a moment.
NEXT_COPY = """async (before) => {
  for (let look = 0; look < 500; look++) {
    const text = await navigator.clipboard.readText();
    if (text && text !== before) return text;
    await new Promise((go) => setTimeout(go, 20));
  }
  throw new Error("nothing else was copied");
}"""


def test_order_notes_and_copies(open_page, ids):
    page = open_page(permissions=CLIPBOARD)
    page.goto(RESULTS)
    for number in range(3):
        toggle(page, number).click()
    follow(page, page.locator("[data-basket-home]").click)
    up = page.locator("[data-entry]").nth(2).get_by_role("button", name="Up")
    up.focus()
    up.press("Enter")
    expect(page.locator("[data-toast]")).to_have_text("Moved: 2 / 3")
    expect(page.locator(f"[data-entry='{ids[2]}'] [data-step='-1']")).to_be_focused()
    page.locator("[data-own-note]").first.fill("hỏi lại chi cục")
    page.reload()
    assert basket_of(page) == [ids[0], ids[2], ids[1]]
    expect(page.locator("[data-own-note]").first).to_have_value("hỏi lại chi cục")
    words = page.locator("[data-entry] blockquote").first.inner_text().removeprefix("2. ")
    copied = {}
    for kind in ("plain", "markdown", "rich", "link"):
        page.locator(f"[data-copy-all={kind}]").click()
        copied[kind] = page.evaluate(NEXT_COPY, next(reversed(copied.values()), None))
        if kind == "rich":
            read = "async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text()"
            html = page.evaluate(read)
    assert re.findall(r"<blockquote[^>]*>([^<]*)</blockquote>", html)[0] == f"“{words}”"
    assert copied["plain"].startswith(f"“{words}”\n")
    assert copied["rich"] == copied["plain"]
    assert "Note: hỏi lại chi cục" in copied["plain"]
    assert copied["markdown"].startswith("> ")
    assert re.findall(r"[?&]p=([0-9a-f]+)", copied["link"]) == basket_of(page)


def test_the_downloads_follow_the_order_and_open(open_page, ids):
    page = open_page()
    page.goto(RESULTS)
    for number in range(2):
        toggle(page, number).click()
    follow(page, page.locator("[data-basket-home]").click)
    page.locator("[data-entry]").nth(0).get_by_role("button", name="Down").click()
    quotes = [quote.inner_text()[3:] for quote in page.locator("figure blockquote").all()]
    with page.expect_download() as download:
        page.get_by_role("link", name="Plain text").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert text.index(quotes[0]) < text.index(quotes[1])


def test_a_basket_from_a_link_is_not_mixed_with_ones_own(open_page, ids):
    page = open_page()
    page.goto(RESULTS)
    toggle(page, 0).click()
    page.goto(f"/basket?p={ids[1]}&p={ids[0]}&lang=en")
    expect(page.locator("[data-basket-foreign]")).to_be_visible()
    expect(page.locator("[data-basket-count]")).to_have_text("1")
    page.get_by_role("button", name="Add them to my basket").click()
    expect(page.locator("[data-basket-foreign]")).to_be_hidden()
    assert basket_of(page) == [ids[0], ids[1]]


def test_without_script_the_basket_is_filled_ordered_and_emptied_by_links(open_page, ids):
    page = open_page(java_script_enabled=False)
    for number in (0, 1):
        if number:
            follow(page, page.get_by_role("link", name="Search", exact=True).click)
        else:
            page.goto("/?lang=en")
        page.locator("#q").fill(QUERY)
        follow(page, lambda: page.locator("#q").press("Enter"))
        follow(page, page.get_by_role("link", name="All passages").click)
        follow(page, toggle(page, number).click)
    expect(page.locator("[data-basket-count]")).to_have_text("2")
    assert basket_of(page) == ids[:2]
    follow(page, page.get_by_role("button", name="Up").nth(1).click)
    assert basket_of(page) == [ids[1], ids[0]]
    follow(page, page.get_by_role("button", name="Remove", exact=True).first.click)
    assert basket_of(page) == [ids[0]]
    page.get_by_role("button", name="Remove all").click()
    expect(page.locator("[role=status]").first).to_have_text("The basket is empty.")


def test_a_search_is_saved_renamed_carried_by_a_link_and_deleted(open_page, server):
    page = open_page(permissions=CLIPBOARD)
    page.goto(f"{RESULTS}&province=Hải Lâm&page=1")
    page.get_by_role("button", name="Save this search").click()
    page.get_by_role("button", name="Save this search").click()
    expect(page.locator("[data-toast]")).to_have_text("This search is saved already")
    page.goto("/saved?lang=en")
    saved = page.locator("[data-saved-list] > li")
    expect(saved.locator("> a[lang]")).to_have_text(f"{QUERY} · Hải Lâm")
    saved.locator("summary").click()
    page.get_by_role("textbox", name="Name").fill("Tàu mất kết nối")
    page.get_by_role("button", name="Rename").click()
    expect(saved.locator("> a[lang]")).to_have_text("Tàu mất kết nối")
    page.get_by_role("button", name="Copy as a link").click()
    expect(page.locator("[data-toast]")).to_have_text("Copied")
    link = page.evaluate("() => navigator.clipboard.readText()")
    saved.locator("summary").click()
    page.get_by_role("button", name="Delete").click()
    expect(saved).to_have_count(0)
    page.get_by_role("button", name="Undo the last change").click()
    expect(saved).to_have_count(1)
    reader = open_page()
    reader.goto(link)
    reader.get_by_role("button", name="Add them to mine").click()
    reader.locator("[data-saved-list] > li > a[lang]").click()
    expect(reader.locator("#q")).to_have_value(QUERY)
    expect(reader.locator(".active-filters")).to_contain_text("Hải Lâm")


def test_saved_searches_go_out_and_in_as_a_file(open_page, tmp_path):
    page = open_page()
    page.goto(RESULTS)
    page.get_by_role("button", name="Save this search").click()
    page.goto("/saved?lang=en")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    entries = json.loads(download.value.path().read_text(encoding="utf-8"))
    hostile = [
        {"name": "x", "to": to}
        for to in ("javascript:alert(1)", "//elsewhere.example/", "/\\elsewhere.example")
    ]
    (tmp_path / "searches.json").write_text(json.dumps([*hostile, *entries]), encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    other = open_page()
    other.goto("/saved?lang=en")
    for name, shown in (("broken.json", 0), ("searches.json", 1)):
        other.locator("[data-saved-in]").set_input_files(tmp_path / name)
        expect(other.locator("[data-saved-list] > li")).to_have_count(shown)
    assert other.locator("[data-saved-list] > li > a[lang]").get_attribute("href").startswith("/search?")


def test_a_saved_search_names_its_feed(open_page):
    page = open_page()
    page.goto(f"{RESULTS}&province=Hải Lâm&page=1&lang=en")
    feed = page.locator("link[type='application/atom+xml']").evaluate("link => link.href")
    page.get_by_role("button", name="Save this search").click()
    page.goto("/saved?lang=en")
    named = page.get_by_role("link", name="Feed of this search")
    assert named.evaluate("link => link.href") == feed
    assert page.locator("head link[type='application/atom+xml']").evaluate("link => link.href") == feed
    page.locator("[data-saved-list] summary").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("head link[type='application/atom+xml']")).to_have_count(0)
    assert page.request.get(feed).ok


def test_without_script_the_page_of_saved_searches_says_what_to_do(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/saved?lang=en")
    expect(page.get_by_text("A bookmark does the same")).to_be_visible()
    page.goto(RESULTS)
    expect(page.locator("[data-save]:visible")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_judgement_is_sent_thanked_for_and_taken_back(open_page, data, script):
    page = open_page(java_script_enabled=script)
    page.goto(RESULTS)
    before = len(FeedbackStore(data).judgements()[0])
    page.locator("article.hit summary").first.click()
    page.locator("article.hit").first.get_by_role("button", name="Not useful").click()
    expect(page.get_by_text("Thank you. Your judgement is kept.")).to_be_in_viewport()
    assert [j.verdict for j in FeedbackStore(data).judgements()[0]][before:] == ["not_useful"]
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Thank you. Your judgement is kept.")).to_have_count(0)
    assert len(FeedbackStore(data).judgements()[0]) == before


def test_the_keys_walk_cite_gather_and_help_until_switched_off(open_page, ids):
    page = open_page(permissions=CLIPBOARD)
    page.goto(RESULTS)
    hits = page.locator("article.hit")
    page.keyboard.press("b")
    expect(page.locator("[data-toast]")).to_have_text("Choose a result with j or k first")
    for key, at in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(hits.nth(at)).to_be_focused()
        expect(hits.nth(at)).to_be_in_viewport()
    assert hits.nth(0).evaluate("(hit) => getComputedStyle(hit).outlineStyle") == "solid"
    page.keyboard.press("c")
    expect(page.locator("[data-toast]")).to_have_text("Copied")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.endswith(hits.nth(0).locator("[data-citation]").first.text_content())
    page.keyboard.press("b")
    expect(page.locator("[data-basket-count]")).to_have_text("1")
    page.locator("#q").press("End")
    page.keyboard.type("bjk")
    expect(page.locator("#q")).to_have_value(f"{QUERY}bjk")
    page.locator("[data-shortcut]").click()
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(hits.nth(0)).not_to_be_focused()
    page.locator("[data-shortcut]").click()
    page.keyboard.press("?")
    expect(page.locator("#keyboard")).to_be_in_viewport()


def test_on_paper_stand_whole_citations_and_no_controls(open_page, ids):
    page = open_page()
    page.goto(RESULTS)
    citation = page.locator("article.hit [data-citation]").first
    page.emulate_media(media="print")
    expect(citation).to_be_visible()
    for address in (RESULTS, f"/ask?q={QUERY}&lang=en", f"/basket?p={ids[0]}&lang=en"):
        page.goto(address)
        shown = page.locator(
            "button:visible, input:visible, textarea:visible, nav:visible, [data-basket-home]:visible"
        )
        expect(shown).to_have_count(0)


ADDRESSES = (
    "/basket?lang=en",
    "/basket?p={0}&p={1}&p=gone&lang=en",
    "/saved?lang=en",
    "/help?lang=en",
    RESULTS,
)


def test_no_page_of_habits_has_a_barrier_or_is_wider_than_the_window(open_page, ids):
    page = open_page(bypass_csp=True)
    page.goto(RESULTS)
    page.get_by_role("button", name="Save this search").click()
    assert unsound(page, {address: address.format(*ids) for address in ADDRESSES}) == {}
