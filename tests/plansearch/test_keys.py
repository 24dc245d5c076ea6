"""Keys: shown once, kept as digests, good as long as they are."""

import os
import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest

from index.errors import BusyError, DataFolderError, NotFoundError
from plansearch.keys import FILE_NAME, Grant, KeyStore

TODAY = datetime.now(UTC).date()
FULL = Grant("Sở Y tế", "ingest", TODAY + timedelta(days=1), "5/minute", ("a1", "province:Huế"))


@pytest.fixture
def store(tmp_path):
    return KeyStore(tmp_path)


def test_a_key_opens_with_its_words_alone_and_says_what_it_is_for(store):
    key, words = store.create(FULL)
    other, _ = store.create(Grant("b"))
    assert store.holder(words) == key
    assert key.grant == FULL
    assert key.id != other.id
    for wrong in (
        "",
        "ps_",
        words[:-1],
        words + "x",
        words.upper(),
        words.replace(key.id, other.id),
        "ps_é_\udc80",
    ):
        assert store.holder(wrong) is None, wrong


def test_where_no_key_was_made_nothing_opens_and_nothing_is_written(store):
    assert store.holder("ps_a_b") is None
    assert store.listed() == []
    assert not store.path.exists()


def test_the_words_of_a_key_are_on_no_disk(store, tmp_path):
    _, words = store.create(FULL)
    secret = words.rpartition("_")[2].encode()
    assert [path for path in tmp_path.iterdir() if secret in path.read_bytes()] == []
    assert FULL.name.encode() in store.path.read_bytes()


def test_no_two_keys_share_their_words(store):
    assert len({store.create(Grant("x"))[1] for _ in range(20)}) == 20
    assert all(len(store.create(Grant("x"))[1].rpartition("_")[2]) * 4 >= 128 for _ in range(2))


def test_a_revoked_key_opens_nothing_from_then_on(store):
    key, words = store.create(FULL)
    kept, others = store.create(FULL)
    assert store.revoke(key.id).id == key.id
    assert store.holder(words) is None
    assert store.holder(others) == kept
    revoked, _ = store.listed()
    assert (revoked.id, revoked.state) == (key.id, "revoked")
    store.revoke(key.id)
    assert store.listed()[0] == revoked
    with pytest.raises(NotFoundError, match="keys list"):
        store.revoke("nothing")


@pytest.mark.parametrize(
    ("expires", "good"), [(TODAY, True), (TODAY - timedelta(days=1), False), (None, True)]
)
def test_a_key_is_good_to_the_end_of_its_last_day(store, expires: date | None, good):
    key, words = store.create(Grant("x", expires=expires))
    assert (store.holder(words) is not None) == good
    assert key.state == ("good" if good else "expired")


@pytest.mark.parametrize(
    ("held", "reached"),
    [("read", {"read"}), ("ingest", {"read", "ingest"}), ("admin", {"read", "ingest", "admin"})],
)
def test_a_scope_may_what_those_below_it_may(store, held, reached):
    key, _ = store.create(Grant("x", held))
    assert {scope for scope in ("read", "ingest", "admin") if key.reaches(scope)} == reached


def test_an_empty_list_of_documents_is_kept_as_one(store):
    store.create(Grant("none", documents=()))
    store.create(Grant("all"))
    assert [key.grant.documents for key in store.listed()] == [(), None]


def test_with_its_file_damaged_no_key_opens_and_it_is_said(store):
    _, words = store.create(FULL)
    store.path.write_bytes(os.urandom(4096))
    with pytest.raises(BusyError, match="cannot be read"):
        store.holder(words)


def test_a_list_of_documents_that_cannot_be_read_opens_nothing(store):
    _, words = store.create(FULL)
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE keys SET documents = 'x'")
    connection.close()
    with pytest.raises(BusyError, match="cannot be read"):
        store.holder(words)


def test_the_file_of_a_newer_version_is_left_as_it_is(store, tmp_path):
    store.create(FULL)
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(DataFolderError, match="newer"):
        store.create(FULL)
    with pytest.raises(DataFolderError, match="newer"):
        store.holder("ps_a_b")


def test_where_nothing_can_be_written_it_is_said(tmp_path):
    with pytest.raises(DataFolderError, match="no key can be written"):
        KeyStore(tmp_path / "missing").create(FULL)
