"""Answers from passages: those nearest to the question, and the duties of an actor."""

import math

from index.searcher import NEAR_BEST
from index.types import Confidence, SearchResult
from search_api.asking.asked import Asked
from search_api.asking.evidence import TopicNames
from search_api.asking.joining import ActorDuties, Join
from search_api.asking.nearest import nearest, share_of_first
from search_api.asking.scope import titled
from search_api.asking.told import told
from search_api.asking.types import MOST_QUOTES, Answer, by_document

# Share of a topic's parts that the best passage of a restricted search must name.
_MOSTLY_NAMED = 0.5
# Less than this share of three parts or more is named by chance.
_HARDLY_NAMED = 0.34
# Who names a province or year mostly asks of its plans, so that less tells that they answer: of 48 such questions that
# the search alone would not answer, this answers 14 of 17 that can be answered, and 4 of 31 that cannot.
LIKELY_HERE = 0.11
_MOST_BESIDE = 2
# A passage is as near as the nearest from this share of it on.
_NEARLY_BEST = 0.8
# Words of the best quote are told where it is likelier to be right than all others together: of 397 lines on development
# questions, 3 of 4 below that were wrong.
_SURE = 0.5
_AS_LIKELY = 0.5


def answer_by_topic(asked: Asked) -> Answer:
    """Answer with the passages nearest to the whole question."""
    ranking, result = asked.ranked(asked.reading.search)
    names = asked.names_of(asked.reading.topic)
    sure = _confidence(asked, names, result)
    likely = asked.scope.restricted and ranking.probability >= LIKELY_HERE
    if (sure == "none" and not likely) or not result.hits:
        return asked.unanswered(result)
    near = nearest(asked, names, ranking, NEAR_BEST)
    if names.plain and any(names.stand_in(each.passage) for each in near):
        # Beside passages that name the topic, one that does not is noise unless it is as near.
        near = [each for each in near if names.stand_in(each.passage) or each.share >= _NEARLY_BEST]
    line, share = None, share_of_first(near)
    quotes = asked.quotes_of(ranking.query, [each.passage.id for each in near[:MOST_QUOTES]])
    for place, (each, quote) in enumerate(zip(near, quotes, strict=False)):
        # Of quotes about as likely the first is best that tells what is asked for.
        ratio = math.exp(each.worth - near[0].worth)
        line = told(asked, quote) if ratio >= _AS_LIKELY else None
        if line or not asked.reading.asks:
            share *= 1 + ratio * (place > 0)
            quotes.insert(0, quotes.pop(place))
            break
    line = line if share >= _SURE else None
    parts = by_document(asked.snapshot, quotes)
    return asked.answered(parts, result, line=line, confidence=sure if sure != "none" else "low")


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
        if asked.scope.own:
            # Whoever gives the number of a document wants what it has nearest.
            return "low"
        return "low" if named >= (_MOSTLY_NAMED if asked.scope.restricted else 1.0) else "none"
    if result.confidence == "low" and hardly and (names.plain or names.parts > 2):
        return "none"
    return "low" if hardly and names.parts > 1 else result.confidence


def answer_by_duties(asked: Asked, duties: ActorDuties) -> Answer:
    """Answer with what an actor has to do, joined with the topic where there is one."""
    topic = asked.reading.topic
    ranking, result = asked.ranked(topic)
    if topic:
        names = asked.names_of(topic)
        best = [each.passage.id for each in nearest(asked, names, ranking, NEAR_BEST)]
        about = titled(asked.snapshot, asked.scope.documents, names)
        parts = Join(duties, ranking, best, about).documents()
    else:
        parts = duties.alone(ranking)
    quotes = [quote for part in parts for quote in part.quotes]
    if not quotes:
        # The actor may only be spoken of.
        found = answer_by_topic(asked)
        if found.quotes:
            return _duties_beside(asked, duties, found)
        if asked.scope.restricted and duties.own:
            # What the topic is in the words of the plan is not known, but the plan and the body are.
            own = [passage.id for passage in duties.best(ranking, list(duties.own), MOST_QUOTES)]
            quotes = asked.quotes_of(ranking.query, own, "duty")
            return asked.answered(by_document(asked.snapshot, quotes), result, confidence="low")
        return asked.unanswered(result, parts=parts)
    line = told(asked, quotes[0])
    # That a plan speaks of the topic, and gives the body other duties, is no sure answer.
    joined = not topic or any(part.coverage == "joined" for part in parts)
    sure: Confidence = "high" if not topic else result.confidence
    return asked.answered(parts, result, line=line, confidence=sure if joined else "low")


def _duties_beside(asked: Asked, duties: ActorDuties, found: Answer) -> Answer:
    """Return an answer by topic with what its first document gives the actor to do before it, if it gives anything."""
    first = found.quotes[0]
    own = [identity for identity, document in duties.own.items() if document == first.document.id]
    if not own or first.passage.id in own:
        return found
    ranking, _ = asked.ranked(asked.reading.search)
    best = [passage.id for passage in duties.best(ranking, own, _MOST_BESIDE)]
    given = asked.quotes_of(ranking.query, best, "duty")
    others = [quote for quote in found.quotes if quote.passage.id not in best]
    parts = by_document(asked.snapshot, [*given, *others][:MOST_QUOTES])
    return asked.answered(parts, found.result, confidence="low")
