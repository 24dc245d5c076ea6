"""A generation is served whole and undamaged, or the one before it, or none."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index.data_folder import DataFolder
from index.embedder import bundled_model, load_embedder
from index.errors import NoIndexError
from index.generation import Generation, _manifest_digest, check_files, read_manifest
from index.preparation import tokenizer_identity
from index.snapshot import Snapshot
from search_api.collecting.collect import ingest, remove
from tests.index_worlds import collect, indexed_texts, snapshot, write_plan

OLD, NEW = "g000001", "g000002"


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


def unlink(path: Path) -> None:
    path.unlink()


def test_the_manifest_says_what_a_generation_holds(data):
    manifest = read_manifest(data / "generations" / NEW)
    assert (manifest.generation, manifest.documents, manifest.passages) == (NEW, 2, 3)
    assert (manifest.model, manifest.dimension) == (load_embedder().identity, load_embedder().dimension)
    assert manifest.tokenizer == tokenizer_identity(bundled_model())
    assert manifest.rejected == 0
    assert manifest.terms > 0


def test_the_manifest_names_every_file_with_its_digest(data):
    folder = data / "generations" / NEW
    files = {k: v for k, v in snapshot(folder).items() if not k.endswith((".lock", "manifest.json"))}
    assert read_manifest(folder).files == files


def test_only_the_generation_before_is_kept(data, tmp_path):
    collect(data, write_plan(tmp_path / "c.txt", "Mở lớp bơi cho trẻ em ven sông."))
    assert DataFolder.open(data).generation_names() == ["g000003", NEW]
    assert (data / "CURRENT").read_text() == "g000003\n"


@pytest.mark.parametrize("damage", [truncate, flip, unlink])
def test_damage_to_any_file_serves_the_older_generation(data, damage, caplog):
    folder = data / "generations" / NEW
    for name in [*read_manifest(folder).files, "manifest.json"]:
        whole = (folder / name).read_bytes()
        damage(folder / name)
        assert served(data) == OLD, name
        assert f"serving generation {OLD} instead of {NEW}" in caplog.text
        (folder / name).write_bytes(whole)
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
            check_files(path.parent, manifest)
        except NoIndexError:
            continue
        if manifest != true:
            unnoticed.append(whole[max(at - 20, 0) : at + 5])
    assert unnoticed == []


def test_the_older_generation_still_answers(data):
    truncate(data / "generations" / NEW / "passages.faiss")
    snapshot = Snapshot(DataFolder.open(data).open_generation().generation, load_embedder())
    assert "đèn biển" in snapshot.searcher.search("đèn biển").hits[0].passage.text


def test_damage_to_all_generations_is_a_clear_refusal_that_wipes_nothing(data):
    for name in (OLD, NEW):
        flip(data / "generations" / name / "terms.faiss")
    before = snapshot(data)
    with pytest.raises(NoIndexError) as refusal:
        DataFolder.open(data).open_generation()
    assert f"{OLD}: file terms.faiss is damaged" in str(refusal.value)
    assert "plansearch ingest" in str(refusal.value)
    assert snapshot(data) == before


def test_ingest_of_unchanged_files_replaces_a_damaged_generation(tmp_path):
    data, plans = tmp_path / "data", tmp_path / "in"
    for words in ("Treo đèn biển ở cảng cá.", "Treo đèn biển ở cầu tàu."):
        write_plan(plans / "a.txt", words)
        collect(data, plans)
    flip(data / "generations" / NEW / "records.sqlite")
    collect(data, plans)
    assert indexed_texts(data) == {"1. Treo đèn biển ở cầu tàu."}
    assert DataFolder.open(data).faults() == []


def test_publishing_beside_a_damaged_generation_keeps_the_good_one(data, tmp_path):
    flip(data / "generations" / NEW / "records.sqlite")
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
    path = data / "generations" / NEW / "manifest.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    fields |= {"tokenizer": "0123456789ab"}
    fields["sha256"] = _manifest_digest({name: told for name, told in fields.items() if name != "sha256"})
    path.write_text(json.dumps(fields), encoding="utf-8")
    with pytest.raises(NoIndexError) as refusal:
        Generation.open(path.parent)
    assert "0123456789ab" in str(refusal.value)
    assert tokenizer_identity(bundled_model()) in str(refusal.value)


def test_the_same_corpus_gives_the_same_arrays(data, tmp_path, published):
    collect(tmp_path / "again", published.parent / "in")
    once, again = (
        {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.glob("*.npy")}
        for folder in (data / "generations" / NEW, tmp_path / "again" / "generations" / OLD)
    )
    assert once == again


@dataclass
class FaultyEmbedder:
    """Embeds well, but gives `value` for passages that hold a marker."""

    value: float
    identity: str = "faulty@1"
    dimension: int = bundled_model().dimension

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
