"""The days on which deadlines fall: one due day, or those of a rule within the time of its plan."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateutil.rrule import rrulestr

from ingest.types import Deadline, DeadlineBound, Metadata

# The years that a title names: "năm 2024", "giai đoạn 2021-2025"; not the year of a cited date.
_TITLE_YEARS = re.compile(
    r"(?P<cited>tháng\s+\d{1,2}\s+)?(?:năm|giai đoạn)\s+(?:\d{4}\s*[-–]\s*)?(?P<last>(?:19|20)\d{2})\b", re.I
)
# What a rule leaves open falls on the last day that its words allow: "hằng quý" is the quarter's end.
_LAST_DAY = {
    "MONTHLY": {"BYMONTHDAY": "-1"},
    "YEARLY": {"BYMONTH": "12", "BYMONTHDAY": "-1"},
    "WEEKLY": {"BYDAY": "SU"},
}
# How far the day on which a deadline ends, or begins, lies from the one that its words name.
_STEPS: dict[DeadlineBound, timedelta] = {"before": timedelta(-1), "after": timedelta(1)}
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Years that a plan without an end is taken to hold.
_LONGEST_TERM = 50


@dataclass(frozen=True, slots=True)
class Term:
    """The days that a plan is for; `last` is None where its title names no years."""

    first: date
    last: date | None


def plan_term(metadata: Metadata) -> Term | None:
    """Return the time of a plan, from its signing or the start of its year; None where it is undated."""
    signed = date.fromisoformat(metadata.date) if metadata.date else None
    year = metadata.year or (signed.year if signed else None)
    if year is None:
        return None
    named = [int(m["last"]) for m in _TITLE_YEARS.finditer(metadata.title) if not m["cited"]]
    last = date(max(named), 12, 31) if named and max(named) >= year else None
    return Term(signed if signed and signed.year == year else date(year, 1, 1), last)


def rule_parts(rule: str) -> dict[str, str]:
    """Return the parts of an RFC 5545 rule by name."""
    return dict(part.split("=", 1) for part in rule.split(";"))


def _joined(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def complete_rule(rule: str, term: Term) -> dict[str, str]:
    """Return the parts of a rule as one of whole days.

    Where it names no day it gets the last one that it allows, where it names no end that of the plan.
    """
    parts = rule_parts(rule)
    if parts["FREQ"] == "HOURLY":
        parts = {"FREQ": "DAILY"}
    every = int(parts.get("INTERVAL", "1"))
    if parts["FREQ"] == "MONTHLY" and 12 % every == 0 and "BYMONTH" not in parts:
        # Quarters end in March and June, whenever the plan was signed.
        parts |= {"BYMONTH": ",".join(map(str, range(every, 13, every)))} if every > 1 else {}
        parts.pop("INTERVAL", None)
    if "BYMONTHDAY" not in parts and "BYDAY" not in parts:
        parts = {**_LAST_DAY.get(parts["FREQ"], {}), **parts}
    return {"UNTIL": f"{term.last:%Y%m%d}", **parts} if term.last else parts


def due_day(deadline: Deadline) -> date | None:
    """Return the last day that a deadline admits: the 14th for "trước ngày 15/8"; None for what repeats.

    Of "từ" and "sau" it is the first day.
    """
    return date.fromisoformat(deadline.due) + _step(deadline) if deadline.due else None


def due_rule(deadline: Deadline, term: Term | None = None) -> str | None:
    """Return the rule of the days on which a deadline ends: the 19th for "trước ngày 20 hằng tháng".

    It is complete for the time of a plan where that is given. None where the words give no rule, or
    one that no rule can tell the day before of ("trước thứ Hai đầu tháng").
    """
    if not deadline.rule:
        return None
    parts = complete_rule(deadline.rule, term) if term else rule_parts(deadline.rule)
    moved = _moved_rule(parts, _step(deadline).days)
    return _joined(moved) if moved else None


def first_day(deadline: Deadline, term: Term, since: date | None = None) -> date | None:
    """Return the first day on which what repeats is due in the time of a plan, not before `since`, or None."""
    begin = max(term.first, since or term.first)
    # A year typed by mistake must not be counted to through millennia.
    if not deadline.rule or begin.year - term.first.year > _LONGEST_TERM:
        return None
    named = _day_of_rule(deadline.rule, term, begin - _step(deadline))
    return named + _step(deadline) if named else None


def falls_between(deadline: Deadline, metadata: Metadata, first: date | None, last: date | None) -> bool:
    """True where a deadline falls on a day from `first` to `last`; None leaves that side open."""
    found = _next_day(deadline, metadata, first)
    return found is not None and (first is None or first <= found) and (last is None or found <= last)


def _next_day(deadline: Deadline, metadata: Metadata, since: date | None) -> date | None:
    term = plan_term(metadata)
    return due_day(deadline) or (first_day(deadline, term, since) if term else None)


def _step(deadline: Deadline) -> timedelta:
    return _STEPS.get(deadline.bound, timedelta())


def _moved_rule(parts: dict[str, str], step: int) -> dict[str, str] | None:
    """Return the rule of the days `step` (-1, 0 or 1) from those of a rule; None where none tells them."""
    if not step:
        return parts
    moved = dict(parts)
    if "UNTIL" in parts:
        moved["UNTIL"] = f"{date.fromisoformat(parts['UNTIL']) + timedelta(step):%Y%m%d}"
    if "BYDAY" in parts:
        days = parts["BYDAY"].split(",")
        # The day before the first Monday of a month may lie in another month.
        if not set(days) <= set(_WEEK):
            return None
        return moved | {"BYDAY": ",".join(_WEEK[(_WEEK.index(day) + step) % 7] for day in days)}
    numbers = [int(day) for day in parts.get("BYMONTHDAY", "").split(",") if day]
    # The days beside which another month begins.
    crossing = [day for day in numbers if day in ((1,) if step < 0 else (-1, 31))]
    if crossing and "BYMONTH" in parts:
        if crossing != numbers:
            return None
        months = sorted((int(month) - 1 + step) % 12 + 1 for month in parts["BYMONTH"].split(","))
        moved["BYMONTH"] = ",".join(map(str, months))
    return moved | {"BYMONTHDAY": ",".join(str(step if day in crossing else day + step) for day in numbers)}


@lru_cache(maxsize=4096)
def _day_of_rule(rule: str, term: Term, begin: date) -> date | None:
    parts = complete_rule(rule, term)
    # Counting from `begin` itself is quick, but only an interval of one has no phase.
    origin = term.first if "INTERVAL" in parts else begin
    days = rrulestr(_joined(parts), dtstart=datetime.combine(origin, time()))
    found: datetime | None = days.after(datetime.combine(begin, time()), inc=True)
    return found.date() if found else None
