"""No text, however hostile, makes a pattern of the reading room run away."""

import importlib
import pkgutil
import re
import signal
from collections.abc import Callable, Iterator
from functools import partial

import pytest

import ingest
from ingest.duties.reader import read_duty
from ingest.reading.reader import read_document
from ingest.types import Span

SIZE = 100_000
BUDGET = 1.0  # seconds of processor time
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
HOSTILE = [(seed * SIZE)[:SIZE] + "\x1f" for seed in SEEDS]
HOSTILE += [front + tail * SIZE + "\x1f" for front in FRONTS for tail in " a"]
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
    elif isinstance(value, list | tuple):
        for item in value:
            yield from patterns_in(item)
    elif isinstance(value, dict):
        yield from patterns_in(list(value.values()))


def all_patterns() -> dict[str, re.Pattern[str]]:
    found = {}
    for module in pkgutil.walk_packages(ingest.__path__, "ingest."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for number, pattern in enumerate(patterns_in(value)):
                found[f"{module.name}.{name}.{number}"] = pattern
    return found


PATTERNS = all_patterns()


def ends_in_time(work: Callable[[], object], seconds: float = BUDGET) -> bool:
    """Run `work` and say whether it ended within the budget; the better of two runs counts."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        for _ in range(2):
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
    for _ in pattern.finditer(text):
        pass


def test_the_patterns_of_every_module_are_found():
    assert {"ingest.language.labels", "ingest.reading.definitions", "ingest.reading.regions"} <= {
        name.rsplit(".", 2)[0] for name in PATTERNS
    }


def test_the_clock_stops_a_pattern_that_runs_away():
    assert not ends_in_time(lambda: re.match(r"(a+)+$", "a" * 60 + "b"), seconds=0.1)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_reads_hostile_text_in_time(name):
    pattern = PATTERNS[name]
    slow = next((text for text in HOSTILE if not ends_in_time(partial(use, pattern, text))), "")
    assert not slow[:40], f"{pattern.pattern[:80]!r} is slow"


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_hostile_document_is_read_in_time(kind):
    source = (DOCUMENTS[kind] * SIZE)[:SIZE]
    assert ends_in_time(partial(read_document, source, "rau.txt"), seconds=10)


@pytest.mark.parametrize("kind", PROVISIONS)
def test_the_duty_of_a_hostile_provision_is_read_in_time(kind):
    text = (PROVISIONS[kind] * SIZE)[:SIZE]
    assert ends_in_time(partial(read_duty, text, "p", Span(0, SIZE), [Span(0, SIZE)]), seconds=5)
