"""What is made once for a generation: once for all threads, again after a failure, not for ever."""

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from search_api.kit.per_generation import PerGeneration


class Generation:
    """Stands for a generation: something that can be remembered weakly."""


@dataclass
class Searcher:
    """Stands for a searcher over a generation."""

    generation: Generation


def test_threads_that_ask_together_share_one_making():
    made, all_there = [], threading.Barrier(4, timeout=30)

    def make(searcher):
        made.append(searcher)
        return object()

    def ask(searcher):
        all_there.wait()
        return remembered.of(searcher)

    remembered, searcher = PerGeneration(make), Searcher(Generation())
    with ThreadPoolExecutor(4) as threads:
        values = set(threads.map(ask, [searcher] * 4))
    assert len(values) == len(made) == 1


def test_those_who_wait_get_the_value_of_the_first():
    begun, go_on = threading.Event(), threading.Event()

    def make(searcher):
        begun.set()
        assert go_on.wait(30)
        return "value"

    remembered, searcher = PerGeneration(make), Searcher(Generation())
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(remembered.of, searcher)
        assert begun.wait(30)
        second = threads.submit(remembered.of, searcher)
        go_on.set()
        assert (first.result(30), second.result(30)) == ("value", "value")


def test_a_failure_is_told_and_tried_again():
    answers = iter([ValueError("the disk is full"), "value"])

    def make(searcher):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    remembered, searcher = PerGeneration(make), Searcher(Generation())
    with pytest.raises(ValueError, match="the disk is full"):
        remembered.of(searcher)
    assert remembered.of(searcher) == "value"


def test_another_generation_has_a_value_of_its_own_and_an_old_one_is_forgotten():
    remembered = PerGeneration(lambda searcher: object())
    old, new = Searcher(Generation()), Searcher(Generation())
    assert remembered.of(old) is remembered.of(old) is not remembered.of(new)
    assert len(remembered._made) == 2
    del old
    gc.collect()
    assert len(remembered._made) == 1
