"""Duties of an actor joined with what is said of a topic: in one provision, apart, or only one of them."""

from collections import defaultdict
from collections.abc import Sequence

from index.searcher import NEAR_BEST, Ranking
from index.snapshot import Snapshot
from index.types import Filters, PassageRecord
from search_api.asking.actors import ActorName, binds_everyone
from search_api.asking.quotes import Quoter, ReasonKind
from search_api.asking.types import MOST_JOINED_QUOTES, Covers, DocumentAnswer, by_document

_MOST_OF_A_KIND = 3
# Of more duties than these, only those are weighed that the search has found as well.
_MOST_WEIGHED = 300


class ActorDuties:
    """What an actor has to do: `document_of` are the provisions that bind it, in order, with their documents."""

    def __init__(self, snapshot: Snapshot, actor: ActorName, filters: Filters) -> None:
        self.snapshot = snapshot
        documents = snapshot.documents
        named = {name for name in snapshot.actors() if actor.is_named_by(name)}
        self.document_of = {
            record.passage_id: record.document_id
            for record in snapshot.duties()
            if record.actor in named and filters.admits(documents[record.document_id])
        }

    def best(self, ranking: Ranking, passage_ids: Sequence[str], limit: int) -> list[PassageRecord]:
        """Return the passages that answer a ranking's question best, the best first."""
        if len(passage_ids) > _MOST_WEIGHED:
            found = set(self.snapshot.searcher.found(ranking))
            passage_ids = ([i for i in passage_ids if i in found] or passage_ids)[:_MOST_WEIGHED]
        return self.snapshot.passages(self.snapshot.searcher.best(ranking, passage_ids, limit))

    def alone(self, ranking: Ranking) -> tuple[DocumentAnswer, ...]:
        """Return the duties where no topic is asked for, the nearest to the question first."""
        # Without a topic there is nothing to mark: the words of the question are the actor's name.
        quoter = Quoter(self.snapshot, ranking.query, marking=False)
        passages = self.best(ranking, list(self.document_of), MOST_JOINED_QUOTES)
        return by_document(self.snapshot, [quoter.quote(passage, "duty") for passage in passages])


class Join:
    """The join of an actor's duties with the passages that speak of a topic."""

    def __init__(self, own: ActorDuties, ranking: Ranking) -> None:
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
