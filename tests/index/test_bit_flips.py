"""Flipped bits: what is served and published is what was written, or nothing, and says so."""

import random
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import PlanSearchError
from index.snapshot import Snapshot
from index.storage import delete_tree
from ingest.reading.child import read
from ingest.reading.frames import Outcome, Unread
from search_api.collecting import collect as collecting
from search_api.collecting.collect import ingest
from search_api.collecting.report import IngestReport
from tests.index_worlds import collect, write_plan

pytestmark = pytest.mark.thorough

SEED = 2025
# So many that each file comes round; and more.
FLIPS, MORE = range(84), range(84, 120)
CATALOGUE = Path("catalogue.sqlite")
PAGE = 4096
TITLE = "Việc của xã"
TEXTS = {
    "a.txt": ("Treo đèn biển ở cảng cá theo Nghị định số 11/2021/NĐ-CP.", "Sở Y tế khám sức khỏe cho ngư dân."),
    "b.txt": ("Sửa trường học vùng cao trước ngày 05/3/2025.", "Mở lớp bơi cho trẻ em ven sông."),
}  # fmt: skip
PROVISIONS = frozenset(f"{n}. {words}" for both in TEXTS.values() for n, words in enumerate(both, 1))


class ReadersHere:
    """Reads in this process what child processes would read: those are not what is tested."""

    ahead = 1

    def __enter__(self) -> "ReadersHere":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, unread: Unread) -> "Future[Outcome]":
        done: Future[Outcome] = Future()
        done.set_result(read(unread))
        return done


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of plans and a data folder with two generations of them."""
    folder = tmp_path_factory.mktemp("whole")
    for name, provisions in TEXTS.items():
        write_plan(folder / "in" / name, *provisions, title=TITLE)
        collect(folder / "data", folder / "in")
    # What the log of writes holds is brought into the file.
    assert not (folder / "data" / "catalogue.sqlite-wal").exists()
    return folder


def flips(data: Path) -> Iterator[tuple[Path, int, int]]:
    """Yield a file below `data`, a place and a bit; a third for the generation, the rest for the catalogue."""
    chance = random.Random(SEED)
    made = (data / "generations" / "g000002", data / "segments" / "s000002")
    newest = [p for folder in made for p in sorted(folder.rglob("*")) if p.is_file()]
    files = [path.relative_to(data) for path in newest if path.stat().st_size]
    content = (data / CATALOGUE).read_bytes()
    pages = [at for at in range(0, len(content), PAGE) if "Treo đèn".encode() in content[at : at + PAGE]]
    # The page that says what tables there are, those with texts, and all.
    aims = [range(PAGE), *(range(page, page + PAGE) for page in pages), range(len(content))]
    for number in range(MORE.stop):
        # Every file of the generation comes round, and every aim.
        turn = number // 3
        if number % 3 == 0:
            file = files[turn % len(files)]
            yield file, chance.randrange((data / file).stat().st_size), chance.randrange(8)
        else:
            yield CATALOGUE, chance.choice(aims[(2 * turn + number % 3) % len(aims)]), chance.randrange(8)


def served(data: Path) -> set[str]:
    """Return the texts of all that is served, each as its document has it."""
    opened = DataFolder.open(data).open_generation()
    snapshot = Snapshot(opened.generation, load_embedder(), None, opened.removed)
    texts = set()
    for identity in snapshot.documents:
        detail = snapshot.detail(identity)
        assert detail.record.metadata.title == f"Kế hoạch {TITLE[0].lower()}{TITLE[1:]}"
        for passage in snapshot.passages_of(identity):
            assert detail.text[passage.start : passage.end] == passage.text
            texts.add(passage.text)
    assert {hit.passage.text for hit in snapshot.searcher.search("đèn biển ở cảng cá").hits} <= texts
    list(snapshot.of_each_document(lambda *found: found))
    snapshot.duties()
    opened.generation.close()
    return texts


def ingested(data: Path, plans: Path) -> IngestReport | PlanSearchError:
    try:
        return ingest(DataFolder.open(data), [plans], load_embedder())
    except PlanSearchError as error:
        return error


def named_instead(report: IngestReport | PlanSearchError) -> bool:
    """True where what is missing was told: an error, or a document set aside by name."""
    return isinstance(report, PlanSearchError) or any(
        f.outcome == "refused" and f.reason for f in report.files
    )


@pytest.mark.parametrize("numbers", [FLIPS, pytest.param(MORE, marks=pytest.mark.long)], ids=["some", "more"])
def test_no_flipped_bit_changes_what_is_served_or_ends_in_a_crash(whole, tmp_path, monkeypatch, numbers):
    monkeypatch.setattr(collecting, "Readers", ReadersHere)
    found = []
    for number, (file, place, bit) in enumerate(flips(whole / "data")):
        if number not in numbers:
            continue
        data = Path(shutil.copytree(whole / "data", tmp_path / str(number)))
        content = bytearray((data / file).read_bytes())
        content[place] ^= 1 << bit
        (data / file).write_bytes(content)
        name = f"{file}, byte {place}, bit {bit}"
        try:
            problem = fault_after(data, whole / "in")
        except Exception as error:
            problem = repr(error)
        if problem:
            found.append(f"{name}: {problem}")
        delete_tree(data)
    assert found == []


def fault_after(data: Path, plans: Path) -> str:
    """Read, verify, ingest and read again; return what is wrong, empty where nothing is."""
    folder = DataFolder.open(data)
    before = served(data)
    verified(folder)
    if not before <= PROVISIONS:
        return f"served {before - PROVISIONS}"
    report = ingested(data, plans)
    after = served(data)
    if not after <= PROVISIONS:
        return f"published {after - PROVISIONS}"
    if after != PROVISIONS and not named_instead(report):
        return f"{PROVISIONS - after} is missing and nothing was said"
    if isinstance(report, IngestReport) and (faults := verified(folder)):
        return f"after an ingest that went well: {faults}"
    return ""


def verified(folder: DataFolder) -> list[str]:
    """Return what `plansearch verify` prints; its expected errors are its answer as well."""
    try:
        return folder.faults()
    except PlanSearchError as error:
        return [str(error)]


def test_a_column_lost_to_a_flipped_bit_is_told_as_damage(whole, tmp_path):
    data = Path(shutil.copytree(whole / "data", tmp_path / "data"))
    content = (data / CATALOGUE).read_bytes()
    (data / CATALOGUE).write_bytes(content.replace(b"reading TEXT NOT NULL", b"re\xe1ding TEXT NOT NULL"))
    (fault,) = DataFolder.open(data).faults()
    assert "damaged" in fault
    report = ingested(data, whole / "in")
    assert isinstance(report, PlanSearchError)
    assert "damaged" in str(report)
    assert "disk" not in str(report)
    assert served(data) == PROVISIONS


def test_a_table_whose_name_is_no_longer_text_is_told_as_damage(whole, tmp_path):
    data = Path(shutil.copytree(whole / "data", tmp_path / "data"))
    content = (data / CATALOGUE).read_bytes()
    told = set()
    # Some of these places are of what was deleted and say nothing any more.
    for place in [match.start() for match in re.finditer(b"documents", content[:PAGE])]:
        (data / CATALOGUE).write_bytes(content[: place + 4] + b"\xed" + content[place + 5 :])
        faults, report = verified(DataFolder.open(data)), ingested(data, whole / "in")
        assert isinstance(report, PlanSearchError) == bool(faults)
        told.add("damaged" in f"{faults} {report}")
        assert served(data) == PROVISIONS
    assert True in told
