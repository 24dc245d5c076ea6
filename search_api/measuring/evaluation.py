"""Evaluation: how well the ranking finds known answers and abstains without one."""

import json
import re
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG
from numpy.typing import NDArray

from index.errors import PlanSearchError
from index.snapshot import Snapshot
from index.types import Hit, PassageRecord
from ingest.language.folding import one_line
from ingest.messages import message

DEPTH = 10
_MEASURES = {
    "hit@1": Success @ 1,
    "hit@5": Success @ 5,
    "nDCG@10": nDCG @ 10,
    "R@5": R @ 5,
    "RR": RR @ DEPTH,
}
_MARKUP = re.compile(r"[*#]")
UNANSWERABLE = "none"
_BOOTSTRAP_ROUNDS = 1000
_BOOTSTRAP_SEED = 7


@dataclass(frozen=True, slots=True)
class Relevant:
    """A right passage: one of `source_file` that contains `phrase`, or the one with `passage_id`."""

    source_file: str = ""
    phrase: str = ""
    passage_id: str = ""


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question with its right passages; kind "none" has none."""

    id: str
    kind: str
    query: str
    relevant: tuple[Relevant, ...]


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """Means over the questions of one kind, with 95 % intervals by bootstrap over questions."""

    questions: int
    values: dict[str, float]
    intervals: dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Measures by kind of question ("all" over the answerable ones), and abstention."""

    measures: tuple[str, ...]
    rows: dict[str, EvaluationRow]
    unanswerable: int
    abstention_precision: float
    abstention_recall: float
    p50_ms: float
    p95_ms: float

    def to_json(self) -> dict[str, object]:
        """Return the evaluation as a JSON object."""
        return asdict(self)


def read_questions(path: Path) -> list[KnownQuestion]:
    """Read JSON Lines; raises `PlanSearchError` with line number and reason."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanSearchError(
            message("%(path)s cannot be read: %(error)s", path=str(path), error=str(error))
        ) from error
    questions: dict[str, KnownQuestion] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            question = _question(path, number, line)
            if question.id in questions:
                raise PlanSearchError(
                    message(
                        "%(path)s, line %(line)s: the id %(id)r stands twice",
                        path=str(path),
                        line=number,
                        id=question.id,
                    )
                )
            questions[question.id] = question
    if not questions:
        raise PlanSearchError(message("%(path)s holds no questions", path=str(path)))
    return list(questions.values())


def evaluate(snapshot: Snapshot, questions: Sequence[KnownQuestion]) -> Evaluation:
    """Ask every question and return the measures.

    A passage is right where it contains the phrase, white space and `*`, `#` marks folded.
    """
    runs: list[ir_measures.ScoredDoc] = []
    truths: list[ir_measures.Qrel] = []
    abstained: dict[str, bool] = {}
    seconds = []
    for question in questions:
        begin = time.perf_counter()
        result = snapshot.searcher.search(question.query, limit=DEPTH)
        seconds.append(time.perf_counter() - begin)
        abstained[question.id] = result.confidence == "none"
        if question.kind != UNANSWERABLE:
            # Kept as a miss where there is none: a fault of reading or splitting, or a removed passage.
            right = right_passages(snapshot, question) or ["missing"]
            truths += [ir_measures.Qrel(question.id, identity, 1) for identity in right]
            runs += _run(question, result.hits)
    return _summary(questions, truths, runs, abstained, sorted(seconds))


def contains(text: str, phrase: str) -> bool:
    """True where `text` contains `phrase`, white space and markup folded."""
    return one_line(_MARKUP.sub("", phrase)) in one_line(_MARKUP.sub("", text))


def _question(path: Path, number: int, line: str) -> KnownQuestion:
    try:
        fields = json.loads(line)
        relevant = tuple(_relevant(item) for item in fields["relevant"])
        question = KnownQuestion(_text(fields["id"]), _text(fields["kind"]), _text(fields["query"]), relevant)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PlanSearchError(
            message(
                "%(path)s, line %(line)s: %(error)s is not as expected",
                path=str(path),
                line=number,
                error=repr(error),
            )
        ) from error
    if question.kind != UNANSWERABLE and not relevant:
        raise PlanSearchError(
            message(
                "%(path)s, line %(line)s: a query and its relevant passages are needed",
                path=str(path),
                line=number,
            )
        )
    return question


def _relevant(item: dict[str, object] | str) -> Relevant:
    """Return a right passage, given by its id alone or by its file and a phrase of it."""
    if isinstance(item, str):
        return Relevant(passage_id=_text(item))
    return Relevant(_text(item["source_file"]), _text(item["phrase"]))


def _text(value: object) -> str:
    """Return a value that must be words; raises `ValueError` for anything else."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"words are needed, not {value!r}")
    return value


def right_passages(snapshot: Snapshot, question: KnownQuestion) -> list[str]:
    """Return the ids of the passages that answer a question rightly, in the order of the plans."""
    named = {r.passage_id for r in question.relevant if r.passage_id}
    found = [identity for identity in named if snapshot.find_passage(identity)]
    for record in snapshot.documents.values():
        wanted = [r.phrase for r in question.relevant if r.source_file == record.source_file]
        if wanted:
            found += [p.id for p in snapshot.passages_of(record.id) if _is_right(p, wanted)]
    return found


def _is_right(passage: PassageRecord, phrases: Sequence[str]) -> bool:
    return any(contains(passage.text, phrase) for phrase in phrases)


def _run(question: KnownQuestion, hits: Sequence[Hit]) -> list[ir_measures.ScoredDoc]:
    """Return the ranked list; rank stands in for the score, so that ties cannot reorder it."""
    return [ir_measures.ScoredDoc(question.id, hit.passage.id, float(-hit.rank)) for hit in hits]


def _summary(
    questions: Sequence[KnownQuestion],
    truths: list[ir_measures.Qrel],
    runs: list[ir_measures.ScoredDoc],
    abstained: dict[str, bool],
    seconds: list[float],
) -> Evaluation:
    answerable = [q for q in questions if q.kind != UNANSWERABLE]
    values: dict[tuple[str, str], float] = {}
    for metric in ir_measures.iter_calc(list(_MEASURES.values()), truths, runs):
        values[metric.query_id, str(metric.measure)] = float(metric.value)
    rows = {
        kind: _row([q for q in answerable if kind in ("all", q.kind)], values)
        for kind in ("all", *dict.fromkeys(q.kind for q in answerable))
    }
    silent = [q for q in questions if abstained[q.id]]
    right = sum(q.kind == UNANSWERABLE for q in silent)
    unanswerable = len(questions) - len(answerable)
    return Evaluation(
        measures=tuple(_MEASURES),
        rows=rows,
        unanswerable=unanswerable,
        abstention_precision=right / len(silent) if silent else 1.0,
        abstention_recall=right / unanswerable if unanswerable else 1.0,
        p50_ms=1000 * seconds[len(seconds) // 2],
        p95_ms=1000 * seconds[int(len(seconds) * 0.95)],
    )


def _row(questions: Sequence[KnownQuestion], values: dict[tuple[str, str], float]) -> EvaluationRow:
    by_measure = {
        name: np.array([values.get((q.id, str(measure)), 0.0) for q in questions])
        for name, measure in _MEASURES.items()
    }
    return EvaluationRow(
        len(questions),
        {name: float(each.mean()) if len(each) else 0.0 for name, each in by_measure.items()},
        {name: bootstrap_interval(each) for name, each in by_measure.items()},
    )


def bootstrap_interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the 95 % interval of the mean by resampling; the same values give the same interval."""
    if not len(values):
        return (0.0, 0.0)
    rng = np.random.default_rng(_BOOTSTRAP_SEED)
    means = values[rng.integers(0, len(values), (_BOOTSTRAP_ROUNDS, len(values)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return (float(low), float(high))
