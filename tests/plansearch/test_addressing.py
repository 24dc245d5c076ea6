"""Names and path of the server: every link carries them, and none that a request only claims."""

import json
import re

import httpx2
import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from plansearch.settings import Settings
from tests.contract import assert_problem
from tests.every_route import QUERY, fill, text_of
from tests.html_page import HtmlPage
from tests.serving import plansearch, serving

ROOT = "/tim-kiem"
FOREIGN = [
    "evil.example", "evil.example:80", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "evil.example/?x=",
    "evil.example#127.0.0.1", "[::1", "127.0.0.1:99999999", "127.0.0.1 evil.example", "",
]  # fmt: skip


@pytest.fixture(scope="module")
def app(made):
    return made()


@pytest.fixture(scope="module")
def prefixed(made):
    return made(root_path=ROOT)


# --- names ---


def test_no_answer_carries_a_name_that_the_request_only_claims(app):
    client = TestClient(app, follow_redirects=False, headers={"host": "evil.example"})
    addresses = [address for _, address in fill(app, app.state.index.snapshot())]
    for address in [*addresses, "/documents/", "/search/", "/nothing", "/static"]:
        answer = client.get(address)
        assert "evil.example" not in text_of(answer.content) if answer.content[:1] != b"\x89" else True, (
            address
        )
        assert "evil.example" not in str(answer.headers), address


@pytest.mark.parametrize("host", FOREIGN)
def test_links_that_leave_the_browser_name_the_server_instead(app, host):
    text = TestClient(app).get("/opensearch.xml", headers={"host": host}).text
    assert 'template="http://testserver/search?q={searchTerms}"' in text


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:9", "[::1]:8000", "testserver"])
def test_this_machine_and_the_address_that_was_reached_are_its_own(app, host):
    assert f"http://{host}/search?q=" in TestClient(app).get("/opensearch.xml", headers={"host": host}).text


@pytest.mark.parametrize("path", ["/api/v1/documents", "/about", "/healthz"])
def test_where_names_are_listed_others_are_refused(made, path):
    client = TestClient(made(hosts=("portal.example",)), base_url="http://203.0.113.5")
    for host in ("portal.example", "portal.example:8443", "localhost"):
        assert client.get(path, headers={"host": host}).status_code == 200, host
    for host in FOREIGN[:-1]:
        refused = client.get(path, headers={"host": host})
        assert refused.status_code == 421, host
        assert "evil" not in refused.text
        assert "content-security-policy" in refused.headers
    if path == "/api/v1/documents":
        assert_problem(refused, 421)


# --- path ---


def test_every_link_stays_under_the_path(prefixed):
    client = TestClient(prefixed, follow_redirects=False)
    followed = set()
    for path, address in fill(prefixed, prefixed.state.index.snapshot()):
        answer = client.get(f"{ROOT}{address}")
        assert answer.status_code == client.get(address).status_code, address
        if "text/html" in answer.headers["content-type"]:
            links = own_addresses(HtmlPage.of(answer.text))
        elif path.startswith("/api/") and answer.headers["content-type"] == "application/json":
            links = set(re.findall(r'"(?:\w+_)?url":"([^"]*)"', answer.text))
        else:
            links = set()
        assert [link for link in links if not link.startswith(f"{ROOT}/")] == [], address
        # There is nobody here who writes summaries; a form is not read; and suggestions begin with a word.
        # The examples on the page for developers are of another corpus; below a path there are no instructions for robots.
        if path not in ("/developers", "/robots.txt"):
            followed |= {link for link in links if not re.search("/written|/feedback|/suggest$", link)}
    assert len(followed) > 50
    assert {link for link in followed if client.get(link).status_code not in (200, 303)} == set()


def own_addresses(page: HtmlPage) -> set[str]:
    """Return all that a page leads to or takes in from its own server."""
    names = ("href", "src", "action", "formaction", "data-suggest", "data-stream")
    found = {e.attributes[name] for e in page.elements for name in names if name in e.attributes}
    return {link for link in found if link.startswith("/") and not link.startswith("//")}


def test_absolute_links_redirects_problems_and_cookies_have_the_path(prefixed):
    client = TestClient(prefixed, follow_redirects=False)
    assert f"http://testserver{ROOT}/search?q=" in client.get("/opensearch.xml").text
    assert f"http://testserver{ROOT}/documents/" in client.get("/api/v1/duties.csv").text
    assert client.get(f"{ROOT}/documents/").headers["location"] == f"http://testserver{ROOT}/documents"
    assert client.get("/api/v1/nothing").json()["type"] == f"{ROOT}/problems/not-found"
    assert f"Path={ROOT}" in client.get("/about?lang=en").headers["set-cookie"]
    document = next(iter(prefixed.state.index.snapshot().documents))
    passage = prefixed.state.index.snapshot().passages_of(document)[0].id
    assert client.get(f"/passages/{passage}").headers["location"].startswith(f"{ROOT}/documents/{document}")


def test_the_description_names_the_path(prefixed):
    described = TestClient(prefixed).get(f"{ROOT}/openapi.json").json()
    assert described["servers"] == [{"url": ROOT}]
    assert "/api/v1/search" in described["paths"]


def test_answers_under_a_path_are_kept_apart(app, prefixed):
    tags = {TestClient(each).get(f"/search?q={QUERY}").headers["etag"] for each in (app, prefixed)}
    assert len(tags) == 2


def test_the_command_line_prints_addresses_without_a_path(data):
    printed = json.loads(plansearch("search", QUERY, "--data", data, "--json").stdout)
    assert printed["results"][0]["url"].startswith("/documents/")


@pytest.mark.parametrize("path", ["plans", "/a b", "//evil.example", "/a?b", "http://portal.example"])
def test_a_path_that_cannot_be_one_is_refused(path):
    with pytest.raises(ValidationError):
        Settings(root_path=path)


@pytest.mark.parametrize(("path", "read"), [("/plans/", "/plans"), ("/a/b", "/a/b"), ("/", ""), ("", "")])
def test_a_path_is_read_without_its_last_slash(path, read):
    assert Settings(root_path=path).root_path == read


# --- behind a proxy ---


def test_a_named_proxy_is_believed_and_the_path_is_an_option(data, tmp_path):
    environment = {"PLANSEARCH_PROXIES": "127.0.0.1", "PLANSEARCH_HOSTS": "portal.example, tim.example"}
    headers = {"host": "portal.example", "x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"}
    with serving(data, tmp_path / "log.txt", environment, ("--root-path", ROOT)) as server:
        for path in (f"{ROOT}/opensearch.xml", "/opensearch.xml"):
            answer = httpx2.get(f"{server.url}{path}", headers=headers, trust_env=False)
            assert f"https://portal.example{ROOT}/search?q=" in answer.text
        chosen = httpx2.get(f"{server.url}/about?lang=en", headers=headers, trust_env=False)
        assert "secure" in chosen.headers["set-cookie"].lower()
        refused = {**headers, "host": "evil.example"}
        assert httpx2.get(f"{server.url}/about", headers=refused, trust_env=False).status_code == 421


@pytest.fixture(scope="module")
def behind(made):
    return made(hosts=("portal.example",), proxies=("10.1.0.0/16",))


def through(app, sender, **forwarded):
    """Return a client that a proxy at the address of the sender speaks for."""
    headers = {f"x-forwarded-{name}": value for name, value in forwarded.items()}
    return TestClient(
        app, "http://127.0.0.1:8000", client=(sender, 5000), headers=headers, follow_redirects=False
    )


def test_a_named_proxy_says_by_which_name_and_path_the_server_was_reached(behind):
    client = through(behind, "10.1.2.3", host="portal.example", prefix="/plans/", proto="https")
    assert "https://portal.example/plans/search?q=" in client.get("/opensearch.xml").text
    assert client.get("/plans/api/v1/nothing").json()["type"] == "/plans/problems/not-found"
    own = {"origin": "https://portal.example", "referer": "https://portal.example/plans/search?q=x"}
    assert client.post("/feedback", headers=own).status_code == 422


@pytest.mark.parametrize("sender", ["10.2.0.1", "203.0.113.5", "127.0.0.1"])
def test_nobody_else_says_so(behind, sender):
    client = through(behind, sender, host="portal.example", prefix="/plans", proto="https")
    text = client.get("/opensearch.xml").text
    assert "http://127.0.0.1:8000/search?q=" in text
    assert "portal.example" not in text


@pytest.mark.parametrize("host", FOREIGN[:-1])
def test_a_name_that_is_not_the_servers_is_not_believed_from_a_proxy_either(made, behind, host):
    assert through(behind, "10.1.2.3", host=host).get("/opensearch.xml").status_code == 421
    nameless = made(proxies=("10.1.2.3",))
    assert "evil" not in through(nameless, "10.1.2.3", host=host).get("/opensearch.xml").text


@pytest.mark.parametrize(
    "prefix", ["//evil.example", "plans", "/a b", "/a?b", "/a/../b\\", "https://evil.example", "/<b>"]
)
def test_a_path_that_cannot_be_one_is_not_believed(behind, prefix):
    text = through(behind, "10.1.2.3", prefix=prefix).get("/opensearch.xml").text
    assert 'template="http://127.0.0.1:8000/search?q={searchTerms}"' in text


def test_the_path_that_is_set_goes_before_the_one_that_is_forwarded(made):
    app = made(proxies=("10.1.2.3",), root_path=ROOT)
    assert f"{ROOT}/problems/" in through(app, "10.1.2.3", prefix="/plans").get("/api/v1/nothing").text


def test_a_limit_is_of_the_sender_that_a_named_proxy_tells_of(made):
    app = made(proxies=("10.1.2.3",), limit="1/minute")
    told = [through(app, "10.1.2.3", **{"for": f"203.0.113.{n}"}).get(READ).status_code for n in (5, 6, 5)]
    assert told == [200, 200, 429]
    # Who is no proxy is one sender, whomever it claims to speak for.
    told = [through(app, "198.51.100.7", **{"for": f"203.0.113.{n}"}).get(READ).status_code for n in (8, 9)]
    assert told == [200, 429]


def test_lists_are_written_with_commas_or_blanks(monkeypatch):
    monkeypatch.setenv("PLANSEARCH_HOSTS", "a.example,b.example  c.example")
    monkeypatch.setenv("PLANSEARCH_CORS_ORIGINS", "")
    assert Settings().hosts == ("a.example", "b.example", "c.example")
    assert Settings().cors_origins == ()


# --- other sites ---

PORTAL = "https://portal.example"
READ = "/api/v1/documents"


@pytest.fixture(scope="module")
def shared(made):
    return TestClient(made(cors_origins=(PORTAL,)))


@pytest.mark.parametrize("path", [READ, "/openapi.json", "/api/v1/nothing", "/api/v1/search"])
def test_a_listed_site_may_read_the_api_and_its_problems(shared, path):
    answer = shared.get(path, headers={"origin": PORTAL})
    assert answer.headers["access-control-allow-origin"] == PORTAL
    assert "origin" in answer.headers["vary"].lower()
    assert "ETag" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers


def test_what_a_site_has_already_it_may_read_again(shared):
    known = shared.get(READ, headers={"origin": PORTAL}).headers["etag"]
    again = shared.get(READ, headers={"origin": PORTAL, "if-none-match": known})
    assert (again.status_code, again.headers["access-control-allow-origin"]) == (304, PORTAL)


def test_a_browser_that_asks_first_is_told(shared):
    asked = {"origin": PORTAL, "access-control-request-method": "POST"}
    answer = shared.options(READ, headers={**asked, "access-control-request-headers": "content-type"})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == PORTAL
    assert {"GET", "HEAD", "POST"} <= set(answer.headers["access-control-allow-methods"].split(", "))


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        (READ, "https://evil.example"),
        (READ, "null"),
        (READ, "http://[::1"),
        ("/about", PORTAL),
        ("/feedback", PORTAL),
    ],
)
def test_no_other_site_may_and_nobody_may_read_the_pages(shared, path, origin):
    asked = {"origin": origin, "access-control-request-method": "GET"}
    for answer in (shared.get(path, headers=asked), shared.options(path, headers=asked)):
        assert "access-control-allow-origin" not in answer.headers


def test_nobody_may_where_no_site_is_listed(app):
    assert "access-control-allow-origin" not in TestClient(app).get(READ, headers={"origin": PORTAL}).headers


@pytest.mark.parametrize("origin", ["portal.example", "https://portal.example/", "*"])
def test_a_site_that_is_no_origin_is_refused(origin):
    with pytest.raises(ValidationError):
        Settings(cors_origins=(origin,))
