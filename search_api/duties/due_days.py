"""The days on which deadlines fall: one due day, or those of a rule within the time of its plan."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from dateutil.rrule import rrulestr

from ingest.types import Deadline, Metadata

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


def first_day(rule: str, term: Term, since: date | None = None) -> date | None:
    """Return the first day of a rule in the time of a plan and not before `since`, or None."""
    begin = max(term.first, since or term.first)
    # A year typed by mistake must not be counted to through millennia.
    if begin.year - term.first.year > _LONGEST_TERM:
        return None
    return _day_of_rule(rule, term, begin)


def falls_between(deadline: Deadline, metadata: Metadata, first: date | None, last: date | None) -> bool:
    """True where a deadline falls on a day from `first` to `last`; None leaves that side open."""
    found = _next_day(deadline, metadata, first)
    return found is not None and (first is None or first <= found) and (last is None or found <= last)


def _next_day(deadline: Deadline, metadata: Metadata, since: date | None) -> date | None:
    if deadline.due:
        return date.fromisoformat(deadline.due)
    term = plan_term(metadata)
    return first_day(deadline.rule, term, since) if deadline.rule and term else None


@lru_cache(maxsize=4096)
def _day_of_rule(rule: str, term: Term, begin: date) -> date | None:
    parts = complete_rule(rule, term)
    # Counting from `begin` itself is quick, but only an interval of one has no phase.
    origin = term.first if "INTERVAL" in parts else begin
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    days = rrulestr(text, dtstart=datetime.combine(origin, time()))
    found: datetime | None = days.after(datetime.combine(begin, time()), inc=True)
    return found.date() if found else None
