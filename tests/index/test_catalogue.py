"""The catalogue: versions, transactions, damage that it notices itself."""

import re
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from index.as_json import from_json
from index.catalogue import SCHEMA_VERSION, Catalogue, Reading
from index.data_folder import DataFolder
from index.errors import DamagedError, DataFolderError, NotFoundError
from ingest.reading.child import read
from ingest.reading.frames import Unread
from ingest.reading.reader import read_document
from ingest.reading.version import READER_VERSION
from ingest.sources.files import fingerprint
from ingest.types import Document
from tests.index_worlds import collect, write_plan

NOW = "2025-01-01T00:00:00+00:00"
TEXT = (
    "KẾ HOẠCH\nCông tác năm\n\n1. Treo đèn biển ở cảng cá (sau Nghị định 11/2021/NĐ-CP).\n\n2. Mở lớp bơi.\n"
)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "catalogue.sqlite"


@pytest.fixture
def catalogue(path):
    opened = Catalogue(path)
    yield opened
    opened.close()


def reading(text: str = TEXT, identity: str = "d1") -> Reading:
    """Return what reading a text gave."""
    outcome = read(Unread("text", text.encode(), f"{identity}.txt", identity))
    (found,) = outcome.documents
    digest = fingerprint(text.encode())
    return Reading(identity, f"{identity}.txt", digest, "text", text, outcome.reader, found.reading)


def put(catalogue: Catalogue, text: str = TEXT, identity: str = "d1") -> None:
    catalogue.put(reading(text, identity), f"/in/{identity}.txt", NOW)


def raw(path: Path, *statements: str) -> list[tuple]:
    """Run statements behind the catalogue's back and return the last one's rows."""
    connection = sqlite3.connect(path)
    with connection:
        rows = [connection.execute(statement).fetchall() for statement in statements]
    connection.close()
    return rows[-1]


def test_a_new_catalogue_has_the_newest_version(catalogue, path):
    assert raw(path, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert catalogue.entries() == []


def test_an_empty_file_of_version_0_is_brought_to_the_newest(path):
    raw(path, "PRAGMA user_version = 0")
    Catalogue(path).close()
    assert raw(path, "PRAGMA user_version") == [(SCHEMA_VERSION,)]


def test_opening_again_keeps_what_is_there(path):
    for _ in range(2):
        opened = Catalogue(path)
        put(opened)
        opened.close()
    opened = Catalogue(path)
    assert [entry.source_path for entry in opened.entries()] == ["/in/d1.txt"]
    opened.close()


def test_a_newer_catalogue_is_refused_unchanged(path):
    raw(path, "CREATE TABLE documents (wholly_new TEXT)", f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(DataFolderError, match="nothing was changed"):
        Catalogue(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("draft", [False, True])
def test_a_file_that_is_no_catalogue_is_refused_unchanged(path, draft):
    path.write_bytes(b"not a database " * 500)
    with pytest.raises(DataFolderError, match=r"catalogue\.sqlite is damaged"):
        Catalogue(path, draft=draft)
    assert path.read_bytes() == b"not a database " * 500


def test_every_commit_waits_for_the_disk(catalogue):
    ((synchronous,),) = catalogue._connection.execute("PRAGMA synchronous")
    assert synchronous == 2


def test_a_failed_transaction_leaves_nothing(catalogue):
    def put_and_fail() -> None:
        with catalogue.transaction():
            put(catalogue)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        put_and_fail()
    assert catalogue.entries() == []


def test_a_document_comes_back_as_it_was_read(catalogue):
    put(catalogue)
    (stored,) = catalogue.stored()
    assert from_json(Document, stored.reading) == replace(read_document(TEXT, "d1.txt", "d1"), source="")
    assert catalogue.source(catalogue.entry("d1")) == TEXT


def test_documents_come_in_the_order_of_their_first_ingest(catalogue):
    for identity in ("b", "a", "c"):
        put(catalogue, TEXT.replace("cảng cá", f"cảng {identity}"), identity)
    put(catalogue, TEXT.replace("cảng cá", "cầu tàu"), "a")
    assert [stored.id for stored in catalogue.stored()] == ["b", "a", "c"]


def test_the_digest_tells_documents_that_say_something_else(catalogue):
    put(catalogue)
    (before,) = catalogue.stored()
    put(catalogue)
    (again,) = catalogue.stored()
    put(catalogue, TEXT.replace("bơi", "múa"))
    (after,) = catalogue.stored()
    assert before.digest == again.digest != after.digest


@pytest.mark.parametrize("action", ["entry", "remove"])
def test_an_unknown_document_is_named(catalogue, action):
    with pytest.raises(NotFoundError, match="'no-such-id'"):
        getattr(catalogue, action)("no-such-id")


def test_documents_of_an_older_reader_are_known(catalogue):
    put(catalogue)
    assert catalogue.older_than(READER_VERSION) == []
    assert [entry.id for entry in catalogue.older_than(READER_VERSION + 1)] == ["d1"]


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE documents SET reading = replace(reading, 'đèn', 'đàn')",
        "UPDATE documents SET source = source || ' '",
        "UPDATE documents SET source_path = '/elsewhere'",
        "UPDATE documents SET id = 'd2'",
        "UPDATE documents SET reader = reader + 1",
        "UPDATE documents SET reading = CAST(x'ff00fe' AS TEXT)",
        "UPDATE documents SET checksum = ''",
    ],
)
def test_a_row_that_is_not_what_was_written_is_never_given_out(path, harm):
    opened = Catalogue(path)
    put(opened)
    assert opened.integrity_faults() == []
    opened.close()
    raw(path, harm)
    opened = Catalogue(path)
    (fault,) = opened.integrity_faults()
    assert fault.endswith("is not what was written")
    with pytest.raises(DamagedError, match="is damaged"):
        list(opened.stored())
    opened.close()


def test_a_damaged_index_of_the_file_is_built_anew_and_a_damaged_row_is_named(path):
    opened = Catalogue(path)
    for number in range(3):
        put(opened, TEXT.replace("cảng cá", f"cảng {number}"), f"d{number}")
    opened.close()
    whole = path.read_bytes()
    ends = set()
    for place in [match.start() for match in re.finditer(b"/in/d1.txt", whole)]:
        path.write_bytes(whole[:place] + b"/in/dX.txt" + whole[place + 10 :])
        opened = Catalogue(path)
        assert opened.integrity_faults() != []
        opened.mend_structure()
        ends.add(tuple(entry.id for entry in opened.damaged()))
        assert [entry.id for entry in opened.entries()] == ["d0", "d1", "d2"]
        opened.close()
    # Once in the index of paths, which is made of the rows, and once in the row itself.
    assert ends == {(), ("d1",)}


def test_a_scrambled_page_is_found_by_verify(tmp_path):
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", "Treo đèn biển.", "Mở lớp bơi."))
    path = tmp_path / "data" / "catalogue.sqlite"
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\x5a" * (len(content) - 4096))
    assert DataFolder.open(tmp_path / "data").faults() != []


def grow(catalogue: Catalogue, numbers: range) -> None:
    """Put documents of a megabyte, a transaction each."""
    for number in numbers:
        large = replace(reading(), id=f"d{number}", content_hash=f"d{number}", source="x" * 1_000_000)
        with catalogue.transaction():
            catalogue.put(large, f"/d{number}", NOW)


def test_the_log_of_writes_does_not_grow_without_end(catalogue, path):
    log = path.with_name(path.name + "-wal")
    grow(catalogue, range(15))
    assert log.stat().st_size < 8_000_000
    catalogue.forget()
    assert log.stat().st_size == 0


def test_the_log_of_writes_grows_no_more_when_a_long_reader_has_ended(catalogue, path):
    log = path.with_name(path.name + "-wal")
    grow(catalogue, range(1))
    reader = sqlite3.connect(path)
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


def test_a_catalogue_is_read_without_being_written(path):
    opened = Catalogue(path)
    put(opened)
    opened.close()
    before = path.read_bytes()
    found: list[object] = []

    def look() -> None:
        looking = Catalogue(path, writing=False)
        found.extend(stored.id for stored in looking.stored())
        found.extend(looking.integrity_faults())
        looking.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == ["d1"]
    assert path.read_bytes() == before


def test_nothing_is_made_by_looking_for_a_catalogue(path):
    with pytest.raises(DataFolderError, match="does not exist"):
        Catalogue(path, writing=False)
    assert not path.exists()


def test_a_draft_is_a_copy_and_what_is_written_to_it_is_lost(catalogue, path):
    put(catalogue)
    before = path.read_bytes()
    draft = Catalogue(path, draft=True)
    assert [entry.id for entry in draft.entries()] == ["d1"]
    draft.remove("d1")
    draft.close()
    assert [entry.id for entry in catalogue.entries()] == ["d1"]
    assert path.read_bytes() == before


def test_a_draft_of_an_older_version_is_brought_to_the_newest_and_the_file_is_not(path):
    raw(path, "PRAGMA user_version = 0")
    draft = Catalogue(path, draft=True)
    assert draft.quarantine.files() == []
    draft.close()
    assert raw(path, "PRAGMA user_version") == [(0,)]
