"""Segments: however an index is cut into them, it answers the same, and few are left."""

import json
import os
import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import merging
from index import segment as segment_module
from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import NoIndexError
from index.generation import Generation, Part, build_generation
from index.records import whole_document
from index.scratch import stored_document
from index.segment import Segment, build_segments, manifest_digest
from index.snapshot import Snapshot
from index.statistics import coverage
from index.types import DocumentRecord, Filters, Hit, WholeDocument
from index.versions import is_version
from ingest.reading.reader import read_folder
from search_api.collecting.collect import remove
from tests.conftest import SAMPLES
from tests.index_worlds import collect, indexed_texts, write_plan

pytestmark = pytest.mark.thorough

QUESTIONS = Path(__file__).parents[1] / "sample_questions.jsonl"
MANY = 10


@pytest.fixture(scope="module")
def documents() -> list[WholeDocument]:
    return [whole_document(document) for document in read_folder(SAMPLES)]


@contextmanager
def opened(
    folder: Path, documents: Sequence[WholeDocument], count: int, hidden: Sequence[str] = ()
) -> Iterator[Snapshot]:
    """Open an index of documents in so many segments, `hidden` ones being in it and not there."""
    stored = [stored_document(whole, place) for place, whole in enumerate(documents)]
    parts = []
    for number in range(count):
        own = stored[number::count]
        build_segments(folder / "segments", f"s{number}", own, load_embedder())
        segment = Segment.open(folder / "segments" / f"s{number}")
        parts.append(Part(segment, frozenset(document.id for document in own if document.id in hidden)))
    build_generation(folder / "generations" / "g1", "g1", "", parts)
    generation = Generation.open(
        folder / "generations" / "g1", {p.segment.manifest.segment: p.segment for p in parts}
    )
    yield Snapshot(generation, load_embedder())
    generation.close()


@pytest.fixture(scope="module")
def one(documents, tmp_path_factory):
    with opened(tmp_path_factory.mktemp("one"), documents, 1) as snapshot:
        yield snapshot


@pytest.fixture(scope="module")
def many(documents, tmp_path_factory):
    with opened(tmp_path_factory.mktemp("many"), documents, MANY) as snapshot:
        yield snapshot


def questions() -> list[str]:
    return [json.loads(line)["query"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def scores(hits: Sequence[Hit]) -> Any:
    """Return the scores of hits by id, nearly: which of equals is the last candidate moves the others a little."""
    return pytest.approx({hit.passage.id: hit.score for hit in hits}, abs=2e-4)


@pytest.mark.parametrize("filters", [Filters(), Filters(year=2024)], ids=["all", "of one year"])
def test_one_segment_or_ten_give_the_same_order(one, many, filters):
    assert (len(one.generation.parts), len(many.generation.parts)) == (1, MANY)
    for question in questions():
        mine, theirs = (each.searcher.search(question, filters, 20) for each in (one, many))
        assert {h.passage.id: h.score for h in mine.hits} == scores(theirs.hits), question
        assert mine.confidence == theirs.confidence, question
        # Of equals at the end of a source another one may be found as well.
        assert mine.total == theirs.total, question
        assert [h.matches for h in sorted(mine.hits, key=lambda h: h.passage.id)] == [
            h.matches for h in sorted(theirs.hits, key=lambda h: h.passage.id)
        ]


def test_what_is_read_is_in_the_same_order_and_the_same(one, many):
    assert list(one.documents) == list(many.documents)
    assert [p.id for p in one.every_passage()] == [p.id for p in many.every_passage()]
    assert list(one.duties()) == list(many.duties())
    assert one.actors() == many.actors() == tuple(dict.fromkeys(d.actor for d in one.duties() if d.actor))
    assert one.duty_count() == many.duty_count() == len(one.duties())
    for actors in (one.actors(), one.actors()[::3], ()):
        bound = {d.passage_id: d.document_id for d in one.duties() if d.actor in actors}
        assert list(one.duties_of(actors, everything).items()) == list(bound.items())
        assert list(many.duties_of(actors, everything).items()) == list(bound.items())
    assert [each.duty(duty.passage_id) for each in (one, many) for duty in one.duties()] == [
        *one.duties(), *one.duties(),
    ]  # fmt: skip
    assert list(one.of_each_document(all_of)) == list(many.of_each_document(all_of))
    assert one.passage_counts() == many.passage_counts()
    assert one.relatives == many.relatives
    for document in one.documents:
        assert one.detail(document) == many.detail(document)


def everything(_: DocumentRecord) -> bool:
    return True


def all_of(*found: Any) -> tuple[Any, ...]:
    return found


def test_what_is_made_of_a_document_is_made_once(one):
    made: list[str] = []

    def length(identity: str, text: str, _cited: Any) -> int:
        made.append(identity)
        return len(text)

    lengths = [len(one.text(identity)) for identity in one.documents]
    part = one.without(frozenset([next(iter(one.documents))]))
    assert list(one.of_each_document(length)) == lengths
    assert list(part.of_each_document(length)) == lengths[1:]
    assert len(made) == len(set(made))


def test_words_weigh_the_same(one, many):
    np.testing.assert_allclose(
        *(each.generation.engine.statistics.token_weights for each in (one, many)), rtol=1e-6
    )


def test_similar_provisions_are_the_same(one, many):
    for passage in one.spread(12):
        mine, theirs = (each.searcher.similar(passage, 5) for each in (one, many))
        assert {h.passage.id: h.score for h in mine} == scores(theirs)


def test_a_segment_that_is_full_is_followed_by_another(documents, tmp_path, monkeypatch):
    monkeypatch.setattr(segment_module, "MOST_PASSAGES", 40)
    monkeypatch.setattr(segment_module, "DOCUMENTS_TOGETHER", 1)
    stored = [stored_document(whole, place) for place, whole in enumerate(documents)]
    names = build_segments(tmp_path, "s1", stored, load_embedder())
    assert names == ["s1", *(f"s1-{number}" for number in range(2, len(names) + 1))]
    largest = max(len(whole.passages) for whole in documents)
    held: list[str] = []
    for name in names:
        with closing(Segment.open(tmp_path / name)) as segment:
            assert segment.manifest.passages < 40 + largest
            held += segment.kept
    assert held == [document.id for document in stored]


def test_a_hidden_document_is_as_if_it_had_never_been_there(documents, tmp_path):
    gone = documents[3].record.id
    rest = [whole for whole in documents if whole.record.id != gone]
    with opened(tmp_path / "a", documents, 3, [gone]) as hiding, opened(tmp_path / "b", rest, 3) as without:
        assert list(hiding.documents) == list(without.documents)
        assert hiding.manifest.passages == without.manifest.passages
        assert hiding.find_passage(documents[3].passages[0].id) is None
        np.testing.assert_allclose(
            *(each.generation.engine.statistics.token_weights for each in (hiding, without)), rtol=1e-6
        )
        number = documents[3].record.metadata.number
        for question in [number, *questions()]:
            mine, theirs = (each.searcher.search(question, limit=200) for each in (hiding, without))
            assert gone not in {hit.document.id for hit in mine.hits}
            assert mine.hits[0].passage.id == theirs.hits[0].passage.id, question
            assert mine.confidence == theirs.confidence, question
            here, there = (
                coverage(each.generation.engine.statistics, question) for each in (hiding, without)
            )
            assert here == pytest.approx(there)


@pytest.fixture
def never_small(monkeypatch):
    """Segments are merged only where they are about as large as each other, and when what is new is served."""
    monkeypatch.setattr(merging, "SMALL", 0)
    monkeypatch.setattr(merging, "AT_ONCE", 0)


def segments(data: Path) -> list[Part]:
    return list(DataFolder.open(data).open_generation().generation.parts)


def test_whatever_comes_changes_and_goes_the_index_is_what_the_plans_say(tmp_path, never_small):
    chance = random.Random(5)
    data, plans = tmp_path / "data", tmp_path / "in"
    texts: dict[str, str] = {}
    counts = []
    for step in range(24):
        name = chance.choice("abcdefgh")
        if name in texts and chance.random() < 0.4:
            identity = next(
                i for i, d in snapshot_of(data).documents.items() if d.source_file == f"{name}.txt"
            )
            (plans / f"{name}.txt").unlink()
            remove(DataFolder.open(data), identity, load_embedder())
            del texts[name]
        else:
            texts[name] = f"Sửa cầu {name} lần {step}."
            write_plan(plans / f"{name}.txt", texts[name])
            collect(data, plans / f"{name}.txt")
        assert indexed_texts(data) == {f"1. {text}" for text in texts.values()}
        assert DataFolder.open(data).faults() == []
        counts.append(len(segments(data)))
        listed = {part.segment.manifest.segment for part in segments(data)}
        kept = {path.name for path in (data / "segments").iterdir()}
        assert listed <= kept
    assert 1 < max(counts) <= 5


def test_a_document_that_comes_back_as_it_was_is_there_once(tmp_path, never_small):
    data, plans = tmp_path / "data", tmp_path / "in"
    lamps, school = "Treo đèn biển ở cảng cá.", "Sửa trường học vùng cao."
    write_plan(plans / "b.txt", *(f"Mở lớp bơi số {number}." for number in range(30)))
    for words in (lamps, school, lamps):
        write_plan(plans / "a.txt", words)
        collect(data, plans)
        assert DataFolder.open(data).faults() == []
    snapshot = snapshot_of(data)
    assert len(segments(data)) > 1
    for words in (lamps, school):
        hits = [hit.passage.text for hit in snapshot.searcher.search(words, limit=50).hits]
        assert [text for text in hits if "lớp bơi" not in text] in (
            [f"1. {lamps}"],
            [] if words == school else None,
        )
    current = [p.text for p in snapshot.every_passage() if not is_version(p.document_id)]
    assert len(current) == len(set(current)) == 31


def snapshot_of(data: Path) -> Snapshot:
    return Snapshot(DataFolder.open(data).open_generation().generation, load_embedder())


def test_a_new_document_is_a_segment_of_its_own_beside_a_large_one(tmp_path, monkeypatch):
    monkeypatch.setattr(merging, "SMALL", 3)
    data, plans = tmp_path / "data", tmp_path / "in"
    write_plan(plans / "a.txt", *(f"Treo đèn biển số {number}." for number in range(40)))
    collect(data, plans)
    (large,) = segments(data)
    for name in "bc":
        write_plan(plans / f"{name}.txt", f"Mở lớp bơi {name}.")
        collect(data, plans)
        first, small = segments(data)
        assert first.segment.digest == large.segment.digest
    assert small.segment.records.documents.keys() == {
        i for i, d in snapshot_of(data).documents.items() if d.source_file != "a.txt"
    }


def test_what_a_segment_has_flushed_is_not_flushed_again(tmp_path, monkeypatch):
    monkeypatch.setattr(merging, "SMALL", 3)
    data, plans = tmp_path / "data", tmp_path / "in"
    write_plan(plans / "a.txt", *(f"Treo đèn biển số {number}." for number in range(40)))
    collect(data, plans)
    (large,) = segments(data)
    shared = {path.stat().st_ino for path in large.segment.paths()}
    flushed: set[int] = set()
    monkeypatch.setattr(os, "fsync", lambda handle: flushed.add(os.fstat(handle).st_ino))
    write_plan(plans / "b.txt", "Mở lớp bơi.")
    collect(data, plans)
    _, small = segments(data)
    assert {path.stat().st_ino for path in small.segment.paths()} <= flushed
    assert shared.isdisjoint(flushed)


def test_a_segment_much_of_which_is_hidden_is_built_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(merging, "SMALL", 0)
    monkeypatch.setattr(merging, "_USUAL_PASSAGES", 0)
    data, plans = tmp_path / "data", tmp_path / "in"
    for name in "abcdefgh":
        write_plan(plans / f"{name}.txt", *(f"Sửa cầu {name} số {number}." for number in range(5)))
    collect(data, plans)
    hidden = []
    for name in "abc":
        write_plan(plans / f"{name}.txt", f"Cấp nước đảo {name}.")
        collect(data, plans)
        hidden.append(sum(len(part.hidden) for part in segments(data)))
    # What a plan said before stays as a version in a segment of its own; a quarter hidden is too much.
    assert hidden[0] == 1
    assert hidden[-1] < 3


@pytest.fixture
def shared(tmp_path, monkeypatch) -> Path:
    """A data folder whose two generations share a segment."""
    monkeypatch.setattr(merging, "SMALL", 0)
    monkeypatch.setattr(merging, "_USUAL_PASSAGES", 0)
    write_plan(tmp_path / "in" / "a.txt", *(f"Treo đèn biển số {number}." for number in range(9)))
    collect(tmp_path / "data", tmp_path / "in")
    write_plan(tmp_path / "in" / "b.txt", "Mở lớp bơi.")
    collect(tmp_path / "data", tmp_path / "in")
    names = [{p.segment.manifest.segment for p in segments(tmp_path / "data")}]
    assert names == [{"s000001", "s000002"}]
    return tmp_path / "data"


def test_a_damaged_segment_is_told_and_made_anew_by_the_next_ingest(shared):
    path = shared / "segments" / "s000001" / "token_ids.npy"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(NoIndexError, match=r"s000001: file token_ids\.npy is damaged"):
        DataFolder.open(shared).open_generation()
    collect(shared, shared.parent / "in")
    assert len(indexed_texts(shared)) == 10
    assert DataFolder.open(shared).faults() == []


def test_a_missing_segment_leaves_the_generation_that_does_without_it(shared):
    (shared / "segments" / "s000002").rename(shared / "away")
    assert DataFolder.open(shared).open_generation().generation.manifest.generation == "g000001"


@pytest.mark.parametrize("change", [{"schema_version": 99}, {"segment": "s000009"}])
def test_a_segment_of_a_newer_schema_or_another_one_is_refused(shared, change):
    path = shared / "segments" / "s000002" / "manifest.json"
    fields = json.loads(path.read_text(encoding="utf-8")) | change
    fields["sha256"] = manifest_digest({name: told for name, told in fields.items() if name != "sha256"})
    path.write_text(json.dumps(fields), encoding="utf-8")
    assert DataFolder.open(shared).open_generation().generation.manifest.generation == "g000001"


def test_a_data_folder_that_was_copied_is_whole(shared, tmp_path):
    shutil.copytree(shared, tmp_path / "copy")
    assert len(indexed_texts(tmp_path / "copy")) == 10
    assert DataFolder.open(tmp_path / "copy").faults() == []
