"""The passages that an answer quotes: those that the search found, weighed by what a question asks for."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.searcher import Ranking
from index.types import PassageRecord
from search_api.asking.asked import Asked
from search_api.asking.choosing import choice, features
from search_api.asking.evidence import TopicNames

MOST_WEIGHED = 40


@dataclass(frozen=True, slots=True)
class Near:
    """A passage with its worth as a quote, and how near its words are, as a share of the nearest."""

    passage: PassageRecord
    worth: float
    share: float


def share_of_first(near: Sequence[Near]) -> float:
    """Return how likely the best quote is the right one of some, 0 … 1, the best coming first."""
    return 1 / sum(math.exp(each.worth - near[0].worth) for each in near) if near else 0.0


def nearest(asked: Asked, names: TopicNames, ranking: Ranking, least: float) -> list[Near]:
    """Return the passages at least so near, as a share of the nearest, the best quote first."""
    found = asked.snapshot.searcher.scored(ranking, MOST_WEIGHED)
    top = max((scores.late for scores in found.values()), default=0.0)
    if top <= 0:
        return []
    passages = asked.snapshot.passages(list(found))
    worths = choice().worths(features(asked, names, ranking, passages, found)).tolist()
    near = [
        Near(passage, worth, found[passage.id].late / top)
        for passage, worth in zip(passages, worths, strict=True)
    ]
    return sorted((each for each in near if each.share >= least), key=lambda each: -each.worth)
