"""At the door: who has a key comes in, for what it is for; others learn nothing of what is behind."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from plansearch.keys import FILE_NAME, Grant, KeyStore
from plansearch.settings import Settings
from tests.contract import assert_problem
from tests.every_route import fill
from tests.serving import serving

READ = "/api/v1/search?q=đèn biển"
OPEN = {"/healthz", "/readyz", "/problems", "/problems/{name}", "/kit/box.js"}
PORTAL = "https://portal.example"


@pytest.fixture(scope="module")
def store(data):
    return KeyStore(data)


@pytest.fixture(scope="module")
def made(made):
    """Make applications that want keys and limit nobody, unless they are told otherwise."""
    return lambda **settings: made(**{"keys": "required", "limit": "off", **settings})


@pytest.fixture(scope="module")
def app(made):
    return made()


@pytest.fixture
def client(app):
    return TestClient(app, follow_redirects=False)


@pytest.fixture(scope="module")
def words(store):
    """The words of a key that may only read."""
    return store.create(Grant("reader"))[1]


def test_without_a_key_only_health_and_what_a_refusal_needs_are_answered(app, client):
    addresses = fill(app, app.state.index.snapshot())
    addresses += [
        ("/static", "/static/plansearch.css"),
        ("/feedback", "/feedback"),
        ("/nothing", "/api/v1/nothing"),
    ]
    for path, address in addresses:
        answer = client.get(address)
        expected = {200} if path in OPEN else {200, 404} if path == "/static" else {401}
        assert answer.status_code in expected, address
    for address in ("/api/v1/check", "/api/v1/search/batch", "/feedback", "/feedback/undo"):
        assert client.post(address, json={}).status_code == 401


@pytest.mark.parametrize("name", ["Authorization", "X-API-Key"])
def test_a_key_is_taken_from_either_header(client, words, name):
    sent = f"Bearer {words}" if name == "Authorization" else words
    assert client.get(READ, headers={name: sent}).status_code == 200
    assert client.get("/search?q=đèn", headers={name: sent}).status_code == 200


@pytest.mark.parametrize("address", [READ, "/api/v1/documents/nothing", "/api/v1/nothing"])
def test_wrong_expired_and_revoked_keys_are_answered_alike_whatever_is_asked_for(
    client, store, words, address
):
    _, expired = store.create(Grant("x", expires=datetime.now(UTC).date() - timedelta(days=1)))
    key, revoked = store.create(Grant("x"))
    store.revoke(key.id)
    told = set()
    for sent in ("ps_x", f"{words}x", expired, revoked, None):
        headers = {"authorization": f"Bearer {sent}"} if sent else {}
        answer = client.get(address, headers={**headers, "x-request-id": "same"})
        assert_problem(answer, 401)
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.headers["cache-control"] == "no-store"
        told.add(answer.text)
    assert len(told) == 1


def test_a_key_in_an_address_is_none(client, words):
    for name in ("key", "api_key", "access_token", "X-API-Key"):
        assert client.get(f"{READ}&{name}={words}").status_code == 401


def test_figures_of_the_server_are_for_its_administrators(client, store, words):
    _, admin = store.create(Grant("admin", "admin"))
    assert client.get("/metrics", headers={"x-api-key": admin}).status_code == 200
    assert "admin" in assert_problem(client.get("/metrics", headers={"x-api-key": words}), 403)


def test_where_no_key_is_wanted_one_that_is_sent_is_looked_at(made, words):
    client = TestClient(made(keys="open"))
    assert client.get(READ).status_code == 200
    assert client.get(READ, headers={"x-api-key": words}).status_code == 200
    assert client.get(READ, headers={"x-api-key": f"{words}x"}).status_code == 401
    # What a login before the server leaves in its header is no key of ours.
    for other in ("Basic dTpw", "Bearer eyJhbGciOiJub25lIn0.e30.", ""):
        assert client.get(READ, headers={"authorization": other}).status_code == 200, other


def test_people_are_told_in_their_language_what_to_do(client):
    page = client.get("/search?q=đèn", headers={"accept-language": "vi"})
    assert page.status_code == 401
    assert "Đề nghị liên hệ quản trị viên hệ thống" in page.text
    assert "<form" not in page.text.partition("<main")[2]
    assert "access" in client.get("/", headers={"accept-language": "en"}).text


def test_other_sites_may_send_a_key_and_read_what_is_answered(made, words):
    client = TestClient(made(cors_origins=(PORTAL,)))
    asked = {
        "access-control-request-method": "GET",
        "access-control-request-headers": "authorization, x-api-key",
    }
    assert client.options(READ, headers={"origin": PORTAL, **asked}).status_code == 200
    for headers, status in (({}, 401), ({"authorization": f"Bearer {words}"}, 200)):
        answer = client.get(READ, headers={"origin": PORTAL, **headers})
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, PORTAL)


def test_with_the_file_of_keys_damaged_nobody_comes_in(data, made, words):
    client, whole = TestClient(made()), (data / FILE_NAME).read_bytes()
    (data / FILE_NAME).write_bytes(b"\0" * len(whole))
    try:
        assert str(data) not in assert_problem(client.get(READ, headers={"x-api-key": words}), 503)
        assert client.get("/healthz").status_code == 200
    finally:
        (data / FILE_NAME).write_bytes(whole)
    assert client.get(READ, headers={"x-api-key": words}).status_code == 200


@pytest.mark.parametrize(
    ("keys", "host", "required"),
    [
        ("auto", "127.0.0.1", False), ("auto", "::1", False), ("auto", "localhost", False), ("auto", "0.0.0.0", True),
        ("auto", "::", True), ("auto", "", True), ("auto", "portal.example", True), ("auto", "10.0.0.5", True),
        ("open", "0.0.0.0", False), ("required", "127.0.0.1", True),
    ],
)  # fmt: skip
def test_keys_are_required_where_others_than_this_machine_can_call(keys, host, required):
    assert Settings(keys=keys, host=host).keys_required == required


def test_keys_are_in_no_log_of_a_server_and_one_that_is_revoked_is_refused_at_once(data, store, tmp_path):
    key, words = store.create(Grant("x"))
    with serving(data, tmp_path / "log.txt", {"PLANSEARCH_KEYS": "required"}) as server:
        assert server.get("/api/v1/documents").status_code == 401
        assert server.get("/api/v1/documents", key=words).status_code == 401
        for status in (200, 401):
            for sent in ({"x-api-key": words}, {"authorization": f"Bearer {words}"}):
                assert server.ask("/api/v1/documents", sent).status_code == status
            store.revoke(key.id)
        log = server.log.read_text(encoding="utf-8")
    assert "plansearch keys create" in log
    assert words not in log
    assert words.rpartition("_")[2] not in log


def test_keys_are_in_no_log_of_the_application(client, words, caplog):
    with caplog.at_level(logging.DEBUG):
        client.get(READ, headers={"x-api-key": words})
        client.get(READ, headers={"x-api-key": f"{words}x"})
    assert words not in caplog.text
