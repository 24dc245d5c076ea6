"""The passages that an answer quotes: those that the search found, weighed by what a question asks for.

The weights were set on the development half of the free questions and on the development questions of the
ranking together (benchmarks/README.md, "Answers").
"""

from collections.abc import Iterable
from dataclasses import dataclass

from index.searcher import Ranking
from index.types import PassageRecord
from ingest.language.folding import fold
from ingest.types import Span
from search_api.asking.amounts import amounts, clause_of, sentence_of
from search_api.asking.asked import Asked
from search_api.asking.evidence import TopicNames
from search_api.asking.times import asked_hours, asked_rhythms, lengths, times

# In standard deviations of the fused score: a passage has what is asked for (a time, a body, an amount); it
# names the topic, or the one name that it is; its words are as near as the nearest.
_TOLD, _NAMED, _NAMED_ALONE, _NEAR = 1.5, 1.0, 3.0, 1.0
# A heading only announces, a note only adds to what it is a note of.
_KINDS = {"provision": 0.0, "heading": -3.0, "footnote": -1.0}
# What stands before the first heading says what led to the plan, and not what is to be done.
_OPENING = -2.5
# A provision that goes on in a list is the heading of its items, and no less a provision.
_BULLETS = ("-", "–", "+", "*", "•")
_MOST_WEIGHED = 40
# An amount is told where its clause names the topic; one beside other words is of something else.
_BESIDE = 2.0


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
    passages = [p for p in asked.snapshot.passages(list(found)) if found[p.id].late / top >= least]
    telling = [_told(asked, names, passage) for passage in passages]
    # How much of its topic an amount has beside it tells only which one has most.
    weight = _BESIDE / (max(telling, default=0.0) or 1.0) if asked.reading.wanted == "amount" else 1.0
    near = []
    for passage, told in zip(passages, telling, strict=True):
        share = found[passage.id].late / top
        title = asked.snapshot.document(passage.document_id).metadata.title
        named = names.share(passage, title) if names.known else 0.0
        named *= _NAMED_ALONE if names.parts == 1 else _NAMED
        worth = found[passage.id].fused + _TOLD * (told * weight) + named + _NEAR * share + _standing(passage)
        near.append(Near(passage, worth, share))
    return sorted(near, key=lambda each: -each.worth)


def _standing(passage: PassageRecord) -> float:
    """Return what a passage is worth by what it is in its plan."""
    if passage.kind == "heading" and passage.text.startswith(_BULLETS):
        return 0.0
    return _KINDS[passage.kind] + (0.0 if passage.path else _OPENING)


def _told(asked: Asked, names: TopicNames, passage: PassageRecord) -> float:
    """Return how much a passage has of what the question wants of it."""
    duty = asked.snapshot.duty(passage.id)
    if asked.reading.counted:
        return float(any(map(str.isdigit, passage.text)))
    match asked.reading.wanted:
        case "time":
            limited = duty is not None and bool(duty.duty.deadlines)
            found = _particular(asked, passage) or times(passage.text)
            return float(limited) or _beside(names, passage.text, found)
        case "length":
            return _beside(names, passage.text, _particular(asked, passage) or lengths(passage.text))
        case "body":
            return float(duty is not None and duty.actor is not None)
        case "amount":
            return _beside(names, passage.text, amounts(passage.text))
        case _:
            return 0.0


def _particular(asked: Asked, passage: PassageRecord) -> list[Span]:
    question = fold(asked.query.text)
    return asked_hours(question, passage.text) or asked_rhythms(question, passage.text)


def _beside(names: TopicNames, text: str, found: Iterable[Span]) -> float:
    """Return the largest share of the topic that the clause of one of some spans names, or half its sentence's."""
    shares = (
        max(names.share_in((clause_of(text, span),)), names.share_in((sentence_of(text, span),)) / 2)
        for span in found
    )
    return max(shares, default=0.0)
