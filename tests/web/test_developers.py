"""The page about the API: every operation of its description, in both languages, without barriers."""

import pytest

from search_api.description import operations
from tests.browsing import faults_of, own_errors
from tests.html_page import HtmlPage


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_operation_is_shown_with_its_parameters_and_a_link_to_its_example(client, language):
    page = HtmlPage.of(client.get(f"/developers?lang={language}").text)
    described = client.get("/openapi.json").json()
    assert [heading.text for heading in page.all("h2")] == [name for name, _ in operations(described)]
    names = [code.text for code in page.all("code")]
    for name, operation in operations(described):
        assert operation["operationId"] in page.ids
        assert {each["name"] for each in operation.get("parameters", ())} <= set(names), name
    assert "Array.from(text)" in page.text


def test_the_links_to_examples_are_answered(client):
    links = [link for link in HtmlPage.of(client.get("/developers").text).links if link.startswith("/api/")]
    refused = {link for link in links if client.get(link).status_code != 200}
    assert len(links) > 20
    of_the_desk = {link for link in refused if link.startswith(("/api/v1/jobs", "/api/v1/quarantine"))}
    assert {client.get(link).status_code for link in of_the_desk} == {401}
    # There is no server that writes summaries, and a text has no pages to be shown.
    assert {link.split("?")[0].rsplit("/", 1)[1] for link in refused - of_the_desk} == {"written", "1.png"}


@pytest.mark.browser
def test_the_page_has_no_barriers_and_asks_nobody_else(open_page):
    page = open_page(bypass_csp=True)
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto("/developers")
    assert len(hosts) == 1
    assert faults_of(page) == {}


@pytest.mark.browser
def test_the_page_writes_no_errors(open_page):
    assert own_errors(open_page(), ["/developers", "/problems"]) == []
