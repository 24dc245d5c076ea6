"""A disk that is nearly full: nothing is taken in, and everything else goes on and says so."""

import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.data_folder import DataFolder
from plansearch.app import create_app
from plansearch.settings import Settings
from tests.contract import assert_problem
from tests.index_worlds import collect, indexed_texts, snapshot, write_plan
from tests.serving import plansearch

# More than any disk has.
SPARE = str(10**18)
LAMPS, SCHOOLS = "Treo đèn biển ở cảng cá.", "Sửa trường học vùng cao."
FULL = r"the disk of the data folder is nearly full: \d+\.\d MB are free, at least \d+\.\d MB are wanted"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    collect(folder / "data", write_plan(folder / "in" / "a.txt", LAMPS))
    return folder / "data"


@pytest.fixture
def data(made, tmp_path):
    """A data folder over one plan."""
    return Path(shutil.copytree(made, tmp_path / "data"))


@pytest.fixture
def client(data):
    app = create_app(Settings(data=data, spare_disk=int(SPARE)))
    yield TestClient(app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000))
    app.state.index.close()


def test_probe_and_metrics_say_so_and_searches_go_on(client, data):
    assert client.get("/readyz").text == (
        "ready g000001, but the disk is nearly full: no documents are taken in"
    )
    told = dict(re.findall(r"^(plansearch_disk_\w+) (\S+)$", client.get("/metrics").text, re.MULTILINE))
    assert float(told["plansearch_disk_spare_bytes"]) == float(SPARE)
    free = shutil.disk_usage(data).free
    # Others write to the same disk meanwhile.
    assert float(told["plansearch_disk_free_bytes"]) == pytest.approx(free, rel=0.5)
    assert client.get("/api/v1/search", params={"q": "đèn biển"}).json()["total"] == 1


def test_a_disk_with_room_says_nothing(data):
    app = create_app(Settings(data=data, spare_disk=0))
    assert TestClient(app).get("/readyz").text == "ready g000001"
    app.state.index.close()


def test_the_desk_refuses_files_before_it_keeps_them_and_says_why_in_both_languages(client, data):
    before = snapshot(data)
    files = [("files", ("b.txt", b"KE HOACH\n\n1. Sua cau.\n"))]
    answer = client.post("/api/v1/jobs", files=files)
    assert_problem(answer, 507)
    assert re.match(FULL, answer.json()["detail"])
    assert answer.json()["type"].endswith("/problems/insufficient-storage")
    for language, words in (("vi", "ổ đĩa của thư mục dữ liệu gần đầy"), ("en", "is nearly full")):
        page = client.post(f"/desk/files?lang={language}", files=files)
        assert page.status_code == 507
        assert words in page.text
        assert str(data) not in page.text
    assert snapshot(data) == before


def test_an_ingest_is_refused_before_it_begins_and_a_removal_is_not(data, tmp_path):
    write_plan(tmp_path / "in" / "a.txt", SCHOOLS)
    served = snapshot(data / "generations")
    environment = {"PLANSEARCH_SPARE_DISK": SPARE}
    done = plansearch("ingest", tmp_path / "in", "--data", data, environment=environment)
    assert done.returncode == 2
    assert re.match(f"plansearch: {FULL}", done.stderr)
    assert snapshot(data / "generations") == served
    (identity,) = DataFolder.open(data).open_generation().generation.records.documents
    done = plansearch("remove", identity, "--data", data, environment=environment)
    assert done.returncode == 0, done.stderr
    assert indexed_texts(data) == set()
    assert plansearch("ingest", tmp_path / "in", "--data", data).returncode == 0
    assert indexed_texts(data) == {f"1. {SCHOOLS}"}


def test_a_restore_is_refused_and_leaves_nothing(data, tmp_path):
    assert plansearch("backup", tmp_path / "plans.backup", "--data", data).returncode == 0
    done = plansearch(
        "restore",
        tmp_path / "plans.backup",
        "--data",
        tmp_path / "again",
        environment={"PLANSEARCH_SPARE_DISK": SPARE},
    )
    assert done.returncode == 2
    assert re.match(f"plansearch: {FULL}", done.stderr)
    assert not (tmp_path / "again").exists()
