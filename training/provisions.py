"""Our own provisions with translations and questions, split by provision."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.errors import PlanSearchError
from training.pairs import OWN_PAIR_WEIGHT, Pair

Part = Literal["train", "calibration", "test"]


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that a provision answers; `lang` is en or vi."""

    lang: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision of an invented plan with its English translation and questions."""

    id: str
    topic: str
    province: str
    heading: str
    text: str
    translation: str
    questions: tuple[AskedQuestion, ...]

    @property
    def part(self) -> Part:
        """Where it belongs: 60 % train, 20 % calibration, 20 % test, fixed by its id."""
        bucket = int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 5
        parts: tuple[Part, ...] = ("train", "train", "train", "calibration", "test")
        return parts[bucket]


def read_own(data: Path) -> list[Provision]:
    """Read all our own provisions: those in `data`, and those with freer questions in its folder `freer`."""
    return [*read_provisions(data), *read_provisions(data / "freer")]


def read_provisions(folder: Path) -> list[Provision]:
    """Read `provisions-*.jsonl`; raises `PlanSearchError` with line number and reason."""
    return [
        _provision(path, number, line)
        for path in sorted(folder.glob("provisions-*.jsonl"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    ]


def provision_pairs(provisions: list[Provision]) -> Iterator[Pair]:
    """Yield translation and question pairs of the training part."""
    for provision in provisions:
        if provision.part == "train":
            full = f"{provision.heading}. {provision.text}" if provision.heading else provision.text
            yield Pair(provision.translation, provision.text, "parallel", OWN_PAIR_WEIGHT)
            for question in provision.questions:
                task: Literal["parallel", "passage"] = "parallel" if question.lang == "en" else "passage"
                yield Pair(question.text, full, task, OWN_PAIR_WEIGHT)


def _provision(path: Path, number: int, line: str) -> Provision:
    try:
        fields = json.loads(line)
        questions = tuple(AskedQuestion(**question) for question in fields["questions"])
        return Provision(
            fields["id"],
            fields["topic"],
            fields["province"],
            fields["heading"],
            fields["provision"],
            fields["translation"],
            questions,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise PlanSearchError(f"{path.name}, line {number}: {error!r}") from error
