"""Every development figure of the bundled model in one table, so that two models can be compared.

The confidence is fitted anew on the calibration part; free questions are answered with the calibration that ships.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.ranking import product_ranker, score, tasks
from index.embedder import load_embedder
from index.records import whole_document
from index.scratch import snapshot_over
from ingest.reading.reader import read_folder
from search_api.measuring.asking import FreeQuestion, evaluate_asking, read_free_questions
from training.confidence import Measured, fit, measure, read_questions, shares
from training.provisions import read_provisions

# Questions over the texts of the samples alone; their development halves are asked.
FREE = ("free_questions.jsonl", "more_free_questions.jsonl")
# What an answer to a free question is judged by here.
ANSWERED = ("first quote right", "line right", "line given", "documents right", "answerable answered")


@dataclass(frozen=True, slots=True)
class Row:
    """One set: how many questions, and its figures by name, 0 … 1, the one to choose by first."""

    name: str
    asked: int
    figures: dict[str, float] = field(default_factory=dict)


def measured(shared: Path, samples: Path, tests: Path, own: Path) -> Iterator[Row]:
    """Yield a row for each set that is at hand: rankings, answers to free questions, and confidence."""
    for task in tasks(shared, samples, tests / "sample_questions.jsonl", own):
        with snapshot_over(task.documents) as snapshot:
            found = score(task, product_ranker(snapshot))
        figures = {"nDCG@10": found.ndcg10, "hit@1": found.hit1, "hit@5": found.hit5}
        yield Row(task.name, found.queries, figures)
    for name in FREE:
        yield _answered(f"free questions, {name}", samples, read_free_questions(tests / name, "dev"))
    if shared.is_dir():
        yield _answered("free, five real plans", shared / "corpus", _real_questions(shared))
    yield _confidence(measure(read_questions(own), read_provisions(own), samples, load_embedder()))


def _real_questions(shared: Path) -> list[FreeQuestion]:
    """Return the free questions over the five real plans, which name document and words of a right quote apart."""
    files = sorted(path.name for path in (shared / "corpus").iterdir())
    lines = (shared / "free_questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = []
    for number, fields in enumerate(map(json.loads, lines), 1):
        of, phrases = fields.pop("first_document", None), fields.pop("first_quote", None)
        sources = [of] if of else files if phrases else []
        right = [{"source_file": file, "phrase": phrase} for file in sources for phrase in phrases or [""]]
        questions.append(FreeQuestion.model_validate({"id": str(number), "first": right, **fields}))
    return questions


def _answered(name: str, folder: Path, questions: list[FreeQuestion]) -> Row:
    with snapshot_over(list(map(whole_document, read_folder(folder)))) as snapshot:
        measures = evaluate_asking(snapshot, questions).measures
    return Row(name, len(questions), {m: measures[m].share for m in ANSWERED if measures[m].asked})


def _confidence(found: Measured) -> Row:
    """Return how well the test part is told apart by what the calibration part has fitted."""
    fitted = fit(found.of(~found.test))
    tested = found.of(found.test)
    own = tested.of(tested.corpus == "provisions")
    area = roc_auc_score(own.answerable, [fitted.probability(row) for row in own.values])
    told = {
        f"{what}, {corpus}": share for lang, corpus, what, share, _ in shares(tested, fitted) if lang == "all"
    }
    return Row("confidence", len(tested.values), {"area": float(area), **told})


def table(rows: list[Row]) -> str:
    """Return the rows as text; the last line is the mean of what each set is chosen by."""
    lines = [
        f"{row.name:22} n={row.asked:5}  "
        + "  ".join(f"{name} {value:.3f}" for name, value in row.figures.items())
        for row in rows
    ]
    mean = np.mean([next(iter(row.figures.values())) for row in rows])
    return "\n".join([*lines, f"mean of the first figures {mean:.4f}"])
