"""Which passages of a generation speak of which topics, judged once for the whole of it.

A passage speaks of a topic where its own words or its headings name it; docs/coverage.md says how
often that is right. A passage that is only near in meaning is never counted, but told apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.generation import Generation
from index.searcher import Searcher
from index.static_model import Vectors, normalised
from index.types import PassageRecord
from search_api.coverage.clusters import find_topics
from search_api.coverage.topics import Topic, TopicFinder, named_topics
from search_api.kit.per_generation import PerGeneration

Rows = NDArray[np.int64]
# A passage is near where its cosine with the topic is so many standard deviations above the mean
# of the index: about one in four of those was judged to speak of it, or to be open to argument.
NEAR_DEVIATIONS = 2.5
MOST_NEAR = 200
# Share of the counted passages that speak of the topic, and of those that speak of it that are
# counted, on the judged passages that no term was chosen by (tests/labels, docs/coverage.md).
JUDGED_PRECISION, JUDGED_RECALL = 0.95, 0.92
# Passages read at once: SQLite limits the number of values in a statement.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class TopicRows:
    """A topic with the rows that speak of it, ascending, and those only near to it, nearest first."""

    topic: Topic
    rows: Rows
    near: Rows


@dataclass(frozen=True, slots=True)
class TopicEvidence:
    """The rows of every topic, those of the table first, and the id of each row."""

    topics: tuple[TopicRows, ...]
    passage_ids: tuple[str, ...]


def evidence_of(searcher: Searcher) -> TopicEvidence:
    """Return the evidence of the generation of `searcher`, from memory after the first time."""
    return _EVIDENCE.of(searcher)


def gather(searcher: Searcher) -> TopicEvidence:
    """Read every passage of a generation for every topic."""
    generation = searcher.generation
    topics = (*named_topics(), *find_topics(generation))
    finder, ids = _HeadedFinder(topics), []
    rows: list[list[int]] = [[] for _ in topics]
    for passage in all_passages(generation):
        ids.append(passage.id)
        for topic in finder.topics_of(passage):
            rows[topic].append(passage.row)
    spoken = [np.array(own, np.int64) for own in rows]
    near = _near_rows(searcher, topics, spoken)
    return TopicEvidence(tuple(map(TopicRows, topics, spoken, near)), tuple(ids))


def all_passages(generation: Generation) -> Iterator[PassageRecord]:
    """Yield the passages of a generation by row."""
    total = generation.manifest.passages
    for begin in range(0, total, _BATCH):
        yield from generation.records.passages(range(begin, min(begin + _BATCH, total)))


class _HeadedFinder:
    """Finds the topics of passages with their headings; many passages share a heading."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._finder = TopicFinder(topics)
        self._headings: dict[str, set[int]] = {}

    def topics_of(self, passage: PassageRecord) -> set[int]:
        """Return the positions of the topics that a passage or a heading above it names."""
        return self._finder.topics_in(passage.text).union(*map(self._of_heading, passage.path))

    def _of_heading(self, heading: str) -> set[int]:
        found = self._headings.get(heading)
        if found is None:
            found = self._headings[heading] = self._finder.topics_in(heading)
        return found


def _near_rows(searcher: Searcher, topics: Sequence[Topic], spoken: Sequence[Rows]) -> list[Rows]:
    """Return for each topic the rows that only stand near to it in meaning, nearest first."""
    total = searcher.generation.manifest.passages
    if not total:
        return [np.zeros(0, np.int64) for _ in topics]
    vectors = normalised(searcher.generation.dense.reconstruct_n(0, total))
    return [
        _nearest(vectors @ searcher.embedder.embed_query(meaning(topic)), own)
        for topic, own in zip(topics, spoken, strict=True)
    ]


def meaning(topic: Topic) -> str:
    """Return the words whose meaning stands for a topic."""
    return ", ".join(dict.fromkeys([topic.vietnamese, *topic.terms]))


def _nearest(cosines: Vectors, spoken: Rows) -> Rows:
    least = float(cosines.mean() + NEAR_DEVIATIONS * cosines.std())
    # A hair above the limit: where all passages are alike, rounding must not tell them apart.
    found = np.setdiff1d(np.flatnonzero(cosines > least + 1e-6), spoken)
    return found[np.argsort(-cosines[found], kind="stable")][:MOST_NEAR]


_EVIDENCE = PerGeneration(gather)
