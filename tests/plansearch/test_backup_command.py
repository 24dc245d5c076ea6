"""`plansearch backup` and `plansearch restore` as people and programs meet them."""

import json
from pathlib import Path

import pytest

from tests.index_worlds import collect, write_plan
from tests.serving import plansearch


@pytest.fixture
def data(tmp_path: Path) -> Path:
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", "Treo đèn biển ở cảng cá."))
    return tmp_path / "data"


def test_a_line_tells_what_was_written_and_brought_back(data, tmp_path):
    file = tmp_path / "plans.tar"
    done = plansearch("backup", file, "--data", data)
    told = f"1 documents and 1 files ({file.stat().st_size} bytes in {file})\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, f"backed up {told}", "")
    again = plansearch("restore", file, "--data", tmp_path / "again")
    assert (again.returncode, again.stdout, again.stderr) == (0, f"restored {told}", "")


def test_programs_get_the_same_as_json_and_a_lost_file_is_a_fault(data, tmp_path):
    (lost,) = data.glob("originals/*/*")
    lost.unlink()
    file = tmp_path / "plans.tar"
    written = json.loads(plansearch("backup", file, "--data", data, "--json").stdout)
    assert written == {
        "file": str(file), "bytes": file.stat().st_size, "documents": 1, "originals": 0,
        "lost": [lost.name], "faults": [],
    }  # fmt: skip
    again = plansearch("restore", file, "--data", tmp_path / "again", "--json")
    (fault,) = json.loads(again.stdout)["faults"]
    assert (again.returncode, fault.endswith("is not kept as it came")) == (1, True)


def test_what_is_refused_is_told_in_one_line_with_exit_code_two(data, tmp_path):
    file, none = tmp_path / "plans.tar", tmp_path / "none.tar"
    assert plansearch("backup", file, "--data", data).returncode == 0
    none.write_text("luận văn")
    for command, target, folder in (
        ("backup", file, data),
        ("backup", tmp_path / "nowhere" / "plans.tar", data),
        ("backup", tmp_path / "new.tar", tmp_path / "nowhere"),
        ("restore", file, data),
        ("restore", none, tmp_path / "again"),
        ("restore", tmp_path / "nowhere.tar", tmp_path / "again"),
    ):
        done = plansearch(command, target, "--data", folder)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done
        assert done.stderr.startswith("plansearch: ")
    assert not (tmp_path / "again").exists()
    assert plansearch("backup", file, "--data", data, "--force").returncode == 0
