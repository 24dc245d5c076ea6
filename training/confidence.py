"""`python -m training.confidence` fits the confidence model and draws its reliability curve.

The index is made of our own provisions; a question of the calibration or test part is answerable
there, an unrelated one is not. The training part is left out: the embedding model has seen it.

With `--model FOLDER` another embedding model is fitted: first how much its cosine weighs in the fusion, then
the confidence. What was fitted is written into its folder, where PlanSearch finds it.
"""

import argparse
import hashlib
import json
import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index import confidence, fitted
from index.embedder import Embedder, load_embedder
from index.fitted import Fitted
from index.fusion import FusionWeights
from index.records import whole_document
from index.scratch import plain_document, snapshot_over
from index.types import DocumentRecord, WholeDocument
from ingest.reading.reader import read_folder
from ingest.types import Metadata
from training.provisions import Part, Provision, read_provisions
from training.reliability import reliability_svg

ROOT = Path(__file__).parent.parent
OWN_DATA = ROOT / "training" / "data"
PICTURE = ROOT / "docs" / "reliability.svg"
_HIGH_PRECISION = 0.99
FOLDS = 5
# Of the bundled model, by the rows of benchmarks/ablations.md ("The mean of cosines").
BUNDLED_FUSION = FusionWeights(late=1.5, lexical=0.7)
# Of a model that nobody has fitted the cosine counts so much, and as often as it helps.
UNKNOWN_FUSION = replace(BUNDLED_FUSION, cosine=0.25)
COSINE_WEIGHTS = (0.0, 0.125, 0.25, 0.5, 1.0, 2.0)

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
    questions: Sequence[LabelledQuestion], provisions: Sequence[Provision], samples: Path, embedder: Embedder
) -> Measured:
    """Ask every question of an index of the size of a few plans, made with an embedder.

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
        _ask(provision_documents(members), own, embedder, values, named)
        asked += [(q, "provisions") for q in own]
    unrelated = [q for q in questions if not q.answerable]
    _ask(list(map(whole_document, read_folder(samples))), unrelated, embedder, values, named)
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
    embedder: Embedder,
    values: list[NDArray[np.float32]],
    named: list[bool],
) -> None:
    """Append the features of each question, and whether the corpus holds a name in it."""
    with snapshot_over(documents, embedder) as snapshot:
        values += [snapshot.searcher.confidence_features(question.text) for question in questions]
        named += [snapshot.searcher.names(question.text) for question in questions]


def fit(measured: Measured, without: Collection[str] = ()) -> confidence.Calibration:
    """Return the calibration: logistic weights, and the probabilities that part the levels.

    Signals `without` which it must do have no weight.

    `low` balances the two errors, unrelated questions over provisions and over the sample corpus
    counting alike; from `high` on, at most 1 % of the questions are unrelated.
    """
    used = np.array([name not in without for name in confidence.FEATURES])
    measured = replace(measured, values=measured.values * used)
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


def fit_fusion(
    questions: Sequence[LabelledQuestion], provisions: Sequence[Provision], embedder: Embedder
) -> FusionWeights:
    """Return the weights with which most questions of the calibration part find their provision first.

    Of weights that do equally well the least is taken. `embedder.fitted` is changed.
    """
    asked = [q for q in questions if q.answerable and q.part == "calibration"]
    first = dict.fromkeys(COSINE_WEIGHTS, 0)
    for fold in range(FOLDS):
        members = [p for p in provisions if _fold(p.id) == fold]
        ids = {p.id for p in members}
        with snapshot_over(provision_documents(members), embedder) as snapshot:
            for weight in COSINE_WEIGHTS:
                embedder.fitted = replace(embedder.fitted, fusion=replace(BUNDLED_FUSION, cosine=weight))
                for question in asked:
                    if question.provision in ids:
                        hits = snapshot.searcher.search(question.text, limit=1).hits
                        first[weight] += bool(hits) and hits[0].passage.id == question.provision
    for weight, right in first.items():
        log.info("cosine × %.3f: %d of %d provisions first", weight, right, len(asked))
    return replace(BUNDLED_FUSION, cosine=max(first, key=lambda weight: first[weight]))


def main() -> None:
    """Fit on the calibration part, report the test part, and draw it where it is the bundled model's."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--model", type=Path, help="folder of a model that stands in for the bundled one")
    model = parser.parse_args().model
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    questions, provisions = read_questions(OWN_DATA), read_provisions(OWN_DATA)
    samples = ROOT / "samples" / "text"
    if model:
        embedder = load_embedder(str(model))
        fusion = fit_fusion(questions, provisions, embedder)
        embedder.fitted = replace(embedder.fitted, fusion=fusion)
        measured = measure(questions, provisions, samples, embedder)
        _write(Fitted(fusion, fit(measured.of(~measured.test))), model / fitted.FILE_NAME)
        return
    embedder = load_embedder()
    embedder.fitted = replace(embedder.fitted, fusion=UNKNOWN_FUSION)
    measured = measure(questions, provisions, samples, embedder)
    unknown = fit(measured.of(~measured.test), confidence.OF_THE_MODEL)
    _write(Fitted(UNKNOWN_FUSION, unknown), fitted.UNKNOWN_FILE)
    _report("a model that nobody has fitted", measured.of(measured.test), unknown)
    embedder.fitted = replace(embedder.fitted, fusion=BUNDLED_FUSION)
    measured = measure(questions, provisions, samples, embedder)
    own = fit(measured.of(~measured.test))
    _write(Fitted(BUNDLED_FUSION, own), fitted.BUNDLED_FILE)
    tested = measured.of(measured.test)
    _report("the bundled model", tested, own)
    tested = tested.of(tested.corpus == "provisions")
    probabilities = np.array([own.probability(row) for row in tested.values])
    PICTURE.write_text(reliability_svg(probabilities, tested.answerable), encoding="utf-8")


def _write(found: Fitted, path: Path) -> None:
    content = asdict(fitted.stored(found))
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def shares(tested: Measured, judge: confidence.Calibration) -> Iterator[tuple[str, str, str, float, int]]:
    """Yield language, corpus, what was looked at, the share that was right, and of how many questions."""
    rows = zip(tested.values, tested.named, strict=True)
    spoken = np.array([judge.judge(row, named=bool(named)) != "none" for row, named in rows])
    for lang in ("all", "en", "vi", "nd"):
        chosen = np.isin(tested.lang, [lang]) | (lang == "all")
        for corpus in ("provisions", "samples"):
            here = chosen & (tested.corpus == corpus)
            kept, silent = here & tested.answerable, here & ~tested.answerable
            if kept.any():
                yield lang, corpus, "answerable kept", float(spoken[kept].mean()), int(kept.sum())
            if silent.any():
                yield lang, corpus, "unrelated told apart", float((~spoken[silent]).mean()), int(silent.sum())


def _report(model: str, tested: Measured, judge: confidence.Calibration) -> None:
    log.info("%s:", model)
    for lang, corpus, what, share, count in shares(tested, judge):
        log.info("%s, %s: %s %.3f of %d", lang, corpus, what, share, count)


if __name__ == "__main__":
    main()
