"""Quality in the open: the index measures itself on a stored question set before it is served."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.data_folder import DataFolder, write_durably
from index.errors import PlanSearchError
from index.searcher import Searcher
from search_api.measuring.evaluation import Evaluation, EvaluationRow, evaluate, read_questions

QUESTIONS_FILE = "questions.jsonl"
GATE_MEASURE = "hit@5"
DEFAULT_MARGIN = 0.05

Gate = Callable[[Searcher, Path | None], bytes | None]


class QualityError(PlanSearchError):
    """A new generation answers the stored questions worse than the one that is served."""


@dataclass(frozen=True, slots=True)
class Quality:
    """The evaluation of a generation on the stored questions."""

    questions: int
    evaluation: Evaluation


def store_questions(folder: DataFolder, file: Path) -> int:
    """Keep a question file in the data folder for the gate; return the number of questions.

    Raises `PlanSearchError` with line number and reason where the file is malformed.
    """
    count = len(read_questions(file))
    with folder.writing():
        write_durably(folder.path / QUESTIONS_FILE, file.read_bytes())
    return count


def quality_gate(folder: DataFolder, margin: float) -> Gate | None:
    """Return the check that a new generation must pass, None where no questions are stored."""
    path = folder.path / QUESTIONS_FILE
    if not path.exists():
        return None
    questions = read_questions(path)

    def check(searcher: Searcher, previous: Path | None) -> bytes:
        found = evaluate(searcher, questions)
        before = read_quality(previous) if previous else None
        if before and before.questions == len(questions):
            _compare(before.evaluation, found, margin)
        content = {"questions": len(questions), "evaluation": found.to_json()}
        return json.dumps(content, ensure_ascii=False, indent=1).encode()

    return check


def read_quality(file: Path) -> Quality | None:
    """Return the figures of a generation, None where it was not measured."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    fields = content["evaluation"]
    rows = {
        kind: EvaluationRow(
            row["questions"],
            row["values"],
            {name: (low, high) for name, (low, high) in row["intervals"].items()},
        )
        for kind, row in fields["rows"].items()
    }
    evaluation = Evaluation(**{**fields, "measures": tuple(fields["measures"]), "rows": rows})
    return Quality(content["questions"], evaluation)


def _compare(before: Evaluation, found: Evaluation, margin: float) -> None:
    old = before.rows["all"].values[GATE_MEASURE]
    new = found.rows["all"].values[GATE_MEASURE]
    if new < old - margin:
        raise QualityError(
            f"the new index answers the stored questions worse: {GATE_MEASURE} {new:.3f} instead of "
            f"{old:.3f}, more than the margin of {margin}; the old index goes on serving. Check the "
            f"new documents, store other questions with `plansearch eval FILE --store`, or run the "
            f"ingest with --quality-margin 1"
        )
