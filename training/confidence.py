"""`python -m training.confidence` fits the confidence model and draws its reliability curve.

The index is made of our own provisions; a question of the calibration or test part is answerable
there, an unrelated one is not. The training part is left out: the embedding model has seen it.
"""

import argparse
import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index import confidence
from index.records import whole_document
from index.scratch import plain_document, snapshot_over
from index.types import DocumentRecord, WholeDocument
from ingest.reading.reader import read_folder
from ingest.types import Metadata
from training.provisions import Part, Provision, read_provisions
from training.reliability import reliability_svg

ROOT = Path(__file__).parent.parent
OWN_DATA = ROOT / "training" / "data"
MODEL_FILE = ROOT / "index" / "confidence.json"
PICTURE = ROOT / "docs" / "reliability.svg"
_HIGH_PRECISION = 0.98
FOLDS = 5

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question, whether the corpus answers it, and the part that it belongs to."""

    text: str
    lang: str
    answerable: bool
    part: Part
    provision: str = ""


def read_questions(folder: Path) -> list[LabelledQuestion]:
    """Return the answerable and the unrelated questions outside the training part."""
    questions = [
        LabelledQuestion(question.text, question.lang, True, provision.part, provision.id)
        for provision in read_provisions(folder)
        for question in provision.questions
        if provision.part != "train"
    ]
    for line in (folder / "unrelated.jsonl").read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        # Split by topic, so that translations of one question stay together.
        bucket = int(hashlib.sha256(fields["field"].encode()).hexdigest(), 16) % 2
        part: Part = "calibration" if bucket else "test"
        questions.append(LabelledQuestion(fields["text"], fields["lang"], False, part))
    return questions


def provision_documents(provisions: Sequence[Provision]) -> list[WholeDocument]:
    """Return the provisions as documents, one a province."""
    ordered = sorted(provisions, key=lambda p: (p.province, p.id))
    return [
        plain_document(
            DocumentRecord(name, name, Metadata(title=name, province=name)),
            ((p.id, p.text, (p.heading,) if p.heading else ()) for p in own),
        )
        for name, own in groupby(ordered, key=lambda p: p.province)
    ]


@dataclass(frozen=True, slots=True)
class Measured:
    """Features (n, len(FEATURES)) of asked questions, and what is known of each."""

    values: NDArray[np.float32]
    answerable: NDArray[np.bool_]
    test: NDArray[np.bool_]
    lang: NDArray[np.str_]
    corpus: NDArray[np.str_]
    named: NDArray[np.bool_]

    def of(self, chosen: NDArray[np.bool_]) -> "Measured":
        """Return the chosen questions."""
        return Measured(*(getattr(self, field)[chosen] for field in self.__dataclass_fields__))


def measure(
    questions: Sequence[LabelledQuestion], provisions: Sequence[Provision], samples: Path
) -> Measured:
    """Ask every question of an index of the size of a few plans.

    The provisions fall into five indexes; an answerable question is asked of the one that answers
    it, an unrelated one of any of them and of the sample corpus.
    """
    asked: list[tuple[LabelledQuestion, str]] = []
    values: list[NDArray[np.float32]] = []
    named: list[bool] = []
    for fold in range(FOLDS):
        members = [p for p in provisions if _fold(p.id) == fold]
        ids = {p.id for p in members}
        own = [q for q in questions if q.provision in ids or (not q.answerable and _fold(q.text) == fold)]
        _ask(provision_documents(members), own, values, named)
        asked += [(q, "provisions") for q in own]
    unrelated = [q for q in questions if not q.answerable]
    _ask(list(map(whole_document, read_folder(samples))), unrelated, values, named)
    asked += [(q, "samples") for q in unrelated]
    return Measured(
        np.stack(values),
        np.array([q.answerable for q, _ in asked]),
        np.array([q.part == "test" for q, _ in asked]),
        np.array([q.lang for q, _ in asked]),
        np.array([corpus for _, corpus in asked]),
        np.array(named),
    )


def _fold(key: str) -> int:
    return int(hashlib.sha256(f"fold {key}".encode()).hexdigest(), 16) % FOLDS


def _ask(
    documents: Sequence[WholeDocument],
    questions: Sequence[LabelledQuestion],
    values: list[NDArray[np.float32]],
    named: list[bool],
) -> None:
    """Append the features of each question, and whether the corpus holds a name in it."""
    with snapshot_over(documents) as snapshot:
        values += [snapshot.searcher.confidence_features(question.text) for question in questions]
        named += [snapshot.searcher.names(question.text) for question in questions]


def fit(measured: Measured) -> confidence.Calibration:
    """Return the calibration: logistic weights, and the probabilities that part the levels.

    `low` balances the two errors, unrelated questions over provisions and over the sample corpus
    counting alike; from `high` on, at most 2 % of the questions are unrelated.
    """
    trained = measured.of(measured.corpus == "provisions")
    centre, spread = trained.values.mean(axis=0), trained.values.std(axis=0) + 1e-6
    model = LogisticRegression(class_weight="balanced", C=0.3, max_iter=3000)
    model.fit((trained.values - centre) / spread, trained.answerable)
    weights = model.coef_[0] / spread
    bias = float(model.intercept_[0] - (weights * centre).sum())
    probabilities = 1 / (1 + np.exp(-(measured.values @ weights + bias)))
    low = _balanced_threshold(probabilities, measured)
    high = _precise_threshold(probabilities, measured.answerable)
    rounded = tuple(round(float(w), 4) for w in weights)
    return confidence.Calibration(rounded, round(bias, 4), round(low, 3), round(max(low, high), 3))


def _balanced_threshold(probabilities: NDArray[np.float64], measured: Measured) -> float:
    kept = probabilities[measured.answerable]
    unrelated = [
        probabilities[~measured.answerable & (measured.corpus == corpus)]
        for corpus in np.unique(measured.corpus)
    ]
    grid = np.linspace(0.05, 0.95, 181)
    told = np.array([np.mean([(part < t).mean() for part in unrelated if len(part)]) for t in grid])
    worst = np.minimum([(kept >= t).mean() for t in grid], told)
    return float(grid[int(np.argmax(worst))])


def _precise_threshold(probabilities: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    grid = np.linspace(0.05, 0.99, 189)
    good = [t for t in grid if truth[probabilities >= t].mean() >= _HIGH_PRECISION]
    return float(good[0]) if good else 0.95


def main() -> None:
    """Fit on the calibration part, report and draw the test part."""
    argparse.ArgumentParser(description=main.__doc__).parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    measured = measure(read_questions(OWN_DATA), read_provisions(OWN_DATA), ROOT / "samples" / "text")
    fitted = fit(measured.of(~measured.test))
    content = {
        "features": confidence.FEATURES, "weights": fitted.weights, "bias": fitted.bias,
        "low": fitted.low, "high": fitted.high,
    }  # fmt: skip
    MODEL_FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    tested = measured.of(measured.test)
    probabilities = np.array([fitted.probability(row) for row in tested.values])
    judged = [fitted.judge(row, named=named) for row, named in zip(tested.values, tested.named, strict=True)]
    _report(tested, np.array([level != "none" for level in judged]))
    own = tested.corpus == "provisions"
    PICTURE.write_text(reliability_svg(probabilities[own], tested.answerable[own]), encoding="utf-8")


def _report(tested: Measured, spoken: NDArray[np.bool_]) -> None:
    for lang in ("all", "en", "vi", "nd"):
        chosen = np.isin(tested.lang, [lang]) | (lang == "all")
        for corpus in ("provisions", "samples"):
            here = chosen & (tested.corpus == corpus)
            kept, silent = here & tested.answerable, here & ~tested.answerable
            if kept.any():
                log.info("%s, %s: answerable kept %.3f of %d", lang, corpus, spoken[kept].mean(), kept.sum())
            if silent.any():
                log.info(
                    "%s, %s: unrelated told apart %.3f of %d",
                    lang,
                    corpus,
                    (~spoken[silent]).mean(),
                    silent.sum(),
                )


if __name__ == "__main__":
    main()
