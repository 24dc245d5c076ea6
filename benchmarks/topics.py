"""How rightly passages are counted for topics: `python -m benchmarks.topics`.

Prints precision and recall on the judged passages (tests/labels/topics.md), for the half by which
the terms were chosen and for the half that reports, and what else was tried.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.records import whole_document
from index.scratch import snapshot_over
from index.snapshot import Snapshot
from ingest.reading.reader import read_folder
from search_api.coverage.evidence import TopicPassages, gather
from search_api.coverage.topics import TopicFinder, named_topics

ROOT = Path(__file__).parent.parent
LABELS = ROOT / "tests" / "labels"
CORPORA = {"sample": ROOT / "samples" / "text", "real": ROOT.parent / "shared" / "corpus"}
Rule = Callable[[Snapshot, TopicPassages], set[str]]


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


def counted(snapshot: Snapshot, topic: TopicPassages) -> set[str]:
    """Return the passages that are counted for a topic: their words or headings name it."""
    return _ids(snapshot, topic.spoken)


def near(snapshot: Snapshot, topic: TopicPassages) -> set[str]:
    """Return the passages that are told as near."""
    return _ids(snapshot, topic.near)


def by_own_words(snapshot: Snapshot, topic: TopicPassages) -> set[str]:
    """Return the passages whose own words name a topic, headings left out."""
    finder = TopicFinder((topic.topic,))
    passages = snapshot.passages(sorted(_ids(snapshot, topic.spoken)))
    return {passage.id for passage in passages if finder.topics_in(passage.text)}


def tally(snapshot: Snapshot, labels: Sequence[JudgedPassage], rule: Rule, half: str) -> Tally:
    """Return how a rule does on one half of the judged passages, all named topics together."""
    total = Tally()
    for topic in snapshot.derived(gather).topics[: len(named_topics())]:
        found = rule(snapshot, topic)
        for label in labels:
            if label.half == half:
                total += _judged(label, topic.topic.key, hit=label.passage_id in found)
    return total


def _ids(snapshot: Snapshot, places: NDArray[np.int64]) -> set[str]:
    ids = snapshot.derived(gather).passage_ids
    return {ids[place] for place in places}


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
        with snapshot_over(list(map(whole_document, read_folder(folder)))) as snapshot:
            for name, half in totals:
                totals[name, half] += tally(snapshot, judged(corpus), rules[name], half)
    for (name, half), found in totals.items():
        print(f"{name:22} {half:7} precision {found.precision:.3f} recall {found.recall:.3f} {found}")


def _present(corpora: Iterable[tuple[str, Path]]) -> list[tuple[str, Path]]:
    return [(name, folder) for name, folder in corpora if folder.is_dir()]


if __name__ == "__main__":
    main()
