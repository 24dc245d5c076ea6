"""The door of the pages: what they learn of a request, and that nothing behind it asks again."""

import ast
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from starlette.testclient import TestClient

import web
from tests.html_page import HtmlPage

ROOM = Path(web.__file__).parent
# A form that was sent has a body, which is read where it is wanted.
DOORS = {"kit/visit.py", "measuring/page.py", "checking/form.py", "collecting/page.py"}


def test_only_the_doors_know_the_request():
    knowing = {
        str(path.relative_to(ROOM))
        for path in ROOM.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and "Request" in {name.name for name in node.names}
    }
    assert knowing == DOORS


@pytest.mark.parametrize("root", ["", "/plans"])
@pytest.mark.parametrize(
    "path", ["//evil.example/", "///evil.example", "/%5Cevil.example/", "//evil.example//x"]
)
def test_no_link_of_a_page_leads_to_another_server(sample_app, root, path):
    client = TestClient(sample_app, root_path=root)
    # An address that begins with two slashes would name another server to the client too.
    response = client.get(f"http://testserver{root}{path}?lang=en")
    assert response.status_code == 404
    links = [urljoin("http://testserver/", link) for link in HtmlPage.of(response.text).links]
    assert {urlsplit(link).netloc for link in links} == {"testserver"}


def test_the_other_language_of_a_page_keeps_its_address(client):
    page = HtmlPage.of(client.get("/documents/a%3Fb%25?q=%26&lang=en").text)
    assert "/documents/a%3Fb%25?q=%26&lang=vi" in page.links


def test_a_host_that_cannot_be_read_breaks_no_page(client):
    assert client.get("/about", headers={"host": "[::1"}).status_code == 200
