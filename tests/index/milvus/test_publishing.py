"""What is published on Milvus is served whole, and nothing of what was removed stays there."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import DamagedError, ModelError, NoIndexError
from index.live import LiveIndex
from index.milvus import publishing, source
from index.milvus.connection import PUBLISHING, Address, Connection
from index.milvus.files import Kept, fetch_file, put_files, read_head
from index.milvus.publishing import FILES_SUFFIX, publish
from index.milvus.source import MilvusSource
from index.snapshot import Snapshot
from search_api.collecting.collect import remove
from tests.index_worlds import collect, write_plan
from tests.milvus_servers import MilvusProcess, milvus_lite

pytestmark = pytest.mark.thorough

LAMPS, BOATS, SCHOOLS = "Treo đèn biển ở cảng cá.", "Khám sức khỏe cho ngư dân.", "Sửa trường học vùng cao."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusProcess]:
    with milvus_lite(tmp_path_factory.mktemp("milvus")) as running:
        yield running


class World:
    """A machine that publishes, and servers that have nothing but an address."""

    def __init__(self, folder: Path, address: Address) -> None:
        self.folder, self.address = folder, address
        self.data = folder / "data"

    def collect(self, name: str, *provisions: str) -> str:
        """Ingest a plan and return its id."""
        report = collect(self.data, write_plan(self.folder / "in" / f"{name}.txt", *provisions))
        return report.files[0].document_id

    def publish(self) -> str:
        with closing(DataFolder.open(self.data).open_current().generation) as generation:
            return publish(Connection(self.address), generation)

    def server(self, name: str = "server") -> LiveIndex:
        return LiveIndex.open(self.folder / name, "bundled", "", self.address)

    def collections(self) -> set[str]:
        found = Connection(self.address).client().list_collections()
        return {name for name in found if name.startswith(f"{self.address.name}_g")}


@pytest.fixture
def world(tmp_path: Path, server: MilvusProcess, request: pytest.FixtureRequest, monkeypatch) -> World:
    monkeypatch.setattr(source, "_BETWEEN_LOOKS", 0.0)
    # One server, an index of its own for each test.
    name = "".join(letter if letter.isalnum() else "_" for letter in request.node.name)
    return World(tmp_path, server.address(name=f"t_{name[:60]}"))


def texts(index: LiveIndex) -> set[str]:
    return {passage.text.partition(" ")[2] for passage in index.snapshot().every_passage()}


def first(index: LiveIndex, query: str) -> str:
    return index.snapshot().searcher.search(query).hits[0].passage.text


def test_a_server_that_has_nothing_serves_what_was_published(world):
    world.collect("a", LAMPS, BOATS)
    name = world.publish()
    index = world.server()
    assert "đèn biển" in first(index, "den bien cang ca")
    assert index.snapshot().manifest.generation == "g000001"
    assert world.publish() == name
    assert world.collections() == {name, f"{name}{FILES_SUFFIX}"}


def test_another_publish_is_followed_and_the_one_before_stays(world):
    world.collect("a", LAMPS)
    before = world.publish()
    index, held = world.server(), world.server("other").snapshot()
    world.collect("b", BOATS)
    after = world.publish()
    assert texts(index) == {LAMPS, BOATS}
    assert "ngư dân" in first(index, "khám sức khỏe")
    # A request that began before goes on in what it began in.
    assert held.searcher.search("đèn biển").hits[0].passage.text.endswith(LAMPS)
    assert {name for name in world.collections() if not name.endswith(FILES_SUFFIX)} == {before, after}
    world.collect("c", SCHOOLS)
    world.publish()
    assert before not in world.collections()


def test_two_servers_answer_from_one_index(world):
    world.collect("a", LAMPS, BOATS, SCHOOLS)
    world.publish()
    here, there = (world.server(name).snapshot().searcher.search("trường học") for name in ("one", "two"))
    assert [(hit.passage.id, hit.score) for hit in here.hits] == [
        (hit.passage.id, hit.score) for hit in there.hits
    ]


def test_nothing_of_a_removed_document_stays(world):
    gone = world.collect("a", LAMPS)
    world.collect("b", BOATS)
    before = world.publish()
    index = world.server()
    assert texts(index) == {LAMPS, BOATS}
    remove(DataFolder.open(world.data), gone, load_embedder())
    after = world.publish()
    assert world.collections() == {after, f"{after}{FILES_SUFFIX}"}
    assert before not in world.collections()
    assert texts(index) == {BOATS}
    hits = index.snapshot().searcher.search("đèn biển").hits
    assert gone not in {hit.document.id for hit in hits}
    cached = b"".join(path.read_bytes() for path in (world.folder / "server").rglob("*") if path.is_file())
    assert "đèn biển".encode() not in cached
    assert "ngư dân".encode() in cached


def test_a_changed_document_is_found_in_its_new_words(world):
    world.collect("a", LAMPS)
    world.publish()
    index = world.server()
    world.collect("a", SCHOOLS)
    world.publish()
    assert texts(index) == {SCHOOLS}


def test_a_collection_that_was_cut_short_is_written_anew(world, monkeypatch):
    world.collect("a", LAMPS)

    def fails(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "_put_passages", fails)
        with pytest.raises(KeyboardInterrupt):
            world.publish()
    with pytest.raises(NoIndexError, match="no index was published"):
        world.server()
    world.publish()
    assert texts(world.server()) == {LAMPS}


def test_an_index_of_another_name_is_left_alone(world):
    world.collect("a", LAMPS)
    world.publish()
    other = World(world.folder, replace(world.address, name=f"{world.address.name}_more"))
    for provision in (BOATS, SCHOOLS):
        other.collect("b", provision)
        other.publish()
    assert texts(world.server("one")) == {LAMPS}


def test_vectors_that_are_no_numbers_are_refused_before_anything_is_sent(world, monkeypatch):
    world.collect("a", LAMPS)
    with closing(DataFolder.open(world.data).open_current().generation) as generation:
        bad = generation.engine.vectors(np.array([0])) * np.float32(np.nan)
        monkeypatch.setattr(generation.engine, "vectors", lambda _: bad)
        with pytest.raises(DamagedError, match="no number"):
            publish(Connection(world.address), generation)
    assert world.collections() == set()


def test_a_collection_of_another_model_is_refused_naming_both(world):
    world.collect("a", LAMPS)
    world.publish()
    opened = MilvusSource(world.address, world.folder / "cache").open_generation()
    embedder = load_embedder()

    class Other:
        identity, dimension = "another@1", embedder.dimension
        embed_passages, embed_query = embedder.embed_passages, embedder.embed_query

    with pytest.raises(ModelError) as refusal:
        Snapshot(opened.generation, Other())
    assert "another@1" in str(refusal.value)
    assert embedder.identity in str(refusal.value)


@pytest.mark.parametrize(
    ("field", "told"), [("schema_version", ["schema 99", "not 1"]), ("tokenizer", ["tokenizer 99"])]
)
def test_a_collection_of_another_version_is_refused_naming_both(world, monkeypatch, field, told):
    world.collect("a", LAMPS)
    plain = publishing.put_files
    monkeypatch.setattr(
        publishing,
        "put_files",
        lambda client, name, head, files: plain(client, name, {**head, field: 99}, files),
    )
    world.publish()
    with pytest.raises(NoIndexError) as refusal:
        world.server()
    assert all(words in str(refusal.value) for words in told)


def test_a_served_index_stays_where_what_comes_cannot_be_read(world, monkeypatch, caplog):
    world.collect("a", LAMPS)
    world.publish()
    index = world.server()
    world.collect("b", BOATS)
    monkeypatch.setattr(publishing, "SCHEMA_VERSION", 99)
    world.publish()
    with caplog.at_level(logging.WARNING):
        assert texts(index) == {LAMPS}
    index.close()
    assert "schema 99, not 1" in caplog.text


def test_files_come_back_as_they_were_and_damage_is_seen(world, tmp_path):
    client, name = Connection(world.address).client(), f"{world.address.name}_g000009_00000000_files"
    files = {}
    for size in (0, 1, 48_000, 150_000):
        files[f"{size}"] = tmp_path / f"in-{size}"
        files[f"{size}"].write_bytes(np.random.default_rng(size).bytes(size))
    put_files(client, name, {"told": "Hải Lâm"}, files)
    head = read_head(client, name)
    assert head["told"] == "Hải Lâm"
    for file, path in files.items():
        fetch_file(client, name, head["files"][file], tmp_path / "out" / file)
        assert (tmp_path / "out" / file).read_bytes() == path.read_bytes()
    # One that was fetched, and is damaged, comes again.
    (tmp_path / "out" / "1").write_bytes(b"?")
    fetch_file(client, name, head["files"]["1"], tmp_path / "out" / "1")
    assert (tmp_path / "out" / "1").read_bytes() == files["1"].read_bytes()
    kept: Kept = head["files"]["150000"]
    for damaged in (replace(kept, sha256="0" * 64), replace(kept, pieces=kept.pieces + 5)):
        with pytest.raises(NoIndexError, match="damaged"):
            fetch_file(client, name, damaged, tmp_path / "never")
    assert sorted(path.name for path in tmp_path.glob("never*")) == []
    client.drop_collection(name, timeout=PUBLISHING)
    with pytest.raises(NoIndexError, match=r"not there|cannot be read"), source.reaching("files"):
        read_head(client, name)


def test_the_records_of_a_segment_are_fetched_once(world):
    world.collect("a", LAMPS)
    world.publish()
    index = world.server()
    (records,) = (world.folder / "server" / "milvus" / "segments").iterdir()
    assert json.dumps(sqlite3.connect(records).execute("SELECT count(*) FROM passages").fetchone()) == "[1]"
    written = records.stat().st_mtime_ns
    again = world.server()
    assert records.stat().st_mtime_ns == written
    assert texts(again) == texts(index) == {LAMPS}
