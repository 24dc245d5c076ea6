"""`plansearch ingest --shard` and `plansearch merge`, by processes side by side, into a folder that is being served."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from index.shards import Share
from tests.conftest import SAMPLES
from tests.index_worlds import write_plan
from tests.product import Product
from tests.serving import PLANSEARCH, clean_environment, plansearch, process, serving
from tests.sharded import contents, found, named_for

pytestmark = pytest.mark.thorough

QUESTIONS = Path(__file__).parents[1] / "sample_questions.jsonl"
LAMPS, SCHOOLS = "Treo đèn biển ở cảng cá.", "Sửa trường học vùng cao."


def read_side_by_side(folder: Path, plans: Path, of: int) -> list[Path]:
    """Read each share of a folder in a process of its own, all at once; return the shards."""
    shards = [folder / f"shard-{number}" for number in range(1, of + 1)]
    running = [
        subprocess.Popen(
            [PLANSEARCH, "ingest", "--shard", f"{number}/{of}", plans, "--data", shard],
            env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        for number, shard in enumerate(shards, 1)
    ]  # fmt: skip
    told = [each.communicate() for each in running]
    assert [each.returncode for each in running] == [0] * of, told
    return shards


def test_processes_side_by_side_make_what_one_makes_and_a_server_shows_it(sample_service, tmp_path):
    plans = Path(shutil.copytree(SAMPLES, tmp_path / "in"))
    write_plan(tmp_path / "own" / "own.txt", LAMPS)
    assert plansearch("ingest", tmp_path / "own", "--data", tmp_path / "data").returncode == 0
    shards = read_side_by_side(tmp_path, plans, 3)
    with serving(tmp_path / "data", tmp_path / "log") as server:
        assert len(server.get("/api/v1/documents").json()["documents"]) == 1
        done = process("merge", *shards, "--data", tmp_path / "data")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines()[-2:] == [
            f"{len(list(plans.iterdir()))} added",
            "generation g000002: 16 documents, 419 passages",
        ]
        shown = server.get("/api/v1/documents").json()["documents"]
    served = {document["id"] for document in shown}
    assert served > {document.id for document in sample_service.documents()}
    # Without the document of its own it is, to the last score, what one process has made of the folder.
    assert plansearch("merge", *shards, "--data", tmp_path / "joined").returncode == 0
    assert plansearch("ingest", plans, "--data", tmp_path / "whole").returncode == 0
    joined, whole = (Product.open(tmp_path / name).snapshot for name in ("joined", "whole"))
    assert contents(joined) == contents(whole)
    assert found(joined, QUESTIONS) == found(whole, QUESTIONS)


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    write_plan(tmp_path / "in" / named_for(Share(1, 2)), LAMPS)
    return tmp_path / "in"


def test_a_share_without_files_is_a_shard_too(plans, tmp_path):
    empty = plansearch("ingest", plans, "--shard", "2/2", "--data", tmp_path / "2")
    assert (empty.returncode, empty.stderr) == (0, "")
    assert empty.stdout.splitlines() == ["nothing to do", "generation g000001: 0 documents, 0 passages"]
    assert plansearch("ingest", plans, "--shard", "1/2", "--data", tmp_path / "1").returncode == 0
    joined = plansearch("merge", tmp_path / "1", tmp_path / "2", "--data", tmp_path / "data", "--json")
    assert json.loads(joined.stdout)["documents"] == 1


def test_a_share_of_which_nothing_can_be_read_fails_and_is_a_shard_all_the_same(plans, tmp_path):
    (plans / named_for(Share(2, 2))).touch()
    failed = plansearch("ingest", plans, "--shard", "2/2", "--data", tmp_path / "2")
    assert (failed.returncode, "no passage was found" in failed.stderr) == (2, True)
    plansearch("ingest", plans, "--shard", "1/2", "--data", tmp_path / "1")
    assert plansearch("merge", tmp_path / "1", tmp_path / "2", "--data", tmp_path / "data").returncode == 0
    aside = json.loads(plansearch("quarantine", "--data", tmp_path / "data", "--json").stdout)
    assert aside["total"] == 1


def test_a_dry_run_of_a_share_tells_of_its_files_alone_and_makes_nothing(plans, tmp_path):
    write_plan(plans / named_for(Share(2, 2)), SCHOOLS)
    done = plansearch("ingest", plans, "--shard", "2/2", "--dry-run", "--data", tmp_path / "2")
    assert done.stdout.splitlines()[-1] == "nothing was written; an ingest would say: 1 added"
    assert not (tmp_path / "2").exists()


def test_what_is_refused_is_told_in_one_line_with_exit_code_two(plans, tmp_path):
    plansearch("ingest", plans, "--shard", "1/2", "--data", tmp_path / "1")
    for arguments in (
        ("ingest", plans, "--shard", "3/2", "--data", tmp_path / "2"),
        ("ingest", plans, "--shard", "2/2", "--data", tmp_path / "1"),
        ("ingest", plans, "--data", tmp_path / "1"),
        ("merge", tmp_path / "1", "--data", tmp_path / "data"),
        ("merge", tmp_path / "1", tmp_path / "2", "--data", tmp_path / "data"),
    ):
        done = plansearch(*arguments)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done
        assert done.stderr.startswith("plansearch: ")
    assert not (tmp_path / "data").exists()


def test_a_merge_is_in_the_log_of_writes(plans, tmp_path):
    plansearch("ingest", plans, "--shard", "1/1", "--data", tmp_path / "1")
    for _ in range(2):
        assert plansearch("merge", tmp_path / "1", "--data", tmp_path / "data").returncode == 0
    (noted,) = (tmp_path / "data" / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    assert (json.loads(noted)["did"], json.loads(noted)["files"]) == ("merge", {"added": 1})
