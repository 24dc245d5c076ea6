"""A rehearsal says what an ingest would do, and writes nothing."""

from pathlib import Path

import pytest

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import DataFolderError
from search_api.collecting.collect import ingest, quarantined, rehearse
from search_api.collecting.report import IngestReport
from tests.index_worlds import collect, snapshot, write_plan

LAMPS, SCHOOLS, LESSONS = (
    "Treo đèn biển ở cảng cá.",
    "Sửa trường học vùng cao.",
    "Mở lớp bơi cho trẻ em ven sông.",
)


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A plan, and a file that cannot be read."""
    write_plan(tmp_path / "in" / "a.txt", LAMPS)
    (tmp_path / "in" / "empty.txt").touch()
    return tmp_path / "in"


def outcomes(report: IngestReport) -> list[tuple[str, str, str | None]]:
    return [(Path(file.path).name, file.outcome, file.reason) for file in report.files]


def test_it_tells_what_the_first_ingest_then_does_and_makes_no_data_folder(plans, data):
    before = snapshot(plans.parent)
    told = rehearse(data, [plans])
    assert [outcome for _, outcome, _ in outcomes(told)] == ["added", "refused"]
    assert (told.rehearsed, told.manifest) == (True, None)
    assert snapshot(plans.parent) == before
    assert not data.exists()
    assert outcomes(collect(data, plans)) == outcomes(told)


def test_it_tells_what_a_later_ingest_then_does_and_changes_no_byte(plans, data):
    write_plan(plans / "b.txt", SCHOOLS)
    write_plan(plans / "c.txt", LESSONS)
    collect(data, plans)
    write_plan(plans / "a.txt", LAMPS, "Cấp nước sạch cho các đảo.")
    (plans / "b.txt").rename(plans / "moved.txt")
    (plans / "c.txt").unlink()
    before = snapshot(data)
    told = rehearse(data, [plans], sync=True)
    assert [outcome for _, outcome, _ in outcomes(told)] == ["replaced", "refused", "moved", "removed"]
    assert snapshot(data) == before
    assert quarantined(DataFolder.open(data))[0].times == 1
    done = ingest(DataFolder.open(data), [plans], load_embedder(), sync=True)
    assert outcomes(done) == outcomes(told)


def test_a_folder_that_is_not_ours_is_refused(plans):
    with pytest.raises(DataFolderError, match="not a PlanSearch data folder"):
        rehearse(plans, [plans])
