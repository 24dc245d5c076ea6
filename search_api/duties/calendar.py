"""The deadlines of the duties table as an iCalendar feed."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vRecur

from ingest.language.folding import one_line
from ingest.language.labels import read_label
from ingest.types import Deadline, Span
from search_api.asking.quotes import sentences
from search_api.duties.due_days import due_day, due_rule, first_day, plan_term
from search_api.duties.files import check_size
from search_api.duties.table import DutyRow, FoundDuties
from search_api.kit.citations import cite, passage_url
from search_api.kit.spreadsheets import FileLanguage

_PRODUCT = "-//PlanSearch//Duties//EN"
_NAME = {"vi": "Thời hạn trong các kế hoạch", "en": "Deadlines of the plans"}
# A generation changes only with an ingest: once a day is often enough to ask.
_REFRESH = timedelta(days=1)
_LONGEST_THING, _LONGEST_ACTOR = 100, 60  # characters
_REPORT = re.compile(r"(?<!các )(?<!những )(?:(?:gửi|nộp|lập|tổng hợp),?\s)?\bbáo cáo\b(?!,? viên)", re.I)
_EMPTY = re.compile(r"(?:hoàn thành|thực hiện|xong)?", re.I)
_TRIMMED = " \t\n,;.:–-"


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
            event.add("summary", _summary(row, deadline))
            event.add("description", f"{row.passage.text}\n\n{cite(row.document, row.passage.place)}")
            event.add("url", base.rstrip("/") + passage_url(row.passage))
            # A deadline leaves the day free for other things.
            event.add("transp", "TRANSPARENT")
            yield event


def _timed(deadline: Deadline, row: DutyRow) -> Event | None:
    """Return an event with its days only, or None where the words give none."""
    day = due_day(deadline)
    if day:
        return _all_day(day)
    term = plan_term(row.document.metadata)
    rule = due_rule(deadline, term) if term else None
    first = first_day(deadline, term) if term else None
    if not (rule and first):
        return None
    event = _all_day(first)
    event.add("rrule", vRecur.from_ical(rule))
    return event


def _all_day(day: date) -> Event:
    event = Event()
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    return event


def _summary(row: DutyRow, deadline: Deadline) -> str:
    """Return what is due, by when in the words of the plan, and who has to do it, on one line.

    "Báo cáo kết quả về Sở Nội vụ (trước ngày 20 hằng tháng) – Các sở, ngành".
    """
    thing = _cut(_thing_due(row, deadline), _LONGEST_THING)
    when = one_line(row.words(deadline.span))
    line = f"{thing[:1].upper()}{thing[1:]} ({when})" if thing else when
    return f"{line} – {_cut(one_line(row.actor), _LONGEST_ACTOR)}" if row.actor else line


def _thing_due(row: DutyRow, deadline: Deadline) -> str:
    """Return the words of what a deadline is for: the report, the action, else its sentence."""
    text, duty, start = row.passage.text, row.duty, row.passage.start
    when = deadline.span.moved(-start)
    sentence = _sentence(row, when)
    reports = [match.start() for match in _REPORT.finditer(text, sentence.start, sentence.end)]
    before = [report for report in reports if report < when.start]
    action = duty.action.moved(-start) if duty.action else None
    end = sentence.end
    if reports:
        begin = before[-1] if before else reports[0]
    elif action and sentence.start <= action.start < sentence.end:
        begin = action.start
        end = min(end, duty.object.end - start if duty.object else action.end)
    else:
        label = read_label(text) if sentence.start == 0 else None
        begin = label.length if label else sentence.start
    return _without(text, Span(begin, max(begin, end)), when)


def _sentence(row: DutyRow, when: Span) -> Span:
    """Return the sentence that a deadline belongs to, up to what the next deadline in it is for."""
    text, start = row.passage.text, row.passage.start
    found = [span for span in sentences(text) if span.start < when.end]
    sentence = found[-1]
    later = (deadline.span.start - start for deadline in row.duty.deadlines)
    follows = min((place for place in later if when.end <= place < sentence.end), default=None)
    comma = text.rfind(",", when.end, follows) if follows else -1
    if comma > 0:
        return Span(sentence.start, comma)
    # "Hoàn thành trước ngày …" is of what the sentence before says.
    alone = _EMPTY.fullmatch(_without(text, sentence, when))
    return Span(found[-2].start, sentence.end) if alone and len(found) > 1 else sentence


def _without(text: str, span: Span, when: Span) -> str:
    """Return the words of `span` on one line without those of the deadline `when`."""
    if not (span.start <= when.start and when.end <= span.end):
        return one_line(span.of(text)).strip(_TRIMMED)
    rest = text[span.start : when.start].rstrip(" (") + " " + text[when.end : span.end].lstrip(" )")
    return re.sub(r"\s+(?=[,;.])", "", one_line(rest)).strip(_TRIMMED)


def _cut(line: str, longest: int) -> str:
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0].rstrip(_TRIMMED) + "…"
