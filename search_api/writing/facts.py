"""Facts that a summary must not invent: numbers, dates, time limits, document numbers.

Each is read into one form for both languages ("15 tháng 3 năm 2024" and "15 March 2024"; "2 tỷ" and
"2 billion"), so that what a sentence claims can be compared with what a quote states. Where a text
can be read in two ways, a sentence is held to the strict one and a quote is given both.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from ingest.instruments.numbers import NUMBER as DOCUMENT_NUMBER
from ingest.language import time_words as words
from ingest.language.folding import canonical, one_line, squash

# Kinds of facts that can be bounded, and mixed up with another.
MEASURES = frozenset({"quantity", "date", "time", "quarter"})


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, date, time, weekday, period, quarter or code; `sure` where it has one reading."""

    kind: str
    values: tuple[str | int | Decimal | None, ...]
    sure: bool = True

    def implied(self) -> Iterator["Fact"]:
        """Yield the fact, and the weaker ones that follow from it."""
        yield Fact(self.kind, self.values)
        if self.kind == "quantity":
            yield Fact("quantity", (self.values[0], None))
        elif self.kind == "time":
            yield from (_quantity(self.values[0], unit) for unit in ("hour", None))
            yield _quantity(self.values[1])
        elif self.kind == "date":
            day, month, year = self.values
            yield from (Fact("date", part) for part in ((day, month, None), (None, month, year)))
            yield Fact("date", (None, month, None))
            yield from (_quantity(number) for number in (day, year) if number)


def claimed(text: str) -> frozenset[Fact]:
    """Return the facts that a sentence claims, each in its strongest form."""
    return frozenset(fact for fact in _read(text) if fact.sure)


def stated(texts: Iterable[str]) -> frozenset[Fact]:
    """Return the facts that quotes state, with all that follows from them."""
    return frozenset(weaker for text in texts for fact in _read(text) for weaker in fact.implied())


def periods(text: str) -> frozenset[Fact]:
    """Return the periods of `text`, those too that "báo cáo tuần" only may mean."""
    return frozenset(next(fact.implied()) for fact in _read(text) if fact.kind == "period")


def codes(text: str) -> frozenset[Fact]:
    """Return the document numbers and other codes of `text`."""
    return frozenset(fact for fact in _read(text) if fact.kind == "code")


def _read(text: str) -> Iterator[Fact]:
    """Yield the facts of `text`; what one reader has taken, the next does not see."""
    rest = one_line(unicodedata.normalize("NFKC", text))
    for pattern, reader in _WRITTEN:
        yield from _each(pattern, reader, rest)
        rest = pattern.sub(" | ", rest)
    rest = canonical(rest)
    for pattern, reader in _SPOKEN:
        yield from _each(pattern, reader, rest)
        rest = pattern.sub(" | ", rest)


Reader = Callable[[re.Match[str]], Iterable[Fact]]


def _each(pattern: re.Pattern[str], reader: Reader, text: str) -> Iterator[Fact]:
    for match in pattern.finditer(text):
        yield from reader(match)


def _quantity(value: object, unit: str | None = None, *, sure: bool = True) -> Fact:
    return Fact("quantity", (Decimal(str(value)), unit), sure)


def _code(match: re.Match[str]) -> Iterator[Fact]:
    yield Fact("code", (squash(match.group()),))


def _date(match: re.Match[str]) -> Iterator[Fact]:
    """Yield the date of a match with groups d, m and y; its plain numbers where it is no real date."""
    parts = match.groupdict()
    day, year = (int(parts[name]) if parts.get(name) else None for name in "dy")
    month = words.month(parts["m"])
    real = 1 <= month <= 12 and (day is None or 1 <= day <= 31) and (year is None or 1900 <= year <= 2100)
    if real:
        yield Fact("date", (day, month, year))
    else:
        yield from (_quantity(number) for number in re.findall(r"\d+", match.group()))


def _time(match: re.Match[str]) -> Iterator[Fact]:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if (match.groupdict().get("half") or "").startswith("p") and hour < 12:
        hour += 12
    yield Fact("time", (hour, minute)) if minute else _quantity(hour, "hour")


def _around_the_clock(_: re.Match[str]) -> Iterator[Fact]:
    yield _quantity(24, "hour")


def _quarter(match: re.Match[str]) -> Iterator[Fact]:
    yield Fact("quarter", (words.quarter(next(group for group in match.groups() if group).lower()),))


def _weekday(match: re.Match[str]) -> Iterator[Fact]:
    yield Fact("weekday", (words.WEEKDAYS[match.group()],))


def _period(match: re.Match[str], *, sure: bool) -> Iterator[Fact]:
    yield Fact("period", (words.UNITS[next(group for group in match.groups() if group)],), sure)


def _number(match: re.Match[str]) -> Iterator[Fact]:
    value = _value(match["value"])
    if value is None:
        yield Fact("code", (squash(match["value"]),))
        return
    yield _quantity(value * words.SCALES.get(match["scale"] or "", 1), words.UNITS.get(match["unit"] or ""))


def _spelled(match: re.Match[str]) -> Iterator[Fact]:
    """Yield a number written in words; one that is also another word only counts before a unit."""
    value = words.spelled_number(match["words"])
    counted = match["unit"] or match["scale"]
    sure = bool(counted) or match["words"] not in words.AMBIGUOUS
    yield _quantity(
        value * words.SCALES.get(match["scale"] or "", 1), words.UNITS.get(match["unit"] or ""), sure=sure
    )


def _value(digits: str) -> Decimal | None:
    """Return a number as either language writes it, None for what is none ("1.2.3")."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        thousands = digits[re.search(r"[.,]", digits).start()]  # type: ignore[union-attr]
        return Decimal(digits.replace(thousands, "").replace(",", "."))
    if re.fullmatch(r"\d+(?:[.,]\d+)?", digits):
        return Decimal(digits.replace(",", "."))
    return None


_TH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?P<y>\d{4})(?!\d)"
_DAY = r"(?<![\d.,/])(?P<d>\d{1,2})"
_COUNTED = (
    rf"(?:[\s-]?(?P<scale>{words.SCALE}))?(?:[\s-]?(?:{words.KIND_OF_DAY}))?(?:[\s-]?(?P<unit>{words.UNIT}))?"
)
# Letters and digits in one token (4G, III.2, H5N1), but not a number with its unit or ending (24h, 3rd).
_MIXED = (
    r"(?<![\w.,/-])(?!\d[\d.,]*-?[^\W\d_A-Z]+(?!\w))(?!\d{1,2}h\d\d(?!\w))"
    r"(?=[\w./&-]*\d)(?=[\w./&-]*[^\W\d_])\w+(?:[-/.&]\w+)*"
)
# Read with capitals as they are: document numbers, and English months, of which some are also words.
_WRITTEN: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (DOCUMENT_NUMBER, _code),
    (re.compile(words.QUARTER, re.I), _quarter),
    (re.compile(_MIXED), _code),
    (re.compile(rf"{_DAY}{_TH}(?: day)?(?: of)? (?P<m>{words.ENGLISH_MONTH})(?:,? {_YEAR})?"), _date),
    (re.compile(rf"(?P<m>{words.ENGLISH_MONTH}) {_DAY}{_TH}(?![\d.,]\d)(?:,? {_YEAR})?"), _date),
    (re.compile(rf"(?P<m>{words.ENGLISH_MONTH}),? {_YEAR}"), _date),
    (re.compile(rf"(?P<m>{words.ENGLISH_MONTH_ALONE})"), _date),
)
# Read without capitals.
_SPOKEN: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(words.PERIOD), partial(_period, sure=True)),
    (re.compile(rf"{_DAY}\s?(?P<s>[/.-])\s?(?P<m>\d{{1,2}})\s?(?P=s)\s?{_YEAR}"), _date),
    (re.compile(r"(?<![\d.,/])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"), _date),
    (re.compile(rf"{_DAY}\s+tháng\s+(?P<m>\d{{1,2}})(?!\d)(?:(?:\s+năm\s+|/){_YEAR})?"), _date),
    (re.compile(rf"(?<![\d.,/])(?P<m>\d{{1,2}})\s?/\s?{_YEAR}"), _date),
    (re.compile(r"(?<![\d/])24/(?:24|7)(?![\d/])(?:\s?(?:giờ|h)(?!\w))?"), _around_the_clock),
    (re.compile(rf"{_DAY}/(?P<m>\d{{1,2}})(?![\d/]|[.,]\d)"), _date),
    (re.compile(rf"tháng\s+(?P<m>\d{{1,2}}|{words.VIETNAMESE_MONTH})(?!\w)(?:\s+năm\s+{_YEAR})?"), _date),
    (re.compile(r"(?<![\d.,:])(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s?(?P<half>[ap])\.?m(?!\w)\.?"), _time),
    (re.compile(r"(?<![\d.,:])(?P<hour>\d{1,2})(?:h|:|\s?giờ\s?)(?P<minute>\d\d)(?!\d)(?:\s?phút)?"), _time),
    (re.compile(rf"(?:{'|'.join(words.WEEKDAYS)})(?!\w)"), _weekday),
    (re.compile(words.KIND_OF_REPORT), partial(_period, sure=False)),
    (re.compile(rf"(?P<value>\d+(?:[.,]\d+)*){_TH}{_COUNTED}"), _number),
    (re.compile(rf"(?<!\w)(?P<words>{words.SPELLED})(?!\w){_COUNTED}"), _spelled),
)
