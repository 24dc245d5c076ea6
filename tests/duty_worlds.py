"""Small worlds of duties: provisions with their parts named by their words."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from hypothesis import settings

from index.types import DocumentRecord, DutyRecord, PassageRecord
from ingest.types import Deadline, Duty, Span
from search_api.duties.table import DutyQuery, DutyRow, FoundDuties, find_duties
from tests.index_worlds import document

Value = TypeVar("Value")
# For properties whose every example writes a file.
fewer_examples = settings(max_examples=settings().max_examples // 4)
# Each provision begins so far into its document.
_STEP = 1000


@dataclass
class Provision:
    """A provision, and the words in it that are actor, action, object, partners and deadlines."""

    text: str
    actor: str | None = None
    action: str | None = None
    object: str | None = None
    partners: Sequence[str] = ()
    # Words, kind, due day, rule, and the bound where it is not "on".
    deadlines: Sequence[tuple[str | None, ...]] = ()
    document: DocumentRecord = field(default_factory=document)


def dated(text: str, due: str, **fields: object) -> Provision:
    """Return a provision whose last words are a deadline on the day `due`."""
    return Provision(text, deadlines=[(text[-10:], "date", due, None)], **fields)


def recurring(text: str, rule: str, **fields: object) -> Provision:
    """Return a provision whose last words are a deadline that repeats."""
    return Provision(text, deadlines=[(text[-10:], "recurring", None, rule)], **fields)


class DutyWorld:
    """Provisions as a snapshot, which knows what was read of them; only what the table asks of one."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self.documents = {p.document.id: p.document for p in provisions}
        self.read = 0
        self._duties = [_duty(place, provision) for place, provision in enumerate(provisions)]
        self._passages = {p.id: p for p in (_passage(n, provision) for n, provision in enumerate(provisions))}

    def duties(self) -> Sequence[DutyRecord]:
        return self._duties

    def passage_counts(self) -> dict[str, int]:
        return dict(Counter(passage.document_id for passage in self._passages.values()))

    def actors(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(duty.actor for duty in self._duties if duty.actor))

    def duties_of(self, actors: Collection[str], admits: Callable[[DocumentRecord], bool]) -> dict[str, str]:
        return {
            duty.passage_id: duty.document_id
            for duty in self._duties
            if duty.actor in actors and admits(self.documents[duty.document_id])
        }

    def derived(self, make: Callable[["DutyWorld"], Value]) -> Value:
        return make(self)

    def passages(self, passage_ids: Sequence[str]) -> list[PassageRecord]:
        self.read += len(passage_ids)
        return [self._passages[identity] for identity in passage_ids]

    def find(self, **query: object) -> FoundDuties:
        """Return the duties that answer a query."""
        return find_duties(self, DutyQuery(**query))

    def texts(self, **query: object) -> list[str]:
        """Return the provisions that answer a query."""
        return [row.passage.text for row in self.find(**query).rows()]


def spans_of(row: DutyRow) -> list[Span]:
    """Return the spans of a row that lie in its provision."""
    duty = row.duty
    parts = [duty.action, duty.object, *duty.partners, *(deadline.span for deadline in duty.deadlines)]
    return [span for span in parts if span]


def _duty(row: int, provision: Provision) -> DutyRecord:
    def span(words: str | None) -> Span | None:
        if words is None:
            return None
        start = row * _STEP + provision.text.index(words)
        return Span(start, start + len(words))

    # An actor that is not in the provision stands in a heading before it.
    inside = provision.actor is not None and provision.actor in provision.text
    actor = span(provision.actor) if inside else Span(0, 1) if provision.actor else None
    deadlines = tuple(Deadline(span(words), *rest) for words, *rest in provision.deadlines)
    partners = tuple(span(words) for words in provision.partners)
    duty = Duty(
        f"p{row}", actor, not inside, span(provision.action), span(provision.object), partners, deadlines
    )
    return DutyRecord(provision.document.id, provision.actor, duty)


def _passage(row: int, provision: Provision) -> PassageRecord:
    start, text = row * _STEP, provision.text
    place = f"mục {row + 1}"
    return PassageRecord(
        f"p{row}", provision.document.id, "provision", text, start, start + len(text),
        ("II. NHIỆM VỤ",), place, None, None,
    )  # fmt: skip
