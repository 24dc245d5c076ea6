"""Scale: the five plans hidden among the articles of the codified law."""

import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import answers
from benchmarks.collections import LONGEST_ARTICLE, plain_records, scale_articles
from benchmarks.ranking import Task, product_ranker, question_task, score
from index.records import document_records, duties_of, duty_records
from index.scratch import searcher_over
from ingest.reading.reader import read_folder
from search_api.measuring.evaluation import KnownQuestion, read_questions

TERM_FILES = ("terms.faiss", "postings_rows.npy", "postings_starts.npy")


def measure(shared: Path, own_questions: list[KnownQuestion]) -> dict[str, float]:
    """Return build time, index size, hit@5 of the development questions, and times of search and ask."""
    plans = question_task("", shared / "corpus", shared / "dev_questions.jsonl")
    corpus = read_folder(shared / "corpus")
    documents, passages = document_records(corpus)
    articles = (
        (identity, text[:LONGEST_ARTICLE])
        for identity, text in scale_articles(shared / "scale" / "codified_law_articles.jsonl.gz")
    )
    law, law_passages = plain_records(articles, first_row=len(passages))
    begin = time.perf_counter()
    duties = [
        *duty_records(corpus, passages),
        *(duty for p in law_passages for duty in duties_of(p.text, (), [p], "")),
    ]
    read = time.perf_counter() - begin
    begin = time.perf_counter()
    with searcher_over(documents + law, passages + law_passages, duties=duties) as searcher:
        built = time.perf_counter() - begin
        task = Task("at scale", documents, passages, plans.queries)
        found = score(task, product_ranker(searcher))
        english = Task("", documents, passages, tuple(q for q in plans.queries if q.text.isascii()))
        figures = {
            "passages": float(len(passages) + len(law_passages)),
            "duties": float(len(duties)),
            "reading of duties (s)": read,
            "build (s)": built,
            "terms": float(searcher.generation.manifest.terms),
            "term index (MB)": _megabytes(searcher.generation.folder, TERM_FILES),
            "hit@1": found.hit1,
            "hit@5": found.hit5,
            "hit@5, typed without marks": score(english, product_ranker(searcher)).hit5,
        }
        stages: dict[str, list[float]] = {}
        for query in plans.queries:
            for stage, seconds in searcher.search(query.text).timings.items():
                stages.setdefault(stage, []).append(1000 * seconds)
        asked = answers.measure(searcher, read_questions(shared / "dev_questions.jsonl") + own_questions)
        figures |= {f"ask, {name}": value for name, value in asked.items()}
    return figures | {f"{stage}, p50 (ms)": sorted(v)[len(v) // 2] for stage, v in stages.items()}


def _megabytes(folder: Path, names: Sequence[str]) -> float:
    return sum((folder / name).stat().st_size for name in names) / 1e6
