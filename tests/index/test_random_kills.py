"""SIGKILL at any time of one ingest after another: nothing acknowledged is lost, nothing is there twice."""

import json
import random
import signal
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from index.as_json import from_json
from index.data_folder import CATALOGUE, DataFolder
from index.errors import DataFolderError, NoIndexError
from index.versions import is_version
from ingest.types import Document
from tests.index_worlds import collect, indexed_texts, write_plan
from tests.killed_ingest import AT_A_TIME

pytestmark = pytest.mark.long

ROUNDS, PLANS = 25, 4
SEED = 11


def words(number: int, plan: int) -> str:
    return f"Treo đèn biển số {number} ở cảng cá thứ {plan}."


def stored(data: Path) -> Counter[str]:
    """Return how often each provision is in the catalogue, which must be sound where there is one."""
    if not (data / CATALOGUE).exists():
        return Counter()
    with closing(DataFolder.open(data).catalogue()) as catalogue:
        assert catalogue.integrity_faults() == []
        read = [from_json(Document, s.reading) for s in catalogue.stored() if not is_version(s.id)]
    return Counter(p.span.of(document.text) for document in read for p in document.passages)


def test_what_was_acknowledged_is_never_lost_and_nothing_is_there_twice(tmp_path):
    chance, data = random.Random(SEED), tmp_path / "data"
    orders = []
    for number in range(ROUNDS):
        folder = tmp_path / "in" / f"{number:02}"
        for plan in range(PLANS):
            write_plan(folder / f"{plan}.txt", words(number, plan))
        orders.append((AT_A_TIME, str(data), str(folder), chance.random()))
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed_ingest"],
        input=json.dumps(orders), capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    killed = [number for number, each in enumerate(told) if each["status"] == -signal.SIGKILL]
    # Some may end before their time has come; else kills that all fall before the first file would show nothing.
    assert len(killed) > ROUNDS / 2
    assert {told[number]["acknowledged"] > 0 for number in killed} == {True, False}
    acknowledged: set[str] = set()
    served: set[str] = set()
    for number, each in enumerate(told):
        acknowledged |= {f"1. {words(number, plan)}" for plan in range(each["acknowledged"])}
        left = tmp_path / f"data.{number}"
        found, before = stored(left), served
        try:
            served = indexed_texts(left)
        except (DataFolderError, NoIndexError):
            assert not served
        assert found.keys() >= acknowledged
        assert set(found.values()) <= {1}
        assert before <= served <= found.keys()
    everything = {f"1. {words(number, plan)}" for number in range(ROUNDS) for plan in range(PLANS)}
    collect(data, tmp_path / "in")
    assert stored(data) == Counter(everything)
    assert indexed_texts(data) == everything
    assert DataFolder.open(data).faults() == []
