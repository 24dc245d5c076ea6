"""Answers: verbatim quotes by document; an actor's duties are joined with what is said of a topic."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from index.searcher import Ranking, Searcher, checked_query
from index.types import DocumentRecord, Filters, PassageRecord, SearchResult
from search_api.asking.actors import binds_everyone
from search_api.asking.questions import Question, QuestionKind, read_question
from search_api.asking.quotes import Quote, Quoter, ReasonKind

MOST_QUOTES = 6
# Joined answers show more: the direction and the section of the actor, for each plan.
MOST_JOINED_QUOTES = 12
_MOST_OF_A_KIND = 3
# A passage counts while it is near the best one; beyond that the list is only noise.
NEAR_BEST = 0.6
# Of more duties than these, only those are weighed that the search has found as well.
_MOST_WEIGHED = 300

Status = Literal["answered", "no_evidence"]
# What a document has of actor and topic: a duty of the actor on the topic; both, but apart; one only.
Covers = Literal["joined", "apart", "topic_only", "actor_only"]


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """The quotes of one document, in order; `coverage` where the question names actor and topic.

    A document that has the actor only has no quotes, and `example` is the first of its duties.
    """

    document: DocumentRecord
    quotes: tuple[Quote, ...]
    coverage: Covers | None = None
    example: PassageRecord | None = None


@dataclass(frozen=True)
class Answer:
    """The quotes that answer a question, and the search that they come from."""

    question: Question
    status: Status
    documents: tuple[DocumentAnswer, ...]
    result: SearchResult

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """All quotes, document after document."""
        return tuple(quote for part in self.documents for quote in part.quotes)


def answer(searcher: Searcher, text: str, filters: Filters | None = None) -> Answer:
    """Return verbatim quotes, or `no_evidence` where the plans do not speak of it.

    Raises `InvalidQueryError` for an empty or over-long question.
    """
    records = searcher.generation.records
    question = read_question(checked_query(text), records.actors())
    if question.actor:
        own = _ActorRows(searcher, question, filters or Filters())
        if own.rows:
            return own.answer()
    return _by_topic(searcher, question, filters)


def _by_topic(searcher: Searcher, question: Question, filters: Filters | None) -> Answer:
    """Answer with the passages nearest to the whole question."""
    ranking = searcher.rank(question.text, filters)
    result = searcher.result(ranking, MOST_QUOTES)
    if result.confidence == "none" or not result.hits:
        return Answer(question, "no_evidence", (), result)
    best = result.hits[0].signals.late
    quoter = Quoter(searcher, ranking)
    groups: defaultdict[str, list[Quote]] = defaultdict(list)
    near = [hit for hit in result.hits if hit.signals.late >= NEAR_BEST * best]
    quotes = [quoter.quote(hit.passage, "topic") for hit in near]
    for quote in sorted(quotes, key=lambda quote: not _tells(quote, question.kind)):
        groups[quote.document.id].append(quote)
    documents = searcher.generation.records.documents
    parts = (DocumentAnswer(documents[identity], tuple(quotes)) for identity, quotes in groups.items())
    return Answer(question, "answered", tuple(parts), result)


def _tells(quote: Quote, kind: QuestionKind) -> bool:
    """True where a quote has what the question asks for; of near quotes those come first."""
    if kind == "when":
        return quote.deadline is not None
    return quote.actor is not None if kind == "who" else True


class _ActorRows:
    """The answer to a question about an actor: its duties, and what is said of the topic."""

    def __init__(self, searcher: Searcher, question: Question, filters: Filters) -> None:
        self.searcher = searcher
        self.question = question
        self.filters = filters
        self.records = searcher.generation.records
        self.document_of = self._duty_rows()
        self.rows = self.document_of.keys()

    def answer(self) -> Answer:
        """Return the joined answer, or the actor's duties where no topic is asked for."""
        ranking = self.searcher.rank(self.question.topic or self.question.text, self.filters)
        result = self.searcher.result(ranking, MOST_QUOTES)
        if not self.question.topic:
            return Answer(self.question, "answered", self._duties_only(ranking), result)
        parts = _Join(self, ranking).documents()
        answered = any(part.quotes for part in parts)
        return Answer(self.question, "answered" if answered else "no_evidence", parts, result)

    def _duty_rows(self) -> dict[int, str]:
        """Return the rows of the provisions that give the actor a duty, with their documents."""
        actor = self.question.actor
        if actor is None:
            return {}
        named = {name for name in self.records.actors() if actor.is_named_by(name)}
        rows = {
            record.row: record.document_id
            for record in self.records.duties()
            if record.actor in named and self.filters.admits(self.records.documents[record.document_id])
        }
        own = {row: identity for row, identity in rows.items() if self._in_province(identity)}
        return own or rows

    def _in_province(self, document_id: str) -> bool:
        province = self.question.province
        return province in (None, self.records.documents[document_id].metadata.province)

    def best(self, ranking: Ranking, rows: Iterable[int], limit: int) -> list[PassageRecord]:
        """Return the passages that answer a ranking's question best, the best first."""
        known = sorted(rows)
        if len(known) > _MOST_WEIGHED:
            found = set(ranking.rows.tolist())
            known = ([row for row in known if row in found] or known)[:_MOST_WEIGHED]
        ordered = np.array(known, np.int64)
        chosen = np.argsort(-self.searcher.late(ranking, ordered), kind="stable")[:limit]
        return self.records.passages(ordered[chosen].tolist())

    def _duties_only(self, ranking: Ranking) -> tuple[DocumentAnswer, ...]:
        # Without a topic there is nothing to mark: the words of the question are the actor's name.
        quoter = Quoter(self.searcher, ranking, marking=False)
        passages = self.best(ranking, self.rows, MOST_JOINED_QUOTES)
        groups: defaultdict[str, list[Quote]] = defaultdict(list)
        for passage in passages:
            groups[passage.document_id].append(quoter.quote(passage, "duty"))
        return tuple(
            DocumentAnswer(self.records.documents[identity], tuple(quotes))
            for identity, quotes in groups.items()
        )


class _Join:
    """The join of an actor's duties with the passages that speak of a topic."""

    def __init__(self, own: _ActorRows, ranking: Ranking) -> None:
        self.own = own
        self.ranking = ranking
        self.quoter = Quoter(own.searcher, ranking)
        self.topical = self._topical_rows()

    def documents(self) -> tuple[DocumentAnswer, ...]:
        """Return what each document has, those with the most of both first."""
        by_document: defaultdict[str, list[PassageRecord]] = defaultdict(list)
        for passage in self.own.records.passages(list(self.topical)):
            by_document[passage.document_id].append(passage)
        duties: defaultdict[str, list[int]] = defaultdict(list)
        for row in sorted(self.own.rows):
            duties[self.own.document_of[row]].append(row)
        parts = [
            self._joined(identity, passages, duties[identity]) for identity, passages in by_document.items()
        ]
        parts.sort(key=lambda part: _ORDER.index(part.coverage))
        left = MOST_JOINED_QUOTES
        kept = []
        for part in parts:
            quotes = part.quotes[:left]
            left -= len(quotes)
            if quotes:
                kept.append(DocumentAnswer(part.document, quotes, part.coverage))
        others = [self._actor_only(rows) for identity, rows in duties.items() if identity not in by_document]
        return (*kept, *others)

    def _topical_rows(self) -> dict[int, float]:
        """Return the rows that speak of the topic, with how well, best first."""
        if self.ranking.confidence == "none" or not len(self.ranking.rows):
            return {}
        late = self.ranking.late
        near = late >= NEAR_BEST * late.max()
        return dict(zip(self.ranking.rows[near].tolist(), late[near].tolist(), strict=True))

    def _joined(self, identity: str, topical: list[PassageRecord], duties: list[int]) -> DocumentAnswer:
        """Return the quotes of a document that speaks of the topic: duties first, then directions."""
        kinds: dict[ReasonKind, list[PassageRecord]] = {
            "duty_on_topic": [],
            "direction": [],
            "other_body": [],
        }
        for passage in topical:
            kinds[self._kind(passage.row)].append(passage)
        coverage: Covers = "joined" if kinds["duty_on_topic"] else "apart" if duties else "topic_only"
        if coverage == "apart":
            kinds = {
                "direction": kinds["direction"],
                "duty": self.own.best(self.ranking, duties, _MOST_OF_A_KIND),
                "other_body": kinds["other_body"],
            }
        quotes = [
            self.quoter.quote(passage, reason)
            for reason, passages in kinds.items()
            for passage in passages[:_MOST_OF_A_KIND]
        ]
        return DocumentAnswer(self.own.records.documents[identity], tuple(quotes), coverage)

    def _kind(self, row: int) -> ReasonKind:
        if row in self.own.rows:
            return "duty_on_topic"
        record = self.own.records.duty(row)
        return "direction" if binds_everyone(record.actor if record else None) else "other_body"

    def _actor_only(self, rows: list[int]) -> DocumentAnswer:
        """Return the note that a document gives the actor duties and does not speak of the topic."""
        first = self.own.records.passages(rows[:1])[0]
        return DocumentAnswer(self.own.records.documents[first.document_id], (), "actor_only", first)


_ORDER: list[Covers | None] = ["joined", "apart", "topic_only", "actor_only"]
