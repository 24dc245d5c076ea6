"""Answers that also find what is given to a body under the name it had before, or has since, the reorganisation of 2025."""

from collections.abc import Sequence
from dataclasses import replace

from index.searcher import NEAR_BEST
from search_api.asking.asked import Asked
from search_api.asking.passages import answer_by_topic
from search_api.asking.segments import segments
from search_api.asking.successors import OtherName, bodies_in
from search_api.asking.types import MOST_QUOTES, Answer, by_document

# Of the quotes that an answer by the topic has, so many may be of each other name.
_MOST_OF_OTHER_NAMES = 2


def asked_bodies(asked: Asked) -> dict[str, str]:
    """Return the bodies that a question asks the duties of, else those its topic names, with their words in it."""
    actor = asked.reading.actor
    if actor:
        return dict.fromkeys(bodies_in(actor.words) or bodies_in(actor.names[0]), actor.words)
    topic = segments(asked.reading.topic, asked.vocabulary)
    named = (segment.words for segment in topic if segment.meaning and segment.meaning.names)
    return {body: words for words in named for body in bodies_in(words)}


def answer_by_topic_and_other_names(asked: Asked, others: Sequence[OtherName]) -> Answer:
    """Answer by the topic, then by the same question about its bodies under their other names."""
    found = answer_by_topic(asked)
    for other in others:
        found = _with_duties(asked, found, other) if other.document_of else found
    return found


def _with_duties(asked: Asked, found: Answer, other: OtherName) -> Answer:
    """Return an answer with the duties under another name that are near to the question by that name."""
    words = asked_bodies(asked)[other.note.asked]
    ranking, result = asked.ranked(asked.reading.search.replace(words, other.note.other))
    known = {quote.passage.id for quote in found.quotes}
    near = asked.snapshot.searcher.near(ranking, NEAR_BEST)
    ids = [identity for identity in near if identity in other.document_of and identity not in known]
    if result.confidence == "none" or not ids:
        return found
    added = asked.quotes_of(ranking.query, ids[:_MOST_OF_OTHER_NAMES], "other_name")
    parts = by_document(asked.snapshot, [*found.quotes[: MOST_QUOTES - len(added)], *added])
    if found.status == "answered":
        return replace(found, documents=parts)
    return asked.answered(parts, result)
