"""The duties table: who must do what, with whom and by when, filtered, sorted and read by pages."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal, TypeVar

from index.errors import InvalidQueryError
from index.expansion import expand_query
from index.searcher import NEAR_BEST, Ranking
from index.snapshot import Snapshot
from index.types import Confidence, DocumentRecord, DutyRecord, Filters, PassageRecord
from ingest.language.detect import has_marks
from ingest.language.folding import canonical, fold
from ingest.types import Deadline, Duty, Span
from search_api.asking.actors import actor_names, binds_everyone
from search_api.asking.successors import Note, OtherName, bodies_in, other_names
from search_api.duties.due_days import due_day, falls_between
from search_api.kit.filters import check_filters

# A "-" turns the order round.
Sort = Literal[
    "document", "-document", "actor", "-actor", "deadline", "-deadline", "province", "-province"
]  # fmt: skip
DeadlineWanted = Literal["any", "date", "period", "recurring"]
Word = TypeVar("Word")
# A topic restricts the table to the passages that the search finds for it, at most so many, and to
# documents that have it in their title.
MOST_TOPIC_PASSAGES = 300
# Passages read at once: SQLite limits the number of values in a statement.
_BATCH = 500
_WORD = re.compile(r"[^\W_]+")
_PLURAL = re.compile(r"^(?:cac|nhung) ")


@dataclass(frozen=True, slots=True)
class DutyQuery:
    """Which rows are wanted, and in what order; None means no restriction.

    `actor` is found where its words begin a word of the actor; with `exact`, where it is the actor.
    `deadline` is "any" or a kind of deadline, due between `due_from` and `due_to` (inclusive).
    """

    actor: str | None = None
    exact: bool = False
    topic: str | None = None
    deadline: DeadlineWanted | None = None
    due_from: date | None = None
    due_to: date | None = None
    filters: Filters = Filters()  # noqa: RUF009 - it is frozen
    sort: Sort = "document"


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A line of the table: one provision and what it asks of whom; spans count in the document."""

    document: DocumentRecord
    passage: PassageRecord
    actor: str | None
    duty: Duty

    def words(self, span: Span) -> str:
        """Return the words of a span that lies in the provision."""
        start = self.passage.start
        return self.passage.text[span.start - start : span.end - start]

    @property
    def binds_everyone(self) -> bool:
        """True where the actor is all agencies and localities ("các sở, ban, ngành, địa phương")."""
        return self.actor is not None and binds_everyone(self.actor)

    @property
    def action(self) -> str | None:
        """What is to be done."""
        return self.words(self.duty.action) if self.duty.action else None

    @property
    def object(self) -> str | None:
        """What it is done to, or for."""
        return self.words(self.duty.object) if self.duty.object else None

    @property
    def partners(self) -> tuple[str, ...]:
        """The bodies that it is done with."""
        return tuple(self.words(span) for span in self.duty.partners)


@dataclass(frozen=True, slots=True)
class ActorCount:
    """An actor in its most frequent spelling, and how many duties it has."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How many passages the documents of a table have, and how many of them name no body with a duty."""

    passages: int
    without_actor: int


class FoundDuties:
    """The duties that answer a query, in its order; provisions are read only for the rows asked for.

    `confidence` is that of the topic: with "none" the plans do not speak of it, and nothing is found.
    `others` are the other names of the body asked for, which are asked for by themselves.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        found: Sequence[DutyRecord],
        filters: Filters,
        confidence: Confidence | None = None,
        others: tuple[OtherName, ...] = (),
    ) -> None:
        self._snapshot = snapshot
        self._found = found
        self._filters = filters
        self.confidence = confidence
        self.others = others

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the reorganisation of 2025 made of the body asked for."""
        return tuple(other.note for other in self.others)

    def __len__(self) -> int:
        return len(self._found)

    def rows(self, offset: int = 0, limit: int | None = None) -> Iterator[DutyRow]:
        """Yield the rows from `offset` on, `limit` of them or all."""
        end = len(self) if limit is None else min(offset + limit, len(self))
        for start in range(offset, end, _BATCH):
            batch = self._found[start : min(start + _BATCH, end)]
            passages = self._snapshot.passages([record.passage_id for record in batch])
            for record, passage in zip(batch, passages, strict=True):
                document = self._snapshot.documents[record.document_id]
                yield DutyRow(document, passage, record.actor, record.duty)

    def actors(self) -> tuple[ActorCount, ...]:
        """Return the actors of the rows, most frequent first."""
        return _counted(self._found)

    def reach(self) -> Reach:
        """Return what the table can say nothing of, in the documents that its filters admit."""
        documents = self._snapshot.documents
        counts = {
            identity: count
            for identity, count in self._snapshot.passage_counts().items()
            if self._filters.admits(documents[identity])
        }
        named = sum(duty.actor is not None and duty.document_id in counts for duty in self._snapshot.duties())
        passages = sum(counts.values())
        return Reach(passages, passages - named)


def checked_word(name: str, value: str, words: tuple[Word, ...]) -> Word:
    """Return `value` as one of `words`; raises `InvalidQueryError` where it is none of them."""
    for word in words:
        if word == value:
            return word
    known = ", ".join(map(str, words))
    raise InvalidQueryError(
        "%(name)s must be one of %(known)s, not %(value)r", name=name, known=known, value=value
    )


def find_duties(snapshot: Snapshot, query: DutyQuery) -> FoundDuties:
    """Return the duties that answer `query`.

    Raises `InvalidQueryError` for a filter value that no document has, an actor without words, or
    a last day before the first.
    """
    _check(snapshot, query)
    duties, confidence = _on_topic(snapshot, query)
    found = _arranged(snapshot, _filtered(snapshot, duties, query), query)
    others = other_names(snapshot, bodies_in(query.actor or ""), query.filters)
    return FoundDuties(snapshot, found, query.filters, confidence, others)


def all_actors(snapshot: Snapshot) -> tuple[ActorCount, ...]:
    """Return the actors of a whole index, most frequent first."""
    return snapshot.derived(_all_actors)


def _all_actors(snapshot: Snapshot) -> tuple[ActorCount, ...]:
    return _counted(snapshot.duties())


@lru_cache(maxsize=50_000)
def actor_key(actor: str) -> str:
    """Return the form in which actors that differ in case, marks, signs or a plural word are one."""
    return _PLURAL.sub("", _folded_words(actor))


def _on_topic(snapshot: Snapshot, query: DutyQuery) -> tuple[Sequence[DutyRecord], Confidence | None]:
    """Return the duties whose provision, or whose document by its title, speaks of the topic."""
    if query.topic is None:
        return snapshot.duties(), None
    searcher = snapshot.searcher
    ranking = searcher.rank(searcher.read(query.topic), query.filters)
    if ranking.confidence == "none" or not len(ranking.late):
        return (), ranking.confidence
    near = searcher.near(ranking, NEAR_BEST, MOST_TOPIC_PASSAGES)
    titled = _documents_on_topic(snapshot, ranking, NEAR_BEST * float(ranking.late.max()))
    duties = [duty for duty in snapshot.duties() if duty.passage_id in near or duty.document_id in titled]
    return duties, ranking.confidence


def _documents_on_topic(snapshot: Snapshot, ranking: Ranking, enough: float) -> set[str]:
    """Return the documents among the candidates whose title answers the topic well enough.

    The provisions of a plan against IUU fishing seldom say the word again.
    """
    searcher = snapshot.searcher
    near = [snapshot.documents[identity] for identity in searcher.found_documents(ranking)]
    scores = searcher.score_texts(ranking.query.units, [document.metadata.title for document in near])
    return {document.id for document, score in zip(near, scores, strict=True) if score >= enough}


def _counted(duties: Iterable[DutyRecord]) -> tuple[ActorCount, ...]:
    """Count the actors, those with one key together."""
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for name, count in Counter(record.actor for record in duties if record.actor).most_common():
        names.setdefault(actor_key(name), name)
        counts[actor_key(name)] += count
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(ActorCount(names[key], count) for key, count in ordered)


def _check(snapshot: Snapshot, query: DutyQuery) -> None:
    check_filters(query.filters, snapshot.documents.values())
    if query.actor is not None and not actor_key(query.actor):
        raise InvalidQueryError(
            "actor %(actor)r has no word in it: type a body or a part of its name", actor=query.actor
        )
    if query.due_from and query.due_to and query.due_to < query.due_from:
        raise InvalidQueryError(
            "due_to %(last)s is before due_from %(first)s: exchange them",
            last=str(query.due_to),
            first=str(query.due_from),
        )


def _filtered(snapshot: Snapshot, duties: Sequence[DutyRecord], query: DutyQuery) -> list[DutyRecord]:
    """Return the duties that meet every restriction of `query` but its topic."""
    documents, found = snapshot.documents, list(duties)
    if query.filters.active:
        admitted = {identity for identity, document in documents.items() if query.filters.admits(document)}
        found = [record for record in found if record.document_id in admitted]
    if query.actor is not None:
        actors = _actors_wanted(query.actor, query.exact, snapshot.actors())
        found = [record for record in found if record.actor in actors]
    if query.deadline or query.due_from or query.due_to:
        found = [record for record in found if _is_due(record, documents[record.document_id], query)]
    return found


def _actors_wanted(wanted: str, exact: bool, actors: tuple[str, ...]) -> set[str]:
    """Return those of `actors` that `wanted` means: by its words, or else as the body that it names."""
    if exact:
        key = actor_key(wanted)
        return {actor for actor in actors if actor_key(actor) == key}
    # Marks count where they were typed: "Báo" is a newspaper, "Bảo hiểm" an insurance.
    form = _words if has_marks(wanted) else _folded_words
    written = [wanted, *(wanted.replace(e.words, e.read_as) for e in expand_query(wanted)[1])]
    starts = [f" {form(words)}" for words in written]
    found = {actor for actor in actors if any(start in f" {form(actor)}" for start in starts)}
    # "press agencies" and "Sở TTTT" stand in no plan.
    return found or {actor for name in actor_names(wanted) for actor in actors if name.is_named_by(actor)}


@lru_cache(maxsize=50_000)
def _folded_words(actor: str) -> str:
    return " ".join(_WORD.findall(fold(actor)))


@lru_cache(maxsize=50_000)
def _words(actor: str) -> str:
    return " ".join(_WORD.findall(canonical(actor)))


def _is_due(record: DutyRecord, document: DocumentRecord, query: DutyQuery) -> bool:
    """True where one deadline is of the wanted kind and falls between the wanted days."""

    def is_wanted(deadline: Deadline) -> bool:
        if query.deadline not in (None, "any", deadline.kind):
            return False
        bounded = query.due_from or query.due_to
        return not bounded or falls_between(deadline, document.metadata, query.due_from, query.due_to)

    return any(is_wanted(deadline) for deadline in record.duty.deadlines)


def _arranged(snapshot: Snapshot, found: list[DutyRecord], query: DutyQuery) -> list[DutyRecord]:
    """Return the duties, which come in the order of documents, sorted; those without a value last."""
    field, documents = query.sort.removeprefix("-"), snapshot.documents
    if field == "document":
        return found[::-1] if query.sort.startswith("-") else found
    value = _SORT_VALUES[field]
    if field == "deadline":
        found = sorted(found, key=_vagueness)
    keys: list[Any] = [value(record, documents[record.document_id]) for record in found]
    given = [place for place, key in enumerate(keys) if key is not None]
    given.sort(key=keys.__getitem__, reverse=query.sort.startswith("-"))
    without = [place for place, key in enumerate(keys) if key is None]
    return [found[place] for place in (*given, *without)]


def first_due(duty: Duty) -> date | None:
    """Return the first day on which a deadline of the duty ends, or None."""
    return min((day for day in map(due_day, duty.deadlines) if day), default=None)


def _actor_value(record: DutyRecord, _document: DocumentRecord) -> str | None:
    return actor_key(record.actor) if record.actor else None


def _vagueness(record: DutyRecord) -> int:
    """Return 0 for a duty that repeats, 1 for a time limit that no day is known of, 2 for none."""
    deadlines = record.duty.deadlines
    return 0 if any(deadline.rule for deadline in deadlines) else 1 if deadlines else 2


def _province_value(_record: DutyRecord, document: DocumentRecord) -> str | None:
    return actor_key(document.metadata.province) if document.metadata.province else None


_SORT_VALUES: dict[str, Callable[[DutyRecord, DocumentRecord], str | date | None]] = {
    "actor": _actor_value,
    "deadline": lambda record, _document: first_due(record.duty),
    "province": _province_value,
}
