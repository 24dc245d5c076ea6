"""Backup and restore: all that cannot be rebuilt comes back, as a whole or not at all."""

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from index.backup_file import BackupError, open_backup
from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import BusyError, DamagedError, DataFolderError, PlanSearchError
from search_api.collecting.backups import BackupReport, back_up, restore
from search_api.collecting.collect import remove
from search_api.measuring.feedback import FeedbackStore, Judgement
from search_api.measuring.quality import store_questions
from search_api.measuring.stored import QUESTIONS_FILE
from search_api.quoting.basket import Reference
from tests.index_worlds import collect, indexed_texts, snapshot, write_plan
from tests.product import Product
from tests.serving import PLANSEARCH

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[3]
LAMPS, SCHOOLS, WATER = "Treo đèn biển ở cảng cá.", "Sửa trường học vùng cao.", "Cấp nước sạch cho các đảo."
RELEVANT = [{"source_file": "a.txt", "phrase": "đèn biển"}]
QUESTION = json.dumps({"id": "1", "kind": "exact", "query": "đèn biển", "relevant": RELEVANT})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with two documents."""
    for name, words in {"a": LAMPS, "b": SCHOOLS}.items():
        write_plan(tmp_path / "in" / f"{name}.txt", words)
    collect(tmp_path / "data", tmp_path / "in")
    return tmp_path / "data"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plans.tar"


def untold(_done: int, _total: int, _name: str) -> None:
    """Tell nobody how far it is."""


def backed_up(data: Path, file: Path, progress=untold) -> BackupReport:
    return back_up(DataFolder.open(data), file, progress)


def restored(file: Path, path: Path) -> BackupReport:
    return restore(file, path, load_embedder(), untold)


def test_all_that_cannot_be_rebuilt_comes_back(data, file, tmp_path):
    write_plan(tmp_path / "in" / "b.txt", WATER)
    collect(data, tmp_path / "in")
    (tmp_path / "questions.jsonl").write_text(QUESTION, encoding="utf-8")
    store_questions(DataFolder.open(data), tmp_path / "questions.jsonl")
    passage = Product.open(data).search("đèn biển").hits[0].passage.id
    judgement = Judgement("đèn biển", Reference(passage), "useful", False)
    FeedbackStore(data).add(judgement)
    # Two documents, and the file of the version before.
    assert (backed_up(data, file).documents, backed_up_again(data, file).originals) == (2, 3)

    assert restored(file, tmp_path / "again").faults == ()
    old, new = Product.open(data), Product.open(tmp_path / "again")
    assert new.search("nước sạch").hits == old.search("nước sạch").hits
    assert len(new.search("nước sạch").hits) > 0
    # Versions are documents with ids of their own.
    records = [product.snapshot.generation.records.documents for product in (old, new)]
    assert records[0].keys() == records[1].keys()
    assert len(records[1]) == 3
    assert snapshot(tmp_path / "again" / "originals") == snapshot(data / "originals")
    assert (tmp_path / "again" / QUESTIONS_FILE).read_text(encoding="utf-8") == QUESTION
    assert FeedbackStore(tmp_path / "again").judgements() == ([judgement], 1)


def backed_up_again(data: Path, file: Path) -> BackupReport:
    return back_up(DataFolder.open(data), file, untold, force=True)


def test_a_restored_folder_is_written_to_as_any_other(data, file, tmp_path):
    backed_up(data, file)
    restored(file, tmp_path / "again")
    report = collect(tmp_path / "again", tmp_path / "in", write_plan(tmp_path / "c.txt", WATER))
    assert (report.count("unchanged"), report.count("added")) == (2, 1)


def test_a_file_that_is_there_is_overwritten_only_when_asked_to(data, file):
    file.write_text("luận văn")
    with pytest.raises(PlanSearchError, match="--force"):
        backed_up(data, file)
    assert file.read_text() == "luận văn"
    backed_up_again(data, file)
    with open_backup(file, frozenset({"catalogue.sqlite"})) as backup:
        assert backup.manifest.documents == 2


def test_a_backup_leaves_nothing_beside_it_and_changes_no_file(data, file, tmp_path):
    before = {name: digest for name, digest in snapshot(data).items() if not name.startswith("catalogue.")}
    backed_up(data, file)
    assert {path.name for path in tmp_path.iterdir()} == {"data", "in", "plans.tar"}
    assert {name: d for name, d in snapshot(data).items() if not name.startswith("catalogue.")} == before


def test_a_backup_is_not_put_into_the_data_folder(data):
    with pytest.raises(PlanSearchError, match="is in the data folder"):
        backed_up(data, data / "plans.tar")


def test_a_damaged_catalogue_is_not_backed_up(data, file, tmp_path):
    with closing(DataFolder.open(data).catalogue()) as catalogue:
        catalogue._connection.execute("UPDATE documents SET reading = replace(reading, 'cảng', 'cang')")
    with pytest.raises(DamagedError, match="run `plansearch ingest`"):
        backed_up(data, file)
    assert {path.name for path in tmp_path.iterdir()} == {"data", "in"}


def test_a_lost_file_is_told_and_the_rest_comes_back(data, file, tmp_path):
    lost = min(data.glob("originals/*/*"))
    lost.unlink()
    report = backed_up(data, file)
    assert (report.originals, report.lost) == (1, (lost.name,))
    found = restored(file, tmp_path / "again")
    assert found.lost == (lost.name,)
    assert [fault.endswith("is not kept as it came") for fault in found.faults] == [True]
    assert indexed_texts(tmp_path / "again") == {f"1. {LAMPS}", f"1. {SCHOOLS}"}


def test_a_document_that_is_removed_meanwhile_leaves_no_gap(data, file, tmp_path):
    folder = DataFolder.open(data)
    removed: list[str] = []

    def remove_the_other(_done: int, _total: int, original: str) -> None:
        if not removed:
            with closing(folder.catalogue(writing=False)) as catalogue:
                (other,) = [entry.id for entry in catalogue.entries() if entry.original != original]
            removed.append(other)
            remove(folder, other, load_embedder())

    report = backed_up(data, file, remove_the_other)
    assert (report.documents, report.originals, report.lost) == (1, 1, ())
    assert restored(file, tmp_path / "again").faults == ()
    assert indexed_texts(tmp_path / "again") == indexed_texts(data)


def test_a_backup_while_another_process_ingests_is_of_one_moment(data, file, tmp_path):
    for number in range(60):
        write_plan(tmp_path / "more" / f"{number}.txt", f"Trồng {number} cây ở bờ đê số {number}.")
    with subprocess.Popen([PLANSEARCH, "ingest", tmp_path / "more", "--data", data]) as ingesting:
        found: list[int] = []
        while ingesting.poll() is None:
            documents = back_up(DataFolder.open(data), tmp_path / "trial.tar", untold, force=True).documents
            if ingesting.poll() is None:
                found.append(documents)
                (tmp_path / "trial.tar").replace(file)
    assert ingesting.returncode == 0
    assert restored(file, tmp_path / "again").faults == ()
    texts = indexed_texts(tmp_path / "again")
    assert len(texts) == found[-1]
    assert {f"1. {LAMPS}", f"1. {SCHOOLS}"} <= texts <= indexed_texts(data)
    assert found == sorted(found)
    # It did write meanwhile.
    assert found[-1] > 2


def test_a_restore_never_goes_over_what_is_there(data, file):
    backed_up(data, file)
    before = snapshot(data)
    with pytest.raises(DataFolderError, match="is not empty"):
        restored(file, data)
    assert snapshot(data) == before


@pytest.mark.parametrize("name", ["thesis.txt", "restoring/thesis.txt", "catalogue.sqlite"])
def test_a_folder_that_is_not_ours_is_not_touched(data, file, tmp_path, name):
    backed_up(data, file)
    theirs = tmp_path / "theirs"
    (theirs / name).parent.mkdir(parents=True)
    (theirs / name).write_text("luận văn")
    (theirs / "other.txt").write_text("luận văn")
    before = snapshot(theirs)
    with pytest.raises(DataFolderError, match="nothing was changed"):
        restored(file, theirs)
    assert snapshot(theirs) == before


def test_a_damaged_backup_leaves_nothing_behind(data, file, tmp_path):
    backed_up(data, file)
    whole = file.read_bytes()
    place = whole.index("cảng".encode())
    file.write_bytes(whole[:place] + b"\0" + whole[place + 1 :])
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "new" / "deep"):
        with pytest.raises(BackupError, match="not what was written"):
            restored(file, path)
    assert list((tmp_path / "empty").iterdir()) == []
    assert not (tmp_path / "new").exists()


def test_an_index_that_cannot_be_built_leaves_nothing_behind(data, file, tmp_path):
    (data / QUESTIONS_FILE).write_text("no JSON")
    backed_up(data, file)
    with pytest.raises(PlanSearchError):
        restored(file, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_second_restore_into_the_same_folder_is_refused(data, file, tmp_path):
    backed_up(data, file)

    def second(_done: int, _total: int, _name: str) -> None:
        with pytest.raises(BusyError):
            restored(file, tmp_path / "again")

    assert restore(file, tmp_path / "again", load_embedder(), second).faults == ()


def test_a_restore_that_was_killed_has_left_nothing_or_the_whole(data, file, tmp_path):
    backed_up(data, file)
    killed = tmp_path / "killed"
    killed.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed_restore", file, killed],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    left = {True: 0, False: 0}
    for path in (killed / str(number) for number in range(int(done.stdout))):
        try:
            whole = DataFolder.open(path).faults() == []
            assert whole
        except DataFolderError:
            whole = False
            assert restored(file, path).faults == ()
        left[whole] += 1
        assert indexed_texts(path) == {f"1. {LAMPS}", f"1. {SCHOOLS}"}
    assert left[True] > 0
    assert left[False] > 10
