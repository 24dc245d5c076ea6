"""A server that runs for long: neither requests nor new indexes leave memory, files or threads behind."""

import sys
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from index.data_folder import DataFolder
from tests.index_worlds import collect, write_plan
from tests.serving import Served, serving

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is read from Linux's /proc"),
]

WARM, THOUSANDS, SWAPS = 1000, 3, 20
ADDRESSES = (
    "/api/v1/search?q=đèn biển ở cảng cá",
    "/api/v1/ask?q=ai treo đèn biển",
    "/search?q=truong hoc vung cao",
    "/api/v1/documents",
    "/documents",
)


@dataclass(frozen=True)
class Held:
    """What a process holds."""

    kilobytes: int
    files: int
    threads: int

    @classmethod
    def by(cls, server: Served) -> "Held":
        process = Path(f"/proc/{server.process.pid}")
        lines = (process / "status").read_text().splitlines()
        told = dict(line.split(":", 1) for line in lines)
        return cls(int(told["VmRSS"].split()[0]), len(list((process / "fd").iterdir())), int(told["Threads"]))


@pytest.fixture
def world(tmp_path):
    """A server and the folder of its plans."""
    write_round(tmp_path / "in", 0)
    collect(tmp_path / "data", tmp_path / "in")
    with serving(tmp_path / "data", tmp_path / "log") as server:
        yield server, tmp_path


def write_round(plans: Path, number: int) -> None:
    for name, words in (("a", "Treo đèn biển ở cảng cá"), ("b", "Sửa trường học vùng cao")):
        write_plan(plans / f"{name}.txt", *(f"{words}, đợt {number}, nhóm {group}." for group in range(40)))


def ask(server: Served, count: int) -> None:
    """Ask on one connection, so that none is half closed when files are counted."""
    with httpx2.Client(base_url=server.url, trust_env=False, timeout=90) as client:
        for number in range(count):
            # Each question another one, so that nothing that is remembered by its words stays small.
            address = ADDRESSES[number % len(ADDRESSES)]
            answer = client.get(f"{address} {number}" if "?" in address else address)
            assert answer.status_code == 200, answer.text


def test_thousands_of_requests_leave_less_than_a_megabyte_a_thousand_and_no_file_or_thread(world):
    server, _ = world
    ask(server, WARM)
    before = Held.by(server)
    ask(server, THOUSANDS * 1000)
    after = Held.by(server)
    assert after.kilobytes - before.kilobytes < THOUSANDS * 1024
    assert after.files <= before.files
    assert after.threads <= before.threads


def test_twenty_new_indexes_leave_a_tenth_of_memory_and_no_file_or_thread(world):
    server, folder = world
    held = []
    for number in range(1, SWAPS + 1):
        write_round(folder / "in", number)
        collect(folder / "data", folder / "in")
        ask(server, 50)
        held.append(Held.by(server))
    # The first ones bring what is made once.
    first, last = held[2], held[-1]
    published = DataFolder.open(folder / "data").current_name()
    assert server.get("/readyz").text == f"ready {published}", server.log.read_text()
    assert last.kilobytes < 1.1 * first.kilobytes
    assert last.files <= first.files
    assert last.threads <= first.threads
