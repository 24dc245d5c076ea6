"""How soon one more plan is found, and a removed one is not, while a server answers."""

import json
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx2

from benchmarks.scale.processes import memory
from benchmarks.speed import COMMAND, URL, serving

ROUNDS = 3
_PATIENCE = 600.0
_PAUSE = 0.02
_PLAN = """ỦY BAN NHÂN DÂN
TỈNH HẢI LÂM

Số: 9{turn}/KH-UBND

Hải Lâm, ngày 14 tháng 02 năm 2031

KẾ HOẠCH
Bảo tồn đèn kéo quân mã số {mark} năm 2031

I. NHIỆM VỤ

1. Sở Văn hóa phục dựng đèn kéo quân mã số {mark} và thắp ở cổng thành mỗi đêm rằm.

2. Báo cáo kết quả trước ngày 20 tháng 12.
"""


def measure(data: Path, folder: Path) -> dict[str, float]:
    """Return the seconds until plans are found and gone, by the commands and by the desk; the median of some rounds.

    They are counted from the start of the command, or from the sending of the request.
    """
    seconds: dict[str, list[float]] = {}
    with serving(data) as server, httpx2.Client(base_url=URL, timeout=_PATIENCE, trust_env=False) as client:
        site = _Site(client, data, folder)
        for turn in range(ROUNDS):
            for name, taken in site.round(turn):
                seconds.setdefault(name, []).append(taken)
        figures = {f"{name} (s)": statistics.median(times) for name, times in seconds.items()}
        return figures | {f"{name} of the server": value for name, value in memory(server).items()}


class _Site:
    """A server, the data folder that it serves, and where files to be ingested are written."""

    def __init__(self, client: httpx2.Client, data: Path, folder: Path) -> None:
        self._client, self._data, self._folder = client, data, folder

    def round(self, turn: int) -> Iterator[tuple[str, float]]:
        """Add and remove a plan in both ways; yield what was done, and how long it took."""
        for way in ("command", "desk"):
            # No plan of this folder has it; what was there before is not taken for it.
            mark = f"ĐKQ{way[0].upper()}{turn}{time.time_ns() % 1_000_000_000}"
            path = self._folder / f"{mark}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_PLAN.format(turn=turn, mark=mark), encoding="utf-8")
            begin = time.perf_counter()
            with self._ingesting(way, path):
                _wait(lambda mark=mark: self._found(mark) != "")
                yield f"added by the {way}, found after", time.perf_counter() - begin
            document = self._found(mark)
            begin = time.perf_counter()
            with self._removing(way, document):
                _wait(lambda mark=mark: self._found(mark) == "")
                yield f"removed by the {way}, gone after", time.perf_counter() - begin

    @contextmanager
    def _ingesting(self, way: str, path: Path) -> Iterator[None]:
        if way == "command":
            with _command(["ingest", "--data", str(self._data), str(path)]):
                yield
        else:
            with path.open("rb") as stream:
                answer = self._client.post("/api/v1/jobs", files={"files": (path.name, stream)})
            yield
            self._await(answer)

    @contextmanager
    def _removing(self, way: str, document: str) -> Iterator[None]:
        if way == "command":
            with _command(["remove", "--data", str(self._data), document]):
                yield
        else:
            answer = self._client.delete(f"/api/v1/documents/{document}")
            yield
            self._await(answer)

    def _found(self, mark: str) -> str:
        """Return the id of the document whose title has a mark, where a search for it finds one."""
        answer = self._client.get(
            f"/api/v1/search?{urlencode({'q': f'đèn kéo quân mã số {mark}', 'limit': 1})}"
        )
        hits = answer.raise_for_status().json()["results"]
        there = hits and mark in hits[0]["document"]["title"]
        return str(hits[0]["document"]["id"]) if there else ""

    def _await(self, accepted: httpx2.Response) -> None:
        """Wait for the end of a job."""
        identity = accepted.raise_for_status().json()["id"]

        def ended() -> bool:
            job = self._client.get(f"/api/v1/jobs/{identity}").raise_for_status().json()
            if job["state"] == "failed":
                raise ValueError(json.dumps(job))
            return bool(job["state"] == "done")

        _wait(ended)


def _wait(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + _PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(_PAUSE)


@contextmanager
def _command(arguments: list[str]) -> Iterator[None]:
    """Start a command, and wait for its end afterwards; raises `CalledProcessError` where it fails."""
    command = [*COMMAND, *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        yield
        _, said = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said)
