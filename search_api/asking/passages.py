"""Answers from passages: those nearest to the question, and the duties of an actor."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.searcher import NEAR_BEST
from index.types import Confidence, SearchResult
from ingest.language.folding import fold
from ingest.types import Span
from search_api.asking.amounts import amounts, clause_of, first_number_of, payer
from search_api.asking.asked import Asked
from search_api.asking.evidence import TopicNames, names_of
from search_api.asking.joining import ActorDuties, Join
from search_api.asking.nearest import nearest
from search_api.asking.quotes import Quote
from search_api.asking.statements import Statement, Told, ToldKind
from search_api.asking.types import MOST_QUOTES, Answer, by_document

# Share of a topic's parts that the best passage of a restricted search must name.
_MOSTLY_NAMED = 0.5
# Less than this share of three parts or more is named by chance.
_HARDLY_NAMED = 0.34
# A passage is as near as the nearest from this share of it on.
_NEARLY_BEST = 0.8
_PAYS = re.compile(
    r"\b(?:who|which \w+) (?:pays?|paid|financ\w+|funds?)\b|\b(?:ai|nao|do ai) (?:phai |se )?(?:chi|tra|tai tro)\b"
)


def answer_by_topic(asked: Asked) -> Answer:
    """Answer with the passages nearest to the whole question."""
    ranking, result = asked.ranked(asked.reading.search)
    names = asked.names_of(asked.reading.topic)
    sure = _confidence(asked, names, result)
    if sure == "none" or not result.hits:
        return asked.unanswered(result)
    near = nearest(asked, names, ranking, NEAR_BEST)
    if names.plain and any(names.stand_in(each.passage) for each in near):
        # Beside passages that name the topic, one that does not is noise unless it is as near.
        near = [each for each in near if names.stand_in(each.passage) or each.share >= _NEARLY_BEST]
    quotes = asked.quotes_of(ranking.query, [each.passage.id for each in near[:MOST_QUOTES]])
    line = _told(asked, quotes[0])
    return asked.answered(by_document(asked.snapshot, quotes), result, line=line, confidence=sure)


def _confidence(asked: Asked, names: TopicNames, result: SearchResult) -> Confidence:
    """Return how sure the search is, weighed against the letters of the topic's names.

    What is unlikely by meaning is not nothing where a passage names most of the topic; a topic with a
    single name is not spoken of where no passage has it.
    """
    if not any(len(word) > 1 for word in asked.query.text.split()):
        # One letter is a label of half of all provisions.
        return "none"
    named = max((names.share(hit.passage, hit.document.metadata.title) for hit in result.hits), default=0.0)
    # What the glossary calls a thing is not all that plans may call it.
    hardly = names.known and not names.translations and named < _HARDLY_NAMED
    if result.confidence == "none":
        return "low" if named >= (_MOSTLY_NAMED if asked.scope.restricted else 1.0) else "none"
    if result.confidence == "low" and hardly and (names.plain or names.parts > 2):
        return "none"
    return "low" if hardly and names.parts > 1 else result.confidence


def answer_by_duties(asked: Asked, duties: ActorDuties) -> Answer:
    """Answer with what an actor has to do, joined with the topic where there is one."""
    topic = asked.reading.topic
    ranking, result = asked.ranked(topic)
    parts = Join(duties, ranking).documents() if topic else duties.alone(ranking)
    quotes = [quote for part in parts for quote in part.quotes]
    if not quotes:
        # The actor may only be spoken of.
        found = answer_by_topic(asked)
        return found if found.quotes else asked.unanswered(result, parts=parts)
    line = _told(asked, quotes[0])
    # That a plan speaks of the topic, and gives the body other duties, is no sure answer.
    joined = not topic or any(part.coverage == "joined" for part in parts)
    sure: Confidence = "high" if not topic else result.confidence
    return asked.answered(parts, result, line=line, confidence=sure if joined else "low")


def _told(asked: Asked, quote: Quote) -> Statement | None:
    """Return the words of a quote that answer by themselves, where it has such words."""
    intent = asked.reading.intent
    duty = quote.record.duty if quote.record else None
    if intent == "when" and quote.deadlines:
        return _time_of(asked, quote)
    if intent == "who" and _PAYS.search(fold(asked.query.text)):
        return _words_of(quote, "payer", payer(quote.text))
    if intent == "who" and quote.actor and duty and duty.actor:
        return Told("actor", quote.actor, duty.actor, quote.passage.id, quote.document)
    if asked.reading.counted:
        names = names_of(asked.reading.counted, asked.vocabulary, english=asked.reading.english)
        return _words_of(quote, "amount", first_number_of(quote.text, names))
    return _words_of(quote, "amount", _asked_amount(asked, quote.text)) if intent == "money" else None


def _time_of(asked: Asked, quote: Quote) -> Told | None:
    """Return the time limit that is asked for: the only one, or the one beside most words of the topic."""
    spans = [deadline.span.moved(-quote.start) for deadline in quote.deadlines]
    span = _beside_topic(asked, quote.text, spans)
    told = _words_of(quote, "deadline", span)
    return replace(told, deadline=quote.deadlines[spans.index(span)]) if told and span else None


def _asked_amount(asked: Asked, text: str) -> Span | None:
    """Return the amount that is asked for: the only one, or the one beside most words of the topic."""
    return _beside_topic(asked, text, amounts(text))


def _beside_topic(asked: Asked, text: str, found: Sequence[Span]) -> Span | None:
    """Return the only one of some spans, or the one whose clause names most of the topic; None where unsure."""
    if len(found) < 2:
        return found[0] if found else None
    names = asked.names_of(asked.reading.topic)
    shares = [names.share_in((clause_of(text, span),)) for span in found]
    best = max(shares)
    if not best and names.parts < 2:
        # "kinh phí bao nhiêu": the first sum is the whole, and its parts follow.
        return found[0]
    return found[shares.index(best)] if best and shares.count(best) == 1 else None


def _words_of(quote: Quote, kind: ToldKind, span: Span | None) -> Told | None:
    if span is None:
        return None
    return Told(kind, span.of(quote.text), span.moved(quote.start), quote.passage.id, quote.document)
