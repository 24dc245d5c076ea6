"""A full disk is a clear error, and what was served goes on being served."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import DataFolderError, NoRoomError, PlanSearchError
from index.room import Room
from plansearch.cli import main
from search_api.collecting.collect import remove
from tests.index_worlds import collect, indexed_texts, snapshot, write_plan
from tests.product import Product
from tests.sharded import cut, joined


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 12 MB of its own; needs the right to mount."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root on Linux")
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not permitted here")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path, leave: int) -> Path:
    """Write a file that leaves about `leave` bytes of the disk."""
    free = os.statvfs(disk)
    filler = disk / "filler"
    filler.write_bytes(b"\x01" * max(free.f_bavail * free.f_bsize - leave, 0))
    return filler


@pytest.fixture
def plans(tmp_path):
    write_plan(tmp_path / "in" / "a.txt", "Treo đèn biển ở cảng cá.")
    return tmp_path / "in"


@pytest.mark.parametrize("leave", [0, 60_000, 300_000], ids=["at once", "in the catalogue", "in publishing"])
def test_the_old_generation_answers_after_a_disk_ran_full(small_disk, plans, leave):
    data = small_disk / "data"
    collect(data, plans)
    service = Product.open(data)
    filler = fill(small_disk, leave)
    write_plan(plans / "b.txt", "Sửa trường học vùng cao.")
    with pytest.raises(PlanSearchError, match="is the disk full"):
        # As where others fill the disk after it was looked at.
        collect(data, plans, spare=-(10**9))
    for answering in (service, Product.open(data)):
        assert [hit.passage.text for hit in answering.search("đèn biển").hits] == [
            "1. Treo đèn biển ở cảng cá."
        ]
    filler.unlink()
    collect(data, plans)
    assert indexed_texts(data) == {"1. Treo đèn biển ở cảng cá.", "1. Sửa trường học vùng cao."}
    assert DataFolder.open(data).faults() == []


def test_files_that_would_not_fit_are_refused_before_one_is_read(small_disk, plans):
    data = small_disk / "data"
    collect(data, plans)
    before = snapshot(data)
    # Large enough for all that is free but what is spared, and of one word, so that little is made of it.
    free = Room(data).free()
    (plans / "b.txt").write_text("KẾ HOẠCH\n\n1. Sửa cầu.\n" + "\n" * free, encoding="utf-8")
    with pytest.raises(NoRoomError, match="nothing was begun"):
        collect(data, plans)
    assert snapshot(data) == before
    write_plan(plans / "b.txt", "Sửa trường học vùng cao.")
    collect(data, plans)
    assert indexed_texts(data) == {"1. Treo đèn biển ở cảng cá.", "1. Sửa trường học vùng cao."}


def test_an_index_that_would_not_fit_is_not_begun_and_made_when_there_is_room(small_disk, plans):
    data = small_disk / "data"
    collect(data, plans)
    service = Product.open(data)
    write_plan(plans / "b.txt", "Sửa trường học vùng cao.")
    filler = fill(small_disk, Room(data).spare() + 150_000)
    with pytest.raises(NoRoomError, match="nothing was begun"):
        collect(data, plans)
    assert sorted(path.name for path in (data / "segments").iterdir()) == ["s000001"]
    assert {hit.passage.text for hit in service.search("đèn biển").hits} == {"1. Treo đèn biển ở cảng cá."}
    # What was read is not lost, and is in the index as soon as there is room.
    filler.unlink()
    report = collect(data, plans)
    assert report.count("unchanged") == 2
    assert indexed_texts(data) == {"1. Treo đèn biển ở cảng cá.", "1. Sửa trường học vùng cao."}


def no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def failing_publish(tmp_path, plans, monkeypatch):
    """A data folder whose next generation cannot be written."""
    collect(tmp_path / "data", plans)
    write_plan(plans / "b.txt", "Sửa trường học vùng cao.")
    monkeypatch.setattr(np, "save", no_space)
    return tmp_path / "data"


def test_a_failed_publish_leaves_the_old_generation_and_no_rubble(failing_publish, plans):
    with pytest.raises((PlanSearchError, OSError)):
        collect(failing_publish, plans)
    assert indexed_texts(failing_publish) == {"1. Treo đèn biển ở cảng cá."}
    assert [path.name for path in (failing_publish / "generations").iterdir()] == ["g000001"]


def test_the_command_line_says_that_the_disk_is_full(failing_publish, plans, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["plansearch", "ingest", str(plans), "--data", str(failing_publish)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert "disk" in capsys.readouterr().err


def test_removing_says_that_the_disk_is_full_and_goes_on_serving(failing_publish):
    folder = DataFolder.open(failing_publish)
    (identity,) = folder.open_generation().generation.records.documents
    with pytest.raises(DataFolderError, match="disk"):
        remove(folder, identity, load_embedder())
    assert indexed_texts(failing_publish) == {"1. Treo đèn biển ở cảng cá."}


def test_a_publish_that_failed_is_made_up_for(failing_publish, plans, monkeypatch):
    with pytest.raises((PlanSearchError, OSError)):
        collect(failing_publish, plans)
    monkeypatch.undo()
    collect(failing_publish, plans)
    assert indexed_texts(failing_publish) == {"1. Treo đèn biển ở cảng cá.", "1. Sửa trường học vùng cao."}


@pytest.mark.parametrize("leave", [0, 60_000, 300_000], ids=["at once", "in the catalogue", "in publishing"])
def test_the_old_generation_answers_after_a_disk_ran_full_in_a_merge(small_disk, tmp_path, plans, leave):
    data = small_disk / "data"
    collect(data, plans)
    write_plan(tmp_path / "more" / "b.txt", "Sửa trường học vùng cao.")
    shards = cut(tmp_path / "shards", tmp_path / "more", 2)
    filler = fill(small_disk, leave)
    with pytest.raises(PlanSearchError, match="disk"):
        joined(data, shards)
    assert indexed_texts(data) == {"1. Treo đèn biển ở cảng cá."}
    filler.unlink()
    joined(data, shards)
    assert indexed_texts(data) == {"1. Treo đèn biển ở cảng cá.", "1. Sửa trường học vùng cao."}
    assert DataFolder.open(data).faults() == []
