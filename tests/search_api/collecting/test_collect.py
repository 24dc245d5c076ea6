"""Ingest as a use case: what becomes of each file, and what is found afterwards."""

import os
import sys
from pathlib import Path

import pytest

from index import checks
from index.catalogue import Catalogue
from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import NotFoundError, PlanSearchError
from index.versions import is_version
from search_api.collecting.collect import ingest, remove
from search_api.collecting.report import IngestReport
from tests.index_worlds import collect, indexed_texts, write_plan
from tests.product import Product
from tests.sharded import letter, write

LAMPS, SCHOOLS, LESSONS = (
    "Treo đèn biển ở cảng cá.",
    "Sửa trường học vùng cao.",
    "Mở lớp bơi cho trẻ em ven sông.",
)


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    return tmp_path / "in"


def outcomes(report: IngestReport) -> dict[str, str]:
    return {Path(file.path).name: file.outcome for file in report.files}


def words(data: Path) -> set[str]:
    """Return the provisions that are served, without their numbers."""
    return {text.split(". ", 1)[1] for text in indexed_texts(data)}


def ids(data: Path) -> dict[str, str]:
    """Return passage ids by text, without those of versions."""
    records = DataFolder.open(data).open_generation().generation.records
    current = (d for d in records.documents if not is_version(d))
    return {p.text: p.id for d in current for p in records.of_document(d)}


def test_a_first_ingest_adds_every_document(plans, data):
    write_plan(plans / "a.txt", LAMPS)
    write_plan(plans / "deep" / "b.md", SCHOOLS)
    report = collect(data, plans)
    assert outcomes(report) == {"a.txt": "added", "b.md": "added"}
    assert words(data) == {LAMPS, SCHOOLS}


def test_unchanged_files_are_skipped_and_nothing_is_published(plans, data):
    write_plan(plans / "a.txt", LAMPS)
    collect(data, plans)
    again = collect(data, plans)
    assert outcomes(again) == {"a.txt": "unchanged"}
    assert again.manifest is None
    assert DataFolder.open(data).generation_names() == ["g000001"]


def test_a_changed_file_keeps_its_id_and_those_of_untouched_passages(plans, data):
    write_plan(plans / "a.txt", LAMPS, SCHOOLS)
    first, before = collect(data, plans), ids(data)
    write_plan(plans / "a.txt", LAMPS, LESSONS)
    second, after = collect(data, plans), ids(data)
    assert outcomes(second) == {"a.txt": "replaced"}
    assert second.files[0].document_id == first.files[0].document_id
    assert words(data) == {LAMPS, LESSONS}
    assert after[f"1. {LAMPS}"] == before[f"1. {LAMPS}"]
    assert after[f"2. {LESSONS}"] not in before.values()


def test_another_document_does_not_change_passage_ids(plans, data):
    write_plan(plans / "b.txt", LAMPS, SCHOOLS)
    collect(data, plans)
    before = ids(data)
    write_plan(plans / "a.txt", LESSONS)
    collect(data, plans)
    assert ids(data).items() >= before.items()


def test_the_same_text_has_the_same_ids_in_every_data_folder(plans, data, tmp_path):
    write_plan(plans / "a.txt", LAMPS, SCHOOLS)
    collect(data, plans)
    write_plan(tmp_path / "elsewhere" / "named otherwise.txt", LAMPS, SCHOOLS)
    collect(tmp_path / "other", tmp_path / "elsewhere")
    assert ids(tmp_path / "other") == ids(data)


def test_a_moved_file_stays_the_same_document(plans, data):
    write_plan(plans / "a.txt", LAMPS)
    document_id = collect(data, plans).files[0].document_id
    (plans / "a.txt").rename(plans / "moved.txt")
    report = collect(data, plans)
    assert outcomes(report) == {"moved.txt": "moved"}
    assert report.files[0].document_id == document_id
    assert (
        DataFolder.open(data).open_generation().generation.records.documents[document_id].source_file
        == "moved.txt"
    )


def test_a_copy_is_reported_and_indexed_once(plans, data):
    write_plan(plans / "a.txt", LAMPS)
    write_plan(plans / "copy.txt", LAMPS)
    report = collect(data, plans)
    assert outcomes(report) == {"a.txt": "added", "copy.txt": "duplicate"}
    assert "a.txt" in report.files[1].reason
    assert len(DataFolder.open(data).open_generation().generation.records.documents) == 1


def test_a_file_that_became_a_copy_no_longer_shows_its_old_text(plans, data):
    write_plan(plans / "a.txt", LAMPS)
    write_plan(plans / "b.txt", SCHOOLS)
    collect(data, plans)
    write_plan(plans / "b.txt", LAMPS)
    collect(data, plans)
    assert words(data) == {LAMPS}


def test_a_moved_file_of_several_documents_keeps_them_all(plans, data):
    both = "\n\n".join(
        letter(str(number), "1 tháng 3 năm 2024", words) for number, words in ((1, LAMPS), (2, SCHOOLS))
    )
    write(plans / "a.txt", both)
    collect(data, plans)
    before = ids(data)
    (plans / "a.txt").rename(plans / "moved.txt")
    assert outcomes(collect(data, plans)) == {"moved.txt": "moved"}
    assert ids(data) == before
    assert words(data) == {LAMPS, SCHOOLS}


def test_a_file_moved_over_another_takes_its_place(plans, data):
    write_plan(plans / "a.txt", LAMPS)
    write_plan(plans / "b.txt", SCHOOLS)
    collect(data, plans)
    (plans / "a.txt").replace(plans / "b.txt")
    collect(data, plans)
    assert words(data) == {LAMPS}


def test_two_files_that_swapped_their_content_are_both_found(plans, data):
    write_plan(plans / "a.txt", LAMPS)
    write_plan(plans / "b.txt", SCHOOLS)
    collect(data, plans)
    write_plan(plans / "a.txt", SCHOOLS)
    write_plan(plans / "b.txt", LAMPS)
    collect(data, plans)
    assert words(data) == {LAMPS, SCHOOLS}


def test_an_old_version_kept_under_another_name_is_a_document_of_its_own(plans, data):
    write_plan(plans / "plan.txt", LAMPS)
    collect(data, plans)
    write_plan(plans / "plan.txt", SCHOOLS)
    collect(data, plans)
    write_plan(plans / "plan_old.txt", LAMPS)
    collect(data, plans)
    assert words(data) == {LAMPS, SCHOOLS}


def test_a_change_that_was_stored_but_not_published_is_published_next_time(plans, data, monkeypatch):
    write_plan(plans / "a.txt", LAMPS)
    collect(data, plans)
    write_plan(plans / "a.txt", SCHOOLS)

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(DataFolder, "publish", interrupted)
        with pytest.raises(KeyboardInterrupt):
            collect(data, plans)
    collect(data, plans)
    assert words(data) == {SCHOOLS}


def test_a_removed_document_is_gone_at_once(plans, data):
    write_plan(plans / "a.txt", LAMPS, SCHOOLS)
    write_plan(plans / "b.txt", LESSONS)
    report = collect(data, plans)
    document_id = report.files[0].document_id
    service = Product.open(data)
    (passage_id,) = [p.id for p in service.passages_of(document_id) if LAMPS in p.text]
    other = service.passages_of(report.files[1].document_id)[0].id
    remove(DataFolder.open(data), document_id, load_embedder())
    assert [h.passage.text for h in service.search("đèn biển").hits] == [f"1. {LESSONS}"]
    assert service.similar(other) == ()
    assert document_id not in [quote.document.id for quote in service.ask("Treo đèn biển?").quotes]
    assert [record.id for record in service.documents()] == [report.files[1].document_id]
    for read in (lambda: service.passage(passage_id), lambda: service.detail(document_id)):
        with pytest.raises(NotFoundError):
            read()


def test_removing_an_unknown_document_changes_nothing(plans, data):
    write_plan(plans / "a.txt", LAMPS)
    collect(data, plans)
    with pytest.raises(NotFoundError, match="'no-such-id'"):
        remove(DataFolder.open(data), "no-such-id", load_embedder())
    assert DataFolder.open(data).generation_names() == ["g000001"]
    assert words(data) == {LAMPS}


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", b""), ("a.txt", b"ng\xe1\x00n" * 50), ("a.pdf", b"%PDF-1.7 " * 20), ("a.txt", b" \n" * 400)],
    ids=["empty", "binary", "another type", "blank"],
)
def test_a_file_that_cannot_be_read_does_not_stop_the_others(plans, data, name, content):
    write_plan(plans / "b.txt", SCHOOLS)
    (plans / name).write_bytes(content)
    report = collect(data, plans)
    assert outcomes(report) == {name: "refused", "b.txt": "added"}
    assert report.files[0].reason
    assert not report.failed
    assert words(data) == {SCHOOLS}


@pytest.mark.skipif(sys.platform == "darwin", reason="file names are always UTF-8 there")
def test_a_file_name_in_another_encoding_does_not_stop_the_others(plans, data):
    write_plan(plans / "b.txt", SCHOOLS)
    write_plan(plans / os.fsdecode(b"k\xea ho\xb9ch.txt"), LAMPS)
    collect(data, plans)
    assert SCHOOLS in words(data)


def test_a_broken_link_does_not_stop_the_others(plans, data):
    write_plan(plans / "b.txt", SCHOOLS)
    (plans / "a.txt").symlink_to(plans / "nowhere.txt")
    collect(data, plans)
    assert words(data) == {SCHOOLS}


def test_a_changed_file_that_cannot_be_read_keeps_its_last_good_text(plans, data):
    write_plan(plans / "a.txt", LAMPS)
    collect(data, plans)
    (plans / "a.txt").write_bytes(b"\x00" * 100)
    assert collect(data, plans).failed
    assert words(data) == {LAMPS}


def test_nothing_but_refused_files_is_a_failure(plans, data):
    plans.mkdir()
    (plans / "a.pdf").write_bytes(b"%PDF-1.7 " * 20)
    report = collect(data, plans)
    assert report.failed
    assert report.manifest is None


def test_a_missing_path_is_named(data, tmp_path):
    with pytest.raises(PlanSearchError, match=r"nowhere does not exist"):
        collect(data, tmp_path / "nowhere")


def test_an_empty_folder_is_named(plans, data):
    plans.mkdir()
    with pytest.raises(PlanSearchError, match=r"contains no files"):
        collect(data, plans)


def test_progress_names_each_file_and_ends(plans, data):
    write_plan(plans / "a.txt", LAMPS)
    write_plan(plans / "b.txt", SCHOOLS)
    seen: list[tuple[int, int, str]] = []
    ingest(DataFolder.open_or_create(data), [plans], load_embedder(), lambda *step: seen.append(step))
    assert seen == [(0, 2, "a.txt"), (1, 2, "b.txt"), (2, 2, "")]


def test_whoever_ingests_again_and_again_looks_through_all_that_is_stored_once_an_hour(tmp_path, monkeypatch):
    plans, data = tmp_path / "in", tmp_path / "data"
    write_plan(plans / "a.txt", "Treo đèn biển ở cảng cá.")
    folder = DataFolder.open_or_create(data)
    looked: list[bool] = []
    damaged = Catalogue.damaged
    monkeypatch.setattr(Catalogue, "damaged", lambda self: looked.append(True) or damaged(self))
    for name in "bc":
        write_plan(plans / f"{name}.txt", f"Mở lớp bơi {name}.")
        ingest(folder, [plans], load_embedder())
    assert len(looked) == 1
    monkeypatch.setattr(checks, "BETWEEN_CHECKS", 0.0)
    ingest(folder, [plans], load_embedder())
    ingest(DataFolder.open(data), [plans], load_embedder())
    assert len(looked) == 3
