"""The deadlines of the duties table as an iCalendar feed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vRecur

from ingest.language.folding import one_line
from ingest.language.labels import read_label
from ingest.types import Deadline
from search_api.duties.due_days import complete_rule, first_day, plan_term
from search_api.duties.files import check_size
from search_api.duties.table import DutyRow, FoundDuties
from search_api.kit.citations import cite, passage_url
from search_api.kit.spreadsheets import FileLanguage

_PRODUCT = "-//PlanSearch//Duties//EN"
_NAME = {"vi": "Thời hạn trong các kế hoạch", "en": "Deadlines of the plans"}
# A generation changes only with an ingest: once a day is often enough to ask.
_REFRESH = timedelta(days=1)
_LONGEST_SUMMARY = 150


def calendar_file(found: FoundDuties, created: str, base: str, language: FileLanguage) -> bytes:
    """Return an all-day event for each deadline with a day or a rule.

    `created` is the ISO time of the generation, `base` the address that links begin with. Raises
    `InvalidQueryError` where there are too many duties for one calendar.
    """
    check_size(found)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _NAME[language])
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    stamp = datetime.fromisoformat(created)
    for row in found.rows():
        for event in _events(row, base):
            event.add("dtstamp", stamp)
            calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _events(row: DutyRow, base: str) -> Iterator[Event]:
    for deadline in row.duty.deadlines:
        event = _timed(deadline, row)
        if event:
            # The place in the provision stays where the text does, also when other plans change.
            place = deadline.span.start - row.passage.start
            event.add("uid", f"{row.passage.id}-{place}@plansearch")
            event.add("summary", _summary(row))
            event.add("description", f"{row.passage.text}\n\n{cite(row.document, row.passage.place)}")
            event.add("url", base.rstrip("/") + passage_url(row.passage))
            # A deadline leaves the day free for other things.
            event.add("transp", "TRANSPARENT")
            yield event


def _timed(deadline: Deadline, row: DutyRow) -> Event | None:
    """Return an event with its days only, or None where the words give none."""
    if deadline.due:
        return _all_day(date.fromisoformat(deadline.due))
    term = plan_term(row.document.metadata)
    first = first_day(deadline.rule, term) if deadline.rule and term else None
    if not (deadline.rule and term and first):
        return None
    event = _all_day(first)
    parts = complete_rule(deadline.rule, term)
    event.add("rrule", vRecur.from_ical(";".join(f"{name}={value}" for name, value in parts.items())))
    return event


def _all_day(day: date) -> Event:
    event = Event()
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    return event


def _summary(row: DutyRow) -> str:
    """Return who and what on one line: the action, or the words of the provision."""
    duty = row.duty
    label = read_label(row.passage.text)
    plain = row.passage.text[label.length :] if label else row.passage.text
    what = " ".join(row.words(span) for span in (duty.action, duty.object) if span) or plain
    line = one_line(f"{row.actor}: {what}" if row.actor else what)
    return line if len(line) <= _LONGEST_SUMMARY else line[:_LONGEST_SUMMARY].rsplit(" ", 1)[0] + "…"
