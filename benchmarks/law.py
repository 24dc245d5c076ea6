"""The law: the five plans hidden among the articles of the codified law."""

import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import answers
from benchmarks.collections import LONGEST_ARTICLE, scale_articles
from benchmarks.ranking import Task, product_ranker, question_task, score
from index.records import whole_document
from index.scratch import snapshot_over
from index.snapshot import Snapshot
from ingest.reading.reader import read_document
from search_api.asking.answers import ask
from search_api.measuring.evaluation import KnownQuestion, read_questions
from search_api.searching.search import search

TERM_FILES = ("postings_rows.npy", "postings_starts.npy")


def measure(shared: Path, own_questions: list[KnownQuestion]) -> dict[str, float]:
    """Return build time, index size, hit@5 of the development questions, and times of search and ask."""
    plans = question_task("", shared / "corpus", shared / "dev_questions.jsonl")
    articles = scale_articles(shared / "scale" / "codified_law_articles.jsonl.gz")
    begin = time.perf_counter()
    law = [
        whole_document(read_document(text[:LONGEST_ARTICLE], f"{identity}.txt", identity))
        for identity, text in articles
    ]
    read = time.perf_counter() - begin
    documents = [*plans.documents, *law]
    begin = time.perf_counter()
    with snapshot_over(documents) as snapshot:
        built = time.perf_counter() - begin
        task = Task("at scale", documents, plans.queries)
        found = score(task, product_ranker(snapshot))
        english = Task("", documents, tuple(q for q in plans.queries if q.text.isascii()))
        figures = {
            "passages": float(snapshot.manifest.passages),
            "duties": float(len(snapshot.duties())),
            "reading (s)": read,
            "build (s)": built,
            "term index (MB)": sum(
                _megabytes(part.segment.folder, TERM_FILES) for part in snapshot.generation.parts
            ),
            "hit@1": found.hit1,
            "hit@5": found.hit5,
            "hit@5, typed without marks": score(english, product_ranker(snapshot)).hit5,
        }
        stages: dict[str, list[float]] = {}
        for query in plans.queries:
            for stage, seconds in snapshot.searcher.search(query.text).timings.items():
                stages.setdefault(stage, []).append(1000 * seconds)
        for name, times in _whole_times(snapshot, [query.text for query in plans.queries]).items():
            stages[name] = times
        asked = answers.measure(snapshot, read_questions(shared / "dev_questions.jsonl") + own_questions)
        figures |= {f"ask, {name}": value for name, value in asked.items()}
    return figures | {f"{stage}, p50 (ms)": sorted(v)[len(v) // 2] for stage, v in stages.items()}


def _whole_times(snapshot: Snapshot, queries: Sequence[str]) -> dict[str, list[float]]:
    """Return the milliseconds of a search and of a question, after the first question, which makes what all need."""
    ask(snapshot, queries[0])
    times: dict[str, list[float]] = {"search": [], "ask": []}
    for query in queries:
        for name, function in (("search", search), ("ask", ask)):
            begin = time.perf_counter()
            function(snapshot, query)
            times[name].append(1000 * (time.perf_counter() - begin))
    return times


def _megabytes(folder: Path, names: Sequence[str]) -> float:
    return sum((folder / name).stat().st_size for name in names) / 1e6
