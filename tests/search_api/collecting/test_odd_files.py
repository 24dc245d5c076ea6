"""Files that are none, never end or have gone: each is named with a reason, the others are read."""

import os
import sys
from pathlib import Path

import pytest

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import PlanSearchError
from ingest.reading.readers import Bounds, Readers
from search_api.collecting.collect import ingest
from search_api.collecting.report import FileReport, IngestReport
from tests.index_worlds import collect, indexed_texts, write_plan

GOOD, BAD = "Sửa trường học vùng cao.", "Treo đèn biển ở cảng cá."
READ = {f"1. {GOOD}"}


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A folder with one good plan, which comes last."""
    write_plan(tmp_path / "in" / "z.txt", GOOD)
    return tmp_path / "in"


def only(report: IngestReport, outcome: str) -> FileReport:
    """Return the one file that had this outcome."""
    (found,) = [file for file in report.files if file.outcome == outcome]
    return found


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_link_to_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def make_link_out(path: Path) -> None:
    path.symlink_to(write_plan(path.parent.parent / "private" / "plan.txt", BAD))


def make_dangling_link(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere.txt")


def make_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes among files")
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (make_pipe, "no regular file"),
        (make_link_to_device, "leaves the folder, to /dev/zero"),
        (make_link_out, "leaves the folder"),
        (make_dangling_link, "leads nowhere"),
        (make_link_to_itself, "leads nowhere"),
    ],
)
def test_what_is_no_file_of_the_folder_is_named_and_the_others_are_read(plans, data, make, reason):
    make(plans / "a.txt")
    refused = only(collect(data, plans), "refused")
    assert refused.path == str(plans / "a.txt")
    assert reason in refused.reason
    assert indexed_texts(data) == READ


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no file that never ends")
def test_a_file_that_never_ends_is_refused_when_it_is_named_itself(plans, data, tmp_path):
    (tmp_path / "endless.txt").symlink_to("/dev/zero")
    report = collect(data, plans, tmp_path / "endless.txt")
    assert "no regular file" in only(report, "refused").reason
    assert indexed_texts(data) == READ


def test_a_folder_that_cannot_be_listed_is_named_and_its_documents_stay(plans, data, monkeypatch):
    write_plan(plans / "closed" / "a.txt", BAD)
    collect(data, plans)
    listed = Path.iterdir

    def denied(folder: Path):
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    # What `chmod 000` does to everybody but the superuser, who may run this.
    monkeypatch.setattr(Path, "iterdir", denied)
    report = ingest(DataFolder.open(data), [plans], load_embedder(), sync=True)
    refused = only(report, "refused")
    assert refused.path == str(plans / "closed")
    assert "Permission denied" in refused.reason
    assert indexed_texts(data) == READ | {f"1. {BAD}"}


@pytest.mark.parametrize(
    ("word", "reason"), [("slow", "takes longer than 5 seconds"), ("deadly", "ended the process")]
)
def test_a_file_that_is_not_read_to_its_end_is_set_aside_and_the_others_are_read(
    plans, data, faulty_reader, word, reason
):
    write_plan(plans / "a.txt", f"{BAD} {word}")
    with Readers(Bounds(seconds=5)) as readers:
        report = ingest(DataFolder.open_or_create(data), [plans], load_embedder(), readers=readers)
    refused = only(report, "refused")
    assert refused.path == str(plans / "a.txt")
    assert reason in refused.reason
    assert indexed_texts(data) == READ


def test_a_changed_file_that_is_not_read_to_its_end_keeps_its_last_good_text(plans, data, faulty_reader):
    collect(data, plans)
    write_plan(plans / "z.txt", f"{BAD} deadly")
    assert only(collect(data, plans), "refused").reason
    assert indexed_texts(data) == READ


@pytest.fixture
def gone(plans: Path, data: Path) -> Path:
    """A file that was read and is no longer there."""
    path = write_plan(plans / "a.txt", BAD)
    collect(data, plans)
    path.unlink()
    return path


def test_a_file_that_has_gone_is_named_and_its_document_stays(plans, data, gone):
    found = only(collect(data, plans), "gone")
    assert found.path == str(gone)
    assert "--sync" in found.reason
    assert found.document_id in DataFolder.open(data).open_generation().generation.records.documents
    assert indexed_texts(data) == READ | {f"1. {BAD}"}


def test_with_sync_the_document_of_a_file_that_has_gone_is_removed(plans, data, gone):
    report = ingest(DataFolder.open(data), [plans], load_embedder(), sync=True)
    assert only(report, "removed").path == str(gone)
    assert indexed_texts(data) == READ
    assert DataFolder.open(data).faults() == []


def test_a_link_to_the_folder_above_does_not_keep_what_has_gone(plans, data, gone):
    (plans / "up").symlink_to(plans.parent)
    report = ingest(DataFolder.open(data), [plans], load_embedder(), sync=True)
    assert only(report, "refused").path == str(plans / "up")
    assert only(report, "removed").path == str(gone)


def test_with_sync_another_folder_than_that_of_the_file_removes_nothing(plans, data, gone, tmp_path):
    other = write_plan(tmp_path / "other" / "b.txt", "Mở lớp bơi cho trẻ em.").parent
    report = ingest(DataFolder.open(data), [other], load_embedder(), sync=True)
    assert [file.outcome for file in report.files] == ["added"]
    assert READ | {f"1. {BAD}"} < indexed_texts(data)


def test_an_empty_folder_as_of_a_disk_that_is_not_there_removes_nothing(plans, data, gone):
    (plans / "z.txt").unlink()
    with pytest.raises(PlanSearchError, match="contains no files"):
        ingest(DataFolder.open(data), [plans], load_embedder(), sync=True)
    assert indexed_texts(data) == READ | {f"1. {BAD}"}


def test_an_empty_folder_within_one_that_has_files_removes_what_was_in_it_only_with_sync(plans, data):
    path = write_plan(plans / "mounted" / "a.txt", BAD)
    collect(data, plans)
    path.unlink()
    assert only(collect(data, plans), "gone").path == str(path)
    assert indexed_texts(data) == READ | {f"1. {BAD}"}
