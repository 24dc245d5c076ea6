"""`python -m training.choosing` fits the model that chooses the first quote of an answer.

Of each free question of the development half the candidates of the search are known, and which of them are right:
the weights make the right ones likely among the others. Folds hold out whole documents.
"""

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from index.records import whole_document
from index.scratch import snapshot_over
from index.snapshot import Snapshot
from index.static_model import Vectors
from index.types import Filters
from ingest.reading.reader import read_folder
from search_api.asking.asked import Asked
from search_api.asking.choosing import FEATURES, Choice, features
from search_api.asking.intents import Intent
from search_api.asking.nearest import MOST_WEIGHED
from search_api.measuring.asking import FreeQuestion, is_right, read_free_questions

ROOT = Path(__file__).parent.parent
SAMPLES = (ROOT / "samples" / "text", ROOT / "samples" / "office")
MODEL_FILE = ROOT / "search_api" / "asking" / "choosing.json"
FOLDS = 10
# What the passages of a search answer; duties, facts and lists of documents are found otherwise.
_BY_PASSAGES: tuple[Intent, ...] = ("passages", "duties", "who", "when", "money", "instrument")
# How much large weights cost, against the logarithm of how likely the right passages are.
_PENALTY = 3.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of a question: features (n, features), which are right (n,), and the document of a right one."""

    features: Vectors
    right: NDArray[np.bool_]
    document: str


def candidates_of(snapshot: Snapshot, question: FreeQuestion) -> Candidates | None:
    """Return the candidates of a question, None where none of them is right, or something else answers."""
    asked = Asked(snapshot, question.question, Filters())
    joined = asked.reading.actor is not None and asked.reading.intent == "duties"
    if joined or asked.reading.intent not in _BY_PASSAGES:
        return None
    ranking, _ = asked.ranked(asked.reading.search)
    found = snapshot.searcher.scored(ranking, MOST_WEIGHED)
    passages = snapshot.passages(list(found))
    right = np.array([is_right(snapshot, passage, question) for passage in passages], bool)
    if not right.any():
        return None
    names = asked.names_of(asked.reading.topic)
    rows = features(asked, names, ranking, passages, found)
    return Candidates(rows, right, passages[int(np.argmax(right))].document_id)


def fit(questions: Sequence[Candidates]) -> Choice:
    """Return the weights by which the right passages of all questions are most likely together."""
    spread = np.concatenate([each.features for each in questions]).std(axis=0) + 1e-9
    scaled = [(each.features.astype(np.float64) / spread, each.right) for each in questions]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = _PENALTY * float(weights @ weights), 2 * _PENALTY * weights
        for rows, right in scaled:
            worths = rows @ weights
            likely = np.exp(worths - worths.max())
            likely /= likely.sum()
            of_right = likely[right].sum()
            total -= float(np.log(of_right + 1e-12))
            slope = slope - rows.T @ (likely * right / (of_right + 1e-12) - likely)
        return total, slope

    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B")
    return Choice(tuple((found.x / spread).tolist()))


def first_right(chosen: Choice, questions: Sequence[Candidates]) -> int:
    """Return of how many questions the passage with the most worth is a right one."""
    return sum(bool(q.right[int(np.argmax(chosen.worths(q.features)))]) for q in questions)


def held_out(questions: Sequence[Candidates]) -> int:
    """Return of how many questions a right passage is chosen by weights that were fitted on other documents."""
    documents = sorted({question.document for question in questions})
    fold = np.array([documents.index(question.document) % FOLDS for question in questions])
    right = 0
    for out in range(FOLDS):
        kept = [question for question, own in zip(questions, fold, strict=True) if own != out]
        tried = [question for question, own in zip(questions, fold, strict=True) if own == out]
        right += first_right(fit(kept), tried) if tried else 0
    return right


def main() -> None:
    """Fit the choice of a quote, write it for the program, and tell how well it holds on held-out documents."""
    argparse.ArgumentParser(description=main.__doc__).parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    files = sorted((ROOT / "tests").glob("*free_questions.jsonl"))
    asked = [question for file in files for question in read_free_questions(file, "dev") if question.first]
    documents = [whole_document(document) for folder in SAMPLES for document in read_folder(folder)]
    with snapshot_over(documents) as snapshot:
        found = [candidates_of(snapshot, question) for question in asked]
    questions = [each for each in found if each]
    log.info(
        "answered by passages, with a right one among the candidates: %d of %d", len(questions), len(asked)
    )
    log.info("right first by the search: %d", sum(bool(each.right[0]) for each in questions))
    log.info("by weights fitted on other documents: %d", held_out(questions))
    fitted = fit(questions)
    log.info("by the weights fitted on all: %d", first_right(fitted, questions))
    weights = {name: round(weight, 4) for name, weight in zip(FEATURES, fitted.weights, strict=True)}
    MODEL_FILE.write_text(json.dumps({"weights": weights}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
