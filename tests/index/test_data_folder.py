"""The data folder: opened, made, refused, locked."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from filelock import FileLock

from index.data_folder import LOCK, DataFolder
from index.embedder import load_embedder
from index.errors import BusyError, DataFolderError, NoIndexError
from index.storage import write_durably
from search_api.collecting.collect import ingest, remove
from tests.index_worlds import snapshot, write_plan


def test_a_missing_folder_is_named_with_the_remedy(tmp_path):
    with pytest.raises(DataFolderError, match=r"nowhere does not exist: run `plansearch ingest"):
        DataFolder.open(tmp_path / "nowhere")


def test_opening_for_reading_makes_nothing(tmp_path):
    with pytest.raises(DataFolderError):
        DataFolder.open(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_made_with_its_parents(tmp_path):
    DataFolder.open_or_create(tmp_path / "a" / "b")
    assert DataFolder.open(tmp_path / "a" / "b").generation_names() == []


def test_an_empty_folder_becomes_ours(tmp_path):
    DataFolder.open_or_create(tmp_path)
    DataFolder.open(tmp_path)


@pytest.mark.parametrize("open_folder", [DataFolder.open, DataFolder.open_or_create])
def test_a_folder_that_is_not_ours_is_refused_unchanged(tmp_path, open_folder):
    (tmp_path / "thesis.txt").write_text("bản thảo")
    before = snapshot(tmp_path)
    with pytest.raises(DataFolderError, match="not a PlanSearch data folder"):
        open_folder(tmp_path)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("open_folder", [DataFolder.open, DataFolder.open_or_create])
def test_a_file_in_place_of_the_folder_is_refused_unchanged(tmp_path, open_folder):
    path = tmp_path / "file"
    path.write_text("bản thảo")
    with pytest.raises(DataFolderError):
        open_folder(path)
    assert path.read_text() == "bản thảo"


@pytest.mark.parametrize(
    "marker",
    [b"", b"{}", b"[]", b"7", b"\xff\xfe", b'{"format": "other", "version": 1}',
     b'{"format": "plansearch-data", "version": null}', b'{"format": "plansearch-data"}'],
)  # fmt: skip
def test_a_bad_marker_is_refused(tmp_path, marker):
    (tmp_path / "plansearch.json").write_bytes(marker)
    with pytest.raises(DataFolderError, match="nothing was changed"):
        DataFolder.open_or_create(tmp_path)
    assert (tmp_path / "plansearch.json").read_bytes() == marker


def test_a_folder_of_a_newer_version_is_refused_unchanged(tmp_path):
    DataFolder.open_or_create(tmp_path)
    content = json.dumps({"format": "plansearch-data", "version": 2})
    (tmp_path / "plansearch.json").write_text(content)
    before = snapshot(tmp_path)
    for open_folder in (DataFolder.open, DataFolder.open_or_create):
        with pytest.raises(DataFolderError, match=r"newer PlanSearch \(version 2\)"):
            open_folder(tmp_path)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("leftovers", [["generations/"], ["generations/", "plansearch.json.new"]])
def test_a_folder_whose_making_was_cut_short_is_finished(tmp_path, leftovers):
    for name in leftovers:
        if name.endswith("/"):
            (tmp_path / name).mkdir()
        else:
            (tmp_path / name).write_bytes(b'{"for')
    DataFolder.open_or_create(tmp_path)
    DataFolder.open(tmp_path)


def test_one_of_several_makes_a_folder_and_the_others_wait(tmp_path):
    with ThreadPoolExecutor(2) as threads:
        with FileLock(tmp_path / LOCK):
            making = [threads.submit(DataFolder.open_or_create, tmp_path) for _ in range(2)]
            assert wait(making, 0.2).done == set()
            assert [path.name for path in tmp_path.iterdir()] == [LOCK]
        assert [each.result(30).path for each in making] == [tmp_path, tmp_path]
    assert DataFolder.open(tmp_path).path == tmp_path


def test_a_folder_without_a_generation_says_so(tmp_path):
    with pytest.raises(NoIndexError, match="run `plansearch ingest"):
        DataFolder.open_or_create(tmp_path).open_generation()


def test_a_second_writer_is_refused(tmp_path):
    folder = DataFolder.open_or_create(tmp_path / "data")
    plan = write_plan(tmp_path / "a.txt", "Treo đèn biển ở cảng cá.")
    with folder.writing():
        with pytest.raises(BusyError, match="another ingest is writing"):
            ingest(DataFolder.open(folder.path), [plan], load_embedder())
        with pytest.raises(BusyError):
            remove(DataFolder.open(folder.path), "any", load_embedder())
    assert ingest(folder, [plan], load_embedder()).count("added") == 1


def in_another_process(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from plansearch.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_second_ingest_from_another_process_is_refused_with_a_message(tmp_path):
    folder = DataFolder.open_or_create(tmp_path / "data")
    plan = write_plan(tmp_path / "a.txt", "Treo đèn biển ở cảng cá.")
    with folder.writing():
        done = in_another_process("ingest", plan, "--data", folder.path)
    assert done.returncode == 2
    assert "another ingest is writing" in done.stderr
    assert "Traceback" not in done.stderr
    assert folder.generation_names() == []


def test_a_writer_that_failed_does_not_keep_the_lock(tmp_path):
    folder = DataFolder.open_or_create(tmp_path)
    with pytest.raises(RuntimeError), folder.writing():
        raise RuntimeError
    with folder.writing():
        pass


def test_a_durable_write_replaces_the_whole_file(tmp_path):
    path = tmp_path / "pointer"
    write_durably(path, b"a long first content")
    write_durably(path, b"short")
    assert path.read_bytes() == b"short"
    assert [p.name for p in tmp_path.iterdir()] == ["pointer"]


def test_verify_finds_what_catalogue_and_index_say_differently(tmp_path):
    folder = DataFolder.open_or_create(tmp_path / "data")
    paths = [write_plan(tmp_path / f"{n}.txt", f"Treo đèn biển ở cảng số {n}.") for n in (1, 2)]
    report = ingest(folder, paths, load_embedder())
    assert folder.faults() == []
    catalogue = folder.catalogue()
    catalogue.remove(report.files[0].document_id)
    catalogue.close()
    (fault,) = folder.faults()
    assert fault.endswith("is not in the catalogue")
