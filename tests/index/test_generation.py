"""A generation is served whole and undamaged, or the one before it, or none."""

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index import data_folder
from index.data_folder import DataFolder
from index.embedder import bundled_model, load_embedder
from index.errors import NoIndexError
from index.fitted import Fitted, unknown
from index.generation import Generation, read_manifest
from index.preparation import tokenizer_identity
from index.segment import Segment, manifest_digest
from index.segment import read_manifest as read_segment
from index.snapshot import Snapshot
from search_api.collecting.collect import ingest, remove
from tests.index_worlds import collect, index_files, indexed_texts, snapshot, write_plan

OLD, NEW = "g000001", "g000002"
SEGMENT = "s000002"
UNFITTED = unknown()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two generations: one document, then two."""
    folder = tmp_path_factory.mktemp("published")
    write_plan(folder / "in" / "a.txt", "Treo đèn biển ở cảng cá.", "Sửa trường học vùng cao.")
    collect(folder / "data", folder / "in")
    write_plan(folder / "in" / "b.txt", "Khám sức khỏe cho ngư dân.")
    collect(folder / "data", folder / "in")
    return folder / "data"


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "data"))


def served(data: Path) -> str:
    return DataFolder.open(data).open_generation().generation.manifest.generation


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def blank(path: Path) -> None:
    """Fill the second half of a file with zeros, as after a cut whose blocks were never written."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] + bytes(len(content) - len(content) // 2))


def unlink(path: Path) -> None:
    path.unlink()


def test_the_manifest_says_what_a_generation_holds(data):
    manifest = read_manifest(data / "generations" / NEW)
    assert (manifest.generation, manifest.documents, manifest.passages) == (NEW, 2, 3)
    assert (manifest.model, manifest.dimension) == (load_embedder().identity, load_embedder().dimension)
    assert manifest.rejected == 0
    (listed,) = manifest.segments
    segment, digest = read_segment(data / "segments" / listed.segment)
    assert (segment.segment, digest, listed.hidden) == (SEGMENT, listed.digest, ())
    assert (segment.documents, segment.passages) == (2, 3)
    assert segment.tokenizer == tokenizer_identity(bundled_model())


def test_the_manifests_name_every_file_with_its_digest(data):
    files = {
        f: d for f, d in snapshot(data).items() if not f.endswith((".lock", "manifest.json", "managed.json"))
    }
    of = {f"segments/{SEGMENT}": read_segment(data / "segments" / SEGMENT)[0].files}
    of[f"generations/{NEW}"] = read_manifest(data / "generations" / NEW).files
    for folder, named in of.items():
        there = {f.removeprefix(f"{folder}/"): d for f, d in files.items() if f.startswith(f"{folder}/")}
        shared = {f for f in there if f.startswith("lexical/") and not f.endswith(".json")}
        assert {f: d for f, d in there.items() if f in named} == {f: named[f] for f in named if f in there}
        assert there.keys() - named.keys() <= (shared if folder.startswith("generations") else set())
        assert there


def test_only_the_generation_before_is_kept(data, tmp_path):
    collect(data, write_plan(tmp_path / "c.txt", "Mở lớp bơi cho trẻ em ven sông."))
    assert DataFolder.open(data).generation_names() == ["g000003", NEW]
    assert (data / "CURRENT").read_text() == "g000003\n"


@pytest.mark.parametrize("damage", [truncate, flip, blank, unlink])
def test_damage_to_any_file_serves_the_older_generation(data, damage, caplog):
    own = data / "generations" / NEW
    files = index_files(data, NEW)
    # The data folder was copied: what a generation shares with its segment it has as files of its own here.
    files += [file for file in (own / "lexical").iterdir() if file.suffix in (".idx", ".term")]
    assert len(files) > 15
    for file in files:
        whole = file.read_bytes()
        damage(file)
        caplog.clear()
        assert served(data) == OLD, file
        assert f"serving generation {OLD} instead of {NEW}" in caplog.text
        file.write_bytes(whole)
    assert served(data) == NEW


def test_no_flipped_byte_of_the_manifest_goes_unnoticed(data):
    path = data / "generations" / NEW / "manifest.json"
    whole = path.read_bytes()
    true = read_manifest(path.parent)
    unnoticed = []
    # The list of files is left out: it is compared with the files themselves.
    for at in range(whole.index(b'"files"')):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            manifest = read_manifest(path.parent)
            Generation.open(path.parent).close()
        except NoIndexError:
            continue
        if manifest != true:
            unnoticed.append(whole[max(at - 20, 0) : at + 5])
    assert unnoticed == []


def test_the_older_generation_still_answers(data):
    truncate(data / "segments" / SEGMENT / "passages.faiss")
    snapshot = Snapshot(DataFolder.open(data).open_generation().generation, load_embedder())
    assert "đèn biển" in snapshot.searcher.search("đèn biển").hits[0].passage.text


def test_damage_to_all_generations_is_a_clear_refusal_that_wipes_nothing(data):
    for name in (OLD, NEW):
        flip(data / "segments" / name.replace("g", "s") / "passages.faiss")
    before = snapshot(data)
    with pytest.raises(NoIndexError) as refusal:
        DataFolder.open(data).open_generation()
    assert "s000001: file passages.faiss is damaged" in str(refusal.value)
    assert "plansearch ingest" in str(refusal.value)
    assert snapshot(data) == before


def test_ingest_of_unchanged_files_replaces_a_damaged_generation(tmp_path):
    data, plans = tmp_path / "data", tmp_path / "in"
    for words in ("Treo đèn biển ở cảng cá.", "Treo đèn biển ở cầu tàu."):
        write_plan(plans / "a.txt", words)
        collect(data, plans)
    flip(data / "segments" / SEGMENT / "records.sqlite")
    collect(data, plans)
    assert indexed_texts(data) == {"1. Treo đèn biển ở cầu tàu."}
    assert DataFolder.open(data).faults() == []


def test_publishing_beside_a_damaged_generation_keeps_the_good_one(data, tmp_path):
    flip(data / "segments" / SEGMENT / "records.sqlite")
    collect(data, write_plan(tmp_path / "c.txt", "Mở lớp bơi cho trẻ em ven sông."))
    assert OLD in DataFolder.open(data).generation_names()


@pytest.mark.parametrize(
    "content",
    [b"", b"g999999\n", b"../../etc\n", b"\xff\xfe\x00", b"g000001\ng000002\n", b"g1", b"g\xd9\xa1"],
)
def test_a_bad_pointer_serves_the_newest_good_generation(data, content, caplog):
    (data / "CURRENT").write_bytes(content)
    assert served(data) == NEW
    assert f"serving generation {NEW} instead of" in caplog.text


def test_a_missing_pointer_serves_the_newest_good_generation(data):
    (data / "CURRENT").unlink()
    assert served(data) == NEW


def test_a_clock_that_jumps_back_changes_nothing_in_what_is_newest(data, tmp_path, monkeypatch):
    monkeypatch.setattr(data_folder, "now", lambda: "1999-12-31T23:59:59+00:00")
    collect(data, write_plan(tmp_path / "c.txt", "Mở lớp bơi cho trẻ em ven sông."))
    os.utime(data / "CURRENT", (0, 0))
    folder = DataFolder.open(data)
    assert (
        folder.open_generation().generation.manifest.created
        < read_manifest(data / "generations" / NEW).created
    )
    assert served(data) == folder.current_name() == max(folder.generation_names()) == "g000003"
    assert folder.faults() == []
    (data / "CURRENT").unlink()
    assert served(data) == "g000003"
    monkeypatch.undo()
    remove(folder, next(iter(folder.open_generation().generation.records.documents)), load_embedder())
    assert served(data) == "g000004"


def test_ingest_mends_a_bad_pointer(data, published):
    (data / "CURRENT").write_bytes(b"g999999\n")
    collect(data, published.parent / "in")
    assert DataFolder.open(data).faults() == []


def test_a_half_built_generation_is_never_served_and_is_cleared(data, tmp_path):
    half = data / "generations" / "g000003.building"
    shutil.copytree(data / "generations" / NEW, half)
    assert served(data) == NEW
    collect(data, write_plan(tmp_path / "c.txt", "Mở lớp bơi cho trẻ em ven sông."))
    assert not half.exists()


def test_a_generation_of_another_schema_is_passed_over(data):
    path = data / "generations" / NEW / "manifest.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**fields, "schema_version": 99}), encoding="utf-8")
    assert served(data) == OLD


def test_another_tokenizer_is_refused_naming_both(data):
    path = data / "segments" / SEGMENT / "manifest.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    fields |= {"tokenizer": "0123456789ab"}
    fields["sha256"] = manifest_digest({name: told for name, told in fields.items() if name != "sha256"})
    path.write_text(json.dumps(fields), encoding="utf-8")
    with pytest.raises(NoIndexError) as refusal:
        Segment.open(path.parent)
    assert "0123456789ab" in str(refusal.value)
    assert tokenizer_identity(bundled_model()) in str(refusal.value)


def test_the_same_corpus_gives_the_same_arrays(data, tmp_path, published):
    collect(tmp_path / "again", published.parent / "in")
    once, again = (
        {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.glob("*.npy")}
        for folder in (data / "segments" / SEGMENT, tmp_path / "again" / "segments" / "s000001")
    )
    assert once == again


@dataclass
class FaultyEmbedder:
    """Embeds well, but gives `value` for passages that hold a marker."""

    value: float
    identity: str = "faulty@1"
    dimension: int = bundled_model().dimension
    fitted: Fitted = UNFITTED

    def embed_passages(self, texts):
        vectors = bundled_model().encode(texts)
        vectors[["hỏng" in text for text in texts]] = self.value
        return vectors

    def embed_query(self, text):
        return bundled_model().encode([text])[0]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 0.0])
def test_a_bad_vector_is_rejected_and_counted(tmp_path, value):
    path = write_plan(tmp_path / "a.txt", "Sửa máy bơm hỏng ở trạm.", "Treo đèn.", "Thay cửa hỏng ở trường.")
    embedder = FaultyEmbedder(value)
    report = ingest(DataFolder.open_or_create(tmp_path / "data"), [path], embedder)
    assert report.manifest is not None
    assert (report.manifest.rejected, report.manifest.passages) == (2, 3)
    snapshot = Snapshot(DataFolder.open(tmp_path / "data").open_generation().generation, embedder)
    hits = snapshot.searcher.search("máy bơm hỏng").hits
    assert "máy bơm" in hits[0].passage.text
    assert all(np.isfinite([hit.score, hit.signals.cosine]).all() for hit in hits)


def test_an_index_without_documents_answers_nothing(tmp_path):
    report = collect(tmp_path / "data", write_plan(tmp_path / "a.txt", "Treo đèn biển ở cảng cá."))
    folder = DataFolder.open(tmp_path / "data")
    remove(folder, report.files[0].document_id, load_embedder())
    result = Snapshot(folder.open_generation().generation, load_embedder()).searcher.search("đèn biển")
    assert (result.hits, result.total, result.confidence) == ((), 0, "none")
    assert indexed_texts(tmp_path / "data") == set()
