"""Jobs are kept whole or not at all, once for each key, and can be read by anybody at any time."""

import io
import json

import pytest

from index.errors import BusyError, InvalidQueryError, NotFoundError
from index.jobs import MOST_WAITING, Jobs, Order
from ingest.messages import message

FULL = message("the disk %(which)s is full", which="of the office")
ORDER = Order("add", "key Sở Y tế", ("a.txt", "thư mục/b.txt"), key="k1")


def sent(first: bytes = b"a", second: bytes = b"b"):
    return [("a.txt", io.BytesIO(first)), ("thư mục/b.txt", io.BytesIO(second))]


@pytest.fixture
def jobs(tmp_path) -> Jobs:
    return Jobs(tmp_path / "jobs")


def test_what_was_accepted_is_there_for_another_process(jobs):
    job = jobs.accept(ORDER, sent())
    again = Jobs(jobs.path).job(job.id)
    assert (again, again.state, again.order) == (job, "waiting", ORDER)
    assert (jobs.files(job) / "thư mục/b.txt").read_bytes() == b"b"
    assert jobs.unfinished() == [job.id]


def test_the_same_key_is_the_same_job_for_the_same_content_of_the_same_sender(jobs):
    job = jobs.accept(ORDER, sent())
    assert jobs.accept(ORDER, sent()).id == job.id
    with pytest.raises(InvalidQueryError, match="Idempotency-Key"):
        jobs.accept(ORDER, sent(second=b"other"))
    other = Order("add", "key Sở Tư pháp", ORDER.names, key="k1")
    assert jobs.accept(other, sent()).id != job.id
    assert jobs.accept(Order("add", ORDER.by, ORDER.names), sent()).id != job.id
    assert jobs.count() == 3
    assert sorted(path.name for path in jobs.path.iterdir() if path.is_dir()) == sorted(
        job.id for job in jobs.listed(9)
    )


def test_what_could_not_be_sent_whole_is_not_kept(jobs):
    class Broken(io.BytesIO):
        def read(self, *_):
            raise OSError(28, "No space left on device")

    with pytest.raises(BusyError, match="not accepted"):
        jobs.accept(ORDER, [("a.txt", io.BytesIO(b"a")), ("b.txt", Broken())])
    assert jobs.listed(9) == []
    assert [path for path in jobs.path.iterdir() if path.is_dir()] == []


def test_leftovers_of_a_server_that_died_are_cleared_and_are_no_job(jobs):
    job = jobs.accept(ORDER, sent())
    (jobs.path / f"{job.id[:-1]}x.new" / "files").mkdir(parents=True)
    assert [found.id for found in jobs.listed(9)] == [job.id]
    jobs.clear_leftovers()
    assert [path.name for path in jobs.path.iterdir() if path.is_dir()] == [job.id]


def test_its_events_are_numbered_on_and_end_with_its_end(jobs):
    job = jobs.accept(ORDER, sent())
    jobs.tell(job.id, "started")
    jobs.tell(job.id, "progress", done=1, total=2, file="b.txt")
    assert jobs.job(job.id).progress == (1, 2, "b.txt")
    with (jobs.path / job.id / "events.jsonl").open("ab") as stream:
        # A power cut in the middle of a line.
        stream.write(b'{"name": "prog')
    assert jobs.job(job.id).state == "running"
    jobs.fail(job.id, FULL)
    assert [(event.number, event.name) for event in jobs.events(job.id)] == [
        (1, "accepted"), (2, "started"), (3, "progress"), (4, "failed"),
    ]  # fmt: skip
    failed = jobs.job(job.id)
    assert (failed.state, failed.error) == ("failed", FULL)
    assert jobs.unfinished() == []


def test_why_a_job_has_failed_is_read_as_a_version_before_has_written_it(jobs):
    job = jobs.accept(ORDER, sent())
    jobs.fail(job.id, FULL)
    outcome = jobs.path / job.id / "outcome.json"
    kept = json.loads(outcome.read_bytes())
    del kept["message"]
    outcome.write_text(json.dumps(kept), encoding="utf-8")
    assert jobs.job(job.id).error == message("the disk of the office is full")


def test_a_job_that_failed_keeps_its_files_and_can_be_tried_again_one_that_is_done_cannot(jobs):
    job = jobs.accept(ORDER, sent())
    with pytest.raises(InvalidQueryError, match="has failed"):
        jobs.again(job.id)
    jobs.fail(job.id, FULL)
    assert jobs.again(job.id).state == "waiting"
    assert (jobs.files(job) / "a.txt").exists()
    jobs.finish(job.id, {"files": []})
    assert (jobs.job(job.id).state, jobs.job(job.id).report) == ("done", {"files": []})
    assert not jobs.files(job).exists()
    with pytest.raises(InvalidQueryError, match="has failed"):
        jobs.again(job.id)


def test_no_more_wait_than_may(jobs):
    for number in range(MOST_WAITING):
        jobs.accept(Order("remove", "anyone", document_id=f"d{number}"))
    with pytest.raises(BusyError, match="later"):
        jobs.accept(ORDER, sent())
    assert len(jobs.unfinished()) == MOST_WAITING
    newest, before = jobs.listed(2)
    assert (newest.order.document_id, before.order.document_id) == ("d49", "d48")
    assert [job.order.document_id for job in jobs.listed(1, 49)] == ["d0"]


def test_old_jobs_that_are_done_are_forgotten_and_failed_ones_are_not(jobs, monkeypatch):
    monkeypatch.setattr("index.jobs._REMEMBERED", 3)
    ids = [jobs.accept(Order("remove", "anyone", document_id=f"d{number}")).id for number in range(4)]
    jobs.fail(ids[0], message("lost"))
    jobs.finish(ids[1], {})
    newest = jobs.accept(ORDER, sent())
    assert [job.id for job in jobs.listed(9)] == [newest.id, ids[3], ids[2], ids[0]]


@pytest.mark.parametrize("identity", ["", "nothing", "../jobs", "0" * 24, "a\0b"])
def test_an_unknown_id_is_an_expected_error(jobs, identity):
    for look in (jobs.job, jobs.events, jobs.again):
        with pytest.raises(NotFoundError, match="no job"):
            look(identity)
