"""The duties table as JSON."""

from index.snapshot import Snapshot
from index.types import Confidence
from ingest.types import Deadline, DeadlineBound, DeadlineKind, Span
from search_api.asking.schemas import NoteOut, note_out
from search_api.duties.table import DutyRow, FoundDuties
from search_api.kit.citations import cite, cite_in_english, passage_url
from search_api.kit.pages import Page
from search_api.kit.schemas import Address, DocumentOut, IndexOut, Next, Schema, document_out, index_out

# Actors beyond the most frequent are found by their words.
MOST_ACTORS = 100


class SpanOut(Schema):
    """Words of a provision; `start` and `end` count in the document's text."""

    text: str
    start: int
    end: int


class DeadlineOut(SpanOut):
    """A time limit: `due` is an ISO 8601 day, `rule` an RFC 5545 recurrence, where the words give one.

    Both name the day that the words name; `bound` "before" leaves it out, "by" takes it in.
    """

    kind: DeadlineKind
    due: str | None
    rule: str | None
    bound: DeadlineBound


class DutyActorOut(SpanOut):
    """The body that has the duty; its words may stand in a heading above the provision.

    `everyone` is true of all agencies and localities.
    """

    from_heading: bool
    everyone: bool


class DutyOut(Schema):
    """A provision and what it asks of whom; what it does not say is null or empty."""

    passage_id: str
    document: DocumentOut
    section: list[str]
    place: str
    text: str
    start: int
    end: int
    page: int | None
    actor: DutyActorOut | None
    action: SpanOut | None
    object: SpanOut | None
    partners: list[SpanOut]
    deadlines: list[DeadlineOut]
    citation: str
    citation_en: str
    url: Address


class ActorCountOut(Schema):
    """An actor in its most frequent spelling, and how many of all rows it has."""

    actor: str
    duties: int


class DutiesOut(Schema):
    """A part of the table; `confidence` "none" means that the plans do not speak of the topic.

    The documents within the filters have `passages`, of which `without_actor` name no body with a duty.
    `notes` are other names of the body asked for, whose duties are asked for by them.
    """

    duties: list[DutyOut]
    total: int
    passages: int
    without_actor: int
    actors: list[ActorCountOut]
    notes: list[NoteOut]
    confidence: Confidence | None
    index: IndexOut
    next: Next = None


def duties_out(snapshot: Snapshot, found: FoundDuties, page: Page) -> DutiesOut:
    """Return the JSON form of a part of the table."""
    reach = found.reach()
    return DutiesOut(
        duties=[duty_out(row) for row in found.rows(page.offset, page.limit)],
        total=len(found),
        passages=reach.passages,
        without_actor=reach.without_actor,
        actors=[ActorCountOut(actor=a.name, duties=a.count) for a in found.actors()[:MOST_ACTORS]],
        notes=[note_out(note) for note in found.notes],
        confidence=found.confidence,
        index=index_out(snapshot),
        next=page.following(len(found)),
    )


def duty_out(row: DutyRow) -> DutyOut:
    """Return the JSON form of one row."""
    passage, duty = row.passage, row.duty
    return DutyOut(
        passage_id=passage.id,
        document=document_out(row.document),
        section=list(passage.path),
        place=passage.place,
        text=passage.text,
        start=passage.start,
        end=passage.end,
        page=passage.page,
        actor=_actor_out(row),
        action=_span_out(row, duty.action) if duty.action else None,
        object=_span_out(row, duty.object) if duty.object else None,
        partners=[_span_out(row, span) for span in duty.partners],
        deadlines=[_deadline_out(row, deadline) for deadline in duty.deadlines],
        citation=cite(row.document, passage.place),
        citation_en=cite_in_english(row.document, passage.place),
        url=passage_url(passage),
    )


def _actor_out(row: DutyRow) -> DutyActorOut | None:
    span = row.duty.actor
    if span is None or row.actor is None:
        return None
    return DutyActorOut(
        text=row.actor,
        start=span.start,
        end=span.end,
        from_heading=row.duty.from_heading,
        everyone=row.binds_everyone,
    )


def _span_out(row: DutyRow, span: Span) -> SpanOut:
    return SpanOut(text=row.words(span), start=span.start, end=span.end)


def _deadline_out(row: DutyRow, deadline: Deadline) -> DeadlineOut:
    span = deadline.span
    return DeadlineOut(
        text=row.words(span),
        start=span.start,
        end=span.end,
        kind=deadline.kind,
        due=deadline.due,
        rule=deadline.rule,
        bound=deadline.bound,
    )
