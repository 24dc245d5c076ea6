"""Checks: what one process has compared with its digests is not read again by the next one."""

import hashlib
import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from index import checks, digests
from index.checks import FILE_NAME
from index.data_folder import DataFolder
from index.errors import NoIndexError
from index.generation import SEGMENTS
from tests.index_worlds import collect, write_plan


@pytest.fixture
def data(tmp_path):
    """A data folder that was ingested by a process that has ended."""
    write_plan(tmp_path / "plans" / "a.txt", "Sở Y tế tiêm vắc xin cho trẻ em.")
    collect(tmp_path / "data", tmp_path / "plans")
    digests.forget()
    return tmp_path / "data"


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The names of the files that are read to be compared."""
    names: list[str] = []

    def watched(stream, kind):
        names.append(Path(stream.name).name)
        return file_digest(stream, kind)

    file_digest = hashlib.file_digest
    monkeypatch.setattr(hashlib, "file_digest", watched)
    return names


def is_due(data) -> bool:
    return DataFolder.open(data).due_for_a_check()


def test_the_next_process_does_not_look_through_all_again(data):
    assert not is_due(data)


def test_what_the_last_process_has_read_is_not_read_again(data, read):
    assert not is_due(data)
    DataFolder.open(data).open_generation().generation.close()
    assert read == []


def test_who_only_reads_compares_everything(data, read):
    DataFolder.open(data).open_generation().generation.close()
    assert {"records.sqlite", "passages.faiss", "meta.json", "relatives.json"} <= set(read)


@pytest.mark.parametrize("hours", [-1.0, 1.1])
def test_after_an_hour_or_with_another_clock_it_is_due(data, monkeypatch, hours):
    now = checks.time.time()
    monkeypatch.setattr(checks.time, "time", lambda: now + hours * 3_600)
    assert is_due(data)


def test_a_catalogue_that_somebody_else_wrote_to_is_looked_through(data):
    path = data / "catalogue.sqlite"
    path.write_bytes(path.read_bytes())
    assert is_due(data)


def test_a_copy_of_the_folder_is_looked_through(data, tmp_path):
    shutil.copytree(data, tmp_path / "copy")
    assert is_due(tmp_path / "copy")
    assert not is_due(data)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[1]", b"\xff", b'{"at": "x", "catalogue": [1], "files": 3}']
)
def test_without_what_was_written_down_it_is_due(data, content):
    (data / FILE_NAME).write_bytes(content)
    assert is_due(data)
    (data / FILE_NAME).unlink()
    assert is_due(data)


def test_a_digest_that_was_changed_costs_a_segment_and_loses_nothing(data, tmp_path):
    path = data / FILE_NAME
    kept = json.loads(path.read_text())
    for file in kept["files"]:
        file[-1] = "0" * 64
    path.write_text(json.dumps(kept))
    write_plan(tmp_path / "plans" / "b.txt", "Sở Nội vụ tuyển dụng công chức.")
    collect(data, tmp_path / "plans")
    digests.forget()
    with closing(DataFolder.open(data).open_generation().generation) as generation:
        assert len(generation.records.documents) == 2


def test_a_file_of_a_segment_that_was_written_since_is_read(data):
    (path,) = (data / SEGMENTS).glob("*/records.sqlite")
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert not is_due(data)
    with pytest.raises(NoIndexError, match="damaged"):
        DataFolder.open(data).open_generation()
