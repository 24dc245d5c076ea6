"""The search box in a page of another origin, in a real browser: by script under a strict policy, and as a frame."""

from contextlib import suppress

import pytest

from plansearch.keys import Grant, KeyStore
from tests.browsing import barriers, follow
from tests.index_worlds import collect, write_plan
from tests.portal import portal
from tests.serving import serving

with suppress(ImportError):
    from playwright.sync_api import expect

pytestmark = pytest.mark.browser
# With a letter of which JavaScript makes two.
DUTY = "Giao Sở Thủy sản 𝐀 treo đèn biển ở cảng cá trước ngày 05/3/2025."
BOX = "<plan-search {}></plan-search><script src='{}/kit/box.js'></script>"


@pytest.fixture(scope="module")
def site():
    with portal() as running:
        yield running


@pytest.fixture(scope="module")
def server(site, tmp_path_factory):
    """A server over one plan, which the pages of the site may ask and frame."""
    folder = tmp_path_factory.mktemp("box")
    write_plan(
        folder / "in" / "a.txt", DUTY, "Trường học dạy bơi cho trẻ em.", title="Nhiệm vụ của tỉnh Hải Lâm"
    )
    collect(folder / "data", folder / "in")
    allowed = {"PLANSEARCH_CORS_ORIGINS": site.url, "PLANSEARCH_FRAME_ANCESTORS": site.url}
    with serving(folder / "data", folder / "log.txt", allowed) as running:
        yield running


@pytest.fixture
def hold(site, server, open_page):
    """Open a page of the site that holds this; its policy lets in the server alone."""

    strict = (
        f"default-src 'none'; img-src data:; script-src {server.url}; connect-src {server.url}; "
        f"frame-src {server.url}; style-src 'nonce-abc'; require-trusted-types-for 'script'"
    )

    def hold_(markup: str, address: str = "", policy: str = strict, **options):
        site.policy = policy
        site.page = markup
        page = open_page(**options)
        page.faults = []
        page.on("console", lambda message: page.faults.append(message.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(address or site.url)
        return page

    return hold_


@pytest.fixture
def box(hold, server):
    """Open a page of the site with the box."""
    return lambda attributes="", **options: hold(BOX.format(attributes, server.url), **options)


def search(page, words: str = "treo đèn biển"):
    """Ask in the box; return what it says then."""
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("searchbox").press("Enter")
    status = page.get_by_role("status")
    expect(status).not_to_have_text("Đang tìm …")
    expect(status).not_to_be_empty()
    return status


def test_it_quotes_word_for_word_and_its_citation_leads_to_the_place(box, server):
    page = box()
    expect(search(page)).to_contain_text("Số đoạn hiển thị: ")
    hit = page.get_by_role("listitem").first
    expect(hit.locator("blockquote")).to_have_text(f"1. {DUTY}")
    (first, *_) = server.get("/api/v1/search", q="treo đèn biển").json()["results"]
    assert hit.locator("mark").all_inner_texts() == [match["text"] for match in first["matches"]]
    expect(hit.get_by_role("link")).to_have_text(first["citation"])
    assert page.faults == []
    follow(page, hit.get_by_role("link").click)
    assert page.url == server.url + first["url"]


def test_what_is_found_is_never_markup(box):
    page = box(policy="")
    words = "<img src=x onerror=document.title=1> <b>&amp;</b>"

    def altered(route):
        answer = route.fetch()
        found = answer.json()
        found["results"][0] |= {"text": words, "citation": words, "matches": []}
        found["results"][0]["document"]["title"] = words
        route.fulfill(response=answer, json=found)

    page.route("**/api/v1/search?*", altered)
    search(page)
    hit = page.get_by_role("listitem").first
    expect(hit.locator("blockquote")).to_have_text(words)
    expect(hit.get_by_role("link")).to_have_text(words)
    expect(hit.locator("[part=source]")).to_have_text(f"Hải Lâm · {words}")


def test_all_results_are_at_the_server(box, server):
    page = box("province='hải lâm' lang=en")
    page.get_by_role("searchbox").fill("đèn")
    page.get_by_role("button", name="Search").click()
    follow(page, page.get_by_role("link", name="All results").click)
    assert page.url == f"{server.url}/search?q=%C4%91%C3%A8n&province=h%E1%BA%A3i+l%C3%A2m&lang=en"


def test_what_the_element_says_is_asked(box):
    page = box("limit=1 lang=en-GB placeholder='đèn biển'")
    expect(page.get_by_role("searchbox", name="What are you looking for in the plans?")).to_have_attribute(
        "placeholder", "đèn biển"
    )
    expect(search(page, "Sở Thủy sản, trường học")).to_contain_text("Passages shown: 1")
    expect(page.get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("listitem").get_by_role("link")).to_contain_text("Section 1, Plan")


def test_the_arrows_lead_through_the_results_and_back(box):
    page = box()
    search(page, "Sở Thủy sản, trường học dạy bơi")
    links = page.get_by_role("listitem").get_by_role("link")
    assert links.count() == 2
    for key, focused in (("ArrowDown", links.nth(0)), ("ArrowDown", links.nth(1)), ("ArrowDown", links.nth(1)),
                         ("ArrowUp", links.nth(0)), ("ArrowUp", page.get_by_role("searchbox"))):  # fmt: skip
        page.keyboard.press(key)
        expect(focused).to_be_focused()


def test_its_colours_are_those_of_the_page(hold, server):
    style = "<style nonce=abc>plan-search { --plansearch-link: rgb(1, 2, 3) }</style>"
    page = hold(style + BOX.format("", server.url))
    search(page)
    expect(page.get_by_role("listitem").get_by_role("link").first).to_have_css("color", "rgb(1, 2, 3)")


def test_it_has_no_barrier(box):
    page = box(bypass_csp=True)
    search(page)
    assert barriers(page) == {}


def test_a_search_that_is_refused_is_said_and_the_next_one_is_answered(box):
    page = box("province=Atlantis")
    expect(search(page)).to_have_text("Hiện không kết nối được với máy chủ tìm kiếm.")
    page.locator("plan-search").evaluate("(box) => box.removeAttribute('province')")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Số đoạn hiển thị: ")


def test_a_page_of_an_origin_that_is_not_listed_gets_nothing(box, site):
    page = box(address=site.other_url)
    expect(search(page)).to_have_text("Hiện không kết nối được với máy chủ tìm kiếm.")
    expect(page.get_by_role("listitem")).to_have_count(0)


def test_it_sends_the_key_that_it_is_given(box, server):
    _, words = KeyStore(server.log.parent / "data").create(Grant("portal"))
    expect(search(box(f"key={words}"))).to_contain_text("Số đoạn hiển thị: ")
    expect(search(box("key=ps_wrong"))).to_have_text("Hiện không kết nối được với máy chủ tìm kiếm.")


def test_a_frame_searches_without_script_where_its_site_is_listed(hold, server, site):
    page = hold(f"<iframe title=Plans src='{server.url}/kit/search'></iframe>", java_script_enabled=False)
    frame = page.frame_locator("iframe")
    frame.get_by_role("searchbox").fill("treo đèn biển")
    frame.get_by_role("searchbox").press("Enter")
    expect(frame.get_by_role("article").first.locator("blockquote")).to_have_text(f"1. {DUTY}")
    with page.context.expect_page() as opened:
        frame.get_by_role("article").first.get_by_role("link").click()
    assert "/documents/" in opened.value.url


@pytest.mark.parametrize(("path", "listed"), [("/kit/search", False), ("/search", True), ("/", True)])
def test_no_other_page_is_framed_and_none_where_the_site_is_not_listed(hold, server, site, path, listed):
    page = hold(
        f"<iframe title=Plans src='{server.url}{path}'></iframe>",
        address=site.url if listed else site.other_url,
    )
    expect(page.frame_locator("iframe").get_by_role("searchbox")).to_have_count(0)
    assert "frame-ancestors" in " ".join(page.faults)
