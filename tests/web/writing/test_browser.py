"""The written summary in a real browser: it streams in as text, its numbers lead to the quotes."""

from contextlib import suppress

import pytest

from tests.browsing import faults_of
from tests.llm_server import llm_server, says
from tests.serving import serving

with suppress(ImportError):
    from playwright.sync_api import expect

pytestmark = pytest.mark.browser
ASK = "/ask?q=tàu mất kết nối quá 6 giờ phải gọi chủ tàu&lang=en"
SENTENCE = "Tàu mất kết nối quá 6 giờ phải gọi chủ tàu."
WRITTEN = f"<img src=x> Tàu cá [1]. {SENTENCE[:-1]} [1]."


@pytest.fixture(scope="module")
def llm():
    """A server that writes one sentence that passes, and one that does not."""
    with llm_server(says(WRITTEN)) as running:
        yield running


@pytest.fixture(scope="module")
def server(sample_data, llm, tmp_path_factory):
    """A real server over the samples with that endpoint."""
    environment = {"PLANSEARCH_LLM_URL": llm.url, "PLANSEARCH_LLM_MODEL": "small-model"}
    with serving(sample_data, tmp_path_factory.mktemp("written") / "log.txt", environment) as running:
        yield running


@pytest.fixture(autouse=True)
def _obedient(llm):
    llm.behaviour = says(WRITTEN)


def test_the_summary_streams_in_as_text_and_its_numbers_lead_to_the_quotes(open_page):
    page = open_page()
    page.goto(ASK)
    text = page.locator("[data-text][aria-busy=false]")
    expect(text.locator("span[lang=vi]")).to_have_text(SENTENCE)
    expect(page.locator("[data-dropped]")).to_contain_text("1")
    expect(page.get_by_role("link", name="Write a summary")).to_be_hidden()
    text.get_by_role("link", name="quotation 1").click()
    expect(page.locator("#quote-1")).to_be_in_viewport()
    assert page.url.endswith("#quote-1")


def test_without_script_a_link_leads_to_the_finished_summary(open_page):
    page = open_page(java_script_enabled=False)
    page.goto(ASK)
    page.get_by_role("link", name="Write a summary").click()
    expect(page.locator(".written-text")).to_contain_text(SENTENCE)
    page.get_by_role("link", name="quotation 1").click()
    expect(page.locator("#quote-1")).to_be_in_viewport()


def test_where_there_is_no_summary_the_page_says_why_and_asks_once(open_page, llm):
    llm.behaviour = says("Không có gì.")
    asked = len(llm.requests)
    page = open_page()
    page.goto(ASK)
    expect(page.locator("[data-state]")).to_contain_text("bear out no sentence")
    expect(page.get_by_role("link", name="Write a summary")).to_be_visible()
    expect(page.locator("#quote-1")).to_be_visible()
    assert len(llm.requests) == asked + 1


def test_a_page_with_a_summary_has_no_barriers_and_fits(open_page):
    page = open_page(bypass_csp=True)
    page.goto(ASK)
    page.locator("[data-text][aria-busy=false]").wait_for()
    assert faults_of(page) == {}
