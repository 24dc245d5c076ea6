"""Which passages of a generation speak of which topics, judged once for the whole of it.

A passage speaks of a topic where its own words or its headings name it; docs/coverage.md says how
often that is right. A passage that is only near in meaning is never counted, but told apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.snapshot import Snapshot
from index.static_model import Vectors
from index.types import PassageRecord
from ingest.language.document_types import type_of_title
from search_api.coverage.clusters import find_topics
from search_api.coverage.topics import Topic, TopicFinder, named_topics

# Positions of passages among those of the evidence.
Places = NDArray[np.int64]
# A passage is near where its cosine with the topic is so many standard deviations above the mean
# of the index: about one in four of those was judged to speak of it, or to be open to argument.
NEAR_DEVIATIONS = 2.5
MOST_NEAR = 200
# Share of the counted passages that speak of the topic, and of those that speak of it that are
# counted, on the judged passages that no term was chosen by (tests/labels, docs/coverage.md).
JUDGED_PRECISION, JUDGED_RECALL = 0.95, 0.92


@dataclass(frozen=True, slots=True)
class TopicPassages:
    """A topic with the places of what speaks of it, ascending, and of what is only near, nearest first."""

    topic: Topic
    spoken: Places
    near: Places


@dataclass(frozen=True, slots=True)
class TopicEvidence:
    """What speaks of every topic, those of the table first, and what the places stand for."""

    topics: tuple[TopicPassages, ...]
    passage_ids: tuple[str, ...]
    document_ids: tuple[str, ...]


def gather(snapshot: Snapshot) -> TopicEvidence:
    """Return the evidence over every passage for every topic; take it as `snapshot.derived(gather)`."""
    topics = (*named_topics(), *find_topics(snapshot))
    finder, ids, documents = _HeadedFinder(topics), [], []
    places: list[list[int]] = [[] for _ in topics]
    for place, passage in enumerate(snapshot.every_passage()):
        ids.append(passage.id)
        documents.append(passage.document_id)
        for topic in finder.topics_of(passage):
            places[topic].append(place)
    spoken = [np.array(own, np.int64) for own in places]
    near = _near(snapshot, topics, spoken)
    return TopicEvidence(tuple(map(TopicPassages, topics, spoken, near)), tuple(ids), tuple(documents))


def headings_of(passage: PassageRecord) -> tuple[str, ...]:
    """Return the headings above a passage; the title of an attached text is over too much to tell anything."""
    path = passage.path
    return path[1:] if path and type_of_title(path[0]) else path


class _HeadedFinder:
    """Finds the topics of passages with their headings; many passages share a heading."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._finder = TopicFinder(topics)
        self._headings: dict[str, set[int]] = {}

    def topics_of(self, passage: PassageRecord) -> set[int]:
        """Return the positions of the topics that a passage or a heading above it names."""
        return self._finder.topics_in(passage.text).union(*map(self._of_heading, headings_of(passage)))

    def _of_heading(self, heading: str) -> set[int]:
        found = self._headings.get(heading)
        if found is None:
            found = self._headings[heading] = self._finder.topics_in(heading)
        return found


def _near(snapshot: Snapshot, topics: Sequence[Topic], spoken: Sequence[Places]) -> list[Places]:
    """Return for each topic the places of what only stands near to it in meaning, nearest first."""
    vectors = snapshot.searcher.every_vector()
    if not len(vectors):
        return [np.zeros(0, np.int64) for _ in topics]
    return [
        _nearest(vectors @ snapshot.searcher.meaning(meaning(topic)), own)
        for topic, own in zip(topics, spoken, strict=True)
    ]


def meaning(topic: Topic) -> str:
    """Return the words whose meaning stands for a topic."""
    return ", ".join(dict.fromkeys([topic.vietnamese, *topic.terms]))


def _nearest(cosines: Vectors, spoken: Places) -> Places:
    least = float(cosines.mean() + NEAR_DEVIATIONS * cosines.std())
    # A hair above the limit: where all passages are alike, rounding must not tell them apart.
    found = np.setdiff1d(np.flatnonzero(cosines > least + 1e-6), spoken)
    return found[np.argsort(-cosines[found], kind="stable")][:MOST_NEAR]
