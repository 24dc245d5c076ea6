"""Throughput: kept connections that ask one thing after another, of a server of one or several processes."""

import asyncio
import os
import re
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from urllib.parse import quote

from benchmarks.load import other_process
from benchmarks.speed import PORT, serving

CONNECTIONS = 16
SECONDS = 10.0
# What every process works out for its first questions is not counted.
_WARM_SECONDS = 20.0
_HOST = "127.0.0.1"
_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_TAG = re.compile(rb"\r\netag: ([^\r]+)", re.IGNORECASE)
# An address, and the tag of the answer that the client has.
Asked = tuple[str, str]


def measure(
    data: Path, queries: Sequence[str], processes: Sequence[int]
) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the figures of servers over a data folder, of so many processes each."""
    searches = [(f"/api/v1/search?q={quote(query)}", "") for query in queries]
    for number in processes:
        with serving(data, number) as server, other_process() as other:
            # The clients need a processor of their own.
            known = other.submit(_tags, searches).result()
            other.submit(_times, searches, _WARM_SECONDS, 200).result()
            begin = _processor_seconds(server)
            times = sorted(other.submit(_times, searches, SECONDS, 200).result())
            searched = _processor_seconds(server)
            unchanged = other.submit(_times, known, SECONDS, 304).result()
            ended = _processor_seconds(server)
            memory = [_private_mib(process) for process in _serving(server)]
        yield (
            f"{number} processes",
            {
                "searches a second": len(times) / SECONDS,
                "search p50 (ms)": times[len(times) // 2],
                "search p95 (ms)": times[int(0.95 * len(times))],
                "processor of the server a search (ms)": 1000 * (searched - begin) / len(times),
                "conditional requests a second": len(unchanged) / SECONDS,
                "processor of the server for one (ms)": 1000 * (ended - searched) / len(unchanged),
                "private memory of a process (MiB)": max(memory),
            },
        )


def _times(asked: Sequence[Asked], seconds: float, status: int) -> list[float]:
    """Have every connection ask for so long; return the milliseconds of each answer, all of this status."""
    return asyncio.run(_all_times([_request(*each) for each in asked], seconds, status))


def _tags(asked: Sequence[Asked]) -> list[Asked]:
    """Return what is asked, each with the tag of its answer."""
    return asyncio.run(_all_tags(asked))


async def _all_times(requests: Sequence[bytes], seconds: float, status: int) -> list[float]:
    times: list[float] = []
    numbers = count()
    end = time.perf_counter() + seconds

    async def client() -> None:
        reader, writer = await asyncio.open_connection(_HOST, PORT)
        while (begin := time.perf_counter()) < end:
            writer.write(requests[next(numbers) % len(requests)])
            head = await _answer(reader)
            times.append(1000 * (time.perf_counter() - begin))
            if int(head.split(b" ", 2)[1]) != status:
                raise ValueError(head)
        writer.close()

    await asyncio.gather(*(client() for _ in range(CONNECTIONS)))
    return times


async def _all_tags(asked: Sequence[Asked]) -> list[Asked]:
    reader, writer = await asyncio.open_connection(_HOST, PORT)
    known = []
    for address, tag in asked:
        writer.write(_request(address, tag))
        found = _TAG.search(await _answer(reader))
        known.append((address, found[1].decode() if found else ""))
    writer.close()
    return known


def _request(address: str, tag: str) -> bytes:
    known = f"If-None-Match: {tag}\r\n" if tag else ""
    return f"GET {address} HTTP/1.1\r\nHost: {_HOST}\r\n{known}\r\n".encode()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """Read an answer, and return its head."""
    head = await reader.readuntil(_HEAD_END)
    length = _LENGTH.search(head)
    await reader.readexactly(int(length[1]) if length else 0)
    return head


def _serving(server: int) -> list[int]:
    """Return the processes that answer: a server of its own, or those that it has started."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    commands = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    return [child for child, command in commands.items() if b"spawn_main" in command] or [server]


def _processor_seconds(server: int) -> float:
    ticks = 0
    for process in _serving(server):
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _private_mib(process: int) -> float:
    """Return the memory that a process shares with no other."""
    told = Path(f"/proc/{process}/smaps_rollup").read_text()
    return sum(map(int, re.findall(r"^Private_\w+: +(\d+) kB", told, re.MULTILINE))) / 1024
