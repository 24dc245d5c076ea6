"""Shards that cannot be joined: each is named with its reason, and the target is as it was."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import BusyError, PlanSearchError
from index.segment import manifest_digest
from index.shards import Share
from search_api.collecting.collect import ingest, rehearse
from tests.index_worlds import collect, index_files, indexed_texts, snapshot, write_plan
from tests.sharded import cut, joined, named_for, read_share

LAMPS, SCHOOLS, LESSONS, WATER = (
    "Treo đèn biển ở cảng cá.",
    "Sửa trường học vùng cao.",
    "Mở lớp bơi cho trẻ em ven sông.",
    "Cấp nước sạch cho các đảo.",
)
SHARES = [Share(number, 3) for number in (1, 2, 3)]


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    """A data folder that is served, and three shards of a folder."""
    folder = tmp_path_factory.mktemp("shards")
    for share, words in zip(SHARES, (LAMPS, SCHOOLS, LESSONS), strict=True):
        write_plan(folder / "in" / named_for(share), words)
    cut(folder, folder / "in", 3)
    collect(folder / "target", write_plan(folder / "own.txt", WATER))
    return folder


@pytest.fixture
def shards(world, tmp_path) -> list[Path]:
    """Copies of the shards, to be spoiled."""
    return [Path(shutil.copytree(world / f"{number}", tmp_path / f"{number}")) for number in (1, 2, 3)]


def check_refused(world: Path, shards: list[Path], *words: str) -> None:
    """Join into the target, and into nothing: both must be refused in these words, and be as they were."""
    before = snapshot(world / "target")
    for target in (world / "target", shards[0].parent / "new"):
        with pytest.raises(PlanSearchError, match="nothing was changed") as refusal:
            joined(target, shards)
        for each in words:
            assert each in str(refusal.value)
    assert snapshot(world / "target") == before
    assert not (shards[0].parent / "new").exists()
    assert indexed_texts(world / "target") == {f"1. {WATER}"}


def test_one_that_is_not_there(world, shards):
    shutil.rmtree(shards[1])
    check_refused(world, shards, str(shards[1]), "does not exist")


def test_one_that_was_not_named(world, shards):
    check_refused(world, shards[:2], "these are missing: 3/3", str(world / "in"))


def test_one_that_is_named_twice(world, shards):
    check_refused(world, [*shards, shards[0]], "are the same shard", str(shards[0]))


def test_a_folder_that_is_none(world, shards):
    check_refused(world, [*shards, world / "target"], f"{world / 'target'} is no shard", "ingest --shard")


def test_one_of_another_number_of_shares(world, shards, tmp_path):
    other = read_share(tmp_path / "other", Share(3, 4), world / "in")
    check_refused(world, [*shards[:2], other], "not into as many", "shard 3/4")


def test_one_of_another_folder(world, shards, tmp_path):
    shutil.copytree(world / "in", tmp_path / "elsewhere")
    other = read_share(tmp_path / "other", SHARES[2], tmp_path / "elsewhere")
    check_refused(world, [*shards[:2], other], "not cut from the same folders", str(other))


def test_a_target_that_is_a_shard(shards):
    before = snapshot(shards[0])
    with pytest.raises(PlanSearchError, match="is a shard itself"):
        joined(shards[0], shards)
    assert snapshot(shards[0]) == before


def test_one_whose_ingest_was_not_finished(world, shards):
    with closing(DataFolder.open(shards[1]).catalogue()) as catalogue:
        (entry,) = catalogue.entries()
        catalogue.remove(entry.id)
    check_refused(world, shards, str(shards[1]), "was not finished", "ingest --shard 2/3")


def test_one_that_was_never_finished(world, shards):
    shutil.rmtree(shards[1] / "generations")
    (shards[1] / "CURRENT").unlink()
    check_refused(world, shards, str(shards[1]), "CURRENT names no index")


def spoilt(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


def spoilt_row(shard: Path) -> None:
    with closing(sqlite3.connect(shard / "catalogue.sqlite")) as connection, connection:
        connection.execute("UPDATE documents SET reading = replace(reading, 'trường', 'chợ')")


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a row of the catalogue": (spoilt_row, "is not what was written"),
    "the catalogue": (lambda s: (s / "catalogue.sqlite").write_bytes(b"luan van " * 999), "is damaged"),
    "a file of a segment": (
        lambda s: spoilt(next(s.glob("segments/*/token_ids.npy"))),
        "token_ids.npy is damaged",
    ),
    "a file that is lost": (lambda s: next(s.glob("segments/*/records.sqlite")).unlink(), "is missing"),
    "a segment": (lambda s: shutil.rmtree(s / "segments"), "the manifest cannot be read"),
    "what a shard says of itself": (lambda s: spoilt(s / "shard.json"), "shard.json"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_one_that_is_damaged(world, shards, damage):
    spoil, words = DAMAGES[damage]
    spoil(shards[1])
    before = snapshot(world / "target")
    with pytest.raises(PlanSearchError) as refusal:
        joined(world / "target", shards)
    assert words in str(refusal.value)
    assert str(shards[1]) in str(refusal.value)
    assert snapshot(world / "target") == before


def test_one_that_has_lost_the_file_of_a_document(world, shards, tmp_path):
    target = Path(shutil.copytree(world / "target", tmp_path / "target"))
    next(shards[1].glob("originals/*/*")).unlink()
    with pytest.raises(PlanSearchError, match="of a document is not what it was") as refusal:
        joined(target, shards)
    assert str(shards[1]) in str(refusal.value)
    assert indexed_texts(target) == {f"1. {WATER}"}
    assert DataFolder.open(target).faults() == []


def as_if_made_by(shard: Path, **fields: object) -> None:
    """Have the manifest of a segment say other things of it."""
    (path,) = shard.glob("segments/*/manifest.json")
    _say(path, fields)
    segment = json.loads(path.read_text(encoding="utf-8"))
    (own,) = shard.glob("generations/*/manifest.json")
    (listed,) = json.loads(own.read_text(encoding="utf-8"))["segments"]
    _say(own, {"segments": [{**listed, "digest": segment["sha256"]}]})


def _say(path: Path, fields: dict[str, object]) -> None:
    known = {**json.loads(path.read_text(encoding="utf-8")), **fields}
    known.pop("sha256")
    path.write_text(json.dumps({**known, "sha256": manifest_digest(known)}), encoding="utf-8")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"preparation": "other"}, "prepared by another version"),
        ({"schema_version": 4}, "made by another version of PlanSearch (schema 4"),
        ({"tokenizer": "other"}, "tokenizer other"),
    ],
    ids=["preparation", "schema", "tokenizer"],
)
def test_one_that_another_version_has_made(world, shards, fields, words):
    as_if_made_by(shards[1], **fields)
    check_refused(world, shards, str(shards[1]), words)


def test_one_of_another_model(world, shards):
    (own,) = shards[1].glob("generations/*/manifest.json")
    _say(own, {"model": "other"})
    check_refused(world, shards, str(shards[1]), "the model other", load_embedder().identity)


def test_one_that_another_reader_has_read(world, shards, monkeypatch):
    monkeypatch.setattr("search_api.collecting.opened_shard.READER_VERSION", 99)
    check_refused(world, shards, str(shards[0]), "read by another version")


def test_one_with_a_newer_catalogue(world, shards):
    with closing(sqlite3.connect(shards[1] / "catalogue.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")
    check_refused(world, shards, str(shards[1]), "this PlanSearch knows")


def test_a_target_that_another_process_writes_to(world, shards):
    with DataFolder.open(world / "target").writing(), pytest.raises(BusyError, match="another ingest"):
        joined(world / "target", shards)
    assert indexed_texts(world / "target") == {f"1. {WATER}"}


def test_a_shard_is_mended_as_the_message_says(world, shards, tmp_path):
    spoilt(next(shards[1].glob("segments/*/token_ids.npy")))
    read_share(shards[1], SHARES[1], world / "in")
    joined(tmp_path / "data", shards)
    assert indexed_texts(tmp_path / "data") == {f"1. {words}" for words in (LAMPS, SCHOOLS, LESSONS)}


def test_the_index_of_a_shard_is_none_of_the_targets(world, shards, tmp_path):
    joined(tmp_path / "data", shards)
    for shard in shards:
        (generation,) = DataFolder.open(shard).generation_names()
        for file in index_files(shard, generation):
            spoilt(file)
    assert DataFolder.open(tmp_path / "data").faults() == []


@pytest.mark.parametrize("share", [None, Share(1, 3), Share(2, 2)], ids=str)
def test_nothing_else_is_read_into_a_shard(world, shards, share):
    before = snapshot(shards[1])
    for read in (ingest_into, rehearsed_in):
        with pytest.raises(PlanSearchError, match="is shard 2/3: go on with --shard 2/3"):
            read(shards[1], world / "in", share)
    assert snapshot(shards[1]) == before


def ingest_into(data: Path, plans: Path, share: Share | None) -> None:
    ingest(DataFolder.open(data), [plans], load_embedder(), share=share)


def rehearsed_in(data: Path, plans: Path, share: Share | None) -> None:
    rehearse(data, [plans], share=share)


def test_an_index_of_all_files_becomes_no_shard(world):
    before = snapshot(world / "target")
    with pytest.raises(PlanSearchError, match="is no shard"):
        ingest_into(world / "target", world / "in", SHARES[0])
    assert snapshot(world / "target") == before
