"""The power may fail at any moment: files are written, flushed and named in an order that survives it."""

from io import BytesIO

import pytest

from index import merging
from index.data_folder import CURRENT, DataFolder, write_durably
from index.embedder import load_embedder
from index.errors import DataFolderError, NoIndexError
from index.jobs import Jobs, Order
from index.originals import Originals
from index.storage import delete_tree
from search_api.collecting.backups import back_up, restore
from tests.index_worlds import collect, indexed_texts, write_plan
from tests.power_cuts import lay_out, recorded
from tests.sharded import cut, joined

pytestmark = pytest.mark.thorough

LAMPS, SCHOOLS, LESSONS = "Treo đèn biển ở cảng cá.", "Sửa trường học vùng cao.", "Mở lớp bơi cho trẻ em."
NOTHING: set[str] = set()


@pytest.fixture(scope="module", params=[[], [SCHOOLS, LESSONS]], ids=["first", "third"])
def published(request, tmp_path_factory):
    """A recorded publish after none or two others: what was served before and after, and the disk."""
    folder = tmp_path_factory.mktemp("published")
    data, plans = folder / "data", folder / "in"
    data.mkdir()
    before = NOTHING
    for words in request.param:
        write_plan(plans / "a.txt", words)
        collect(data, plans)
        before = indexed_texts(data)
    write_plan(plans / "a.txt", LAMPS)
    with recorded(data) as disk:
        collect(data, plans)
        sure = disk.surely_left()
    return before, indexed_texts(data), disk, sure


def served(state, folder):
    """Return the texts that a data folder serves, which is opened as the power cut left it."""
    lay_out(state, folder)
    try:
        return indexed_texts(folder)
    except (DataFolderError, NoIndexError):
        return NOTHING
    finally:
        delete_tree(folder)


def test_after_a_power_cut_at_any_moment_the_old_or_the_new_generation_is_served(published, tmp_path):
    before, after, disk, _ = published
    found = {moment: served(state, tmp_path / "left") for state, moment in disk.left.items()}
    assert {moment: texts for moment, texts in found.items() if texts not in (before, after)} == {}
    assert before in found.values()
    assert after in found.values()


def test_after_a_power_cut_in_a_merge_the_old_or_the_new_generation_is_served(tmp_path, monkeypatch):
    data = tmp_path / "data"
    collect(data, write_plan(tmp_path / "own.txt", LAMPS))
    for number, words in enumerate((SCHOOLS, LESSONS)):
        write_plan(tmp_path / "in" / f"{number}.txt", words)
    shards = cut(tmp_path / "shards", tmp_path / "in", 2)
    # The segments of the shards stay as they were brought.
    for name in ("SMALL", "AT_ONCE", "_GROWTH"):
        monkeypatch.setattr(merging, name, 0)
    before = indexed_texts(data)
    with recorded(data) as disk:
        joined(data, shards)
        sure = disk.surely_left()
    after = indexed_texts(data)
    assert len(after) == 3
    found = {moment: served(state, tmp_path / "left") for state, moment in disk.left.items()}
    assert {moment: texts for moment, texts in found.items() if texts not in (before, after)} == {}
    assert before in found.values()
    assert served(sure, tmp_path / "left") == after
    assert disk.unsure == []


def test_after_the_last_call_the_new_generation_survives_a_power_cut(published, tmp_path):
    _, after, _, sure = published
    assert served(sure, tmp_path / "left") == after
    lay_out(sure, tmp_path / "left")
    current = DataFolder.open(tmp_path / "left").current_name()
    assert current == max(DataFolder.open(tmp_path / "left").generation_names())


def test_every_file_and_folder_of_a_generation_is_flushed_before_it_gets_its_name(published):
    _, _, disk, _ = published
    assert [call for call in disk.calls if call[0] == "rename" and call[2].startswith("generations/")]
    assert disk.unsure == []


def test_current_is_written_when_the_name_of_the_generation_is_on_the_disk(published):
    _, _, disk, _ = published
    (named,) = [n for n, c in enumerate(disk.calls) if c[0] == "rename" and c[-1].startswith("generations/g")]
    flushed = disk.calls.index(("fsync", "generations"), named)
    touched = [n for n, call in enumerate(disk.calls) if any(part.startswith(CURRENT) for part in call[1:])]
    assert touched[0] > flushed


def test_a_durable_write_flushes_a_new_file_then_names_it_then_flushes_the_folder(tmp_path):
    with recorded(tmp_path) as disk:
        write_durably(tmp_path / "pointer", b"new")
    (_, new), *_ = calls = disk.calls
    assert calls == [("open", new), ("fsync", new), ("rename", new, "pointer"), ("fsync", ".")]
    assert new != "pointer"


def test_a_power_cut_during_a_durable_write_leaves_the_old_or_the_new_content(tmp_path):
    (tmp_path / "pointer").write_bytes(b"old")
    with recorded(tmp_path) as disk:
        write_durably(tmp_path / "pointer", b"new")
        sure = disk.surely_left()
    left = {dict(state)["pointer"] for state in disk.left}
    assert left == {b"old", b"new"}
    assert sure == (("pointer", b"new"),)


def test_a_file_that_was_kept_survives_a_power_cut(tmp_path):
    with recorded(tmp_path) as disk:
        name = Originals(tmp_path / "originals").keep(b"KE HOACH")
        lay_out(disk.surely_left(), tmp_path / "left")
    assert Originals(tmp_path / "left" / "originals").read(name) == b"KE HOACH"


def test_what_the_desk_has_accepted_survives_a_power_cut_and_never_does_so_in_part(tmp_path):
    order = Order("add", "anyone", ("ke/a.txt", "b.txt"))
    with recorded(tmp_path) as disk:
        job = Jobs(tmp_path / "jobs").accept(
            order, [("ke/a.txt", BytesIO(b"one")), ("b.txt", BytesIO(b"two"))]
        )
        left = [*disk.left, disk.surely_left()]
    told = []
    for number, state in enumerate(left):
        jobs = Jobs(lay_out(state, tmp_path / f"left{number}") / "jobs")
        told.append(jobs.unfinished())
        for identity in told[-1]:
            files = jobs.files(jobs.job(identity))
            assert [(files / name).read_bytes() for name in order.names] == [b"one", b"two"]
    assert [] in told
    assert told[-1] == [job.id]


def test_a_backup_and_what_was_restored_of_it_survive_a_power_cut(tmp_path):
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", LAMPS))
    (tmp_path / "disk").mkdir()
    with recorded(tmp_path / "disk") as disk:
        back_up(DataFolder.open(tmp_path / "data"), tmp_path / "disk" / "plans.backup", untold)
        sure = dict(disk.surely_left())
    assert sure["plans.backup"] == (tmp_path / "disk" / "plans.backup").read_bytes()
    (tmp_path / "again").mkdir()
    with recorded(tmp_path / "again") as disk:
        restore(tmp_path / "disk" / "plans.backup", tmp_path / "again" / "data", load_embedder(), untold)
        lay_out(disk.surely_left(), tmp_path / "left")
    left = DataFolder.open(tmp_path / "left" / "data")
    assert left.faults() == []
    assert indexed_texts(left.path) == {f"1. {LAMPS}"}


def untold(_done: int, _total: int, _name: str) -> None:
    pass
