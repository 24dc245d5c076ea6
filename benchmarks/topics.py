"""How rightly passages are counted for topics: `python -m benchmarks.topics`.

Prints precision and recall on the judged passages (tests/labels/topics.md), for the half by which
the terms were chosen and for the half that reports, and what else was tried.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.searcher import Searcher
from search_api.collecting.collect import ingest
from search_api.coverage.evidence import TopicRows, evidence_of
from search_api.coverage.topics import TopicFinder, named_topics

ROOT = Path(__file__).parent.parent
LABELS = ROOT / "tests" / "labels"
CORPORA = {"sample": ROOT / "samples", "real": ROOT.parent / "shared" / "corpus"}
Rule = Callable[[Searcher, TopicRows], set[int]]


@dataclass(frozen=True, slots=True)
class JudgedPassage:
    """What a person found a passage to speak of, and the topics that are open to argument."""

    passage_id: str
    half: str
    speaks_of: frozenset[str]
    unsure: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tally:
    """Pairs of passage and topic: rightly found, wrongly found, missed, and found but arguable."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    arguable: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
            self.arguable + other.arguable,
        )

    @property
    def precision(self) -> float:
        """Share of the found pairs that are right; arguable ones count neither way."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Share of the right pairs that were found."""
        return self.right / max(self.right + self.missed, 1)


def judged(corpus: str) -> list[JudgedPassage]:
    """Return the judged passages of a corpus: "sample" or "real"."""
    lines = (LABELS / f"{corpus}_topics.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        JudgedPassage(f["passage_id"], f["half"], frozenset(f["speaks_of"]), frozenset(f["unsure"]))
        for f in map(json.loads, lines)
    ]


def counted(searcher: Searcher, topic: TopicRows) -> set[int]:
    """Return the rows that are counted for a topic: its words or headings name it."""
    return set(topic.rows.tolist())


def near(searcher: Searcher, topic: TopicRows) -> set[int]:
    """Return the rows that are told as near."""
    return set(topic.near.tolist())


def by_own_words(searcher: Searcher, topic: TopicRows) -> set[int]:
    """Return the rows whose own words name a topic, headings left out."""
    finder, records = TopicFinder((topic.topic,)), searcher.generation.records
    passages = records.passages(topic.rows.tolist())
    return {passage.row for passage in passages if finder.topics_in(passage.text)}


def tally(searcher: Searcher, labels: Sequence[JudgedPassage], rule: Rule, half: str) -> Tally:
    """Return how a rule does on one half of the judged passages, all named topics together."""
    records = searcher.generation.records
    rows = {label: records.passage(label.passage_id) for label in labels if label.half == half}
    total = Tally()
    for topic in evidence_of(searcher).topics[: len(named_topics())]:
        found, key = rule(searcher, topic), topic.topic.key
        for label, passage in rows.items():
            hit = passage is not None and passage.row in found
            total += _judged(label, key, hit=hit)
    return total


def _judged(label: JudgedPassage, topic: str, *, hit: bool) -> Tally:
    if topic in label.unsure:
        return Tally(arguable=int(hit))
    if topic in label.speaks_of:
        return Tally(right=int(hit), missed=int(not hit))
    return Tally(wrong=int(hit))


def main() -> None:
    """Print the figures of docs/coverage.md."""
    rules = {"own words": by_own_words, "own words or headings": counted, "near": near}
    totals = {(name, half): Tally() for name in rules for half in ("choose", "report")}
    for corpus, folder in _present(CORPORA.items()):
        with TemporaryDirectory() as data:
            opened = DataFolder.open_or_create(Path(data))
            ingest(opened, [folder], load_embedder())
            searcher = Searcher(opened.open_generation(), load_embedder())
            for name, half in totals:
                totals[name, half] += tally(searcher, judged(corpus), rules[name], half)
    for (name, half), found in totals.items():
        print(f"{name:22} {half:7} precision {found.precision:.3f} recall {found.recall:.3f} {found}")


def _present(corpora: Iterable[tuple[str, Path]]) -> list[tuple[str, Path]]:
    return [(name, folder) for name, folder in corpora if folder.is_dir()]


if __name__ == "__main__":
    main()
