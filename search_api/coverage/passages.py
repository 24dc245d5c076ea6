"""The passages behind a cell of the coverage, as hits: those that speak of the topic, those near it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.snapshot import Snapshot
from index.types import Hit, Match, Signals
from search_api.coverage.evidence import headings_of
from search_api.coverage.topics import Mention, Topic, TopicFinder

_MOST_TERMS = 8
_NO_SIGNALS = Signals(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class SpokenPassage:
    """A passage that speaks of a topic; `headings` name it where the passage's own words do not."""

    hit: Hit
    headings: tuple[str, ...]


def spoken_passages(
    snapshot: Snapshot, topic: Topic, passage_ids: Sequence[str], first_rank: int = 1
) -> tuple[SpokenPassage, ...]:
    """Return these passages, the words that name the topic as their matches."""
    finder = TopicFinder((topic,))
    found = []
    for rank, passage in enumerate(snapshot.passages(passage_ids), first_rank):
        document = snapshot.document(passage.document_id)
        matches = tuple(_matches(passage.text, finder.mentions(passage.text)))
        headings = () if matches else tuple(line for line in headings_of(passage) if finder.topics_in(line))
        found.append(SpokenPassage(Hit(rank, 1.0, passage, document, matches, _NO_SIGNALS), headings))
    return tuple(found)


def near_passages(snapshot: Snapshot, topic: Topic, passage_ids: Sequence[str]) -> tuple[Hit, ...]:
    """Return these passages, the words nearest to the terms of the topic as their matches."""
    query = snapshot.searcher.read(query_of(topic))
    return tuple(
        Hit(
            rank=rank,
            score=0.0,
            passage=passage,
            document=snapshot.document(passage.document_id),
            matches=snapshot.searcher.matches(query, passage),
            signals=_NO_SIGNALS,
        )
        for rank, passage in enumerate(snapshot.passages(passage_ids), 1)
    )


def query_of(topic: Topic) -> str:
    """Return the terms of a topic as a query: its name has words that only join."""
    return ", ".join(topic.terms[:_MOST_TERMS])


def _matches(text: str, mentions: Iterable[Mention]) -> Iterator[Match]:
    """Yield the mentions as matches, the longest of those that overlap."""
    end = 0
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        if mention.start >= end:
            end = mention.end
            words = text[mention.start : end]
            yield Match(words, words, mention.start, end, "word", 1.0)
