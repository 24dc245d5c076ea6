"""`python -m benchmarks.scale.asked DATA QUESTIONS EXACT`: opens an index and asks it, on the core that it is given.

What it prints is one JSON object: times, memory, and how many questions found what was planted. So many questions,
spread over all, are answered by brute force too.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.scale.exact import exact_keys, exact_nearest, found_nearest
from benchmarks.scale.processes import memory
from benchmarks.scale.questions import DEPTH, Question, quality, read_questions
from index.live import LiveIndex
from index.snapshot import Snapshot
from search_api.asking.answers import ask
from search_api.searching.search import search

_WARM = 20
_ASKED = 100


def measure(data: Path, questions: Sequence[Question], exact: int) -> dict[str, float]:
    """Return the figures of the index in a data folder."""
    begin = time.perf_counter()
    snapshot = LiveIndex.open(data, "bundled").snapshot()
    figures = {"passages": float(snapshot.manifest.passages), "opening (s)": time.perf_counter() - begin}
    figures["segments"] = float(len(snapshot.generation.parts))
    found: dict[str, list[str]] = {}

    def searched(question: Question) -> None:
        result = search(snapshot, question.text, limit=DEPTH)
        found[question.text] = [hit.passage.id for hit in (*result.hits, *result.further)]

    figures |= _times("search", searched, questions)
    figures |= memory()
    figures |= quality(questions, found)
    begin = time.perf_counter()
    ask(snapshot, questions[0].text)
    figures["first question asked (s)"] = time.perf_counter() - begin
    figures |= _times("ask", lambda question: ask(snapshot, question.text), _spread(questions, _ASKED))
    figures |= {f"{name} after asking": value for name, value in memory().items()}
    return figures | (_against_exact(snapshot, _spread(questions, exact)) if exact else {})


def _times(
    name: str, function: Callable[[Question], object], questions: Sequence[Question]
) -> dict[str, float]:
    for question in questions[:_WARM]:
        function(question)
    times = []
    for question in questions:
        begin = time.perf_counter()
        function(question)
        times.append(1000 * (time.perf_counter() - begin))
    p50, p95 = np.percentile(times, (50, 95))
    return {f"{name} p50 (ms)": float(p50), f"{name} p95 (ms)": float(p95)}


def _against_exact(snapshot: Snapshot, questions: Sequence[Question]) -> dict[str, float]:
    """Return how much of what brute force finds is found, and how often each finds what was planted."""
    searcher, ids = snapshot.searcher, snapshot.generation.records.ids_of
    ours, exact = [], []
    shared, near = 0, 0
    for question in questions:
        ranking = searcher.rank(searcher.read(question.text))
        ours.append(searcher.found(ranking)[:DEPTH])
        exact.append(ids(exact_keys(snapshot, ranking).tolist()))
        shared += len({*ours[-1]} & {*exact[-1]})
        vector = searcher.meaning(ranking.query.full)
        nearest = found_nearest(snapshot, ranking.query, vector)
        near += len({*nearest.tolist()} & {*exact_nearest(snapshot, vector).tolist()})
    asked = list(zip(questions, ours, exact, strict=True))
    most = DEPTH * len(asked)
    return {
        "questions compared with exact search": float(len(asked)),
        "planted found@10 by search": sum(q.relevant in found for q, found, _ in asked) / len(asked),
        "planted found@10 by exact search": sum(q.relevant in found for q, _, found in asked) / len(asked),
        "recall@10 of exact search": shared / most,
        "recall@10 of the exact nearest vectors": near / most,
    }


def _spread(questions: Sequence[Question], most: int) -> list[Question]:
    """Return so many questions, of both languages, spread over all."""
    places = np.unique(np.linspace(0, len(questions) - 1, min(most, len(questions))).astype(int))
    return [questions[place] for place in places]


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), read_questions(Path(sys.argv[2])), int(sys.argv[3]))))
