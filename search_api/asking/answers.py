"""Answers: verbatim quotes by document; an actor's duties are joined with what is said of a topic."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from index.searcher import Query, Ranking
from index.snapshot import Snapshot
from index.types import DocumentRecord, Filters, PassageRecord, SearchResult
from search_api.asking.actors import actors_of_plans, binds_everyone
from search_api.asking.questions import Question, QuestionKind, read_question
from search_api.asking.quotes import Quote, Quoter, ReasonKind
from search_api.kit.filters import check_filters
from search_api.kit.metrics import observe_search

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


def ask(snapshot: Snapshot, text: str, filters: Filters | None = None) -> Answer:
    """Return verbatim quotes, or `no_evidence` where the plans do not speak of it.

    Raises `InvalidQueryError` for an empty or over-long question, or a filter that no document has.
    """
    check_filters(filters or Filters(), snapshot.every_document)
    found = _answer(snapshot, text, filters)
    observe_search(found.result)
    return found


def _answer(snapshot: Snapshot, text: str, filters: Filters | None) -> Answer:
    query = snapshot.searcher.read(text)
    question = read_question(query.text, query.expansions, snapshot.derived(actors_of_plans))
    if question.actor:
        own = _ActorDuties(snapshot, query, question, filters or Filters())
        if own.document_of:
            return own.answer()
    return _by_topic(snapshot, query, question, filters)


def _by_topic(snapshot: Snapshot, query: Query, question: Question, filters: Filters | None) -> Answer:
    """Answer with the passages nearest to the whole question."""
    ranking = snapshot.searcher.rank(query, filters)
    result = snapshot.searcher.result(ranking, MOST_QUOTES)
    if result.confidence == "none" or not result.hits:
        return Answer(question, "no_evidence", (), result)
    best = result.hits[0].signals.late
    quoter = Quoter(snapshot, query)
    groups: defaultdict[str, list[Quote]] = defaultdict(list)
    near = [hit for hit in result.hits if hit.signals.late >= NEAR_BEST * best]
    quotes = [quoter.quote(hit.passage, "topic", hit.matches) for hit in near]
    for quote in sorted(quotes, key=lambda quote: not _tells(quote, question.kind)):
        groups[quote.document.id].append(quote)
    parts = (DocumentAnswer(snapshot.document(identity), tuple(own)) for identity, own in groups.items())
    return Answer(question, "answered", tuple(parts), result)


def _tells(quote: Quote, kind: QuestionKind) -> bool:
    """True where a quote has what the question asks for; of near quotes those come first."""
    if kind == "when":
        return quote.deadline is not None
    return quote.actor is not None if kind == "who" else True


class _ActorDuties:
    """The answer to a question about an actor: its duties, and what is said of the topic.

    `document_of` are the provisions that give the actor a duty, in order, with their documents.
    """

    def __init__(self, snapshot: Snapshot, query: Query, question: Question, filters: Filters) -> None:
        self.snapshot = snapshot
        self.query = query
        self.question = question
        self.filters = filters
        self.document_of = self._duties()

    def answer(self) -> Answer:
        """Return the joined answer, or the actor's duties where no topic is asked for."""
        searcher, topic = self.snapshot.searcher, self.question.topic
        query = searcher.read(topic) if topic else self.query
        ranking = searcher.rank(query, self.filters)
        result = searcher.result(ranking, MOST_QUOTES)
        if not topic:
            return Answer(self.question, "answered", self._duties_only(ranking), result)
        parts = _Join(self, ranking).documents()
        answered = any(part.quotes for part in parts)
        return Answer(self.question, "answered" if answered else "no_evidence", parts, result)

    def _duties(self) -> dict[str, str]:
        actor = self.question.actor
        if actor is None:
            return {}
        documents = self.snapshot.documents
        named = {name for name in self.snapshot.actors() if actor.is_named_by(name)}
        found = {
            record.passage_id: record.document_id
            for record in self.snapshot.duties()
            if record.actor in named and self.filters.admits(documents[record.document_id])
        }
        own = {passage: identity for passage, identity in found.items() if self._in_province(identity)}
        return own or found

    def _in_province(self, document_id: str) -> bool:
        province = self.question.province
        return province in (None, self.snapshot.document(document_id).metadata.province)

    def best(self, ranking: Ranking, passage_ids: Sequence[str], limit: int) -> list[PassageRecord]:
        """Return the passages that answer a ranking's question best, the best first."""
        if len(passage_ids) > _MOST_WEIGHED:
            found = set(self.snapshot.searcher.found(ranking))
            passage_ids = ([i for i in passage_ids if i in found] or passage_ids)[:_MOST_WEIGHED]
        return self.snapshot.passages(self.snapshot.searcher.best(ranking, passage_ids, limit))

    def _duties_only(self, ranking: Ranking) -> tuple[DocumentAnswer, ...]:
        # Without a topic there is nothing to mark: the words of the question are the actor's name.
        quoter = Quoter(self.snapshot, ranking.query, marking=False)
        passages = self.best(ranking, list(self.document_of), MOST_JOINED_QUOTES)
        groups: defaultdict[str, list[Quote]] = defaultdict(list)
        for passage in passages:
            groups[passage.document_id].append(quoter.quote(passage, "duty"))
        return tuple(
            DocumentAnswer(self.snapshot.document(identity), tuple(quotes))
            for identity, quotes in groups.items()
        )


class _Join:
    """The join of an actor's duties with the passages that speak of a topic."""

    def __init__(self, own: _ActorDuties, ranking: Ranking) -> None:
        self.own = own
        self.ranking = ranking
        self.quoter = Quoter(own.snapshot, ranking.query)

    def documents(self) -> tuple[DocumentAnswer, ...]:
        """Return what each document has, those with the most of both first."""
        by_document: defaultdict[str, list[PassageRecord]] = defaultdict(list)
        for passage in self._topical():
            by_document[passage.document_id].append(passage)
        duties: defaultdict[str, list[str]] = defaultdict(list)
        for passage_id, identity in self.own.document_of.items():
            duties[identity].append(passage_id)
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
        others = [self._actor_only(ids) for identity, ids in duties.items() if identity not in by_document]
        return (*kept, *others)

    def _topical(self) -> list[PassageRecord]:
        """Return the passages that speak of the topic, best first."""
        if self.ranking.confidence == "none":
            return []
        snapshot = self.own.snapshot
        return snapshot.passages(list(snapshot.searcher.near(self.ranking, NEAR_BEST)))

    def _joined(self, identity: str, topical: list[PassageRecord], duties: list[str]) -> DocumentAnswer:
        """Return the quotes of a document that speaks of the topic: duties first, then directions."""
        kinds: dict[ReasonKind, list[PassageRecord]] = {
            "duty_on_topic": [],
            "direction": [],
            "other_body": [],
        }
        for passage in topical:
            kinds[self._kind(passage.id)].append(passage)
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
        return DocumentAnswer(self.own.snapshot.document(identity), tuple(quotes), coverage)

    def _kind(self, passage_id: str) -> ReasonKind:
        if passage_id in self.own.document_of:
            return "duty_on_topic"
        record = self.own.snapshot.duty(passage_id)
        return "direction" if binds_everyone(record.actor if record else None) else "other_body"

    def _actor_only(self, passage_ids: list[str]) -> DocumentAnswer:
        """Return the note that a document gives the actor duties and does not speak of the topic."""
        first = self.own.snapshot.passage(passage_ids[0])
        return DocumentAnswer(self.own.snapshot.document(first.document_id), (), "actor_only", first)


_ORDER: list[Covers | None] = ["joined", "apart", "topic_only", "actor_only"]
