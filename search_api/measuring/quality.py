"""Quality in the open: the index measures itself on a stored question set before it is served."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from index.as_json import from_json, to_json
from index.data_folder import DataFolder, Gate
from index.embedder import Embedder
from index.errors import PlanSearchError
from index.generation import Generation
from index.snapshot import Snapshot
from index.storage import write_durably
from ingest.messages import message
from search_api.measuring.asking import (
    AskingEvaluation,
    FreeQuestion,
    evaluate_asking,
    is_free,
    read_free_questions,
)
from search_api.measuring.evaluation import Evaluation, KnownQuestion, evaluate, read_questions
from search_api.measuring.stored import FREE_QUESTIONS_FILE, QUESTIONS_FILE

GATE_MEASURE, ASKING_GATE_MEASURE = "hit@5", "first quote right"
Question = TypeVar("Question", KnownQuestion, FreeQuestion)


class QualityError(PlanSearchError):
    """A new generation answers the stored questions worse than the one that is served."""


@dataclass(frozen=True, slots=True)
class Quality:
    """The evaluation of a generation on the stored questions: of its ranking, of its answers, or of both."""

    questions: int
    evaluation: Evaluation | None = None
    asking: AskingEvaluation | None = None


def store_questions(folder: DataFolder, file: Path) -> int:
    """Keep a question file in the data folder for the gate; return the number of questions.

    Raises `PlanSearchError` with line number and reason where the file is malformed.
    """
    free = is_free(file)
    count = len(read_free_questions(file) if free else read_questions(file))
    with folder.writing():
        write_durably(folder.path / (FREE_QUESTIONS_FILE if free else QUESTIONS_FILE), file.read_bytes())
    return count


def quality_gate(folder: DataFolder, embedder: Embedder, margin: float) -> Gate | None:
    """Return the check that a new generation must pass, None where no questions are stored."""
    known = _stored(folder, QUESTIONS_FILE, read_questions)
    free = _stored(folder, FREE_QUESTIONS_FILE, read_free_questions)
    if not known and not free:
        return None

    def check(trial: Generation, current: bytes | None) -> bytes:
        snapshot = Snapshot(trial, embedder)
        found = Quality(
            questions=len(known) + len(free),
            evaluation=evaluate(snapshot, known) if known else None,
            asking=evaluate_asking(snapshot, free) if free else None,
        )
        before = read_quality(current)
        if before and before.questions == found.questions:
            for measure, now, then in _measured(found, before):
                _compare(measure, then, now, margin)
        return to_json(Quality, found).encode()

    return check


def _stored(folder: DataFolder, name: str, read: Callable[[Path], list[Question]]) -> list[Question]:
    path = folder.path / name
    return read(path) if path.exists() else []


def _measured(found: Quality, before: Quality) -> Iterator[tuple[str, float, float]]:
    """Yield what the gate looks at: the measure, its value now and before."""
    if found.evaluation and before.evaluation:
        now, then = (each.rows["all"].values[GATE_MEASURE] for each in (found.evaluation, before.evaluation))
        yield GATE_MEASURE, now, then
    if found.asking and before.asking:
        now, then = (each.measures[ASKING_GATE_MEASURE].share for each in (found.asking, before.asking))
        yield ASKING_GATE_MEASURE, now, then


def read_quality(figures: bytes | None) -> Quality | None:
    """Return the figures of a generation, None where it was not measured."""
    try:
        return from_json(Quality, figures) if figures else None
    except ValueError:
        return None


def _compare(measure: str, old: float, new: float, margin: float) -> None:
    if new < old - margin:
        raise QualityError(
            message(
                "the new index answers the stored questions worse: %(measure)s %(new).3f instead of %(old).3f, more than "
                "the margin of %(margin)s; the old index goes on serving. Check the new documents, store other questions "
                "with `plansearch eval FILE --store`, or run the ingest with --quality-margin 1",
                measure=measure,
                new=new,
                old=old,
                margin=margin,
            )
        )
