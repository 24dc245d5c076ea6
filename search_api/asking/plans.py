"""Answers that are sets of documents: which speak of a topic, which do not, how many, which there are."""

from collections.abc import Sequence
from dataclasses import replace

from index.types import DocumentRecord
from search_api.asking.asked import Asked
from search_api.asking.evidence import Said, TopicNames, said_of
from search_api.asking.passages import answer_by_topic
from search_api.asking.statements import Counted, Listed, Statement
from search_api.asking.types import MOST_QUOTES, Answer, by_document


def answer_which(asked: Asked) -> Answer:
    """Answer which documents speak of a topic, or do not; without a topic, which there are."""
    return _speaking(asked) if asked.reading.topic else _listed(asked)


def of_named_kind(documents: Sequence[DocumentRecord], kinds: Sequence[str]) -> list[DocumentRecord]:
    """Return the documents of the kinds that a question names; all of them where none is of such a kind."""
    return [d for d in documents if d.metadata.type in kinds] or list(documents)


def _speaking(asked: Asked) -> Answer:
    names = asked.names_of(asked.reading.topic)
    ranking, result = asked.ranked(asked.reading.topic)
    said = said_of(asked.snapshot, names, ranking, asked.scope.documents)
    elsewhere = tuple(Said(document.id, False, ()) for document in asked.others)
    line = asked.proven(_counted(asked, names, said))
    wanted = not asked.reading.negated
    if not any(each.says is wanted for each in said) and not (line and not wanted):
        if not names.plain:
            # "which programme" may ask for what a plan holds, and not for plans.
            found = answer_by_topic(asked)
            return replace(found, plans=(*said, *elsewhere))
        return asked.unanswered(result, plans=(*said, *elsewhere), line=line)
    shown = [i for each in said if each.says and wanted for i in each.passage_ids[:1]]
    parts = by_document(asked.snapshot, asked.quotes_of(ranking.query, shown[:MOST_QUOTES]))
    return asked.answered(
        parts, result, plans=(*said, *elsewhere), line=line, confidence="high" if line else "low"
    )


def _counted(asked: Asked, names: TopicNames, said: Sequence[Said]) -> Statement | None:
    """Return how many speak of a topic, where that is known of each."""
    if not names.plain or any(each.says is None for each in said):
        return None
    record = asked.snapshot.document
    spoken = tuple((record(s.document_id), next(iter(s.passage_ids), "")) for s in said if s.says)
    silent = tuple(record(s.document_id) for s in said if not s.says)
    # "None of them does not" is said as "all of them do".
    return Counted(asked.reading.topic, names, spoken, silent, negated=asked.reading.negated and bool(silent))


def _listed(asked: Asked) -> Answer:
    found = of_named_kind(asked.documents, asked.reading.kinds)
    plans = tuple(Said(document.id, document in found, ()) for document in (*asked.documents, *asked.others))
    _, result = asked.ranked("")
    parts = by_document(asked.snapshot, asked.openings(found[:MOST_QUOTES]))
    line = Listed(tuple(found)) if len(found) <= MOST_QUOTES else None
    return asked.answered(parts, result, plans=plans, line=line, confidence="high")
