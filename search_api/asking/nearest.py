"""The passages that an answer quotes: those that the search found, weighed by what a question asks for.

The weights were set on the development half of the free questions and on the development questions of the
ranking together (benchmarks/README.md, "Answers").
"""

from dataclasses import dataclass

from index.searcher import Ranking
from index.types import PassageRecord
from search_api.asking.amounts import amounts
from search_api.asking.asked import Asked
from search_api.asking.evidence import TopicNames

# In standard deviations of the fused score: a passage has what is asked for (a time, a body, an amount); it
# names the topic, or the one name that it is; its words are as near as the nearest; it is a heading, which only announces.
_TOLD, _NAMED, _NAMED_ALONE, _NEAR, _HEADING = 1.5, 1.0, 3.0, 1.0, -3.0
_MOST_WEIGHED = 40


@dataclass(frozen=True, slots=True)
class Near:
    """A passage with its worth as a quote, and how near its words are, as a share of the nearest."""

    passage: PassageRecord
    worth: float
    share: float


def nearest(asked: Asked, names: TopicNames, ranking: Ranking, least: float) -> list[Near]:
    """Return the passages at least so near, as a share of the nearest, the best quote first."""
    found = asked.snapshot.searcher.scored(ranking, _MOST_WEIGHED)
    top = max((scores.late for scores in found.values()), default=0.0)
    if top <= 0:
        return []
    near = []
    for passage in asked.snapshot.passages(list(found)):
        share = found[passage.id].late / top
        if share >= least:
            told = _tells(asked, passage)
            named = names.share(passage) if names.known else 0.0
            named *= _NAMED_ALONE if names.parts == 1 else _NAMED
            heading = _HEADING * (passage.kind == "heading")
            worth = found[passage.id].fused + _TOLD * told + named + _NEAR * share + heading
            near.append(Near(passage, worth, share))
    return sorted(near, key=lambda each: -each.worth)


def _tells(asked: Asked, passage: PassageRecord) -> bool:
    """True where a passage has what the question asks for by its intent."""
    duty = asked.snapshot.duty(passage.id)
    if asked.reading.counted:
        return any(map(str.isdigit, passage.text))
    match asked.reading.intent:
        case "when":
            return duty is not None and bool(duty.duty.deadlines)
        case "who":
            return duty is not None and duty.actor is not None
        case "money":
            return bool(amounts(passage.text))
        case _:
            return False
