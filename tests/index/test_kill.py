"""SIGKILL at any step of an ingest: what was acknowledged is there, one whole index is served."""

import json
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.as_json import from_json
from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import DataFolderError, NoIndexError
from index.live import LiveIndex
from index.versions import is_version
from ingest.types import Document
from tests.index_worlds import collect, indexed_texts, write_plan
from tests.product import Product

pytestmark = pytest.mark.thorough

LAMPS, SCHOOLS, LESSONS, WATER = (
    "Treo đèn biển ở cảng cá.",
    "Sửa trường học vùng cao.",
    "Mở lớp bơi cho trẻ em ven sông.",
    "Cấp nước sạch cho các đảo.",
)
# What the plans said at the last ingest, and what they say at the one that is killed.
WORLDS = {
    "first ingest": ({}, {"a": LAMPS, "b": SCHOOLS}),
    "a document more": ({"a": LAMPS}, {"a": LAMPS, "b": SCHOOLS, "c": LESSONS}),
    "a document changed": ({"a": LAMPS, "b": SCHOOLS}, {"a": LAMPS, "b": WATER}),
    "segments joined": ({"a": LAMPS, "b": SCHOOLS}, {"a": LAMPS, "b": SCHOOLS, "c": LESSONS}),
}
SHARES = (0.0, 0.2, 0.4, 0.7, 0.95, 1.0)


@dataclass(frozen=True)
class Killed:
    """A data folder after the kill."""

    data: Path
    plans: Path
    before: frozenset[str]
    after: frozenset[str]
    acknowledged: frozenset[str]


def written(plans: Path, content: dict[str, str]) -> frozenset[str]:
    for name, words in content.items():
        write_plan(plans / f"{name}.txt", words)
    return frozenset(f"1. {words}" for words in content.values())


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, float], Killed]:
    """One data folder for each world and moment, each killed there."""
    orders, worlds = [], {}
    for world, (old, new) in WORLDS.items():
        folder = tmp_path_factory.mktemp("killed")
        before = written(folder / "in", old)
        if old:
            collect(folder / "before", folder / "in")
        after = written(folder / "in", new)
        for share in SHARES:
            data = folder / f"data-{share}"
            if old:
                shutil.copytree(folder / "before", data)
            orders.append((world, str(data), str(folder / "in"), share))
            worlds[world, share] = (data, folder / "in", before, after, list(new.values()))
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed_ingest"],
        input=json.dumps(orders), capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = {}
    for (key, (data, plans, before, after, words)), line in zip(
        worlds.items(), done.stdout.splitlines(), strict=True
    ):
        told = json.loads(line)
        assert told["status"] == -signal.SIGKILL
        acknowledged = frozenset(f"1. {w}" for w in words[: told["acknowledged"]])
        found[key] = Killed(data, plans, before, after, acknowledged)
    return found


@pytest.fixture(
    params=[(world, share) for world in WORLDS for share in SHARES], ids=lambda p: f"{p[0]} {p[1]}"
)
def world(request, killed) -> Killed:
    return killed[request.param]


@pytest.fixture
def copied(world: Killed, tmp_path: Path) -> Path:
    """A copy of the killed data folder, to be written to."""
    if world.data.exists():
        shutil.copytree(world.data, tmp_path / "data")
    return tmp_path / "data"


def stored(data: Path) -> set[str]:
    """Return the passages of the catalogue, which must be sound, without those of versions."""
    catalogue = DataFolder.open(data).catalogue()
    try:
        assert catalogue.integrity_faults() == []
        current = (stored for stored in catalogue.stored() if not is_version(stored.id))
        read = (from_json(Document, stored.reading) for stored in current)
        return {p.span.of(document.text) for document in read for p in document.passages}
    finally:
        catalogue.close()


def test_acknowledged_documents_are_in_a_sound_catalogue(world, copied):
    try:
        found = stored(copied)
    except DataFolderError:
        found = set()
    assert found >= world.acknowledged
    assert found >= world.before & world.after


def test_one_whole_generation_is_served(world, copied):
    try:
        service = Product(LiveIndex(DataFolder.open(copied), load_embedder()))
    except (DataFolderError, NoIndexError):
        assert not world.before
        return
    texts = {p.text for d in service.documents() for p in service.passages_of(d.id)}
    assert texts in (world.before, world.after)
    assert service.search("đèn biển ở cảng").hits[0].passage.text == f"1. {LAMPS}"


def test_the_next_ingest_completes_what_was_cut_short(world, copied):
    report = collect(copied, world.plans)
    assert report.count("unchanged") >= len(world.acknowledged)
    assert stored(copied) == world.after
    assert indexed_texts(copied) == world.after
    assert DataFolder.open(copied).faults() == []


def test_kills_fell_before_between_and_after_the_files(killed):
    told = {len(world.acknowledged) for (name, _), world in killed.items() if name == "a document more"}
    assert {0, 3} < told


def test_some_kills_fell_before_and_some_after_the_new_generation(killed):
    served = set()
    for (name, _), world in killed.items():
        if name == "a document more":
            served.add(frozenset(indexed_texts(world.data)))
    assert len(served) == 2
