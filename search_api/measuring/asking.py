"""Evaluation of asking: free questions against what a right answer holds, and what may never be said."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import PlanSearchError
from index.snapshot import Snapshot
from index.types import PassageRecord
from ingest.language.folding import one_line
from ingest.messages import message
from search_api.asking.answers import ask
from search_api.asking.types import Status
from search_api.measuring.evaluation import contains

NEAR_MISS = "near"
# What is measured, in the order in which it is shown.
MEASURES = (
    "first quote right", "line right", "line given", "documents right", "statements true",
    "answerable answered", "near misses not sure", "slips mended",
)  # fmt: skip


class RightQuote(BaseModel):
    """A passage that is a right first quote: one of `source_file` with `phrase`."""

    model_config = ConfigDict(extra="forbid")

    source_file: str
    phrase: str


class FreeQuestion(BaseModel):
    """A free question and what a right answer holds; what is left out is not judged.

    `line` are words that the answer line must hold, each one or a list of alternatives. `yes` and `no`
    are the files of documents that have, or have not, what is asked.
    """

    model_config = ConfigDict(extra="allow")

    id: str
    kind: str
    question: str
    half: str = ""
    status: Status = "answered"
    first: list[RightQuote] = []
    line: list[str | list[str]] = []
    yes: list[str] = []
    no: list[str] = []
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of `asked` were right."""

    right: int
    asked: int

    @property
    def share(self) -> float:
        """The share that was right; 1 where nothing was asked."""
        return self.right / self.asked if self.asked else 1.0


@dataclass(frozen=True, slots=True)
class AskingEvaluation:
    """The measures over all questions, and how many questions of each kind were right in every respect."""

    questions: int
    measures: dict[str, Tally]
    kinds: dict[str, Tally]
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """Return the evaluation as a JSON object."""
        return asdict(self)


def is_free(path: Path) -> bool:
    """True for a file of free questions, false for one of queries with their passages."""
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        return '"question"' in next((line for line in lines if line.strip()), "")


def read_free_questions(path: Path, half: str | None = None) -> list[FreeQuestion]:
    """Read JSON Lines, of one half where it is named; raises `PlanSearchError` with line number and reason."""
    questions = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanSearchError(
            message("%(path)s cannot be read: %(error)s", path=str(path), error=str(error))
        ) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                questions.append(FreeQuestion.model_validate(json.loads(line)))
            except (ValueError, ValidationError) as error:
                raise PlanSearchError(
                    message(
                        "%(path)s, line %(line)s: %(error)s", path=str(path), line=number, error=str(error)
                    )
                ) from error
    found = [question for question in questions if half in (None, question.half)]
    if not found:
        if half:
            raise PlanSearchError(
                message("%(path)s holds no questions of the half %(half)r", path=str(path), half=half)
            )
        raise PlanSearchError(message("%(path)s holds no questions", path=str(path)))
    return found


def evaluate_asking(snapshot: Snapshot, questions: Sequence[FreeQuestion]) -> AskingEvaluation:
    """Ask every question and return how often the answers hold what they must."""
    verdicts = [(question, _verdicts(snapshot, question)) for question in questions]
    wrong: dict[str, list[str]] = {}
    for question, found in verdicts:
        for measure, right in found.items():
            if not right:
                wrong.setdefault(measure, []).append(question.id)
    kinds = dict.fromkeys(question.kind for question in questions)
    return AskingEvaluation(
        questions=len(questions),
        measures={m: _tally([found[m] for _, found in verdicts if m in found]) for m in MEASURES},
        kinds={
            kind: _tally([all(found.values()) for question, found in verdicts if question.kind == kind])
            for kind in kinds
        },
        wrong=wrong,
    )


def _verdicts(snapshot: Snapshot, question: FreeQuestion) -> dict[str, bool]:
    """Return for each measure that a question says something of whether the answer is right."""
    answer = ask(snapshot, question.question)
    answerable = question.status == "answered" and question.kind != NEAR_MISS
    line = answer.line.text(answer.language) if answer.line else ""
    says = {_file(snapshot, said.document_id): said.says for said in answer.plans}
    given = bool(question.line) and answerable
    checks: tuple[tuple[str, bool, Callable[[], bool]], ...] = (
        (
            "first quote right",
            bool(question.first) and answerable,
            lambda: bool(answer.quotes) and is_right(snapshot, answer.quotes[0].passage, question),
        ),
        ("line given", given, lambda: bool(line)),
        ("line right", given and bool(line), lambda: _holds(line, question.line)),
        ("documents right", bool(question.yes or question.no), lambda: _agrees(says, question)),
        (
            "statements true",
            answer.line is not None,
            lambda: bool(answer.line and answer.line.is_proven(snapshot)),
        ),
        ("answerable answered", answerable, lambda: answer.status == "answered"),
        ("near misses not sure", not answerable, lambda: answer.confidence != "high"),
        ("slips mended", question.corrected, lambda: bool(answer.reading.corrections)),
    )
    return {measure: right() for measure, asked, right in checks if asked}


def is_right(snapshot: Snapshot, passage: PassageRecord, question: FreeQuestion) -> bool:
    """True for a passage that is a right first quote of a question."""
    file = _file(snapshot, passage.document_id)
    return any(file == right.source_file and contains(passage.text, right.phrase) for right in question.first)


def _holds(line: str, wanted: Sequence[str | list[str]]) -> bool:
    folded = one_line(line).lower()
    alternatives = ([each] if isinstance(each, str) else each for each in wanted)
    return all(any(one_line(word).lower() in folded for word in words) for words in alternatives)


def _agrees(says: dict[str, bool | None], question: FreeQuestion) -> bool:
    """True where no document is told wrongly, and those that have it are told."""
    return all(says.get(file) is True for file in question.yes) and not any(
        says.get(file) for file in question.no
    )


def _file(snapshot: Snapshot, document_id: str) -> str:
    return Path(snapshot.document(document_id).source_file).name


def _tally(verdicts: Sequence[bool]) -> Tally:
    return Tally(sum(verdicts), len(verdicts))
