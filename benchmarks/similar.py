"""Similar provisions and compared documents, beside BM25 alone and cosine alone in the same run."""

import csv
import itertools
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.collections import RelatedArticles, related_articles
from benchmarks.ranking import by_terms
from index.clock import Clock
from index.engine import NO_KEYS, Limits, Scope, Wanted
from index.lexical_terms import query_terms, words
from index.records import whole_document
from index.scratch import snapshot_over
from index.searcher import LONGEST_QUERY
from index.similarity import HEAVIEST_WORDS
from index.snapshot import Snapshot
from index.statistics import heaviest_terms
from index.term_matching import NO_UNITS
from index.types import PassageRecord
from ingest.reading.reader import read_folder
from search_api.comparing.alignment import align
from search_api.comparing.comparison import Table, compare
from search_api.comparing.inside import insides
from search_api.comparing.likeness import FAR, judge

_DATA = Path(__file__).parent
_SEED = 7
_PAIRS = 1000
_DEPTH = 10
_NEAR_EQUAL = 0.6
_FEWEST_WORDS = 5
Ranker = Callable[[PassageRecord], Sequence[str]]


def measure(samples: Path, shared: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the figures of each part: near copies, the measure, aligned plans, related articles."""
    corpora = {"samples": samples, "plans": shared / "corpus"} if shared.is_dir() else {"samples": samples}
    judged = list(_rows("same_subject.tsv"))
    for name, folder in corpora.items():
        with snapshot_over(list(map(whole_document, read_folder(folder)))) as snapshot:
            yield f"near copies, {name}", near_copies(snapshot)
            for part in ("calibration", "test"):
                pairs = [row for row in judged if (row["corpus"], row["part"]) == (name, part)]
                yield f"same subject, {name}, {part}", same_subject(snapshot, pairs)
            if name == "samples":
                yield "only here, of all rows", only_here(snapshot, "all")
                yield "only here, of unsure rows", only_here(snapshot, "unsure")
            if name == "plans":
                yield "aligned provisions", aligned(snapshot)
    if shared.is_dir():
        law = related_articles(shared / "scale" / "codified_law_articles.jsonl.gz")
        with snapshot_over(law.documents) as snapshot:
            yield from related(snapshot, law)


def near_copies(snapshot: Snapshot) -> dict[str, float]:
    """Return how often the partner of a provision with nearly the same words is the first result."""
    passages = list(snapshot.every_passage())
    said = {p.id: frozenset(words(p.text)) for p in passages}
    asked = [
        pair
        for left, right in itertools.combinations(passages, 2)
        if left.document_id != right.document_id and _overlap(said[left.id], said[right.id]) >= _NEAR_EQUAL
        for pair in ((left, right), (right, left))
    ]
    first = sum(snapshot.searcher.similar(left, 1)[0].passage.id == right.id for left, right in asked)
    return {"asked": float(len(asked)), "partner first": first / len(asked)}


def same_subject(snapshot: Snapshot, pairs: Sequence[dict[str, str]]) -> dict[str, float]:
    """Return precision and recall of the measure on pairs judged by hand; lost ids are left out."""
    told: list[tuple[bool, bool]] = []
    for row in pairs:
        left, right = snapshot.find_passage(row["left"]), snapshot.find_passage(row["right"])
        if left and right:
            score = float(snapshot.searcher.likenesses([left.id], [right.id])[0, 0])
            shared = insides([left.text, right.text]).get((0, 1))
            said = judge(left.text, right.text, score, shared).likeness not in FAR
            told.append((said, row["same_subject"] == "yes"))
    both = sum(said and truly for said, truly in told)
    return {
        "pairs": float(len(told)),
        "precision": both / max(sum(said for said, _ in told), 1),
        "recall": both / max(sum(truly for _, truly in told), 1),
    }


def only_here(snapshot: Snapshot, drawn: str) -> dict[str, float]:
    """Return how many judged provisions are called "only here", and the share of these and of all that is right.

    Each was judged by reading the other document. "all" were drawn from the rows so called before clauses and
    doubt counted, "unsure" from those where there is doubt.
    """
    judged = [row for row in _rows("only_here.tsv") if row["drawn"] == drawn]
    told = [
        row["says_nothing"] == "yes"
        for row in judged
        if said_only(snapshot, snapshot.passage(row["passage"]), row["other"])
    ]
    before = [row["says_nothing"] == "yes" for row in judged]
    return {
        "judged": float(len(judged)), "says nothing": statistics.mean(before),
        "called only here": float(len(told)), "precision": statistics.mean(told) if told else 1.0,
    }  # fmt: skip


def said_only(snapshot: Snapshot, passage: PassageRecord, other: str) -> bool:
    """Return whether the comparison with another document says of a provision that only its own has it."""
    rows = compare(snapshot, [passage.document_id, other]).of_kind("only", 0)
    return any(row.cells[0].passage == passage for row in rows)


def aligned(snapshot: Snapshot) -> dict[str, float]:
    """Return precision and recall on provisions aligned by hand, and the median seconds of a comparison.

    A pair that was left open in judging counts neither way.
    """
    truths: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in _rows("aligned.tsv"):
        truths[row["first"], row["other"]].append(row)
    right = wrong = wanted = 0
    seconds = []
    for documents, rows in truths.items():
        provisions = [snapshot.passages_of(identity) for identity in documents]
        begin = time.perf_counter()
        table = Table(snapshot.searcher, provisions)
        list(table.rows())
        seconds.append(time.perf_counter() - begin)
        partners = align(table.standing, *table.provisions)
        found = [(table.all[i].id, table.all[j].id) for i, j in partners.items()]
        gold = [(r["left"].split(), r["right"].split()) for r in rows if r["judged"] == "aligned"]
        hit = {n for n, (a, b) in enumerate(gold) for left, other in found if left in a and other in b}
        known = {(a, b) for lefts, others in gold for a in lefts for b in others}
        known |= {(r["left"], r["right"]) for r in rows if r["judged"] == "open"}
        right, wanted = right + len(hit), wanted + len(gold)
        wrong += sum(pair not in known for pair in found)
    return {
        "pairs": float(wanted), "precision": right / (right + wrong), "recall": right / wanted,
        "two plans (s)": statistics.median(seconds),
    }  # fmt: skip


def related(snapshot: Snapshot, law: RelatedArticles) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield recall@10 and times over officially related articles that the model was not trained on."""
    generation = snapshot.generation
    asked = chosen_articles(law)

    def others(found: Sequence[str], passage: PassageRecord) -> Sequence[str]:
        return [identity for identity in found if identity != passage.id]

    def by_cosine(passage: PassageRecord) -> Sequence[str]:
        vector = generation.engine.vectors(generation.records.keys_of([passage.id]))[0]
        wanted = Wanted(vector, NO_UNITS, (), NO_KEYS)
        keys = generation.engine.candidates(wanted, Scope(), Limits(_DEPTH + 1, 0, 0), Clock()).keys
        cosines = generation.engine.vectors(keys) @ vector
        return others(generation.records.ids_of(keys[np.argsort(-cosines, kind="stable")].tolist()), passage)

    def by_words(passage: PassageRecord) -> Sequence[str]:
        terms = query_terms(passage.text[:LONGEST_QUERY])
        return others(by_terms(generation, terms, Scope(), _DEPTH + 1), passage)

    def by_heaviest_words(passage: PassageRecord) -> Sequence[str]:
        terms = heaviest_terms(generation.engine.statistics, passage.text, HEAVIEST_WORDS)
        return by_terms(generation, terms, Scope(not_of=passage.document_id), _DEPTH)

    systems: dict[str, Ranker] = {
        "similar": lambda passage: [hit.passage.id for hit in snapshot.searcher.similar(passage, _DEPTH)],
        "cosine alone": by_cosine,
        "BM25 alone": by_words,
        "BM25 alone, heaviest words": by_heaviest_words,
    }
    for name, ranker in systems.items():
        yield f"related articles, {name}", _recall(snapshot.passages(asked), law, ranker)


def chosen_articles(law: RelatedArticles) -> list[str]:
    """Return articles, drawn by a fixed seed, that have `_PAIRS` related ones together."""
    order = sorted(law.related, key=lambda identity: int(identity.removeprefix("law-")))
    random.Random(_SEED).shuffle(order)
    pairs = itertools.accumulate(len(law.related[i]) for i in order)
    return [i for i, reached in zip(order, pairs, strict=True) if reached <= _PAIRS]


def _recall(passages: Sequence[PassageRecord], law: RelatedArticles, ranker: Ranker) -> dict[str, float]:
    found = wanted = 0
    times = []
    for passage in passages:
        begin = time.perf_counter()
        ranked = ranker(passage)
        times.append(1000 * (time.perf_counter() - begin))
        found += len(law.related[passage.id] & set(ranked[:_DEPTH]))
        wanted += len(law.related[passage.id])
    times.sort()
    return {
        "pairs": float(wanted), "recall@10": found / wanted,
        "p50 (ms)": times[len(times) // 2], "p95 (ms)": times[int(0.95 * len(times))],
    }  # fmt: skip


def _overlap(left: frozenset[str], right: frozenset[str]) -> float:
    if min(len(left), len(right)) < _FEWEST_WORDS:
        return 0.0
    return len(left & right) / len(left | right)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
