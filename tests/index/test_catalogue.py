"""The catalogue: versions, transactions, and what integrity checks find."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from index.catalogue import SCHEMA_VERSION, Catalogue
from index.data_folder import DataFolder
from index.errors import DataFolderError, NotFoundError
from ingest.reading.reader import read_document
from tests.index_worlds import collect, write_plan

NOW = "2025-01-01T00:00:00+00:00"
TEXT = (
    "KẾ HOẠCH\nCông tác năm\n\n1. Treo đèn biển ở cảng cá (sau Nghị định 11/2021/NĐ-CP).\n\n2. Mở lớp bơi.\n"
)


@pytest.fixture
def catalogue(tmp_path):
    opened = Catalogue(tmp_path / "catalogue.sqlite")
    yield opened
    opened.close()


def raw(path: Path, *statements: str) -> list[tuple]:
    """Run statements behind the catalogue's back and return the last one's rows."""
    connection = sqlite3.connect(path)
    with connection:
        rows = [connection.execute(statement).fetchall() for statement in statements]
    connection.close()
    return rows[-1]


def tables(path: Path) -> set[str]:
    return {row[0] for row in raw(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_a_new_catalogue_has_the_newest_version(catalogue, tmp_path):
    assert raw(tmp_path / "catalogue.sqlite", "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert {"documents", "passages", "instruments", "ingest_log"} <= tables(tmp_path / "catalogue.sqlite")
    assert catalogue.entries() == []


def test_an_empty_file_of_version_0_is_brought_to_the_newest(tmp_path):
    raw(tmp_path / "catalogue.sqlite", "PRAGMA user_version = 0")
    Catalogue(tmp_path / "catalogue.sqlite").close()
    assert raw(tmp_path / "catalogue.sqlite", "PRAGMA user_version") == [(SCHEMA_VERSION,)]


def test_opening_again_keeps_what_is_there(tmp_path):
    for _ in range(2):
        opened = Catalogue(tmp_path / "catalogue.sqlite")
        opened.put(read_document(TEXT, "a.txt"), "/in/a.txt", NOW)
        opened.close()
    opened = Catalogue(tmp_path / "catalogue.sqlite")
    assert [entry.source_path for entry in opened.entries()] == ["/in/a.txt"]
    opened.close()


def test_a_newer_catalogue_is_refused_unchanged(tmp_path):
    path = tmp_path / "catalogue.sqlite"
    raw(path, "CREATE TABLE documents (wholly_new TEXT)", f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(DataFolderError, match="nothing was changed"):
        Catalogue(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_catalogue_is_refused_unchanged(tmp_path):
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"not a database " * 500)
    with pytest.raises(DataFolderError, match=r"catalogue\.sqlite"):
        Catalogue(path)
    assert path.read_bytes() == b"not a database " * 500


def test_a_failed_transaction_leaves_nothing(catalogue):
    def put_and_fail() -> None:
        with catalogue.transaction():
            catalogue.put(read_document(TEXT, "a.txt"), "/in/a.txt", NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        put_and_fail()
    assert catalogue.entries() == []
    assert catalogue.passages() == []


def test_a_commit_is_on_the_disk_when_it_returns(tmp_path, monkeypatch):
    made = []
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: made.append(connect(*a, **k)) or made[-1])
    opened = Catalogue(tmp_path / "catalogue.sqlite")
    pragmas = {
        name: made[0].execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
    }
    opened.close()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2}


def grow(catalogue: Catalogue, numbers: range) -> None:
    """Put documents of a megabyte, a transaction each."""
    small = read_document(TEXT, "a.txt")
    for number in numbers:
        name = f"d{number}"
        with catalogue.transaction():
            catalogue.put(
                replace(small, id=name, content_hash=name, source="x" * 1_000_000, passages=[]),
                f"/{name}",
                NOW,
            )


def test_the_log_of_writes_does_not_grow_without_end(catalogue, tmp_path):
    log = tmp_path / "catalogue.sqlite-wal"
    grow(catalogue, range(15))
    assert log.stat().st_size < 8_000_000


def test_the_log_of_writes_grows_no_more_when_a_long_reader_has_ended(catalogue, tmp_path):
    log = tmp_path / "catalogue.sqlite-wal"
    grow(catalogue, range(1))
    reader = sqlite3.connect(tmp_path / "catalogue.sqlite")
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM documents").fetchone() == (1,)
    grow(catalogue, range(1, 12))
    assert reader.execute("SELECT count(*) FROM documents").fetchone() == (1,)
    held = log.stat().st_size
    assert held > 8_000_000
    reader.close()
    grow(catalogue, range(12, 24))
    assert log.stat().st_size < held + 4_000_000
    assert len(catalogue.entries()) == 24


def test_passages_come_back_as_they_were_read(catalogue):
    document = read_document(TEXT, "a.txt")
    catalogue.put(document, "/in/a.txt", NOW)
    found = [(p.id, p.text, p.path, p.place, p.start, p.end) for p in catalogue.passages()]
    assert found == [
        (p.id, p.span.of(document.text), p.path, p.place, p.span.start, p.span.end) for p in document.passages
    ]


def test_a_document_comes_back_as_it_was_read(catalogue):
    document = read_document(TEXT, "a.txt")
    catalogue.put(document, "/in/a.txt", NOW)
    detail = catalogue.detail(document.id)
    assert detail.entry.record.metadata == document.metadata
    assert (detail.text, list(detail.nodes), list(detail.named)) == (
        document.text, document.nodes, document.named,
    )  # fmt: skip
    assert [i.number for i in detail.instruments] == ["11/2021/NĐ-CP"]


def test_rows_number_the_passages_of_all_documents(catalogue):
    for number in (1, 2):
        text = TEXT.replace("cảng cá", f"cảng {number}")
        catalogue.put(read_document(text, f"{number}.txt"), f"/in/{number}.txt", NOW)
    assert [p.row for p in catalogue.passages()] == list(range(len(catalogue.passages())))


def test_removing_takes_passages_and_instruments_along(catalogue):
    document = read_document(TEXT, "a.txt")
    catalogue.put(document, "/in/a.txt", NOW)
    catalogue.remove(document.id)
    assert catalogue.passages() == []
    assert catalogue.instruments(document.id) == []
    assert catalogue.integrity_faults() == []


@pytest.mark.parametrize("action", ["entry", "detail", "remove"])
def test_an_unknown_document_is_named(catalogue, action):
    with pytest.raises(NotFoundError, match="'no-such-id'"):
        getattr(catalogue, action)("no-such-id")


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        ("UPDATE passages SET \"end\" = 99999 WHERE position = 0", "lies outside its document"),
        ("UPDATE passages SET \"end\" = start WHERE position = 0", "lies outside its document"),
        ("UPDATE passages SET document_id = 'gone' WHERE position = 0", "orphan row"),
    ],
)  # fmt: skip
def test_integrity_faults_are_found(tmp_path, harm, fault):
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", "Treo đèn biển.", "Mở lớp bơi."))
    path = tmp_path / "data" / "catalogue.sqlite"
    opened = Catalogue(path)
    assert opened.integrity_faults() == []
    opened.close()
    raw(path, harm)
    opened = Catalogue(path)
    assert any(fault in found for found in opened.integrity_faults())
    opened.close()


def test_a_scrambled_page_is_found_by_verify(tmp_path):
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", "Treo đèn biển.", "Mở lớp bơi."))
    path = tmp_path / "data" / "catalogue.sqlite"
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\x5a" * (len(content) - 4096))
    assert DataFolder.open(tmp_path / "data").faults() != []
