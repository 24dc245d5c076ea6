"""Quality in the open: the index measures itself on a stored question set before it is served."""

from dataclasses import dataclass
from pathlib import Path

from index.as_json import from_json, to_json
from index.data_folder import DataFolder, Gate
from index.embedder import Embedder
from index.errors import PlanSearchError
from index.generation import Generation
from index.snapshot import Snapshot
from index.storage import write_durably
from search_api.measuring.evaluation import Evaluation, evaluate, read_questions

QUESTIONS_FILE = "questions.jsonl"
GATE_MEASURE = "hit@5"
DEFAULT_MARGIN = 0.05


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


def quality_gate(folder: DataFolder, embedder: Embedder, margin: float) -> Gate | None:
    """Return the check that a new generation must pass, None where no questions are stored."""
    path = folder.path / QUESTIONS_FILE
    if not path.exists():
        return None
    questions = read_questions(path)

    def check(trial: Generation, current: Generation | None) -> bytes:
        found = evaluate(Snapshot(trial, embedder), questions)
        before = read_quality(current.quality) if current else None
        if before and before.questions == len(questions):
            _compare(before.evaluation, found, margin)
        return to_json(Quality, Quality(len(questions), found)).encode()

    return check


def read_quality(figures: bytes | None) -> Quality | None:
    """Return the figures of a generation, None where it was not measured."""
    try:
        return from_json(Quality, figures) if figures else None
    except ValueError:
        return None


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
