"""No text, however hostile, makes a pattern of the product run away.

A pattern is slow where it takes more than half a second over 60,000 characters. To find such patterns in
reasonable time each is first tried on 3,000 and on twice as many. What it takes for these more than twice
the time is taken for what grows as the cube of the length: where that would still be in time for 60,000 it
is not slow, for nothing grows more steeply without being slow on the short ones. Otherwise it is tried on
the 60,000 themselves, and that decides.
"""

import importlib
import math
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterator
from functools import cache, partial

import pytest

import index
import ingest
import plansearch
import search_api
import web
from ingest.duties.reader import read_duty
from ingest.reading.reader import read_document
from ingest.types import Span

pytestmark = pytest.mark.thorough

REPEATING = set("*+{")
ROOMS = (ingest, index, search_api, web, plansearch)
SIZE = 60_000
BUDGET = 0.5  # seconds of processor time
SHORT = 3_000
# Repeated to the end.
SEEDS = [
    " ", "\n", "a", "A", "1", ".", "-", "_", "*", "(", ")", "a ", "A ", "Aa ", "1 ", "1.", "1-", "* ", "*a ", "__a", "<b ",
    "(1)", ". ", "; ", "I ", ".)", ".¹", "tỉnh Aa ", "TỈNH A ", "Sở a", "số ", "57-KL/TW của Ban ", "57-KL/TW ngày ",
    "1-A&", "năm 2024 ", "ngày 1 tháng ", "gọi tắt là ", "aaaa (AAAAAAA", "Thực hiện ", "BẢN ", "Phần ", "trang 1 ",
    "Luật A ", "Luật A, ", "Nghị quyết Đại hội ", "về việc ", "và các ", "; và ",
    "trước ngày ", "tháng 1, ", "quý I, ", "thứ Hai, ", "1 giờ, ", "trước khi a ", "từ tháng 1 đến ", "trách nhiệm ",
]  # fmt: skip
# Once at the front, then white space or letters to the end: the shapes that make a pattern look back.
FRONTS = [
    "số",
    "57-KL/TW",
    "57-KL/TW của Ban",
    "Luật A",
    "của A về",
    "ngày 1",
    "tỉnh",
    "Điều",
    "I",
    "1",
    "aaaa",
    "Sở",
    "T/M",
    "năm",
]
HOSTILE = [("", seed) for seed in SEEDS] + [(front, tail) for front in FRONTS for tail in " a"]
PROVISIONS = {
    "times": "ngày 1 tháng ",
    "one deadline": "hằng tháng, trước ngày 1, ",
    "bodies": "Sở A, ",
    "orders": "giao Sở a ",
    "verbs": "tổ chức ",
    "partners": "phối hợp với các xã, ",
    "grounds": "căn cứ a, ",
}
DOCUMENTS = {
    "one line": "- rau ",
    "items": "1. Rau\n",
    "paragraphs": "rau\n\n",
    "footnotes": "¹\n\n",
    "bodies": "Sở a",
}


def patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from patterns_in(item)
    elif isinstance(value, dict):
        yield from patterns_in(list(value.values()))


def all_patterns() -> dict[str, re.Pattern[str]]:
    """Return each pattern that repeats something once, under the name of a module's constant.

    The others take as long as the text is, whatever it says.
    """
    found: dict[re.Pattern[str], str] = {}
    for room in ROOMS:
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if module.name.endswith(".__main__"):
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                for number, pattern in enumerate(patterns_in(value)):
                    found.setdefault(pattern, f"{module.name}.{name}.{number}")
    return {name: pattern for pattern, name in found.items() if REPEATING & set(pattern.pattern)}


PATTERNS = all_patterns()


def taken(work: Callable[[], object], most: float) -> float:
    """Return how many seconds `work` takes, infinitely many where it was ended after the most that it may take."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, most)
        begun = time.thread_time()
        work()
        return time.thread_time() - begun
    except TimeoutError:
        return math.inf
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def ends_in_time(work: Callable[[], object], seconds: float) -> bool:
    """Run `work` and say whether it ended within the budget; the better of two runs counts."""
    return any(taken(work, seconds) < math.inf for _ in range(2))


def use(pattern: re.Pattern[str], text: str, front: int) -> None:
    """Look for a pattern everywhere, or where a front has so many characters from each of them.

    What begins behind these is what begins in the same text without a front.
    """
    for start in range(front):
        pattern.match(text, start)
    if not front:
        pattern.match(text)
        # Finds what `finditer` finds, without an object for each.
        pattern.sub("", text)


@cache
def hostile(front: str, seed: str, size: int) -> str:
    return front + (seed * size)[:size] + "\x1f"


def is_slow(pattern: re.Pattern[str], front: str, seed: str) -> bool:
    tries = [
        partial(use, pattern, hostile(front, seed, size), len(front)) for size in (SHORT, 2 * SHORT, SIZE)
    ]
    short, double = (taken(each, BUDGET / 10) for each in tries[:2])
    # Of `short`, the part that is eight times as much in `double`.
    steep = max(double - 2 * short, 0) / 6
    if short < math.inf and short * SIZE / SHORT + steep * (SIZE / SHORT) ** 3 < BUDGET:
        return False
    return not ends_in_time(tries[2], BUDGET)


def test_the_patterns_of_every_room_are_found():
    modules = {name.rsplit(".", 2)[0] for name in PATTERNS}
    assert {"ingest.language.labels", "ingest.reading.definitions", "ingest.reading.regions"} <= modules
    assert {"index.expansion", "search_api.writing.checks", "web.kit.examples"} <= modules


@pytest.mark.parametrize(
    ("runaway", "front", "seed"),
    [(r"(a+)+$", "", "a"), (r"\s*\[", "", " "), (r"\w+:/", "", "a"), (r"a\s*\s*\s*x", "a", " ")],
)
def test_a_pattern_that_runs_away_is_slow(runaway, front, seed, monkeypatch):
    # Of half the length it takes longer than a fifth of the time, too.
    monkeypatch.setattr(f"{__name__}.SIZE", SIZE // 2)
    monkeypatch.setattr(f"{__name__}.BUDGET", BUDGET / 5)
    assert is_slow(re.compile(runaway), front, seed)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_reads_hostile_text_in_time(name):
    pattern = PATTERNS[name]
    slow = [front + seed for front, seed in HOSTILE if is_slow(pattern, front, seed)]
    assert slow == [], f"{pattern.pattern[:80]!r} is slow"


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_hostile_document_is_read_in_time(kind):
    source = (DOCUMENTS[kind] * SIZE)[:SIZE]
    assert ends_in_time(partial(read_document, source, "rau.txt"), seconds=6)


@pytest.mark.parametrize("kind", PROVISIONS)
def test_the_duty_of_a_hostile_provision_is_read_in_time(kind):
    text = (PROVISIONS[kind] * SIZE)[:SIZE]
    assert ends_in_time(partial(read_duty, text, "p", Span(0, SIZE), [Span(0, SIZE)]), seconds=3)
