"""Answers: is a right quote first, is nothing answered that the plans do not speak of, and how fast."""

import time
from collections.abc import Sequence

from index.snapshot import Snapshot
from search_api.asking.answers import ask
from search_api.measuring.evaluation import UNANSWERABLE, KnownQuestion, right_passages


def measure(snapshot: Snapshot, questions: Sequence[KnownQuestion]) -> dict[str, float]:
    """Return how many answerable questions have a right quote first, or at all, and the times."""
    answerable = [question for question in questions if question.kind != UNANSWERABLE]
    first = found = silent = 0
    seconds = []
    for question in questions:
        begin = time.perf_counter()
        quotes = ask(snapshot, question.query).quotes
        seconds.append(time.perf_counter() - begin)
        quoted = [quote.passage.id for quote in quotes]
        right = set(right_passages(snapshot, question))
        first += bool(quoted) and quoted[0] in right
        found += bool(right.intersection(quoted))
        silent += question.kind == UNANSWERABLE and not quoted
    seconds.sort()
    return {
        "answerable": float(len(answerable)),
        "right quote first": float(first),
        "right quote among them": float(found),
        "unrelated": float(len(questions) - len(answerable)),
        "unrelated, not answered": float(silent),
        "p50 (ms)": 1000 * seconds[len(seconds) // 2],
        "p95 (ms)": 1000 * seconds[int(0.95 * len(seconds))],
    }
