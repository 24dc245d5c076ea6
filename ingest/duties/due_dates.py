"""What a calendar needs of the words of a deadline: its kind, its last day, how it repeats."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ingest.language.folding import one_line
from ingest.language.time_words import (
    ORDINALS,
    QUARTER_NUMBER,
    VIETNAMESE_NUMBER,
    VIETNAMESE_WEEKDAYS,
    quarter,
    spelled_number,
)
from ingest.types import Deadline, DeadlineBound, DeadlineKind, Span

NUMBER = rf"(?:\d{{1,3}}|{VIETNAMESE_NUMBER})"
_UNITS = {"giờ": ("HOURLY", 1), "ngày": ("DAILY", 1), "tuần": ("WEEKLY", 1), "tháng": ("MONTHLY", 1),
          "quý": ("MONTHLY", 3), "năm": ("YEARLY", 1)}  # fmt: skip
_ORDER = {"đầu": 1, "giữa": 2, "cuối": -1, **ORDINALS}

_A_YEAR = r"(?:19|20)\d\d\b"
_OF_YEAR = rf"(?:(?: ?[/-] ?| năm )(?P<year>{_A_YEAR}))?"
_NTH = r"(?:thứ )?(?P<nth>đầu|giữa|cuối|nhất|hai|ba|tư)(?: tiên| cùng)?(?: của| trong)?(?: mỗi| hằng| hàng)?"
_LIST = r"\d\d?\b(?:(?:,| và)(?: ngày| tháng)? \d\d?\b){0,11}"
_UNIT = rf"(?P<unit>{'|'.join(_UNITS)})\b"
# In the order of reading: what one pattern took, the next does not see.
_PARTS = {
    name: re.compile(pattern, re.I)
    for name, pattern in {
        "next year": r"\bnăm (?:sau|tới|kế tiếp)\b",
        "half": rf"\b(?:0?6|sáu) tháng (?P<half>đầu|cuối)(?: năm)?(?: (?P<year>{_A_YEAR}))?\b",
        "quarter": rf"\bquý (?:{QUARTER_NUMBER}(?:,| và)(?: quý)? ){{0,3}}(?P<quarter>{QUARTER_NUMBER})\b{_OF_YEAR}",
        "month of quarter": rf"\btháng {_NTH} quý\b",
        "week of month": rf"\b(?:tuần {_NTH}|(?P<edge>đầu|cuối)) tháng\b(?! \d)",
        "every so many": rf"(?<!\bngày )\b(?P<number>{NUMBER}) {_UNIT}(?: (?:một|0?1)(?: |$)(?:lần|kỳ|số)?|/(?:lần|kỳ|số))",
        "every few": rf"\b(?:mỗi|định kỳ) (?P<number>{NUMBER}) {_UNIT}",
        "every": rf"(?:\b(?:hằng|hàng|mỗi|định kỳ) |/){_UNIT}",
        "date": r"\b(?P<day>\d\d?)(?: ?[/.-] ?| tháng )(?P<month>\d\d?)\b"
        rf"(?:(?: ?[/.-] ?| năm )(?P<year>{_A_YEAR}))?",
        "last day": r"\bngày (?:làm việc )?cuối cùng\b",
        "every month": r"\b(?:của tháng|tháng (?:sau|kế tiếp))\b(?! \d)",
        "days": rf"\bngày (?P<days>{_LIST})",
        "months": rf"\btháng (?P<months>{_LIST}){_OF_YEAR}",
        "weekday": rf"\b(?P<weekday>{'|'.join(VIETNAMESE_WEEKDAYS)})\b",
        "year": rf"\bnăm (?P<year>{_A_YEAR})",
        "end of year": r"\b(?:cuối|hết) năm\b",
    }.items()
}
_RECURS = re.compile(r"\b(?:định kỳ|thường xuyên|sau mỗi|đột xuất)\b", re.I)
_RANGE = re.compile(r"(?:định kỳ )?(?:kể |bắt đầu )?từ\b.*\bđến\b", re.I)
_UNTIL = re.compile(r"\bđến(?: hết)? (?:ngày )?\d", re.I)
# The words that say on which side of its day a deadline lies; the first that is found holds.
_BOUNDS: tuple[tuple[DeadlineBound, re.Pattern[str]], ...] = (
    # An hour is before the end of its day, "trước cuối tháng" before the end of the month.
    ("before", re.compile(r"\btrước (?!cuối\b|hết\b|\d\d? ?(?:giờ|h)[\w ]{0,9},? (?:ngày|thứ|chủ|hằng|hàng)\b)", re.I)),
    ("by", re.compile(r"\b(?:trước|(?:chậm|muộn|trễ) (?:nhất|hơn)|không quá|tối đa|đến|hết|thời hạn|hạn(?: \w+)?(?= ?:)"
                      rf"|trong(?: vòng| thời hạn| thời gian)? {NUMBER} (?:phút|giờ|ngày|tuần|tháng))\b", re.I)),
    ("after", re.compile(r"^(?:định kỳ )?(?:ngay )?sau (?!mỗi\b)", re.I)),
    ("from", re.compile(r"^(?:định kỳ )?(?:kể |bắt đầu )?từ\b", re.I)),
)  # fmt: skip
_NAMED_DAY = re.compile(r"\b(?:tết\b|tháng (?:giêng|chạp))", re.I)

# What the pattern of a name found, in order: its groups.
_Facts = dict[str, list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Timing:
    """What a calendar needs of a deadline."""

    kind: DeadlineKind
    due: str | None
    rule: str | None
    bound: DeadlineBound = "on"

    def at(self, span: Span) -> Deadline:
        """Return the deadline whose words are the characters of `span`."""
        return Deadline(span, self.kind, self.due, self.rule, self.bound)


def read_timing(words: str, year: int | None = None) -> Timing:
    """Return kind, day, rule and bound of a deadline's words; None where they do not tell.

    `year` is what a date without a year is taken to be in. The day is the one that the words name:
    "Trước ngày 15/8/2025" names 2025-08-15, and its bound says that it ends before. What recurs has
    no day; its rule (RFC 5545) is one of whole days, without the hour.
    """
    words = one_line(words)
    facts = _read(words)
    is_range = bool(_RANGE.match(words))
    bound = _bound(words)
    rule = _rule(facts, until=bool(_UNTIL.search(words)), bound=bound, is_range=is_range)
    if rule or _RECURS.search(words):
        return Timing("recurring", None, rule, _bound_of_rule(words, rule) if rule else bound)
    is_day = "date" in facts or "days" in facts or bool(_NAMED_DAY.search(words))
    due = _due(facts, year, begins=bound == "before")
    return Timing("date" if is_day and not is_range else "period", due, None, bound)


def _bound(words: str) -> DeadlineBound:
    return next((bound for bound, pattern in _BOUNDS if pattern.search(words)), "on")


def _bound_of_rule(words: str, rule: str) -> DeadlineBound:
    """Return the bound of what repeats: its end is none, and without a day in it there is none."""
    if "BYMONTHDAY" not in rule and "BYDAY" not in rule:
        return "on"
    return _bound(_UNTIL.sub("", words) if "UNTIL" in rule else words)


def _read(words: str) -> _Facts:
    facts: _Facts = {}
    for name, pattern in _PARTS.items():
        for match in pattern.finditer(words):
            groups = {key: value.lower() for key, value in match.groupdict().items() if value}
            facts.setdefault(name, []).append(groups)
        if name in facts:
            words = pattern.sub(" | ", words)
    return facts


def _rule(facts: _Facts, *, until: bool, bound: DeadlineBound, is_range: bool) -> str | None:
    """Return the value of an RRULE, or None where nothing repeats."""
    if is_range:
        # "Từ ngày 15 đến ngày 20" ends on the last of its days.
        facts = facts | {name: facts[name][-1:] for name in ("days",) if name in facts}
    rule = _rule_of_days(facts) or _rule_of_units(facts, begins=bound == "before")
    end = _date(facts, None) if rule and until else None
    return f"{rule};UNTIL={end.replace('-', '')}" if end else rule


def _rule_of_days(facts: _Facts) -> str | None:
    """Return the rule of "ngày 20 tháng cuối quý", "thứ Hai tuần đầu của tháng", "thứ Sáu"."""
    weekdays = list(
        dict.fromkeys(VIETNAMESE_WEEKDAYS[found["weekday"]] for found in facts.get("weekday", ()))
    )
    if "month of quarter" in facts:
        first = _ORDER[facts["month of quarter"][0]["nth"]] % 4 or 3
        months = range(first, 13, 3)
        return "FREQ=MONTHLY" + _by("BYMONTH", months) + _by("BYMONTHDAY", _days(facts))
    if weekdays and "week of month" in facts:
        found = facts["week of month"][0]
        week = _ORDER[found.get("nth") or found["edge"]]
        return "FREQ=MONTHLY" + _by("BYDAY", [f"{week}{day}" for day in weekdays])
    return "FREQ=WEEKLY" + _by("BYDAY", weekdays) if weekdays else None


def _rule_of_units(facts: _Facts, *, begins: bool) -> str | None:
    """Return the rule of "hằng quý", "hai năm một lần", "ngày 10 hằng tháng", "tháng 4 hằng năm".

    What `begins` a month is its first day: "trước tháng 12 hằng năm".
    """
    found = next((facts[name][0] for name in ("every so many", "every few", "every") if name in facts), None)
    if found is None and "every month" not in facts:
        return None
    frequency, interval = _UNITS[found["unit"] if found else "tháng"]
    interval *= _number(found.get("number", "1")) if found else 1
    rule = f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else "")
    if frequency == "MONTHLY" and interval == 1:
        return rule + _by("BYMONTHDAY", _days(facts))
    if frequency == "YEARLY" and "date" in facts:
        return rule + _by_dates(facts["date"])
    months = _months(facts) if frequency == "YEARLY" else []
    return rule + _by("BYMONTH", months) + _by("BYMONTHDAY", [1] * (begins and bool(months)))


def _by_dates(dates: list[dict[str, str]]) -> str:
    """Return the parts of a rule for days of the year; nothing where one rule cannot tell them."""
    days = {int(found["day"]) for found in dates}
    months = [int(found["month"]) for found in dates]
    if len(days) > 1 or not all(_iso(2000, month, day) for month in months for day in days):
        return ""
    return _by("BYMONTH", months) + _by("BYMONTHDAY", days)


def _by(name: str, values: Iterable[object]) -> str:
    listed = ",".join(str(value) for value in values)
    return f";{name}={listed}" if listed else ""


def _days(facts: _Facts) -> list[int]:
    days = [int(day) for found in facts.get("days", ()) for day in re.findall(r"\d+", found["days"])]
    return [day for day in days if 1 <= day <= 31] + [-1] * ("last day" in facts)


def _months(facts: _Facts) -> list[int]:
    months = [
        int(month) for found in facts.get("months", ()) for month in re.findall(r"\d+", found["months"])
    ]
    return [month for month in months if 1 <= month <= 12]


def _number(words: str) -> int:
    return int(words) if words.isdigit() else spelled_number(words)


def _due(facts: _Facts, year: int | None, *, begins: bool) -> str | None:
    """Return the day that the words name: of a period the last, or the first that it `begins` with."""
    if "next year" in facts:
        return None
    if "date" in facts:
        return _date(facts, _year(facts) or year)
    if "days" in facts:
        return None
    month = _first_month(facts) if begins else _last_month(facts)
    return _iso(_year(facts) or year, month, 1 if begins else None) if month else None


def _date(facts: _Facts, year: int | None) -> str | None:
    """Return the last date that is named, in its own year or else in `year`."""
    if "date" not in facts:
        return None
    found = facts["date"][-1]
    return _iso(int(found["year"]) if "year" in found else year, int(found["month"]), int(found["day"]))


def _last_month(facts: _Facts) -> int | None:
    months = _months(facts)
    if months:
        return months[-1]
    if "quarter" in facts:
        return 3 * quarter(facts["quarter"][-1]["quarter"])
    if "half" in facts:
        return 6 if facts["half"][-1]["half"] == "đầu" else 12
    return 12 if "year" in facts or "end of year" in facts else None


def _first_month(facts: _Facts) -> int | None:
    """Return the month that a period begins with: April for "quý II"."""
    months = _months(facts)
    if months:
        return months[0]
    last = _last_month(facts)
    length = 3 if "quarter" in facts else 6 if "half" in facts else 12
    return last - length + 1 if last else None


def _year(facts: _Facts) -> int | None:
    years = [
        found["year"]
        for name in ("half", "quarter", "months", "year")
        for found in facts.get(name, ())
        if "year" in found
    ]
    return int(years[-1]) if years else None


def _iso(year: int | None, month: int, day: int | None = None) -> str | None:
    """Return the ISO day, the last of the month where `day` is None; None where it is no real day."""
    if year is None or not 1 <= month <= 12:
        return None
    try:
        return date(year, month, monthrange(year, month)[1] if day is None else day).isoformat()
    except ValueError:
        return None
