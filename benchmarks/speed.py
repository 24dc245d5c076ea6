"""Speed and memory: search in process, cold command line, ingest, and the server."""

import json
import os
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, TypeVar

import numpy as np

from index.live import LiveIndex
from search_api.searching.search import search

Asked = TypeVar("Asked")

ROUNDS = 5
PORT = 8765
URL = f"http://127.0.0.1:{PORT}"
CANDIDATES = 300
COMMAND = [sys.executable, "-c", "from plansearch.cli import main; main()"]


def measure(folder: Path, queries: Sequence[str]) -> dict[str, float]:
    """Return milliseconds, seconds and MiB over the documents of `folder`."""
    with TemporaryDirectory() as temporary:
        data = Path(temporary) / "data"
        figures = {"ingest, cold (s)": command_seconds(["ingest", "--data", str(data), str(folder)])}
        colds = [command_seconds(["search", "--data", str(data), queries[0]]) for _ in range(3)]
        figures["command line search, cold (s)"] = min(colds)
        figures |= _warm(data, queries)
        return figures | _served(data, queries)


def command_seconds(arguments: list[str]) -> float:
    """Return how long a command takes as a process of its own."""
    begin = time.perf_counter()
    subprocess.run([*COMMAND, *arguments], check=True, capture_output=True)
    return time.perf_counter() - begin


def _warm(data: Path, queries: Sequence[str]) -> dict[str, float]:
    snapshot = LiveIndex.open(data, "bundled").snapshot()
    searches = _times(partial(search, snapshot), queries)
    figures = {
        "warm search p50 (ms)": searches[len(searches) // 2],
        "warm search p95 (ms)": searches[int(len(searches) * 0.95)],
    }
    generation = snapshot.generation
    if generation.manifest.passages >= CANDIDATES:
        rows = np.linspace(0, generation.manifest.passages - 1, CANDIDATES).astype(np.int64)
        units = list(map(snapshot.searcher.units, queries))
        matched = _times(
            lambda unit: generation.matcher.late_scores(unit, generation.engine.tokens(rows)), units
        )
        figures[f"term matching over {CANDIDATES} candidates p50 (ms)"] = matched[len(matched) // 2]
    return figures


def _times(function: Callable[[Asked], object], asked: Sequence[Asked]) -> list[float]:
    """Return the milliseconds of each call after a first round, in ascending order."""
    for one in asked:
        function(one)
    times = []
    for _ in range(ROUNDS):
        for one in asked:
            begin = time.perf_counter()
            function(one)
            times.append(1000 * (time.perf_counter() - begin))
    return sorted(times)


def _served(data: Path, queries: Sequence[str]) -> dict[str, float]:
    """Return the milliseconds of answers on one kept connection, and the server's resident memory."""
    with serving(data) as process:
        connection = HTTPConnection("127.0.0.1", PORT)

        def ask(address: str) -> None:
            connection.request("GET", address)
            connection.getresponse().read()

        asked = [urllib.parse.quote(query) for query in queries]
        for query in asked:
            ask(f"/search?q={query}")
        searches = _times(ask, [f"/api/v1/search?q={query}" for query in asked])
        lives = _times(ask, ["/healthz"] * len(asked))
        return {
            "search over HTTP p50 (ms)": searches[len(searches) // 2],
            "health over HTTP p50 (ms)": lives[len(lives) // 2],
            "resident memory of serve (MiB)": _resident_mib(process),
        }


@contextmanager
def serving(data: Path, processes: int = 1) -> Iterator[int]:
    """Serve a data folder at `URL`; gives the number of the process, which is ended afterwards."""
    options = ["--data", str(data), "--port", str(PORT), "--processes", str(processes)]
    with TemporaryFile() as log:
        server = subprocess.Popen([*COMMAND, "serve", *options], stdout=subprocess.DEVNULL, stderr=log)
        try:
            _wait_until_ready(f"{URL}/readyz")
            _wait_for_all(log, processes)
            yield server.pid
        finally:
            server.terminate()
            server.wait(60)


def _wait_for_all(log: IO[bytes], processes: int) -> None:
    """Wait until the server says that all its processes serve, where it is more than one."""
    told = f"all {processes} processes serve".encode()
    while processes > 1:
        log.seek(0)
        if told in log.read():
            return
        time.sleep(0.2)


def _wait_until_ready(url: str) -> None:
    for _ in range(150):
        with suppress(OSError), urllib.request.urlopen(url) as answer:
            answer.read()
            return
        time.sleep(0.2)
    raise TimeoutError(url)


def _resident_mib(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def queries_of(path: Path) -> list[str]:
    """Return the queries of a question file."""
    return [json.loads(line)["query"] for line in path.read_text(encoding="utf-8").splitlines()]
