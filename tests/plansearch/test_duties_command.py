"""`plansearch duties` as people and programs meet it: its files are read back."""

import json

import openpyxl
import pytest

from tests.search_api.duties.test_files import calendar_of
from tests.serving import plansearch, process


def test_the_command_line_prints_the_json_of_the_api(sample_data, client):
    done = plansearch(
        "duties", "--actor", "sở", "--limit", "3", "--sort", "-actor", "--data", sample_data, "--json"
    )
    body = client.get("/api/v1/duties", params={"actor": "sở", "limit": 3, "sort": "-actor"}).json()
    # On the command line nobody goes on to the next part.
    assert json.loads(done.stdout) == {**body, "next": None}


def test_a_program_reads_one_line_a_duty(sample_data, sample_service):
    done = plansearch("duties", "--deadline", "--province", "Hải Lâm", "--data", sample_data)
    head, *lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert head.split("\t") == ["actor", "provision", "deadline", "citation", "passage"]
    assert lines
    for line in lines:
        cells = line.split("\t")
        assert cells[1] == " ".join(sample_service.passage(cells[-1]).text.split())
        assert cells[2] != "–"


def test_a_part_of_the_table_says_how_much_there_is(sample_data):
    done = plansearch("duties", "--limit", "2", "--data", sample_data)
    assert len(done.stdout.splitlines()) == 3
    assert done.stderr.startswith("2 of ")


def test_a_topic_that_the_plans_do_not_speak_of_is_said(sample_data):
    done = plansearch("duties", "--topic", "how do black holes evaporate", "--data", sample_data)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)
    assert "do not seem to speak of this topic" in done.stderr


@pytest.mark.parametrize("arguments", [["--format", "csv"], ["--output"], ["--format", "csv", "--output"]])
def test_a_file_goes_to_stdout_or_where_it_is_told(sample_data, client, tmp_path, arguments):
    file = tmp_path / "tệp.csv"
    named = [file] if arguments[-1] == "--output" else []
    run = plansearch if named else process
    done = run("duties", *arguments, *named, "--url", "http://testserver", "--data", sample_data)
    assert done.returncode == 0, done.stderr
    written = file.read_bytes() if named else done.stdout.encode()
    wanted = client.get("/api/v1/duties.csv").content
    # Read as text, stdout has the line ends of the machine.
    assert written.replace(b"\r\n", b"\n") == wanted.replace(b"\r\n", b"\n")


@pytest.mark.parametrize("kind", [".xlsx", ".ics"])
def test_the_name_of_the_file_tells_its_format(sample_data, tmp_path, kind):
    file = tmp_path / f"duties{kind}"
    done = plansearch("duties", "--due-to", "2024-12-31", "--output", file, "--data", sample_data)
    assert (done.returncode, done.stdout) == (0, "")
    if kind == ".xlsx":
        assert openpyxl.load_workbook(file).active.max_row > 1
    else:
        calendar_of(file.read_bytes())


@pytest.mark.parametrize(
    ("arguments", "needles"),
    [
        (["--output", "duties.pdf"], ["pdf", "xlsx"]),
        (["--format", "table", "--output", "x"], ["table", "--format"]),
        (["--output", "no such folder/duties.csv"], ["no such folder", "name another"]),
        (["--sort", "colour"], ["sort", "colour", "deadline"]),
        (["--actor", "?"], ["actor", "?"]),
        (["--province", "Atlantis"], ["Atlantis", "Hải Lâm"]),
        (["--limit", "0"], ["limit"]),
    ],
    ids=" ".join,
)
def test_a_bad_option_is_named_with_a_remedy(sample_data, arguments, needles):
    done = plansearch("duties", *arguments, "--data", sample_data)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert [needle for needle in needles if needle not in done.stderr] == []
