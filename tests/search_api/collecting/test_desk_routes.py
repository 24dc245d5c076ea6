"""The desk over HTTP: handed in once, followed to its end, closed to whoever may not write."""

import socket
import time
import unicodedata
from contextlib import contextmanager

import httpx2
import pytest
from starlette.testclient import TestClient

from index.data_folder import DataFolder
from plansearch.app import create_app
from plansearch.keys import Grant, KeyStore
from plansearch.settings import Settings
from tests.contract import assert_problem
from tests.index_worlds import collect, write_plan
from tests.serving import serving

pytestmark = pytest.mark.thorough

HERE = {"base_url": "http://127.0.0.1:8000", "client": ("127.0.0.1", 50000)}
JOBS = "/api/v1/jobs"
PATIENCE = 60


def plan(words: str) -> bytes:
    return f"KẾ HOẠCH\nNhiệm vụ trong năm\n\n1. {words}\n".encode()


def sent(**files: bytes) -> list[tuple[str, tuple[str, bytes]]]:
    """Return the parts of a form; in names "__" stands for a slash, "_txt" for the ending."""
    return [
        ("files", (name.replace("__", "/").replace("_txt", ".txt"), content))
        for name, content in files.items()
    ]


def named(*names: str) -> list[tuple[str, tuple[str, bytes]]]:
    return [("files", (name, plan(f"Sửa cầu {number}."))) for number, name in enumerate(names)]


@pytest.fixture
def data(tmp_path):
    """A data folder over one plan."""
    collect(tmp_path / "data", write_plan(tmp_path / "in" / "a.txt", "Giao Sở Y tế treo đèn biển ở cảng cá."))
    return tmp_path / "data"


@contextmanager
def calling(data, **options):
    """Call an application over the plans from this machine."""
    app = create_app(Settings(data=data, **options))
    yield TestClient(app, raise_server_exceptions=False, **HERE)
    app.state.index.close()


@pytest.fixture
def client(data):
    with calling(data) as client:
        yield client


@pytest.fixture
def held(data):
    """Keep the jobs from being done: somebody else writes to the data folder."""
    with DataFolder.open(data).writing():
        yield


def ended(client, job: str, headers: dict[str, str] | None = None) -> dict[str, object]:
    """Wait until a job has ended, and return it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = client.get(f"{JOBS}/{job}", headers=headers).json()
        if found["state"] in ("done", "failed"):
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def outcomes(job: dict[str, object]) -> dict[str, str]:
    assert job["state"] == "done", job["error"]
    return {file["path"]: file["outcome"] for file in job["report"]["files"]}


def test_a_folder_is_added_replaced_and_removed_and_is_served_at_once(client):
    answer = client.post(JOBS, files=sent(ke__b_txt=plan("Sửa cầu treo."), ke__c_txt=plan("Dạy bơi.")))
    assert answer.status_code == 202
    job = answer.json()
    assert answer.headers["location"] == f"{JOBS}/{job['id']}"
    assert (job["kind"], job["by"], job["files"]) == ("add", "anyone", ["ke/b.txt", "ke/c.txt"])
    done = ended(client, job["id"])
    assert outcomes(done) == {"ke/b.txt": "added", "ke/c.txt": "added"}
    assert done["report"]["documents"] == 3
    document = next(file["document_id"] for file in done["report"]["files"] if file["path"] == "ke/b.txt")
    assert "cầu treo" in client.get(f"/api/v1/documents/{document}").json()["text"]
    again = client.post(JOBS, files=sent(ke__b_txt=plan("Xây cầu mới.")))
    assert outcomes(ended(client, again.json()["id"])) == {"ke/b.txt": "replaced"}
    assert "cầu mới" in client.get(f"/api/v1/documents/{document}").json()["text"]
    removal = client.delete(f"/api/v1/documents/{document}")
    assert (removal.status_code, removal.json()["document_id"]) == (202, document)
    ended(client, removal.json()["id"])
    assert client.get(f"/api/v1/documents/{document}").status_code == 404
    assert [found["kind"] for found in client.get(JOBS).json()["jobs"]] == ["remove", "add", "add"]
    assert [found["kind"] for found in client.get(f"{JOBS}?limit=1&offset=2").json()["jobs"]] == ["add"]


def test_the_same_key_is_the_same_job_and_with_other_content_is_refused(client, held):
    def post(content: bytes, key: str) -> httpx2.Response:
        return client.post(JOBS, files=sent(b_txt=content), headers={"Idempotency-Key": key})

    first = post(plan("Sửa cầu."), "k1")
    assert post(plan("Sửa cầu."), "k1").json()["id"] == first.json()["id"]
    assert_problem(post(plan("Sửa đường."), "k1"), 422)
    assert post(plan("Sửa đường."), "k2").json()["id"] != first.json()["id"]
    assert client.get(JOBS).json()["total"] == 2


def test_it_is_told_that_another_ingest_is_waited_for(client, data):
    with DataFolder.open(data).writing():
        job = client.post(JOBS, files=sent(b_txt=plan("Sửa cầu."))).json()["id"]
        end = time.monotonic() + PATIENCE
        while not client.get(f"{JOBS}/{job}").json()["held_up"] and time.monotonic() < end:
            time.sleep(0.05)
        assert client.get(f"{JOBS}/{job}").json()["held_up"]
        assert client.get("/api/v1/search?q=treo đèn biển").json()["total"] == 1
    assert outcomes(ended(client, job)) == {"b.txt": "added"}


def test_two_jobs_at_once_are_done_in_their_order(client):
    jobs = [client.post(JOBS, files=sent(b_txt=plan(f"Sửa cầu {n}."))).json()["id"] for n in range(2)]
    assert [outcomes(ended(client, job)) for job in jobs] == [{"b.txt": "added"}, {"b.txt": "replaced"}]


def test_the_events_of_a_job_are_told_in_order_and_gone_on_with_where_they_broke_off(client):
    job = client.post(JOBS, files=sent(b_txt=plan("Sửa cầu."))).json()["id"]
    whole = events(client.get(f"{JOBS}/{job}/events"))
    assert [number for number, _ in whole] == [str(n) for n in range(1, len(whole) + 1)]
    names = [name for _, name in whole]
    assert (names[:2], names[-2:]) == (["accepted", "started"], ["progress", "done"])
    answer = client.get(f"{JOBS}/{job}/events", headers={"Last-Event-ID": "2"})
    assert events(answer) == whole[2:]
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert events(client.get(f"{JOBS}/{job}/events", headers={"Last-Event-ID": "x"})) == whole
    assert_problem(client.get(f"{JOBS}/{'0' * 24}/events"), 404)


def events(answer) -> list[tuple[str, str]]:
    """Return number and name of each event of an answer."""
    fields = [
        dict(line.split(": ", 1) for line in block.splitlines())
        for block in answer.text.split("\n\n")
        if block
    ]
    return [(event["id"], event["event"]) for event in fields if "event" in event]


def test_what_is_set_aside_is_listed_without_its_folders_and_tried_again(client, data, tmp_path):
    (tmp_path / "in" / "x.txt").write_bytes(b"\0\1\2" * 50)
    collect(data, tmp_path / "in" / "a.txt", tmp_path / "in" / "x.txt")
    ended(client, client.post(JOBS, files=sent(ke__y_txt=b"\0\1\3" * 50)).json()["id"])
    listed = client.get("/api/v1/quarantine")
    assert str(tmp_path) not in listed.text
    files = {file["path"]: file for file in listed.json()["files"]}
    assert files.keys() == {"x.txt", "ke/y.txt"}
    assert all(file["reason"] and file["times"] == 1 for file in files.values())
    assert {file["refusal"] for file in files.values()} == {"unknown_type"}
    for ids, expected in (([files["x.txt"]["id"]], {"x.txt"}), ([], {"x.txt", "ke/y.txt"})):
        job = client.post("/api/v1/quarantine/retry", json={"ids": ids}).json()
        assert set(job["files"]) == expected
        assert outcomes(ended(client, job["id"])) == dict.fromkeys(expected, "refused")
    assert {file["path"]: file["times"] for file in client.get("/api/v1/quarantine").json()["files"]} == {
        "x.txt": 3, "ke/y.txt": 2,
    }  # fmt: skip
    assert_problem(client.post("/api/v1/quarantine/retry", json={"ids": ["nothing"]}), 404)


def test_a_job_that_failed_is_tried_again_with_its_files(client, data):
    (data / "inbox" / "b.txt").mkdir(parents=True)
    job = client.post(JOBS, files=sent(b_txt=plan("Sửa cầu."))).json()["id"]
    assert ended(client, job)["error"]
    (data / "inbox" / "b.txt").rmdir()
    assert client.post(f"{JOBS}/{job}/retry").status_code == 202
    assert outcomes(ended(client, job)) == {"b.txt": "added"}
    assert_problem(client.post(f"{JOBS}/{job}/retry"), 422)


@pytest.mark.parametrize(
    "names",
    [
        ["../a.txt"], ["ke/../../a.txt"], ["/etc/a.txt"], ["..\\a.txt"], ["C:/a.txt"], ["ke//a.txt"], ["a.txt/"],
        ["x" * 300], ["/".join("d" * 30)], ["a\x1b[2J.txt"], ["a\u202e.txt"], ["a.txt", "a.txt"], ["a", "a/b.txt"],
        [".ẩn.txt"], [],
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_or_cannot_be_kept_are_refused(client, data, names):
    answer = client.post(JOBS, files=named(*names), data={} if names else {"x": "1"})
    assert answer.status_code in (415, 422) if not names else answer.status_code == 422, answer.text
    assert client.get(JOBS).json()["total"] == 0
    assert not (data / "inbox").exists()


def test_what_comes_beside_the_files_is_not_kept(client, data, held):
    beside = {"tenant": "strange", "documents": "every", "scope": "admin", "by": "somebody"}
    job = client.post(JOBS, files=sent(b_txt=plan("Sửa cầu.")), data=beside).json()
    assert (job["by"], job["files"]) == ("anyone", ["b.txt"])
    kept = data / "jobs" / job["id"]
    assert [path.name for path in (kept / "files").rglob("*")] == ["b.txt"]
    written = b"".join(path.read_bytes() for path in kept.rglob("*") if path.is_file())
    assert not [value for value in beside.values() if value.encode() in written]


def test_hidden_files_of_a_folder_are_left_out_and_names_are_composed(client, held):
    apart = unicodedata.normalize("NFD", "./ke\\sửa.txt")
    job = client.post(JOBS, files=named("ke/.DS_Store", "ke/~$b.txt", apart)).json()
    assert job["files"] == ["ke/sửa.txt"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:8000"}, 403),
        ({"sec-fetch-site": "same-origin"}, 202),
        ({"origin": "http://127.0.0.1:8000"}, 202),
        ({"host": "evil.example"}, 401),
        ({"x-forwarded-for": "203.0.113.5"}, 401),
        ({"host": "localhost:8000"}, 202),
        ({"host": "[::1]:8000"}, 202),
    ],
)
def test_only_this_machine_writes_without_a_key_and_no_page_of_another_site(client, held, headers, status):
    (document,) = client.app.state.index.snapshot().documents
    (client.app.state.index.folder.inbox).mkdir()
    asked = [
        client.post(JOBS, files=sent(b_txt=plan("Sửa cầu.")), headers=headers),
        client.delete(f"/api/v1/documents/{document}", headers=headers),
    ]
    assert [answer.status_code for answer in asked] == [status, status]
    assert client.get(JOBS).json()["total"] == (2 if status == 202 else 0)


def test_from_another_machine_nothing_is_written_or_told_without_a_key(data):
    with calling(data) as here:
        client = TestClient(here.app, base_url="http://127.0.0.1", client=("203.0.113.5", 50000))
        for path in ("/desk", JOBS, f"{JOBS}/{'0' * 24}", f"{JOBS}/{'0' * 24}/events", "/api/v1/quarantine"):
            assert client.get(path).status_code == 401, path
        for path in (JOBS, f"{JOBS}/{'0' * 24}/retry", "/api/v1/quarantine/retry", "/desk/files"):
            assert client.post(path).status_code == 401, path
        assert client.delete("/api/v1/documents/x").status_code == 401
        assert client.get("/api/v1/search?q=đèn").status_code == 200


@pytest.mark.parametrize(
    ("grant", "status"),
    [
        (Grant("x", "read"), 403),
        (Grant("x", "ingest"), 202),
        (Grant("x", "admin"), 202),
        (Grant("x", "ingest", documents=("province:Hải Lâm",)), 403),
    ],
)
def test_a_key_writes_where_its_scope_says_so_and_it_is_for_all_documents(data, held, grant, status):
    key = {"x-api-key": KeyStore(data).create(grant)[1]}
    with calling(data, keys="required") as client:
        assert client.post(JOBS, files=sent(b_txt=plan("Sửa cầu."))).status_code == 401
        answer = client.post(JOBS, files=sent(b_txt=plan("Sửa cầu.")), headers=key)
        assert answer.status_code == status
        assert client.get(JOBS, headers=key).status_code == (200 if status == 202 else 403)
        if status == 202:
            assert answer.json()["by"] == "key x"


def test_an_unknown_document_or_job_is_not_found(client):
    for answer in (
        client.delete("/api/v1/documents/nothing"),
        client.get(f"{JOBS}/nothing"),
        client.post(f"{JOBS}/nothing/retry"),
    ):
        assert_problem(answer, 404)


def test_where_nothing_can_be_written_it_is_said_and_all_else_is_served(client, data):
    (data / "jobs").touch()
    assert_problem(client.post(JOBS, files=sent(b_txt=plan("Sửa cầu."))), 503)
    assert client.get("/api/v1/search?q=đèn").status_code == 200


def test_what_was_acknowledged_is_done_by_the_next_server_after_a_kill(data, tmp_path):
    with serving(data, tmp_path / "one.log") as server, DataFolder.open(data).writing():
        answer = httpx2.post(server.url + JOBS, files=sent(ke__b_txt=plan("Sửa cầu.")), trust_env=False)
        assert answer.status_code == 202
        job = answer.json()["id"]
        server.process.kill()
        server.process.wait()
    with (
        serving(data, tmp_path / "two.log") as server,
        httpx2.Client(base_url=server.url, trust_env=False) as client,
    ):
        assert outcomes(ended(client, job)) == {"ke/b.txt": "added"}
        assert client.get("/api/v1/search?q=sửa cầu").json()["total"] == 1


def test_what_was_sent_in_half_is_kept_nowhere(data, tmp_path):
    with serving(data, tmp_path / "log.txt") as server:
        host, port = server.url.removeprefix("http://").split(":")
        head = f"POST {JOBS} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: 9000\r\n"
        body = '--b\r\nContent-Disposition: form-data; name="files"; filename="b.txt"\r\n\r\nx'
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(f"{head}Content-Type: multipart/form-data; boundary=b\r\n\r\n{body}".encode())
        assert server.get(JOBS).json()["total"] == 0
        assert not (data / "jobs").exists()


def test_a_server_ends_while_somebody_follows_a_job(data, tmp_path):
    with serving(data, tmp_path / "log.txt") as server, DataFolder.open(data).writing():
        job = httpx2.post(server.url + JOBS, files=sent(b_txt=plan("Sửa.")), trust_env=False).json()["id"]
        with httpx2.stream("GET", f"{server.url}{JOBS}/{job}/events", trust_env=False) as stream:
            assert next(stream.iter_lines())
            server.process.terminate()
            server.process.wait(20)
