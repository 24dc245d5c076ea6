"""A data folder of an older version, or one whose index is damaged as a whole, is made anew."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from index.catalogue import _MIGRATIONS
from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import NoIndexError
from index.segment import manifest_digest
from ingest.reading import version
from ingest.sources.files import fingerprint
from search_api.collecting import collector
from search_api.collecting.collect import rebuild
from tests.conftest import ROOT
from tests.index_worlds import collect, indexed_texts, snapshot, write_plan
from tests.product import Product
from tests.serving import serving

pytestmark = pytest.mark.thorough

LAMPS, SCHOOLS = "Treo đèn biển ở cảng cá.", "Sửa trường học vùng cao."
# The document that the version before has left.
LEFT = "efb75fcf5ea5"
# Parts of the steps of an upgrade; the catalogue is migrated in the first ones.
SHARES = (0.0, 0.05, 0.07, 0.09, 0.12, 0.3, 0.6, 1.0)


@pytest.fixture
def old(tmp_path) -> Path:
    """A data folder as the version before left it: one document with its source, an index of schema 2."""
    data = DataFolder.open_or_create(tmp_path / "data").path
    source = write_plan(tmp_path / "in" / "a.txt", LAMPS).read_text(encoding="utf-8")
    connection = sqlite3.connect(data / "catalogue.sqlite")
    connection.executescript(f"{_MIGRATIONS[0]} PRAGMA user_version = 1;")
    connection.execute(
        "INSERT INTO documents (id, source_path, source_file, content_hash, metadata, definitions, source,"
        " text, pieces, nodes, named, ingested_at) VALUES ('abc', ?, 'a.txt', ?, '{}', '[]', ?, '', '', '', '', '')",
        [str(tmp_path / "in" / "a.txt"), fingerprint(source.encode()), source],
    )
    connection.commit()
    connection.close()
    generation = data / "generations" / "g000001"
    generation.mkdir()
    fields = {"schema_version": 2}
    (generation / "manifest.json").write_text(json.dumps({**fields, "sha256": manifest_digest(fields)}))
    (data / "CURRENT").write_text("g000001\n")
    return data


def test_the_next_ingest_reads_the_documents_of_an_older_version_again(old, tmp_path):
    report = collect(old, write_plan(tmp_path / "b.txt", SCHOOLS))
    assert [(Path(file.path).name, file.outcome) for file in report.files] == [
        ("a.txt", "reread"),
        ("b.txt", "added"),
    ]
    assert indexed_texts(old) == {f"1. {LAMPS}", f"1. {SCHOOLS}"}
    assert Product.open(old).snapshot.document("abc").source_file == "a.txt"
    assert DataFolder.open(old).faults() == []


def test_until_then_reading_says_what_to_do_and_changes_nothing(old):
    before = (old / "catalogue.sqlite").read_bytes()
    with pytest.raises(NoIndexError, match=r"made by another version.*run `plansearch ingest"):
        DataFolder.open(old).open_generation()
    assert (old / "catalogue.sqlite").read_bytes() == before


def test_serving_makes_the_index_anew(old, tmp_path):
    with serving(old, tmp_path / "log.txt") as running:
        found = running.get("/api/v1/search", q="đèn biển").json()
        assert [hit["text"] for hit in found["results"]] == [f"1. {LAMPS}"]
    assert "made anew" in (tmp_path / "log.txt").read_text(encoding="utf-8")


def test_an_index_whose_generations_are_all_damaged_is_made_anew_from_the_catalogue(tmp_path):
    data = tmp_path / "data"
    collect(data, write_plan(tmp_path / "a.txt", LAMPS))
    (data / "segments" / "s000001" / "passages.faiss").write_bytes(b"")
    (tmp_path / "a.txt").unlink()
    rebuild(DataFolder.open(data), load_embedder())
    assert indexed_texts(data) == {f"1. {LAMPS}"}


@pytest.fixture
def left(tmp_path) -> Path:
    """A data folder that the version before has left, catalogue of schema 5: made by its own code, not by ours.

    It is of `/srv/plans/den-bien.txt`, which `write_plan` writes too.
    """
    with tarfile.open(Path(__file__).parent / "data_before.tar.xz") as tar:
        tar.extractall(tmp_path / "left", filter="data")
    return tmp_path / "left"


def test_what_the_version_before_left_is_not_read_half(left):
    before = snapshot(left)
    with pytest.raises(NoIndexError, match=r"made by another version.*run `plansearch ingest"):
        DataFolder.open(left).open_generation()
    assert snapshot(left) == before


def test_what_the_version_before_left_is_served_with_the_file_as_it_came(left, tmp_path):
    with serving(left, tmp_path / "log.txt") as running:
        (hit,) = running.get("/api/v1/search", q="đèn biển").json()["results"]
        document = running.get(f"/api/v1/documents/{hit['document']['id']}").json()
        original = running.get(document["original_url"])
    assert (hit["document"]["id"], hit["text"]) == (LEFT, f"1. {LAMPS}")
    assert LAMPS in original.text
    assert DataFolder.open(left).faults() == []


def test_an_upgrade_that_was_killed_is_completed_by_the_next_ingest(left, tmp_path):
    plans = write_plan(tmp_path / "in" / "den-bien.txt", LAMPS).parent
    write_plan(plans / "b.txt", SCHOOLS)
    killed = {tmp_path / f"killed-{share}": share for share in SHARES}
    for data in killed:
        shutil.copytree(left, data)
    orders = [("upgrade", str(data), str(plans), share) for data, share in killed.items()]
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed_ingest"],
        input=json.dumps(orders), stdout=subprocess.PIPE, encoding="utf-8", check=True, cwd=ROOT,
    )  # fmt: skip
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == [-signal.SIGKILL] * len(
        killed
    )
    for data in killed:
        collect(data, plans)
        assert indexed_texts(data) == {f"1. {LAMPS}", f"1. {SCHOOLS}"}
        assert DataFolder.open(data).faults() == []
        assert Product.open(data).snapshot.document(LEFT).source_file == "den-bien.txt"


@pytest.fixture
def newer_reader(monkeypatch):
    """A reader of the next version, though it reads as this one does."""
    monkeypatch.setattr(collector, "READER_VERSION", version.READER_VERSION + 1)


def test_a_newer_reader_reads_unchanged_documents_again(tmp_path, newer_reader):
    plan = write_plan(tmp_path / "a.txt", LAMPS)
    collect(tmp_path / "data", plan)
    report = collect(tmp_path / "data", plan)
    assert [(file.outcome, file.reason) for file in report.files] == [
        ("reread", "by a better reader"),
        ("unchanged", None),
    ]


def test_a_document_that_a_newer_reader_cannot_read_stays_as_it_was(tmp_path, newer_reader, monkeypatch):
    data, plan = tmp_path / "data", write_plan(tmp_path / "a.txt", LAMPS)
    collect(data, plan)
    with monkeypatch.context() as patch:
        patch.setattr(
            collector, "in_order", lambda items, *_: ((i, collector.Read(refused="no")) for i in items)
        )
        report = collect(data, plan)
    assert [file.outcome for file in report.files] == ["unchanged"]
    assert indexed_texts(data) == {f"1. {LAMPS}"}
    assert DataFolder.open(data).faults() == []
