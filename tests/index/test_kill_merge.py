"""SIGKILL at any step of a merge: the old index is served or the new one, and the next merge completes it."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.data_folder import DataFolder
from index.errors import DataFolderError, NoIndexError
from index.shards import Share
from tests.index_worlds import collect, indexed_texts, write_plan
from tests.sharded import cut, documents_of, joined, named_for

pytestmark = pytest.mark.thorough

LAMPS, SCHOOLS, LESSONS, WATER = (
    "Treo đèn biển ở cảng cá.",
    "Sửa trường học vùng cao.",
    "Mở lớp bơi cho trẻ em ven sông.",
    "Cấp nước sạch cho các đảo.",
)


def killed(folder: Path, shards: list[Path]) -> list[Path]:
    """Return what is left of merges into FOLDER/before, or into nothing where that is not there."""
    (folder / "killed").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed_merge", folder / "killed", folder / "before", *shards],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [folder / "killed" / str(number) for number in range(int(done.stdout))]


def served(data: Path) -> frozenset[str] | None:
    """Return what is served of a data folder, None where nothing is."""
    try:
        return frozenset(indexed_texts(data))
    except (DataFolderError, NoIndexError):
        return None


def check_completed(data: Path, shards: list[Path], whole: Path) -> None:
    """Join once more, and compare all with a merge that was never cut short."""
    joined(data, shards)
    assert documents_of(data) == documents_of(whole)
    assert DataFolder.open(data).faults() == []
    leftovers = [path.name for path in (data / "segments").iterdir()]
    assert not [name for name in leftovers if name.endswith(".building")]


@pytest.mark.parametrize("world", ["new", "with documents"])
def test_a_merge_that_is_killed_leaves_the_old_index_or_the_new_one(tmp_path, world):
    changing = write_plan(tmp_path / "in" / named_for(Share(1, 2), "a"), LAMPS)
    before = None
    if world == "with documents":
        write_plan(tmp_path / "own" / "plan.txt", SCHOOLS)
        collect(tmp_path / "before", tmp_path / "own", tmp_path / "in")
        before = frozenset({f"1. {LAMPS}", f"1. {SCHOOLS}"})
        write_plan(changing, WATER)
    write_plan(tmp_path / "in" / named_for(Share(2, 2), "b"), LESSONS)
    shards = cut(tmp_path / "shards", tmp_path / "in", 2)
    left = killed(tmp_path, shards)
    whole = tmp_path / "killed" / "whole"
    after = served(whole)
    states = [served(data) for data in left]
    assert set(states) == {before, after}
    # Once it is served it stays.
    assert states == sorted(states, key=lambda state: state == after)
    for data in left:
        if data.exists():
            check_completed(data, shards, whole)
