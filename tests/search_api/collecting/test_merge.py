"""Shards of a folder, joined: what one ingest of the whole folder gives."""

import shutil
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from index import merging
from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.preparers import Preparers
from index.shards import Share
from search_api.collecting.collect import remove
from tests.conftest import SAMPLES
from tests.index_worlds import collect, indexed_texts, write_plan
from tests.product import Product
from tests.sharded import (
    contents,
    cut,
    documents_of,
    found,
    joined,
    letter,
    named_for,
    outcomes,
    read_share,
    write,
)

pytestmark = pytest.mark.thorough

QUESTIONS = Path(__file__).parents[2] / "sample_questions.jsonl"
LAMPS, SCHOOLS, LESSONS, WATER = (
    "Treo đèn biển ở cảng cá.",
    "Sửa trường học vùng cao.",
    "Mở lớp bơi cho trẻ em ven sông.",
    "Cấp nước sạch cho các đảo.",
)
FIRST, SECOND, THIRD = (Share(number, 3) for number in (1, 2, 3))
OF = (1, 3, 5)


def fill(folder: Path) -> Path:
    """Write plans into a folder, and what makes joining hard, each in another share than what it goes with."""
    shutil.copytree(SAMPLES, folder)
    for share in (FIRST, SECOND, THIRD):
        shutil.copy(folder / "scan_0047.txt", folder / named_for(share, "copy"))
    state = letter("7", "3 tháng 2 năm 2024", LAMPS, SCHOOLS, WATER)
    write(folder / named_for(FIRST, "a-state"), state)
    write(
        folder / named_for(SECOND, "b-state"),
        letter("7", "9 tháng 5 năm 2024", LAMPS, SCHOOLS, WATER, LESSONS),
    )
    own = letter("12", "1 tháng 3 năm 2024", LESSONS, title="Dạy bơi")
    write(folder / named_for(THIRD, "c-bundle"), letter("11", "1 tháng 3 năm 2024", WATER) + "\n\n" + own)
    write(folder / named_for(FIRST, "d-own"), own)
    with ZipFile(folder / "box.zip", "w") as archive:
        for name in ("z.txt", "a.txt"):
            archive.writestr(name, letter(name[0], "4 tháng 4 năm 2024", f"{name} {SCHOOLS}"))
    (folder / named_for(SECOND, "empty")).touch()
    (folder / named_for(THIRD, "link")).symlink_to(folder / named_for(SECOND, "b-state"))
    return folder


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    """A folder, what one machine makes of it, and what several do."""
    folder = tmp_path_factory.mktemp("machines")
    plans = fill(folder / "in")
    collect(folder / "whole", plans)
    for of in OF:
        report = joined(folder / f"of-{of}", cut(folder / f"shards-{of}", plans, of))
        assert {"added", "duplicate"} >= set(outcomes(report).values())
    return folder


@pytest.fixture(scope="module")
def whole(world):
    with closing(Product.open(world / "whole").snapshot.generation):
        yield Product.open(world / "whole").snapshot


@pytest.mark.parametrize("of", OF)
def test_one_machine_or_several_hold_the_same(world, whole, of):
    assert contents(Product.open(world / f"of-{of}").snapshot) == contents(whole)
    assert DataFolder.open(world / f"of-{of}").faults() == []


@pytest.mark.parametrize("of", OF)
def test_one_machine_or_several_find_the_same(world, whole, of):
    mine = found(Product.open(world / f"of-{of}").snapshot, QUESTIONS)
    assert mine == found(whole, QUESTIONS)


def test_the_world_has_what_makes_joining_hard(world, whole):
    shards = [documents_of(world / "shards-3" / f"{number}") for number in (1, 2, 3)]
    assert sum(map(len, shards)) == len(documents_of(world / "whole")) + 3
    assert {relative.kind for relative in whole.generation.relatives.values()} == {"older"}


def log_of(data: Path, outcome: str) -> list[str]:
    """Return the paths of which the log says that they had an outcome."""
    with closing(DataFolder.open(data).catalogue(writing=False)) as catalogue:
        return sorted(path for _, path, became, _, _ in catalogue.log_lines() if became == outcome)


def test_what_was_set_aside_and_the_log_come_along(world):
    with closing(DataFolder.open(world / "of-3").catalogue(writing=False)) as catalogue:
        (empty,) = catalogue.quarantine.files()
    assert Path(empty.path).name == named_for(SECOND, "empty")
    for outcome in ("refused", "duplicate"):
        assert log_of(world / "of-3", outcome) == log_of(world / "whole", outcome)


def test_shards_that_are_joined_again_change_nothing(world, tmp_path):
    shutil.copytree(world / "of-3", tmp_path / "data")
    before = DataFolder.open(tmp_path / "data")
    with closing(before.catalogue(writing=False)) as catalogue:
        lines = list(catalogue.log_lines())
    again = joined(tmp_path / "data", [world / "shards-3" / f"{n}" for n in (3, 1, 2)])
    assert set(outcomes(again).values()) == {"unchanged", "duplicate"}
    assert again.manifest is None
    with closing(before.catalogue(writing=False)) as catalogue:
        after = list(catalogue.log_lines())
    assert after[: len(lines)] == lines
    assert {outcome for _, _, outcome, _, _ in after[len(lines) :]} <= {"duplicate"}


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    return tmp_path / "in"


def check_both(tmp_path: Path, plans: Path, *, large: bool = False) -> None:
    """Read a folder, or what has changed there, on one machine and on three; both must hold and find the same.

    In the target segments stay as they are where they count as `large`; there what is hidden has some weight.
    """
    collect(tmp_path / "whole", plans)
    shards = cut(tmp_path / "shards", plans, 3)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SMALL", "AT_ONCE", "_GROWTH") if large else ():
            patch.setattr(merging, name, 0)
        joined(tmp_path / "joined", shards)
    one, several = (Product.open(tmp_path / name) for name in ("whole", "joined"))
    assert contents(several.snapshot) == contents(one.snapshot)
    for words in (LAMPS, SCHOOLS, LESSONS, WATER):
        mine, theirs = (
            {h.passage.id: (h.score, h.signals.lexical > 0) for h in each.search(words).hits}
            for each in (several, one)
        )
        assert {i: found for i, (_, found) in mine.items()} == {i: found for i, (_, found) in theirs.items()}
        assert mine == theirs or large, words
    assert DataFolder.open(tmp_path / "joined").faults() == []


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_what_changes_between_two_joins_keeps_its_id_and_leaves_a_version(tmp_path, plans, large):
    changing = write_plan(plans / named_for(FIRST, "b"), LAMPS)
    write_plan(plans / named_for(FIRST, "c"), SCHOOLS)
    write_plan(plans / named_for(SECOND, "b"), f"{SCHOOLS} {WATER}")
    check_both(tmp_path, plans, large=large)
    write_plan(changing, WATER)
    # What has not changed is a small part of its segment.
    for number in range(6):
        write_plan(plans / named_for(FIRST, f"a-new-{number}"), f"{LESSONS} {number}")
    write_plan(plans / named_for(THIRD, "d-new"), f"{LESSONS} {WATER}")
    check_both(tmp_path, plans, large=large)
    assert sum("@" in identity for identity in documents_of(tmp_path / "joined")) == 1


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_what_the_target_knew_lies_before_what_is_new_to_it(tmp_path, plans, large):
    late = write_plan(plans / named_for(FIRST, "z"), LAMPS)
    for machine in ("joined", "whole"):
        collect(tmp_path / machine, plans)
    (identity,) = documents_of(tmp_path / "joined")
    early = write_plan(plans / named_for(FIRST, "a"), SCHOOLS)
    check_both(tmp_path, plans, large=large)
    # In their shard they lie the other way round.
    write_plan(late, LAMPS, WATER)
    write_plan(early, SCHOOLS, LESSONS)
    check_both(tmp_path, plans, large=large)
    assert next(iter(documents_of(tmp_path / "joined"))) == identity


def test_a_file_that_moves_to_another_share_keeps_its_id(tmp_path, plans):
    write_plan(plans / named_for(FIRST, "a"), LAMPS)
    write_plan(plans / named_for(SECOND, "b"), SCHOOLS)
    check_both(tmp_path, plans)
    (plans / named_for(FIRST, "a")).rename(plans / named_for(THIRD, "z"))
    report = joined(tmp_path / "joined", cut(tmp_path / "shards", plans, 3))
    assert outcomes(report) == {named_for(THIRD, "z"): "moved", named_for(SECOND, "b"): "unchanged"}
    check_both(tmp_path, plans)


def bundle(*plans: str) -> str:
    """Return the plans in one text, with numbers from 1 on."""
    return "\n\n".join(
        letter(str(number), "1 tháng 3 năm 2024", words) for number, words in enumerate(plans, 1)
    )


def test_a_file_of_several_documents_that_has_fewer_or_moves_keeps_their_ids(tmp_path, plans):
    write_plan(plans / named_for(SECOND, "a"), f"{SCHOOLS} {WATER}")
    file = write(plans / named_for(FIRST, "b"), bundle(LAMPS, SCHOOLS, LESSONS))
    check_both(tmp_path, plans)
    assert len(documents_of(tmp_path / "joined")) == 4
    write(file, bundle(LAMPS, WATER))
    check_both(tmp_path, plans)
    file.rename(plans / named_for(THIRD, "b"))
    check_both(tmp_path, plans)
    assert sum("@" not in identity for identity in documents_of(tmp_path / "joined")) == 3


def test_a_file_that_can_be_read_again_is_set_aside_no_more(tmp_path, plans):
    file = plans / named_for(FIRST)
    for words, aside in ((LAMPS, 0), ("", 1), (LAMPS, 0)):
        write_plan(file, words) if words else file.write_text("", encoding="utf-8")
        joined(tmp_path / "data", cut(tmp_path / "shards", plans, 3))
        with closing(DataFolder.open(tmp_path / "data").catalogue(writing=False)) as catalogue:
            assert len(catalogue.quarantine.files()) == aside
    assert len(documents_of(tmp_path / "data")) == 1


def test_the_target_has_read_the_same_path_before_with_another_text(tmp_path, plans):
    plan = write_plan(plans / named_for(FIRST), LAMPS, SCHOOLS)
    collect(tmp_path / "data", plans)
    (before,) = documents_of(tmp_path / "data")
    write_plan(plan, LAMPS, WATER)
    collect(tmp_path / "later", plans)
    shards = cut(tmp_path / "shards", plans, 3)
    assert outcomes(joined(tmp_path / "data", shards)) == {plan.name: "replaced"}
    texts = documents_of(tmp_path / "data")
    assert list(texts) == [before, f"{before}@1"]
    assert (WATER in texts[before], SCHOOLS in texts[f"{before}@1"]) == (True, True)
    # As an ingest of the changed file into the target names its passages.
    shutil.copytree(tmp_path / "data", tmp_path / "again")
    passages = {p.text: p.id for p in Product.open(tmp_path / "data").passages_of(before)}
    write_plan(plan, LAMPS, WATER, LESSONS)
    collect(tmp_path / "again", plans)
    after = {p.text: p.id for p in Product.open(tmp_path / "again").passages_of(before)}
    assert after.items() >= passages.items()
    assert set(outcomes(joined(tmp_path / "data", shards)).values()) == {"unchanged"}


def test_what_a_shard_has_read_earlier_of_a_known_path_are_versions_too(tmp_path, plans):
    plan = write_plan(plans / named_for(FIRST), SCHOOLS)
    collect(tmp_path / "data", plans)
    (identity,) = documents_of(tmp_path / "data")
    for words in (LAMPS, WATER):
        write_plan(plan, words)
        shards = cut(tmp_path / "shards", plans, 3)
    joined(tmp_path / "data", shards)
    texts = documents_of(tmp_path / "data")
    assert list(texts) == [identity, f"{identity}@1", f"{identity}@2"]
    for words, text in zip((WATER, SCHOOLS, LAMPS), texts.values(), strict=True):
        assert words in text
    product = Product.open(tmp_path / "data")
    for version in (1, 2):
        for passage in product.passages_of(f"{identity}@{version}"):
            assert passage.id.endswith(f"@{version}")
    assert DataFolder.open(tmp_path / "data").faults() == []


def test_a_shard_that_is_older_than_what_the_target_read_changes_nothing_and_is_not_lost(
    tmp_path, plans, monkeypatch
):
    plan = write_plan(plans / named_for(FIRST), LAMPS)
    monkeypatch.setattr("search_api.collecting.collector.now", lambda: "2024-01-01T00:00:00+00:00")
    shards = cut(tmp_path / "shards", plans, 3)
    monkeypatch.undo()
    write_plan(plan, WATER)
    collect(tmp_path / "data", plans)
    (identity,) = documents_of(tmp_path / "data")
    for _ in range(2):
        report = joined(tmp_path / "data", shards)
        assert [(f.outcome, f.reason) for f in report.files] == [("unchanged", "what is here was read later")]
    texts = documents_of(tmp_path / "data")
    assert list(texts) == [identity, f"{identity}@1"]
    assert WATER in texts[identity]
    assert LAMPS in texts[f"{identity}@1"]


def test_two_documents_of_which_one_has_left_its_words_get_ids_of_their_own(tmp_path, plans):
    first, second = plans / named_for(FIRST, "a"), plans / named_for(SECOND, "b")
    write_plan(first, LAMPS)
    read_share(tmp_path / "shards" / "1", FIRST, plans)
    shutil.copy(first, plans / second.name)
    write_plan(first, WATER)
    shards = cut(tmp_path / "shards", plans, 3)
    left, right = (next(iter(documents_of(shard))) for shard in shards[:2])
    assert left == right
    joined(tmp_path / "data", shards)
    texts = documents_of(tmp_path / "data")
    assert len(texts) == 3
    assert indexed_texts(tmp_path / "data") == {f"1. {WATER}", f"1. {LAMPS}"}
    assert DataFolder.open(tmp_path / "data").faults() == []


def test_what_was_removed_from_the_target_is_there_again_only_when_it_is_joined_again(tmp_path, plans):
    write_plan(plans / named_for(FIRST, "a"), LAMPS)
    write_plan(plans / named_for(SECOND, "b"), SCHOOLS)
    shards = cut(tmp_path / "shards", plans, 3)
    joined(tmp_path / "data", shards)
    before = documents_of(tmp_path / "data")
    remove(DataFolder.open(tmp_path / "data"), next(iter(before)), load_embedder())
    assert len(documents_of(tmp_path / "data")) == 1
    joined(tmp_path / "data", shards)
    assert documents_of(tmp_path / "data") == before


def test_a_target_with_documents_of_its_own_keeps_them(tmp_path, plans):
    write_plan(plans / named_for(FIRST), LAMPS)
    collect(tmp_path / "data", write_plan(tmp_path / "own" / "plan.txt", SCHOOLS))
    joined(tmp_path / "data", cut(tmp_path / "shards", plans, 3))
    assert indexed_texts(tmp_path / "data") == {f"1. {LAMPS}", f"1. {SCHOOLS}"}


def test_the_files_as_they_came_are_in_the_target(tmp_path, plans):
    plan = write_plan(plans / named_for(FIRST), LAMPS)
    joined(tmp_path / "data", cut(tmp_path / "shards", plans, 3))
    shutil.rmtree(tmp_path / "shards")
    (kept,) = (tmp_path / "data" / "originals").glob("*/*")
    assert kept.read_bytes() == plan.read_bytes()
    assert DataFolder.open(tmp_path / "data").faults() == []


def test_nothing_is_prepared_again(tmp_path, plans, monkeypatch):
    for share in (FIRST, SECOND, THIRD):
        write_plan(plans / named_for(share), f"{share} {LAMPS}")
    shards = cut(tmp_path / "shards", plans, 3)
    prepared = []
    submit = Preparers.submit

    def watched(self, batch):
        prepared.extend(batch)
        return submit(self, batch)

    monkeypatch.setattr(Preparers, "submit", watched)
    joined(tmp_path / "data", shards)
    assert (len(documents_of(tmp_path / "data")), prepared) == (3, [])
    # It would be seen.
    write_plan(tmp_path / "more" / "plan.txt", WATER)
    collect(tmp_path / "data", tmp_path / "more")
    assert len(prepared) == 1


def test_large_segments_are_taken_over_as_they_are(tmp_path, plans, monkeypatch):
    for share in (FIRST, SECOND):
        write_plan(plans / named_for(share), f"{share} {LAMPS}")
    shards = cut(tmp_path / "shards", plans, 2)
    monkeypatch.setattr("index.merging.SMALL", 0)
    monkeypatch.setattr("index.merging.AT_ONCE", 0)
    monkeypatch.setattr("index.merging._GROWTH", 0)
    joined(tmp_path / "data", shards)
    parts = Product.open(tmp_path / "data").snapshot.generation.parts
    mine = {part.segment.manifest.files["token_ids.npy"] for part in parts}
    theirs = {
        part.segment.manifest.files["token_ids.npy"]
        for shard in shards
        for part in Product.open(shard).snapshot.generation.parts
    }
    assert mine <= theirs
    assert len(parts) == 2
