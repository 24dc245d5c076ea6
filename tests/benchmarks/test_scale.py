"""The measurement of scale, over a world of a few plans with a real ingest and real processes."""

import json
import subprocess
import sys

import pytest

from benchmarks import scale
from benchmarks.scale.processes import megabytes, memory, run

pytestmark = pytest.mark.thorough

PROVISIONS = 120


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="module")
def measured(work):
    return dict(_product(work))


def test_what_was_planted_is_found_and_all_is_counted(measured):
    building, asking = measured.values()
    # Each plan has its grounds besides.
    assert asking["passages"] == PROVISIONS + building["plans"]
    assert asking["Vietnamese hit@10"] > 0.9
    assert asking["questions compared with exact search"] == 4
    assert asking["recall@10 of exact search"] > 0.5
    assert 0 < asking["search p50 (ms)"] <= asking["search p95 (ms)"]
    assert building["disk (MB)"] > building["index on disk (MB)"] > 0


def test_a_step_that_is_done_is_not_done_again(work, measured):
    (kept,) = work.glob("*/figures/building.json")
    before = (work / f"{PROVISIONS}-{scale.SEED}" / "data" / "CURRENT").stat().st_mtime_ns
    kept.write_text(json.dumps({"plans": -1.0}))
    again = dict(_product(work))
    assert again[f"building, {PROVISIONS} passages"] == {"plans": -1.0}
    assert (work / f"{PROVISIONS}-{scale.SEED}" / "data" / "CURRENT").stat().st_mtime_ns == before


def test_a_command_that_fails_is_told_with_what_it_said(tmp_path):
    with pytest.raises(subprocess.CalledProcessError) as failed:
        run([sys.executable, "-c", "raise SystemExit('no disk')"], tmp_path / "log")
    assert "no disk" in failed.value.output


WAITS = "import time; kept = b'1' * 100_000_000; time.sleep(2)"
STARTS = f"import subprocess, sys; other = subprocess.Popen([sys.executable, '-c', {WAITS!r}]); {WAITS}; other.wait()"


def test_memory_of_a_command_is_its_own_and_that_of_what_it_starts(tmp_path):
    # Who starts it needs more than it does.
    ours = b"1" * 400_000_000
    alone, two = (run([sys.executable, "-c", each], tmp_path / "log").largest for each in (WAITS, STARTS))
    assert 95 < alone < 150 < two < 250 < memory()["anonymous memory (MiB)"]
    del ours


def test_a_file_of_two_names_counts_once(tmp_path):
    (tmp_path / "a").write_bytes(b"1" * 3_000_000)
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    assert megabytes(tmp_path) == 3.0


def _product(work):
    return scale.measure(work, PROVISIONS, 0, 4, (), updated=False)
