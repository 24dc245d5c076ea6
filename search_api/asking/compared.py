"""Answers that set documents side by side: what each says of a topic."""

from index.searcher import Ranking
from index.types import Confidence
from search_api.asking.asked import Asked
from search_api.asking.budgets import asks_for_money_alone, money_passages
from search_api.asking.evidence import Said, TopicNames, said_of
from search_api.asking.nearest import nearest
from search_api.asking.passages import LIKELY_HERE
from search_api.asking.types import MOST_JOINED_QUOTES, Answer, by_document

_QUOTES_OF_EACH = 2
# Shares of the best passage of all, and of the best of its side, that a quote must reach.
_LEAST_SHARE, _NEAR_SIDE = 0.5, 0.85
_LEAST_OF_NAMED = 0.3


def answer_compared(asked: Asked) -> Answer:
    """Answer with the best quotes of each document that is compared; without a topic, how each begins."""
    topic = asked.reading.topic
    ranking, result = asked.ranked(topic)
    of_money = asks_for_money_alone(asked, topic) or (not topic and asked.reading.wanted == "amount")
    if not topic and not of_money:
        plans = tuple(Said(document.id, True, ()) for document in asked.documents)
        opened = by_document(asked.snapshot, asked.openings(asked.documents[:MOST_JOINED_QUOTES]))
        return asked.answered(opened, result, plans=plans, confidence="high")
    names = asked.names_of(topic)
    said = {each.document_id: each for each in said_of(asked.snapshot, names, ranking, asked.scope.documents)}
    best = money_passages(asked) if of_money else _best_of_each(asked, names, ranking)
    likely = len(asked.reading.places) > 1 and ranking.probability >= LIKELY_HERE
    spoken = of_money or result.confidence != "none" or likely or any(each.says for each in said.values())
    if not best or not spoken:
        return asked.unanswered(result, plans=tuple(said.values()))
    said |= {identity: Said(identity, True, tuple(passages)) for identity, passages in best.items()}
    shown = [identity for passages in best.values() for identity in passages[:_QUOTES_OF_EACH]]
    parts = by_document(asked.snapshot, asked.quotes_of(ranking.query, shown[:MOST_JOINED_QUOTES]))
    # What plans say of their money stands in sections of their own.
    sure: Confidence = "high" if of_money else "low" if result.confidence == "none" else result.confidence
    return asked.answered(parts, result, plans=tuple(said.values()), confidence=sure)


def _best_of_each(asked: Asked, names: TopicNames, ranking: Ranking) -> dict[str, list[str]]:
    """Return the best passages of each side: of the places named, or of each document.

    A place may have several documents; what answers hardly worse than its best passage is shown.
    """
    best: dict[str, list[str]] = {}
    strongest: dict[str, float] = {}
    # Who names two places wants to hear of both.
    least = _LEAST_OF_NAMED if asked.reading.places else _LEAST_SHARE
    for near in nearest(asked, names, ranking, least):
        document = asked.snapshot.document(near.passage.document_id)
        side = (document.metadata.province if asked.reading.places else None) or document.id
        strongest.setdefault(side, near.share)
        own = best.setdefault(document.id, [])
        if len(own) < _QUOTES_OF_EACH and near.share >= _NEAR_SIDE * strongest[side]:
            own.append(near.passage.id)
    return {identity: passages for identity, passages in best.items() if passages}
