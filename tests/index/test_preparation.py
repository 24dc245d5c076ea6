"""Preparation: the same by whichever way, taken over where nothing has changed, made anew where something has."""

import hashlib
import shutil
from itertools import pairwise

import numpy as np
import pytest

from index import preparers
from index import segment as segment_module
from index.data_folder import DataFolder
from index.embedded.tokens import chosen, joined
from index.embedder import bundled_model, load_embedder
from index.errors import DataFolderError
from index.lexical_terms import LexicalFields
from index.preparation import PREPARATION_VERSION, StoredDocument, prepare, unpacked
from index.records import Records, whole_document
from index.scratch import stored_document
from index.segment import Segment
from ingest.reading.reader import read_folder
from search_api.collecting.collect import remove
from tests.conftest import SAMPLES
from tests.index_worlds import collect, snapshot, write_plan

# What this version makes of the samples. Where this fails, raise PREPARATION_VERSION, so that indexes
# do not mix two versions, and write the new pair here.
KNOWN = (1, "cfb6e7344f7e")


def test_what_is_prepared_of_the_samples_is_that_of_this_version():
    documents = [whole_document(document) for document in read_folder(SAMPLES)]
    prepared = prepare(documents, bundled_model())
    digest = hashlib.sha256(prepared.tokens.ids.tobytes())
    for packed in prepared.lexical:
        digest.update(repr(list(unpacked(packed))).encode())
    assert (PREPARATION_VERSION, digest.hexdigest()[:12]) == KNOWN


def test_parts_joined_again_are_the_whole():
    documents = [whole_document(document) for document in read_folder(SAMPLES)[:3]]
    whole = prepare(documents, bundled_model()).tokens
    cut = [0, 3, 3, 20, len(whole.body)]
    again = joined([chosen(whole, np.arange(begin, end)) for begin, end in pairwise(cut)])
    for name in ("ids", "starts", "body", "spans", "inverse_lengths"):
        np.testing.assert_array_equal(getattr(again, name), getattr(whole, name))


def test_what_child_processes_prepare_is_what_would_be_prepared_here(monkeypatch):
    batches = [[stored_document(whole_document(document))] for document in read_folder(SAMPLES)[:3]]
    with preparers.Preparers() as here:
        own = [here.submit(batch).result() for batch in batches]
    monkeypatch.setattr(preparers, "PREPARED_HERE", -1)
    monkeypatch.setattr(preparers, "prepare", None)
    with preparers.Preparers() as elsewhere:
        found = [elsewhere.submit(batch).result() for batch in batches]
    for one, other in zip(own, found, strict=True):
        assert (one.rows, one.lexical, one.texts) == (other.rows, other.lexical, other.texts)
        np.testing.assert_array_equal(one.vectors, other.vectors)
        for name in ("ids", "starts", "body", "spans", "inverse_lengths"):
            np.testing.assert_array_equal(getattr(one.tokens, name), getattr(other.tokens, name))


def test_a_lost_process_is_told_and_what_was_served_stays(monkeypatch):
    monkeypatch.setattr(preparers, "PREPARED_HERE", -1)
    with preparers.Preparers() as elsewhere, pytest.raises(DataFolderError, match="still served"):
        elsewhere.submit([StoredDocument("d1", "", "no JSON")]).result()


def the_segment(data) -> Segment:
    (part,) = DataFolder.open(data).open_generation().generation.parts
    return part.segment


def arrays(data) -> dict[str, str]:
    """Return the digests of all files of the one segment that is served but the manifest and tantivy's own."""
    files = snapshot(the_segment(data).folder)
    return {name: digest for name, digest in files.items() if name.endswith((".npy", ".faiss"))}


def lexical(records: Records) -> list[list[LexicalFields]]:
    kept = list(records.kept.values())
    return [list(unpacked(packed)) for _, packed in records.lexical(kept[0], kept[-1])]


@pytest.fixture
def prepared_ids(monkeypatch) -> list[str]:
    """The documents that are prepared from now on."""
    seen: list[str] = []

    def watched(documents, model):
        seen.extend(whole.record.source_file for whole in documents)
        return prepare(documents, model)

    monkeypatch.setattr(preparers, "prepare", watched)
    return seen


def test_only_what_has_changed_is_prepared_and_the_index_is_as_if_made_at_once(tmp_path, prepared_ids):
    plans, data = tmp_path / "in", tmp_path / "data"
    for name in "abcdef":
        write_plan(
            plans / f"{name}.txt", f"Treo đèn biển ở cảng {name}.", "Mở lớp bơi.", f"Cấp nước đảo {name}."
        )
    report = collect(data, plans)
    assert prepared_ids == [f"{name}.txt" for name in "abcdef"]
    prepared_ids.clear()
    before = (plans / "c.txt").read_bytes()
    after = write_plan(plans / "c.txt", "Sửa cầu treo.").read_bytes()
    write_plan(plans / "g.txt", "Trồng cây ven sông.", "Sửa cầu treo.")
    collect(data, plans)
    # And the version of what was read before.
    assert prepared_ids == ["c.txt", "g.txt", "c.txt"]
    prepared_ids.clear()
    remove(DataFolder.open(data), report.files[1].document_id, load_embedder())
    assert prepared_ids == []
    (plans / "b.txt").unlink()
    # c has an id and a version of its first text there: the other index is told the same history.
    (plans / "c.txt").write_bytes(before)
    collect(tmp_path / "other", *(plans / f"{name}.txt" for name in "acdef"))
    for made in ("generations", "segments"):
        shutil.rmtree(tmp_path / "other" / made)
    (plans / "c.txt").write_bytes(after)
    collect(tmp_path / "other", plans)
    ours, other = (
        DataFolder.open(data).open_generation(),
        DataFolder.open(tmp_path / "other").open_generation(),
    )
    mine, theirs = ours.generation.records, other.generation.records
    assert [p.text for p in mine.every_passage()] == [p.text for p in theirs.every_passage()]
    assert [d.actor for d in mine.duties()] == [d.actor for d in theirs.duties()]
    assert lexical(the_segment(data).records) == lexical(the_segment(tmp_path / "other").records)
    assert arrays(data) == arrays(tmp_path / "other")


def test_with_another_model_everything_is_prepared_anew(tmp_path, prepared_ids, monkeypatch):
    plans, data = tmp_path / "in", tmp_path / "data"
    write_plan(plans / "a.txt", "Treo đèn biển ở cảng cá.")
    collect(data, plans)
    prepared_ids.clear()
    monkeypatch.setattr(segment_module, "preparation_identity", lambda model: "another")
    write_plan(plans / "b.txt", "Mở lớp bơi.")
    collect(data, plans)
    assert prepared_ids == ["a.txt", "b.txt"]
