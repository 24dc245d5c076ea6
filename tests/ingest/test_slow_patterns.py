"""No text, however hostile, makes a pattern of the product run away.

A pattern is slow where it takes more than half a second over 60,000 characters. To find such patterns in
reasonable time each is first tried on shorter texts. Over half a second on 60,000 is over 4 ms on 12,000
and over 62 ms on 30,000 where the time grows as the cube of the length, and over more where it grows
less steeply: whatever is slow is over these. What is over them need not be slow, so it is then tried on
the 60,000 themselves, and only that decides.
"""

import importlib
import pkgutil
import re
import signal
from collections.abc import Callable, Iterator
from functools import partial

import pytest

import index
import ingest
import plansearch
import search_api
import web
from ingest.duties.reader import read_duty
from ingest.reading.reader import read_document
from ingest.types import Span

ROOMS = (ingest, index, search_api, web, plansearch)
SIZE = 60_000
BUDGET = 0.5  # seconds of processor time
SHARES = (5, 2)
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
    """Return each pattern once, under the name of a module's constant."""
    found: dict[re.Pattern[str], str] = {}
    for room in ROOMS:
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if module.name.endswith(".__main__"):
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                for number, pattern in enumerate(patterns_in(value)):
                    found.setdefault(pattern, f"{module.name}.{name}.{number}")
    return {name: pattern for pattern, name in found.items() if isinstance(pattern.pattern, str)}


PATTERNS = all_patterns()


def ends_in_time(work: Callable[[], object], seconds: float = BUDGET, runs: int = 2) -> bool:
    """Run `work` and say whether it ended within the budget; the best of the runs counts."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        for _ in range(runs):
            try:
                signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
                work()
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            except TimeoutError:
                continue
            return True
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def use(pattern: re.Pattern[str], text: str) -> None:
    pattern.match(text)
    # Finds what `finditer` finds, without an object for each.
    pattern.sub("", text)


def hostile(front: str, seed: str, size: int) -> str:
    return front + (seed * size)[:size] + "\x1f"


def is_slow(pattern: re.Pattern[str], front: str, seed: str) -> bool:
    for share in SHARES:
        if ends_in_time(
            partial(use, pattern, hostile(front, seed, SIZE // share)), BUDGET / share**3, runs=1
        ):
            return False
    return not ends_in_time(partial(use, pattern, hostile(front, seed, SIZE)))


def test_the_patterns_of_every_room_are_found():
    modules = {name.rsplit(".", 2)[0] for name in PATTERNS}
    assert {"ingest.language.labels", "ingest.reading.definitions", "ingest.reading.regions"} <= modules
    assert {"index.expansion", "search_api.writing.checks", "web.kit.examples"} <= modules


@pytest.mark.parametrize(
    ("runaway", "front", "seed"),
    [(r"(a+)+$", "", "a"), (r"\s*\[", "", " "), (r"\w+:/", "", "a"), (r"a\s*\s*\s*x", "a", " ")],
)
def test_a_pattern_that_runs_away_is_slow(runaway, front, seed):
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
