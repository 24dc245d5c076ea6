"""Load: more clients than a real server can answer at once, and how it answers its probes meanwhile."""

import asyncio
import json
import multiprocessing
import os
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlencode

import httpx2

from benchmarks.speed import URL, command_seconds, serving

CLIENTS = 200
SECONDS = 15.0
DROPPED = 80
# A comparison is dropped so long after it was asked for.
_PATIENCE = 0.3
_PAUSE = 0.02
_PROBES = ("/healthz", "/readyz")


def measure(folder: Path, queries: Sequence[str]) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the figures of each kind of load on a server over the documents of `folder`."""
    with TemporaryDirectory() as temporary:
        data = Path(temporary) / "data"
        command_seconds(["ingest", "--data", str(data), str(folder)])
        with serving(data):
            _warm_up(queries)
            yield f"{CLIENTS} clients that search", _asked(list(map(_search, queries)))
        with serving(data):
            _warm_up(queries)
            yield f"{CLIENTS} clients that compare", _asked([_comparison()])
        with serving(data) as process:
            _warm_up(queries)
            yield f"{DROPPED} comparisons opened and dropped", _dropped(process, queries)


def _warm_up(queries: Sequence[str]) -> None:
    for query in queries:
        _get(_search(query))
        _get(f"/ask?q={quote(query)}")


def _search(query: str) -> str:
    return f"/api/v1/search?q={quote(query)}"


def _comparison() -> str:
    """Return the address of the largest comparison."""
    ids = [document["id"] for document in _json("/api/v1/documents?limit=6")["documents"]]
    return f"/compare?{urlencode({'d': ids}, doseq=True)}"


def _asked(addresses: list[str]) -> dict[str, float]:
    # The clients need a processor of their own: in this process they would delay the probes.
    with _probed() as slowest, other_process() as other:
        answers, longest = other.submit(_clients, addresses).result()
    return {
        **{f"answers {status}": float(count) for status, count in sorted(answers.items())},
        "given per second": answers[200] / SECONDS,
        "slowest that was given (s)": longest,
        **slowest,
    }


def _dropped(process: int, queries: Sequence[str]) -> dict[str, float]:
    address = _comparison()
    _get(address)
    spent, searches = _processor_seconds(process), 0
    with _probed() as slowest, other_process() as other:
        dropping = other.submit(_drop, address)
        begin = time.perf_counter()
        while time.perf_counter() - begin < SECONDS or not dropping.done():
            searches += _get(_search(queries[searches % len(queries)])) == 200
        spent = _processor_seconds(process) - spent
        answered = _seconds_until_answered(address)
    return {
        "searches per second of one client": searches / (time.perf_counter() - begin - answered),
        "processor seconds of the server": spent,
        "seconds until a comparison is answered": answered,
        **slowest,
    }


@contextmanager
def _probed() -> Iterator[dict[str, float]]:
    """Ask the probes again and again; what is given holds afterwards the slowest answer of each."""
    slowest = {f"slowest {path} (ms)": 0.0 for path in _PROBES}
    ended = threading.Event()

    def probe() -> None:
        while not ended.wait(_PAUSE):
            for path in _PROBES:
                begin = time.perf_counter()
                _get(path)
                taken = 1000 * (time.perf_counter() - begin)
                slowest[f"slowest {path} (ms)"] = max(slowest[f"slowest {path} (ms)"], taken)

    thread = threading.Thread(target=probe)
    thread.start()
    try:
        yield slowest
    finally:
        ended.set()
        thread.join()


@contextmanager
def other_process() -> Iterator[ProcessPoolExecutor]:
    """Give a process that works beside this one."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as other:
        yield other


def _clients(addresses: list[str]) -> tuple[Counter[int], float]:
    """Have every client ask for a while; return the statuses, and the seconds of the slowest 200."""
    return asyncio.run(_all_clients(addresses))


async def _all_clients(addresses: list[str]) -> tuple[Counter[int], float]:
    answers: Counter[int] = Counter()
    longest = 0.0
    limits = httpx2.Limits(max_connections=CLIENTS, max_keepalive_connections=CLIENTS)
    end = time.perf_counter() + SECONDS

    async def client(number: int) -> None:
        nonlocal longest
        while (begin := time.perf_counter()) < end:
            answer = await http.get(addresses[(number + answers.total()) % len(addresses)])
            answers[answer.status_code] += 1
            if answer.status_code == 200:
                longest = max(longest, time.perf_counter() - begin)
            else:
                await asyncio.sleep(float(answer.headers.get("retry-after", "0")))

    async with httpx2.AsyncClient(base_url=URL, limits=limits, timeout=120, trust_env=False) as http:
        await asyncio.gather(*map(client, range(CLIENTS)))
    return answers, longest


def _drop(address: str) -> None:
    """Ask for a comparison on many connections, and close them all before it can be answered."""
    asyncio.run(_drop_all(address))


async def _drop_all(address: str) -> None:
    host, port = URL.removeprefix("http://").split(":")
    opened = [await asyncio.open_connection(host, int(port)) for _ in range(DROPPED)]
    for _, writer in opened:
        writer.write(f"GET {address} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    await asyncio.sleep(_PATIENCE)
    for _, writer in opened:
        writer.transport.abort()


def _seconds_until_answered(address: str) -> float:
    begin = time.perf_counter()
    while _get(address) != 200:
        time.sleep(_PAUSE)
    return time.perf_counter() - begin


def _get(path: str) -> int:
    """Return the status of an answer, read on a connection of its own."""
    try:
        with urllib.request.urlopen(URL + path, timeout=120) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def _json(path: str) -> dict[str, list[dict[str, str]]]:
    with urllib.request.urlopen(URL + path) as answer:
        found: dict[str, list[dict[str, str]]] = json.load(answer)
        return found


def _processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
