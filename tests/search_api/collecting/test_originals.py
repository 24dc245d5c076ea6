"""The files that documents were read from are kept as they came, as long as something refers to them."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.originals import Originals
from search_api.collecting.collect import remove
from tests.index_worlds import collect, indexed_texts, write_plan

LAMPS, SCHOOLS, LESSONS = "Treo đèn biển ở cảng cá.", "Sửa trường học.", "Mở lớp bơi cho trẻ em."


def kept(data: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in (data / "originals").rglob("*") if path.is_file())


def document_ids(data: Path) -> list[str]:
    return list(DataFolder.open(data).open_generation().generation.records.documents)


def test_a_file_is_kept_byte_for_byte_and_found_by_its_document(data, tmp_path):
    plan = write_plan(tmp_path / "in" / "a.txt", LAMPS)
    came = b"\xef\xbb\xbf" + plan.read_bytes().replace(b"\n", b"\r\n")
    plan.write_bytes(came)
    collect(data, plan)
    folder = DataFolder.open(data)
    (identity,) = document_ids(data)
    original = folder.open_generation().generation.records.detail(identity).original
    path = folder.originals.find(original)
    assert path
    assert path.read_bytes() == came


def test_a_refused_file_is_not_kept(data, tmp_path):
    good = write_plan(tmp_path / "in" / "a.txt", LAMPS)
    (tmp_path / "in" / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    collect(data, tmp_path / "in")
    assert kept(data) == [good.read_bytes()]


def test_a_replaced_file_is_kept_with_the_version_that_was_read_of_it(data, tmp_path):
    plan = tmp_path / "in" / "a.txt"
    states = []
    for words in (LAMPS, SCHOOLS, LESSONS):
        write_plan(plan, words)
        states.append(plan.read_bytes())
        collect(data, plan)
    assert kept(data) == sorted(states)


def test_a_removed_document_leaves_no_file_behind(data, tmp_path):
    write_plan(tmp_path / "in" / "a.txt", LAMPS)
    write_plan(tmp_path / "in" / "b.txt", SCHOOLS)
    collect(data, tmp_path / "in")
    remove(DataFolder.open(data), document_ids(data)[0], load_embedder())
    assert kept(data) == [(tmp_path / "in" / "b.txt").read_bytes()]


def test_files_that_were_read_before_they_were_kept_are_kept_at_the_next_ingest(data, tmp_path):
    plan = write_plan(tmp_path / "in" / "a.txt", LAMPS)
    collect(data, plan)
    (identity,) = document_ids(data)
    with DataFolder.open(data).writing():
        catalogue = DataFolder.open(data).catalogue()
        catalogue.keep_original(identity, "")
        catalogue.close()
    report = collect(data, plan)
    assert [file.outcome for file in report.files] == ["unchanged"]
    assert DataFolder.open(data).open_generation().generation.records.detail(identity).original
    assert DataFolder.open(data).faults() == []


def test_a_lost_or_changed_file_is_told(data, tmp_path):
    collect(data, write_plan(tmp_path / "in" / "a.txt", LAMPS))
    (path,) = (path for path in (data / "originals").rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes() + b" ")
    (told,) = DataFolder.open(data).faults()
    assert "not kept as it came" in told
    path.unlink()
    assert DataFolder.open(data).faults() == [told]


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0" * 63, "A" * 64])
def test_only_a_name_of_ours_is_looked_for(tmp_path, name):
    assert Originals(tmp_path).find(name) is None


def test_the_same_bytes_are_kept_once(tmp_path):
    originals = Originals(tmp_path / "originals")
    assert originals.keep(b"a") == originals.keep(b"a") != originals.keep(b"b")
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 2


def test_a_lost_file_is_kept_again_at_the_next_ingest(data, tmp_path):
    plan = write_plan(tmp_path / "in" / "a.txt", LAMPS)
    collect(data, plan)
    for path in (data / "originals").glob("*/*"):
        path.write_bytes(b"")
    collect(data, plan)
    assert kept(data) == [plan.read_bytes()]
    assert DataFolder.open(data).faults() == []


def test_a_better_reader_reads_the_file_as_it_came(data, tmp_path):
    """Also of a file that is long gone, and of what the reader before did not keep."""
    plan = tmp_path / "in" / "a.html"
    plan.parent.mkdir()
    plan.write_text(f"<p>KẾ HOẠCH</p><p>Việc trong năm</p><p>1. {LAMPS}</p>", encoding="utf-8")
    collect(data, plan)
    (identity,) = document_ids(data)
    with sqlite3.connect(data / "catalogue.sqlite") as connection:
        connection.execute("UPDATE documents SET source = '', checksum = ''")
    connection.close()
    plan.unlink()
    other = write_plan(tmp_path / "in" / "b.txt", SCHOOLS)
    report = collect(data, other)
    assert [file.outcome for file in report.files] == ["reread", "added"]
    assert document_ids(data)[0] == identity
    assert f"1. {LAMPS}" in indexed_texts(data)


def test_threads_that_keep_the_same_file_do_not_disturb_each_other(tmp_path):
    originals = Originals(tmp_path / "originals")
    with ThreadPoolExecutor(8) as threads:
        names = set(threads.map(originals.keep, [b"a" * 100_000] * 64))
    (name,) = names
    assert originals.read(name) == b"a" * 100_000
