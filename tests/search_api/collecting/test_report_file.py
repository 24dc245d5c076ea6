"""The report of an ingest as a file: JSON, CSV or lines, as its name ends."""

import csv
import json
from pathlib import Path

import pytest

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import PlanSearchError
from ingest.messages import message
from ingest.types import Outside
from search_api.collecting.collect import ingest
from search_api.collecting.report import FileReport, IngestReport
from search_api.collecting.report_file import check_report_file, files_of_report, write_report
from tests.index_worlds import write_plan

STEERING = "/in/=đèn\x1b[31m\n.txt"
REPORT = IngestReport(
    [
        FileReport(
            "/in/a.txt",
            "added",
            None,
            "abc",
            3,
            tool="text",
            warnings=(message("page 1: blank"), message("page 2: blank")),
            outside=Outside(25, 100),
        ),
        FileReport(STEERING, "refused", "the file is empty"),
        FileReport("=b.txt", "unchanged", None, "def"),
    ]
)


@pytest.fixture
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The report, written to a file whose name ends as the test says."""
    path = tmp_path / f"report{request.param}"
    write_report(REPORT, path)
    return path


@pytest.mark.parametrize("file", [".json", ".JSON"], indirect=True)
def test_json_has_all_that_is_known_of_each_file(file):
    body = json.loads(file.read_text(encoding="utf-8"))
    first, second, _ = body["files"]
    assert (first["outcome"], first["passages"], first["warnings"]) == (
        "added", 3, ["page 1: blank", "page 2: blank"],
    )  # fmt: skip
    assert (second["path"], second["reason"]) == (STEERING, "the file is empty")
    assert (body["generation"], body["dry_run"]) == (None, False)


@pytest.mark.parametrize("file", [".csv"], indirect=True)
def test_csv_has_a_row_a_file_that_a_spreadsheet_takes_for_words(file):
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["path"], row["outcome"]) for row in rows] == [
        ("/in/a.txt", "added"),
        ("/in/=đèn\\x1b[31m\\n.txt", "refused"),
        ("'=b.txt", "unchanged"),
    ]
    assert (rows[0]["passages"], rows[0]["warnings"]) == ("3", "page 1: blank\npage 2: blank")
    assert rows[0]["in_no_passage"] == "0.25"
    assert rows[1]["reason"] == "the file is empty"


@pytest.mark.parametrize("file", [".txt", ""], indirect=True)
def test_text_has_a_line_for_everything(file):
    assert file.read_text(encoding="utf-8").splitlines() == [
        "added     /in/a.txt: 3 passages; 25% of the text is in none; read by text",
        "warning   /in/a.txt: page 1: blank",
        "warning   /in/a.txt: page 2: blank",
        "refused   /in/=đèn\\x1b[31m\\n.txt: the file is empty",
        "unchanged =b.txt",
        "1 added, 1 unchanged, 1 refused",
    ]


@pytest.mark.parametrize("name", ["missing/report.txt", "."])
def test_a_place_where_no_file_can_be_is_told_before_and_after(tmp_path, name):
    for act in (check_report_file, lambda file: write_report(REPORT, file)):
        with pytest.raises(PlanSearchError, match="the report cannot be written"):
            act(tmp_path / name)


def test_a_report_beside_the_plans_is_not_read(tmp_path):
    file = tmp_path / "in" / "report.csv"
    write_plan(tmp_path / "in" / "a.txt", "Treo đèn biển ở cảng cá.")
    folder = DataFolder.open_or_create(tmp_path / "data")
    for _ in range(2):
        report = ingest(folder, [file.parent], load_embedder(), left_out=files_of_report(file))
        write_report(report, file)
    assert [Path(found.path).name for found in report.files] == ["a.txt"]
