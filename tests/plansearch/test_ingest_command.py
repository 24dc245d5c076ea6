"""`plansearch ingest` and `plansearch quarantine` as people and programs meet them."""

import io
import json
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.console import Console

from plansearch.commands import ingest_output
from tests.index_worlds import write_plan
from tests.serving import PLANSEARCH, plansearch, process

LAMPS, SCHOOLS = "Treo đèn biển ở cảng cá.", "Sửa trường học vùng cao."
STEERING = "b\x1b[31m[red]\n.txt"


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A plan, and a file that cannot be read, whose name would colour a terminal and end a line."""
    write_plan(tmp_path / "in" / "a.txt", LAMPS)
    (tmp_path / "in" / STEERING).touch()
    return tmp_path / "in"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_a_dry_run_says_what_would_happen_and_makes_nothing(plans, data):
    done = plansearch("ingest", plans, "--dry-run", "--data", data)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        f"added     {plans}/a.txt: 1 passages; 54% of the text is in none; read by text",
        "nothing was written; an ingest would say: 1 added, 1 refused",
    ]
    assert not data.exists()


def test_what_asks_and_shows_is_not_loaded_for_a_file(plans, data):
    done = process(
        "ingest", plans, "--data", data, environment={"PYTHONPROFILEIMPORTTIME": "1"},
    )  # fmt: skip
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "search_api.collecting.collect" in loaded
    assert [name for name in loaded if name.startswith(("search_api.asking", "babel", "limits"))] == []


def test_a_dry_run_of_nothing_readable_fails_as_the_ingest_would(plans, data):
    assert plansearch("ingest", plans / STEERING, "--dry-run", "--data", data).returncode == 2


def test_the_report_of_a_dry_run_is_written_and_says_that_it_is_one(plans, data, tmp_path):
    done = plansearch("ingest", plans, "--dry-run", "--report", tmp_path / "r.json", "--json", "--data", data)
    written = (tmp_path / "r.json").read_text(encoding="utf-8")
    assert json.loads(written)["dry_run"] is True
    assert written == done.stdout


def test_a_report_that_could_not_be_written_is_told_before_anything_is_read(plans, data, tmp_path):
    done = plansearch("ingest", plans, "--report", tmp_path / "missing" / "r.txt", "--data", data)
    assert (done.returncode, done.stdout) == (2, "")
    assert "name a file in a folder that exists" in done.stderr
    assert not data.exists()


def test_watching_a_dry_run_is_no_request(plans, data):
    assert plansearch("ingest", plans, "--dry-run", "--watch", "--data", data).returncode == 2


def test_a_name_that_would_steer_the_terminal_is_printed_escaped(plans, data):
    done = plansearch("ingest", plans, "--data", data)
    assert f"refused   {plans}/b\\x1b[31m[red]\\n.txt: no passage was found in the file\n" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert "\x1b" not in plansearch("quarantine", "--data", data).stdout


def test_the_quarantine_lists_what_was_refused_and_why(plans, data):
    plansearch("ingest", plans, "--data", data)
    body = json.loads(plansearch("quarantine", "--data", data, "--json").stdout)
    (file,) = body["files"]
    assert (body["total"], file["path"], file["times"], file["lost"]) == (1, str(plans / STEERING), 1, False)
    assert file["reason"] == "no passage was found in the file"
    lines = plansearch("quarantine", "--data", data).stdout.splitlines()
    assert [line.split("\t")[1] for line in lines] == ["reason", file["reason"]]


def test_where_nothing_was_ingested_the_quarantine_says_what_to_do(data):
    done = plansearch("quarantine", "--data", data)
    assert (done.returncode, done.stdout) == (2, "")
    assert "plansearch ingest" in done.stderr


def progress_of(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell a console of four files."""
    monkeypatch.setattr(ingest_output, "_err", console)
    with ingest_output.ingest_progress() as update:
        for done in range(4):
            update(done, 4, "[/name].txt")
            time.sleep(0.02)


def test_on_a_terminal_a_bar_tells_name_rate_and_remaining_time(monkeypatch):
    console = Console(file=io.StringIO(), force_terminal=True, width=120)
    monkeypatch.setenv("TERM", "xterm")
    progress_of(console, monkeypatch)
    assert re.search(r"\[/name\]\.txt .*3/4.* [\d.]+ files/s.*0:00:0\d", console.file.getvalue())


def test_elsewhere_a_line_now_and_then_tells_them(monkeypatch):
    console = Console(file=io.StringIO(), width=120)
    monkeypatch.setattr(ingest_output, "_SECONDS_A_LINE", 0.0)
    progress_of(console, monkeypatch)
    last = console.file.getvalue().splitlines()[-1]
    assert re.fullmatch(r"3 of 4 files, [\d.]+ files/s, \d seconds left", last)


def test_a_short_ingest_tells_nothing_of_its_progress(plans, data):
    assert "files/s" not in plansearch("ingest", plans / "a.txt", "--data", data).stderr


class Watching:
    """A running `plansearch ingest --watch`, and what it says."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self._log = log

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def waits_for(self, words: str) -> None:
        """Wait until it has said something."""
        end = time.monotonic() + 60
        while words not in self.said:
            assert time.monotonic() < end, self.said
            time.sleep(0.05)

    def ended_by(self, number: int) -> int:
        """End it with a signal, and return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)


@contextmanager
def watching(plans: Path, data: Path) -> Iterator[Watching]:
    """Watch a folder."""
    log = data.with_name("log.txt")
    with log.open("wb") as stream:
        command = [PLANSEARCH, "ingest", plans, "--watch", "--sync", "--data", data]
        process = subprocess.Popen(command, stdout=stream, stderr=stream)
    try:
        yield Watching(process, log)
    finally:
        process.kill()
        process.wait()


def test_watching_goes_on_after_errors_until_it_is_interrupted(plans, data):
    with watching(plans, data) as running:
        running.waits_for("generation g000001")
        for path in plans.iterdir():
            path.unlink()
        running.waits_for("contains no files")
        write_plan(plans / "c.txt", SCHOOLS)
        running.waits_for("1 added, 1 removed")
        assert running.ended_by(signal.SIGINT) == 0
        assert "Traceback" not in running.said
    found = json.loads(plansearch("documents", "--data", data, "--json").stdout)
    assert [document["source_file"] for document in found["documents"]] == ["c.txt"]


def test_watching_ends_when_the_system_says_so(plans, data):
    with watching(plans, data) as running:
        running.waits_for("watching for changes")
        assert running.ended_by(signal.SIGTERM) == 0
