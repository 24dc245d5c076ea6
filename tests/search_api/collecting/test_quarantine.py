"""The quarantine: what is set aside, tried again or not, and let go."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.quarantine import Quarantined
from ingest.reading import version
from search_api.collecting import collector
from search_api.collecting.collect import ingest, quarantined
from tests.index_worlds import collect, indexed_texts, write_plan

GOOD, BAD = "Sửa trường học vùng cao.", "Treo đèn biển deadly ở cảng cá."


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A folder with one good plan."""
    write_plan(tmp_path / "in" / "z.txt", GOOD)
    return tmp_path / "in"


@pytest.fixture
def unreadable(plans: Path, data: Path) -> Path:
    """A file that was refused."""
    path = plans / "a.txt"
    path.write_bytes(b"")
    collect(data, plans)
    return path


def set_aside(data: Path) -> list[Quarantined]:
    return quarantined(DataFolder.open(data))


def names(data: Path) -> list[str]:
    return [Path(file.path).name for file in set_aside(data)]


def test_a_reader_that_dies_once_reads_the_file_at_the_second_try(plans, data, faulty_reader):
    write_plan(plans / "a.txt", "Treo đèn biển frail ở cảng cá.")
    report = collect(data, plans)
    assert [file.outcome for file in report.files] == ["added", "added"]
    assert faulty_reader.attempts("frail") == 2
    assert set_aside(data) == []


def test_a_file_that_ends_its_reader_twice_is_not_read_again(plans, data, faulty_reader):
    write_plan(plans / "a.txt", BAD)
    for _ in range(2):
        report = collect(data, plans)
        assert report.files[0].outcome == "refused"
        assert report.files[0].reason.endswith("not read again until it changes, or with --retry")
    assert faulty_reader.attempts("deadly") == 2
    (file,) = set_aside(data)
    assert (file.path, file.reason, file.lost, file.times) == (
        str(plans / "a.txt"), report.files[0].reason, True, 2,
    )  # fmt: skip


def test_the_same_bytes_elsewhere_are_not_read_either(plans, data, faulty_reader):
    path = write_plan(plans / "a.txt", BAD)
    collect(data, plans)
    path.rename(plans / "b.txt")
    assert collect(data, plans).files[0].outcome == "refused"
    assert faulty_reader.attempts("deadly") == 2
    assert names(data) == ["a.txt", "b.txt"]


def test_a_file_that_cost_no_reader_is_read_again_at_each_ingest(plans, data, faulty_reader):
    (plans / "a.txt").write_text("KẾ HOẠCH\nhollow\n", encoding="utf-8")
    for _ in range(2):
        assert collect(data, plans).files[0].outcome == "refused"
    assert faulty_reader.attempts("hollow") == 2


def test_retry_reads_it_again(plans, data, faulty_reader):
    write_plan(plans / "a.txt", BAD)
    collect(data, plans)
    ingest(DataFolder.open(data), [plans], load_embedder(), retry=True)
    assert faulty_reader.attempts("deadly") == 4


def test_a_newer_reader_reads_it_again(plans, data, faulty_reader, monkeypatch):
    write_plan(plans / "a.txt", BAD)
    collect(data, plans)
    monkeypatch.setattr(collector, "READER_VERSION", version.READER_VERSION + 1)
    collect(data, plans)
    assert faulty_reader.attempts("deadly") == 4


def test_a_file_that_changed_is_read_again_and_let_go(plans, data, faulty_reader):
    write_plan(plans / "a.txt", BAD)
    collect(data, plans)
    write_plan(plans / "a.txt", BAD.replace("deadly ", ""))
    assert collect(data, plans).files[0].outcome == "added"
    assert set_aside(data) == []
    assert len(indexed_texts(data)) == 2


def test_what_is_refused_again_is_counted_since_the_first_time(plans, data, unreadable, monkeypatch):
    (first,) = set_aside(data)
    monkeypatch.setattr(collector, "now", lambda: "2999-01-01T00:00:00+00:00")
    collect(data, plans)
    assert set_aside(data) == [replace(first, times=2, last="2999-01-01T00:00:00+00:00")]
    assert (first.path, first.lost) == (str(unreadable), False)
    assert first.since == first.last < "2999"


def test_a_file_that_has_gone_stays_until_it_is_certain(plans, data, unreadable):
    unreadable.unlink()
    collect(data, plans)
    assert names(data) == ["a.txt"]
    ingest(DataFolder.open(data), [plans], load_embedder(), sync=True)
    assert names(data) == []


def test_an_ingest_of_another_folder_lets_nothing_go(plans, data, unreadable, tmp_path):
    unreadable.unlink()
    other = write_plan(tmp_path / "other" / "b.txt", "Mở lớp bơi cho trẻ em.").parent
    ingest(DataFolder.open(data), [other], load_embedder(), sync=True)
    assert names(data) == ["a.txt"]


def test_what_is_refused_for_its_folder_is_kept_until_that_can_be_listed(plans, data, monkeypatch):
    (plans / "closed").mkdir()
    (plans / "closed" / "a.txt").write_bytes(b"")
    collect(data, plans)
    listed = Path.iterdir

    def denied(folder: Path):
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    with monkeypatch.context() as patch:
        # What `chmod 000` does to everybody but the superuser, who may run this.
        patch.setattr(Path, "iterdir", denied)
        ingest(DataFolder.open(data), [plans], load_embedder(), sync=True)
    assert names(data) == ["closed", "a.txt"]
    collect(data, plans)
    assert names(data) == ["a.txt"]


def test_a_damaged_archive_that_is_mended_is_let_go(plans, data):
    (plans / "a.zip").write_bytes(b"PK\3\4" + bytes(50))
    collect(data, plans)
    assert names(data) == ["a.zip"]
    with zipfile.ZipFile(plans / "a.zip", "w") as archive:
        archive.writestr("empty.txt", "")
    collect(data, plans)
    assert [Path(file.path).relative_to(plans).as_posix() for file in set_aside(data)] == ["a.zip/empty.txt"]
