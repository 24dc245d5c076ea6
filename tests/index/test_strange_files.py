"""What lies in a data folder and is not of it stops nothing, and is not deleted where it may be somebody's."""

from pathlib import Path

from index.data_folder import DataFolder
from tests.index_worlds import collect, indexed_texts, write_plan
from tests.product import Product

STRANGE = (
    ".DS_Store",
    "CURRENT.new",
    "notes.txt",
    "lost+found/12",
    "generations/notes.txt",
    "generations/g000001.bak/manifest.json",
    "generations/g000009",
    "segments/notes.txt",
    "segments/s000001.bak/manifest.json",
    "segments/s000009.building/records.sqlite",
    "originals/notes.txt",
    "originals/aa/notes/notes.txt",
    "jobs/notes.txt",
    "jobs/notes/order.json",
)
# What an ingest that was cut short may have left.
CLEARED = {"CURRENT.new", "segments/s000009.building/records.sqlite"}


def test_files_that_are_not_ours_are_passed_over_and_stay(tmp_path):
    data, plans = tmp_path / "data", tmp_path / "in"
    write_plan(plans / "a.txt", "Treo đèn biển ở cảng cá.")
    collect(data, plans)
    for name in STRANGE:
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(b"\x00 not of PlanSearch")
    product = Product.open(data)
    assert product.folder.faults() == []
    assert product.folder.jobs.unfinished() == []
    write_plan(plans / "a.txt", "Sửa trường học vùng cao.")
    collect(data, plans)
    assert indexed_texts(data) == {"1. Sửa trường học vùng cao."}
    assert product.search("trường học").hits[0].passage.text == "1. Sửa trường học vùng cao."
    assert DataFolder.open(data).faults() == []
    assert {name for name in STRANGE if not Path(data / name).is_file()} == CLEARED
