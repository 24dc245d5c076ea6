"""The questions to what was planted, and how well they are answered."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.scale.vocabulary import Planted
from index.types import PassageRecord

DEPTH = 10


class Question(NamedTuple):
    """A question, its language, and the id of the passage that answers it."""

    text: str
    language: str
    relevant: str


def questions_of(planted: Iterable[Planted], passages: Iterable[PassageRecord]) -> Iterator[Question]:
    """Yield the questions to what was planted among passages; raises `ValueError` where one is not there once."""
    wanted = {one.provision: one for one in planted}
    there: dict[str, str] = {}
    for passage in passages:
        # Before the provision stands its label.
        provision = passage.text.partition(" ")[2]
        if provision in wanted and there.setdefault(provision, passage.id) != passage.id:
            raise ValueError(f"planted twice: {provision}")
    if missing := wanted.keys() - there.keys():
        raise ValueError(f"{len(missing)} planted provisions are in no passage, as: {min(missing)}")
    for provision, one in wanted.items():
        yield Question(one.english, "en", there[provision])
        yield Question(one.vietnamese, "vi", there[provision])


def write_questions(path: Path, questions: Iterable[Question]) -> None:
    """Write questions, an object a line."""
    lines = (json.dumps(question._asdict(), ensure_ascii=False) + "\n" for question in questions)
    path.write_text("".join(lines), encoding="utf-8")


def read_questions(path: Path) -> list[Question]:
    """Return the questions of a file."""
    return [Question(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def quality(questions: Sequence[Question], found: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Return how many questions have their passage among the first five and ten, by language.

    `found` are the ids that each question found, best first.
    """
    figures = {}
    for language, name in (("en", "English"), ("vi", "Vietnamese")):
        own = [question for question in questions if question.language == language]
        for depth in (5, DEPTH):
            hits = sum(question.relevant in found[question.text][:depth] for question in own)
            figures[f"{name} hit@{depth}"] = hits / len(own)
    return figures
