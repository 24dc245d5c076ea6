"""Jobs of the desk as they are done: by a process of its own, once or twice, to the same end."""

import io
import json
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from index.audit import FILE_NAME as AUDIT
from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.jobs import Job, Order
from search_api.collecting.collect import ingest, quarantined
from search_api.collecting.job_run import run_job
from search_api.collecting.worker import Worker
from tests.index_worlds import collect, indexed_texts, write_plan
from tests.product import Product

pytestmark = pytest.mark.thorough

PATIENCE = 60


@pytest.fixture
def folder(tmp_path) -> DataFolder:
    """A data folder over one plan that came by the command line."""
    collect(tmp_path / "data", write_plan(tmp_path / "in" / "a.txt", "Giao Sở Y tế treo đèn biển ở cảng cá."))
    return DataFolder.open(tmp_path / "data")


def plan(words: str, title: str = "Nhiệm vụ trong năm") -> bytes:
    return f"KẾ HOẠCH\n{title}\n\n1. {words}\n".encode()


def handed_in(folder: DataFolder, **files: bytes) -> Job:
    """Accept files whose names are given with "__" for a slash and "_txt" for their ending."""
    named = {name.replace("__", "/").replace("_txt", ".txt"): content for name, content in files.items()}
    order = Order("add", "key Sở Y tế", tuple(named))
    return folder.jobs.accept(order, [(name, io.BytesIO(content)) for name, content in named.items()])


def done(folder: DataFolder, job: Job) -> Job:
    """Do a job here, and return what became of it."""
    run_job(folder, job, "bundled")
    return folder.jobs.job(job.id)


def outcomes(job: Job) -> dict[str, str]:
    assert job.state == "done", job.error
    return {file["path"]: file["outcome"] for file in job.report["files"]}


def awaited(folder: DataFolder, job: Job, *states: str) -> Job:
    """Wait until a job is in one of these states."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = folder.jobs.job(job.id)
        if found.state in states or found.told in states:
            return found
        time.sleep(0.05)
    raise AssertionError(folder.jobs.job(job.id))


def test_a_folder_is_added_and_replaced_under_the_same_ids_and_keeps_no_second_copy(folder):
    first = done(
        folder, handed_in(folder, ke__a_txt=plan("Dạy bơi cho trẻ em."), ke__b_txt=plan("Sửa cầu treo."))
    )
    assert outcomes(first) == {"ke/a.txt": "added", "ke/b.txt": "added"}
    second = done(
        folder, handed_in(folder, ke__a_txt=plan("Dạy bơi cho người già."), ke__b_txt=plan("Sửa cầu treo."))
    )
    assert outcomes(second) == {"ke/a.txt": "replaced", "ke/b.txt": "unchanged"}
    ids = [{file["path"]: file["document_id"] for file in job.report["files"]} for job in (first, second)]
    assert ids[0] == ids[1]
    texts = "\n".join(indexed_texts(folder.path))
    assert "người già" in texts
    assert "trẻ em" not in texts
    assert list(folder.inbox.iterdir()) == []
    assert folder.faults() == []
    noted = [json.loads(line) for line in (folder.path / AUDIT).read_text(encoding="utf-8").splitlines()]
    assert [(line["by"], line["did"], line["job"]) for line in noted] == [
        ("key Sở Y tế", "ingest", first.id), ("key Sở Y tế", "ingest", second.id),
    ]  # fmt: skip


def test_a_document_is_removed_and_doing_it_twice_ends_alike(folder):
    (identity,) = Product.open(folder.path).snapshot.documents
    for _ in range(2):
        job = folder.jobs.accept(Order("remove", "anyone", document_id=identity, title="Nhiệm vụ"))
        assert outcomes(done(folder, job)) == {"Nhiệm vụ": "removed"}
        assert Product.open(folder.path).snapshot.documents == {}
    assert folder.faults() == []


def test_a_removal_that_was_cut_short_in_the_middle_is_completed(folder):
    (identity,) = Product.open(folder.path).snapshot.documents
    with closing(folder.catalogue()) as catalogue, catalogue.transaction():
        catalogue.remove(identity)
    job = folder.jobs.accept(Order("remove", "anyone", document_id=identity, title="Nhiệm vụ"))
    assert outcomes(done(folder, job)) == {"Nhiệm vụ": "removed"}
    assert indexed_texts(folder.path) == set()


def test_what_is_refused_stays_in_the_inbox_until_it_is_read(folder):
    job = done(folder, handed_in(folder, ke__a_txt=b"\0\1\2" * 50, ke__b_txt=plan("Sửa cầu treo.")))
    assert outcomes(job) == {"ke/a.txt": "refused", "ke/b.txt": "added"}
    (kept,) = quarantined(folder)
    assert [path for path in folder.inbox.rglob("*") if path.is_file()] == [folder.inbox / "ke/a.txt"]
    again = folder.jobs.accept(Order("retry", "anyone", (kept.path,)))
    assert outcomes(done(folder, again)) == {"ke/a.txt": "refused"}
    assert quarantined(folder)[0].times == 2
    assert outcomes(done(folder, handed_in(folder, ke__a_txt=plan("Dạy bơi.")))) == {"ke/a.txt": "added"}
    assert quarantined(folder) == []
    assert list(folder.inbox.iterdir()) == []


def test_an_ingest_of_the_folder_around_touches_nothing_of_the_desk(folder, tmp_path):
    done(folder, handed_in(folder, ke__a_txt=b"\0\1\2" * 50, ke__b_txt=plan("Sửa cầu treo.")))
    ingest(folder, [tmp_path], load_embedder(), sync=True)
    assert any("cầu treo" in text for text in indexed_texts(folder.path))
    assert len(quarantined(folder)) == 1
    assert (folder.inbox / "ke/a.txt").exists()


def test_no_report_says_where_files_are_on_this_machine(folder, tmp_path):
    same = (tmp_path / "in" / "a.txt").read_bytes()
    for content in (same, b"\0\1\2" * 50):
        job = done(folder, handed_in(folder, b_txt=content))
        assert str(tmp_path) not in json.dumps([job.report, str(job.error)])
    folder.inbox.joinpath("c").mkdir()
    failed = done(folder, handed_in(folder, c=plan("Sửa cầu treo.")))
    assert failed.state == "failed"
    assert str(tmp_path) not in str(failed.error)


def test_it_waits_for_another_writer_and_says_so(folder):
    job = handed_in(folder, b_txt=plan("Sửa cầu treo."))
    with folder.writing():
        Worker(folder, "bundled").wake()
        assert awaited(folder, job, "busy").state == "running"
    assert outcomes(awaited(folder, job, "done")) == {"b.txt": "added"}


def test_two_workers_do_each_job_once(folder):
    jobs = [handed_in(folder, **{f"{name}_txt": plan(f"Sửa cầu {name}.")}) for name in ("b", "c")]
    for worker in (Worker(folder, "bundled"), Worker(folder, "bundled")):
        worker.wake()
    for job in jobs:
        awaited(folder, job, "done")
        assert [event.name for event in folder.jobs.events(job.id)].count("started") == 1


def test_a_job_ends_with_the_process_that_started_it_and_is_taken_up_again(folder):
    job = handed_in(folder, b_txt=plan("Sửa cầu treo."))
    command = [
        sys.executable,
        "-m",
        "search_api.collecting.job_process",
        str(folder.path),
        "bundled",
        job.id,
        "0",
        "add",
    ]
    with folder.writing(), subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        awaited(folder, job, "busy")
        process.stdin.close()
        assert process.wait(PATIENCE) == 1
    assert folder.jobs.unfinished() == [job.id]
    Worker(folder, "bundled").wake()
    assert outcomes(awaited(folder, job, "done")) == {"b.txt": "added"}


def test_a_job_over_which_its_process_is_lost_twice_has_failed_and_the_next_is_done(folder):
    # What nobody could have handed in ends the process with an error that is not expected.
    broken = folder.jobs.accept(Order("add", "anyone", ("a\0b",)))
    job = handed_in(folder, b_txt=plan("Sửa cầu treo."))
    Worker(folder, "bundled").wake()
    awaited(folder, job, "done")
    assert folder.jobs.job(broken.id).state == "failed"
    assert [event.name for event in folder.jobs.events(broken.id)].count("lost") == 2


def test_killed_at_any_step_it_is_done_the_next_time(folder, tmp_path):
    shares = (0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1)
    handed_in(folder, ke__a_txt=plan("Dạy bơi cho trẻ em."), ke__b_txt=b"\0\1\2" * 50)
    worlds = []
    for number in range(len(shares)):
        shutil.copytree(folder.path, tmp_path / f"w{number}")
        worlds.append(str(tmp_path / f"w{number}"))
    killed = subprocess.run(
        [sys.executable, "-m", "tests.killed_job"],
        input=json.dumps(list(zip(worlds, shares, strict=True))),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert set(killed.stdout.split()) == {"-9"}, killed.stderr
    for world in worlds:
        again = DataFolder.open(tmp_path / world)
        for identity in again.jobs.unfinished():
            run_job(again, again.jobs.job(identity), "bundled")
        (job,) = again.jobs.listed(9)
        assert job.state == "done"
        assert {file["path"] for file in job.report["files"]} == {"ke/a.txt", "ke/b.txt"}
        assert any("trẻ em" in text for text in indexed_texts(again.path))
        (kept,) = quarantined(again)
        assert again.inbox / "ke/b.txt" == Path(kept.path)
        assert (again.inbox / "ke/b.txt").read_bytes() == b"\0\1\2" * 50
        assert again.faults() == []


def test_a_worker_that_joins_others_leaves_what_is_on_its_way_in(folder):
    on_its_way = folder.path / "jobs" / "0.new"
    on_its_way.mkdir(parents=True)
    Worker.over(folder, "bundled", begins=False)
    assert on_its_way.exists()
    Worker.over(folder, "bundled")
    assert not on_its_way.exists()
