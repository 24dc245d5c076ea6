"""Soak: a server is asked while plans are added, replaced and removed, and every answer is checked.

`ledger.py` says what an answer may hold, `actors.py` who asks and who changes.
"""

import itertools
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.scale.plans import plans, written
from benchmarks.scale.processes import memory
from benchmarks.scale.vocabulary import planted
from benchmarks.soak.actors import (
    Asker,
    CommandWriter,
    DeskWriter,
    Subject,
    Work,
    Writer,
    pairs_of,
)
from benchmarks.soak.ledger import Ledger
from benchmarks.speed import command_seconds, serving

PROVISIONS = 4_000
SEED = 11
# The largest growth of memory that is still called flat, and the shortest soak that tells: what is kept for a few
# generations grows at first.
FLAT, TELLING_MINUTES = 0.05, 8.0
_SAMPLED = 1.0
_DESK_PAIRS, _COMMAND_PAIRS = 8, 4
# Of the run: what is made by the first requests is there after it.
_WARM = 0.25
_FAULTS_SHOWN = 20


def measure(minutes: float) -> tuple[dict[str, float], list[str]]:
    """Return the figures of a soak of so many minutes, and what was wrong: nothing, where all held.

    Whether memory is flat is judged of a soak that is long enough; its figures are told of any.
    """
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        data = folder / "data"
        world = written(folder / "world", PROVISIONS, SEED)
        command_seconds(["ingest", "--data", str(data), str(world.texts)])
        pairs = list(pairs_of(planted()[: 2 * (_DESK_PAIRS + _COMMAND_PAIRS)], first=5000))
        work = Work(_ledger(pairs))
        with serving(data) as server:
            writers: list[Writer] = [
                DeskWriter(work, pairs[:_DESK_PAIRS], 1),
                CommandWriter(work, pairs[_DESK_PAIRS:], 2, data, folder / "files"),
            ]
            subjects = list(itertools.chain.from_iterable(pairs))
            askers = [
                Asker(work, subjects, way, seed) for seed, way in enumerate(("search", "search", "ask"))
            ]
            with _sampled(server) as samples:
                _work_together(work, writers, askers, 60 * minutes)
            # What was acknowledged last is still there.
            for subject in subjects:
                askers[0].ask(subject)
    figures, growth = _memory_figures(samples)
    if growth > FLAT and minutes >= TELLING_MINUTES:
        work.faults.append(f"memory grew by {100 * growth:.1f} % in {60 * minutes * (1 - _WARM):.0f} s")
    counts = {f"{name}": float(number) for name, number in sorted(work.done.items())}
    kinds = {f"faults, {kind}": float(number) for kind, number in sorted(work.ledger.faults.items())}
    return {**counts, **kinds, **figures, "faults": float(len(work.faults))}, work.faults


def _ledger(pairs: Sequence[tuple[Subject, Subject]]) -> Ledger:
    """Return a ledger that knows the plans that stay as they are, and who are twins."""
    twins = {one.key: other.key for pair in pairs for one, other in (pair, pair[::-1])}
    ledger = Ledger(twins)
    begun = time.monotonic()
    texts = {}
    for plan in plans(PROVISIONS, SEED):
        texts[plan.key] = plan.text
    ledger.change(texts, begun)
    ledger.acknowledge(texts, begun)
    return ledger


def _work_together(work: Work, writers: Sequence[Writer], askers: Sequence[Asker], seconds: float) -> None:
    steps = [(f"changes by the {writer.name}", writer.step) for writer in writers]
    steps += [(f"answers of {asker.way}", asker.step) for asker in askers]
    threads = [threading.Thread(target=work.go_on, args=step) for step in steps]
    for thread in threads:
        thread.start()
    work.ended.wait(seconds)
    work.ended.set()
    for thread in threads:
        thread.join()


@contextmanager
def _sampled(process: int) -> Iterator[list[tuple[float, float]]]:
    """Take the memory of a process again and again: seconds, and the MiB of its own."""
    samples: list[tuple[float, float]] = []
    ended = threading.Event()

    def sample() -> None:
        while not ended.wait(_SAMPLED):
            samples.append((time.monotonic(), memory(process)["anonymous memory (MiB)"]))

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield samples
    finally:
        ended.set()
        thread.join()


def _memory_figures(samples: Sequence[tuple[float, float]]) -> tuple[dict[str, float], float]:
    """Return figures of the memory once it is warm, and by what share it grew from the first third to the last."""
    warm = samples[int(_WARM * len(samples)) :]
    third = max(len(warm) // 3, 1)
    first, last = (statistics.median(mib for _, mib in part) for part in (warm[:third], warm[-third:]))
    times, mibs = np.array(warm).T
    slope = float(np.polyfit(times - times[0], mibs, 1)[0])
    figures = {
        "memory of the server, first third (MiB)": first,
        "memory of the server, last third (MiB)": last,
        "slope of it (MiB a minute)": 60 * slope,
    }
    return figures, last / first - 1


def verdict(faults: Sequence[str]) -> str:
    """Return what is printed at the end of a soak."""
    if not faults:
        return "the soak held"
    shown = "\n".join(f"  {fault}" for fault in faults[:_FAULTS_SHOWN])
    return f"the soak FAILED, {len(faults)} faults:\n{shown}"
