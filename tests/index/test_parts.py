"""Records, arrays and words of an index are of the same passages, or it is not served."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import tantivy

from index.as_json import from_json
from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import NoIndexError
from index.generation import Generation
from index.segment import digests, manifest_digest
from ingest.types import Document
from search_api.collecting.collect import rebuild
from tests.index_worlds import collect, write_plan
from tests.product import Product

LAMPS, SCHOOLS, WATER = "Treo đèn biển ở cảng cá.", "Sửa trường học vùng cao.", "Cấp nước sạch cho các đảo."


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    """A data folder with two generations: one document, then two."""
    folder = tmp_path_factory.mktemp("published")
    for name, words in (("a", LAMPS), ("b", SCHOOLS)):
        write_plan(folder / "in" / f"{name}.txt", words)
        collect(folder / "data", folder / "in")
    return folder / "data"


@pytest.fixture
def data(published, tmp_path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "data"))


def lose_words(lexical: Path) -> None:
    """Delete the passages with one of the words from a lexical index."""
    index = tantivy.Index.open(str(lexical))
    writer = index.writer(heap_size=15_000_000, num_threads=1)
    writer.delete_documents_by_term("accented", "đèn")
    writer.commit()
    writer.wait_merging_threads()


def lose_a_record(records: Path) -> None:
    """Delete a passage from a records file."""
    with closing(sqlite3.connect(records)) as connection, connection:
        assert connection.execute("DELETE FROM passages WHERE row = 0").rowcount == 1


LOSSES: dict[str, Callable[[Path], None]] = {
    "words": lambda data: lose_words(data / "segments" / "s000002" / "lexical"),
    "records": lambda data: lose_a_record(data / "segments" / "s000002" / "records.sqlite"),
}


def hits(data: Path) -> dict[str, list[str]]:
    product = Product.open(data)
    return {words: [h.passage.text for h in product.search(words).hits] for words in (LAMPS, SCHOOLS)}


@pytest.mark.parametrize("loss", LOSSES)
def test_what_one_part_alone_has_lost_is_seen_and_made_anew(data, published, loss):
    before = hits(data)
    LOSSES[loss](data)
    assert DataFolder.open(data).open_generation().generation.manifest.generation == "g000001"
    assert any("CURRENT does not name a good generation" in fault for fault in DataFolder.open(data).faults())
    collect(data, published.parent / "in")
    assert DataFolder.open(data).faults() == []
    assert hits(data) == before


def vouch(folder: Path, **changes: object) -> str:
    """Write the manifest of a folder anew, as if its files had been meant so; return its digest."""
    path = folder / "manifest.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    found = digests(folder)
    fields |= {"files": {name: found[name] for name in fields["files"]}, **changes}
    fields["sha256"] = manifest_digest({name: told for name, told in fields.items() if name != "sha256"})
    path.write_text(json.dumps(fields), encoding="utf-8")
    return str(fields["sha256"])


@pytest.mark.parametrize("lost", ["records", "words"])
def test_parts_that_were_written_whole_and_do_not_belong_together_are_refused(data, lost):
    segment, generation = data / "segments" / "s000002", data / "generations" / "g000002"
    if lost == "records":
        lose_a_record(segment / "records.sqlite")
    else:
        lose_words(generation / "lexical")
    vouch(generation, segments=[{"segment": "s000002", "digest": vouch(segment), "hidden": []}])
    with pytest.raises(NoIndexError, match=rf"g000002: not as many passages in all parts.*[( ]1 in {lost}"):
        Generation.open(generation)


def test_a_document_that_came_again_and_again_is_in_every_part_once(tmp_path):
    data, plan = tmp_path / "data", tmp_path / "in" / "a.txt"
    for words in (LAMPS, SCHOOLS, LAMPS, WATER):
        write_plan(plan, words, "Mở lớp bơi.")
        collect(data, plan)
        collect(data, plan)
    folder = DataFolder.open(data)
    rebuild(folder, load_embedder())
    with closing(folder.catalogue()) as catalogue:
        read = [from_json(Document, stored.reading) for stored in catalogue.stored()]
    passages = [passage.id for document in read for passage in document.passages]
    generation = folder.open_generation().generation
    assert len(set(passages)) == len(passages) == 8
    assert sorted(p.id for p in generation.records.every_passage()) == sorted(passages)
    assert set(generation.engine.sizes().values()) == {8}
    assert np.bincount(generation.records.document_of()).tolist() == [2, 2, 2, 2]
    for words in (LAMPS, SCHOOLS, WATER, "Mở lớp bơi."):
        assert {h.passage.text for h in Product.open(data).search(words).hits} <= {
            f"1. {WATER}",
            "2. Mở lớp bơi.",
        }
