"""Duties of an actor joined with what is said of a topic: in one provision, apart, or only one of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from index.searcher import NEAR_BEST, Ranking
from index.snapshot import Snapshot
from index.types import Filters, PassageRecord
from search_api.asking.actors import ActorName, binds_everyone, duties_of
from search_api.asking.quotes import Quoter, ReasonKind
from search_api.asking.types import MOST_JOINED_QUOTES, Covers, DocumentAnswer, by_document

_MOST_OF_A_KIND = 3
# Duties of the body under another name, which come behind its own, and of which some are always shown.
_MOST_OF_OTHER_NAMES = 4
# Of more duties than these, only those are weighed that the search has found as well.
_MOST_WEIGHED = 300


class ActorDuties:
    """What an actor has to do: `document_of` are the provisions that bind it, in order, with their documents.

    Those `by_other_name`, given to the body that took over from it or that it took over from, come last.
    """

    def __init__(
        self, snapshot: Snapshot, actor: ActorName, filters: Filters, by_other_name: Mapping[str, str]
    ) -> None:
        self.snapshot = snapshot
        named = {name for name in snapshot.actors() if actor.is_named_by(name)}
        found = duties_of(snapshot, named, filters)
        self.own = {identity: found[identity] for identity in found if identity not in by_other_name}
        self.by_other_name = by_other_name
        self.document_of = {**self.own, **by_other_name}

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
        others = self.best(ranking, list(self.by_other_name), _MOST_OF_OTHER_NAMES)
        own = self.best(ranking, list(self.own), MOST_JOINED_QUOTES - len(others))
        quotes = [quoter.quote(passage, "duty") for passage in own]
        quotes += [quoter.quote(passage, "other_name") for passage in others]
        return by_document(self.snapshot, quotes)


class Join:
    """The join of an actor's duties with the passages that speak of a topic.

    `best` are the passages that answer best, in order, as far as they were weighed; `titled` the documents that
    are about the topic as a whole: there every duty of the actor is on it.
    """

    def __init__(
        self, own: ActorDuties, ranking: Ranking, best: Sequence[str], titled: Collection[str]
    ) -> None:
        self.own = own
        self.ranking = ranking
        self.best = best
        self.titled = titled
        self.quoter = Quoter(own.snapshot, ranking.query)

    def documents(self) -> tuple[DocumentAnswer, ...]:
        """Return what each document has, those with the most of both first."""
        by_document: defaultdict[str, list[PassageRecord]] = defaultdict(list)
        topical = self._topical()
        for passage in topical:
            by_document[passage.document_id].append(passage)
        duties: defaultdict[str, list[str]] = defaultdict(list)
        for passage_id, identity in self.own.document_of.items():
            duties[identity].append(passage_id)
            if identity in self.titled:
                by_document.setdefault(identity, [])
        parts = [
            self._joined(identity, passages, duties[identity]) for identity, passages in by_document.items()
        ]
        places = {passage.id: place for place, passage in enumerate(topical)}
        parts.sort(key=lambda part: (*_standing(part), _first_place(part, places)))
        left = MOST_JOINED_QUOTES
        kept = []
        for part in parts:
            quotes = part.quotes[:left]
            left -= len(quotes)
            if quotes:
                kept.append(DocumentAnswer(part.document, quotes, part.coverage))
        others = [
            self._actor_only(ids)
            for identity, ids in duties.items()
            if identity not in by_document and not all(i in self.own.by_other_name for i in ids)
        ]
        return (*kept, *others)

    def _topical(self) -> list[PassageRecord]:
        """Return the passages that speak of the topic, best first."""
        if self.ranking.confidence == "none":
            return []
        snapshot = self.own.snapshot
        near = snapshot.searcher.near(self.ranking, NEAR_BEST)
        return snapshot.passages(list(dict.fromkeys((*self.best, *near))))

    def _joined(self, identity: str, topical: list[PassageRecord], duties: list[str]) -> DocumentAnswer:
        """Return the quotes of a document that speaks of the topic: duties first, then directions."""
        kinds: dict[ReasonKind, list[PassageRecord]] = {
            "duty_on_topic": [],
            "other_name": [],
            "direction": [],
            "other_body": [],
        }
        on_topic = self.own.best(self.ranking, duties, _MOST_OF_A_KIND) if identity in self.titled else []
        for passage in dict.fromkeys((*topical, *on_topic)):
            kinds[self._kind(passage.id)].append(passage)
        joined = kinds["duty_on_topic"] or kinds["other_name"]
        coverage: Covers = "joined" if joined else "apart" if duties else "topic_only"
        if coverage == "apart":
            own, others = self._by_name(duties)
            kinds = {
                "duty": self.own.best(self.ranking, own, _MOST_OF_A_KIND),
                "direction": kinds["direction"],
                "other_name": self.own.best(self.ranking, others, _MOST_OF_A_KIND),
                "other_body": kinds["other_body"],
            }
        quotes = [
            self.quoter.quote(passage, reason)
            for reason, passages in kinds.items()
            for passage in passages[:_MOST_OF_A_KIND]
        ]
        return DocumentAnswer(self.own.snapshot.document(identity), tuple(quotes), coverage)

    def _by_name(self, duties: Sequence[str]) -> tuple[list[str], list[str]]:
        """Return the duties that are the actor's by its own name, and by another."""
        others = self.own.by_other_name
        return [i for i in duties if i not in others], [i for i in duties if i in others]

    def _kind(self, passage_id: str) -> ReasonKind:
        if passage_id in self.own.by_other_name:
            return "other_name"
        if passage_id in self.own.own:
            return "duty_on_topic"
        record = self.own.snapshot.duty(passage_id)
        return "direction" if binds_everyone(record.actor if record else None) else "other_body"

    def _actor_only(self, passage_ids: list[str]) -> DocumentAnswer:
        """Return the note that a document gives the actor duties and does not speak of the topic."""
        first = self.own.snapshot.passage(passage_ids[0])
        return DocumentAnswer(self.own.snapshot.document(first.document_id), (), "actor_only", first)


def _standing(part: DocumentAnswer) -> tuple[int, bool]:
    """Return how much a document has of actor and topic, less being more."""
    return _ORDER.index(part.coverage), _by_other_name_only(part)


def _first_place(part: DocumentAnswer, places: Mapping[str, int]) -> int:
    """Return how near to the topic the first quote of a document is, by places of passages; others come last."""
    return places.get(part.quotes[0].passage.id, len(places)) if part.quotes else len(places)


def _by_other_name_only(part: DocumentAnswer) -> bool:
    """True where the quotes have a duty of the body under another name, and none under its own."""
    reasons = {quote.reason for quote in part.quotes}
    return "other_name" in reasons and reasons.isdisjoint(("duty_on_topic", "duty"))


_ORDER: list[Covers | None] = ["joined", "apart", "topic_only", "actor_only"]
