"""What pages of other sites load: a small script for all, and a page for a frame."""

import gzip

import pytest
from starlette.testclient import TestClient

from plansearch.settings import Settings
from tests.html_page import HtmlPage


def test_the_script_is_small_and_the_same_for_all(client):
    answer = client.get("/kit/box.js", headers={"accept-language": "en"})
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert not {"accept-language", "cookie"} & set(answer.headers.get("vary", "").lower().split(", "))
    assert len(gzip.compress(answer.content)) < 15_000
    assert client.get("/kit/box.js", headers={"accept-language": "vi"}).content == answer.content


def test_the_frame_keeps_its_filters_and_says_what_is_wrong_with_them(client):
    page = HtmlPage.of(client.get("/kit/search?province=Hải Lâm&lang=en").text)
    assert page.one("input", name="province").attributes["value"] == "Hải Lâm"
    assert page.all("script") == page.all("article") == []
    answer = client.get("/kit/search?province=Atlantis&q=tàu&lang=en")
    assert answer.status_code == 422
    assert (
        HtmlPage.of(answer.text).one("p", role="alert").text
        == "Nothing in this index has “Atlantis”. Remove that filter."
    )


def test_the_frame_says_where_the_plans_do_not_speak_of_it(client):
    page = HtmlPage.of(client.get("/kit/search?q=how do black holes evaporate&lang=en").text)
    assert "The plans do not seem to speak of this." in page.text


@pytest.mark.parametrize(
    "site", ["https://portal.example;script-src", "https://a'b", "https://portal.example/x"]
)
def test_a_site_that_would_end_the_policy_is_refused(site):
    with pytest.raises(ValueError, match="frame_ancestors"):
        Settings(frame_ancestors=(site,))


def test_unless_sites_are_listed_nothing_is_framed(client: TestClient):
    for path in ("/kit/search", "/search", "/api/v1/documents"):
        assert "frame-ancestors 'none'" in client.get(path).headers["content-security-policy"]
