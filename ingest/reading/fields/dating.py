"""When: the date of a document, and the year that it is a plan of."""

import re
from collections.abc import Iterator, Sequence

from ingest.instruments.citations import find_instruments
from ingest.language.dates import DATE, parse_date
from ingest.reading.fields.evidence import Candidate, best
from ingest.reading.fields.number import number_in_title

_PLACE = r"(?<![\w/-])[^\W\d_](?:[^\W\d_]|[ .'-]){1,28}"
_DAY = r"(?:ngày|the)[\s.…]{1,12}"
_SIGNED = re.compile(
    rf"(?P<place>{_PLACE})(?:\s?,[\s.…]{{0,12}}(?:{_DAY})?|\s{{1,12}}{_DAY})(?P<date>{DATE})", re.I
)
# Under the text a date is a line of its own.
_SIGNED_LINE = re.compile(rf"^[ \t]*{_SIGNED.pattern}[ \t.]*$", re.I | re.M)
_ALONE = re.compile(rf"^[ \t]*(?:ngày\s{{1,12}})?(?P<date>{DATE})[ \t]*$", re.I | re.M)
_ADOPTED = re.compile(rf"thông qua\s{{1,3}}ngày\s{{1,3}}(?P<date>{DATE})", re.I)
# A draft: "ngày … tháng 02 năm 2025".
_UNFILLED = re.compile(
    r"ngày[\s.…_]{1,60}tháng[\s.…_\d]{1,60}năm\s{1,12}(?P<year>(?:19|20)\d{2})(?!\d)", re.I
)
_SIGNED_WEIGHT, _TITLE_WEIGHT, _CLOSING_WEIGHT, _ALONE_WEIGHT = 4, 4, 2, 1
_MOST_WORDS_OF_PLACE = 6

_YEAR_NUMBER = r"(?:19|20)\d{2}"
_PERIOD = re.compile(
    rf"(?:giai đoạn|nhiệm kỳ|năm học|thời kỳ|từ năm|period)?\s{{0,3}}(?:năm\s{{1,3}})?{_YEAR_NUMBER}"
    rf"\s{{0,3}}(?:[-–—/]|đến(?: năm)?|to)\s{{0,3}}(?:năm\s{{1,3}})?{_YEAR_NUMBER}"
    r"|(?:đến|tới|sau|trước|tầm nhìn(?: đến)?|định hướng(?: đến)?|by|until|vision to)"
    rf"\s{{1,3}}(?:năm\s{{1,3}})?{_YEAR_NUMBER}",
    re.I,
)
_FULL_DATE = re.compile(DATE, re.I)
_YEAR = re.compile(
    rf"(?:(?<!\w)(?:năm|in|for|of)\s{{1,3}}|(?:quý\s{{1,3}}[IV]{{1,3}}|tháng\s{{1,3}}\d{{1,2}})\s?/\s?)(?P<year>{_YEAR_NUMBER})(?!\d)",
    re.I,
)


def read_date(letterhead: str, title: str, closing: Sequence[str], ending: str) -> str | None:
    """Return the day of signing as ISO 8601, by letterhead, title or closing lines.

    `ending` is the end of the text: a law says there when it was adopted.
    """
    candidates = [Candidate(day, weight) for day, weight in _days(letterhead, title, closing, ending) if day]
    return best(candidates)


def date_spans(letterhead: str) -> Iterator[tuple[int, int]]:
    """Yield where place and date stand on a letterhead, also where the day is not filled in yet."""
    for found in (_placed(letterhead), _ALONE.finditer(letterhead), _UNFILLED.finditer(letterhead)):
        for match in found:
            yield match.span()


def place_of_signing(letterhead: str) -> str | None:
    """Return the place that stands before the date."""
    return next((match["place"].strip() for match in _signed(letterhead)), None)


def read_year(subject: str, letterhead: str, date: str | None, number: str | None) -> int | None:
    """Return the year that a document is for: one that its title names, else that of signing.

    A period is no year, nor is the year of a law that the title names; a year far from that of signing
    belongs to what the plan is about.
    """
    signed = _year_of_signing(letterhead, date, number)
    named = list(dict.fromkeys(_years(subject)))
    if signed is None:
        return named[0] if len(named) == 1 else None
    near = [year for year in named if abs(year - signed) <= 1]
    return min(near, key=lambda year: (abs(year - signed), -year), default=signed)


def _days(
    letterhead: str, title: str, closing: Sequence[str], ending: str
) -> Iterator[tuple[str | None, int]]:
    for match in _signed(letterhead):
        yield parse_date(match["date"]), _SIGNED_WEIGHT
    for match in _ALONE.finditer(letterhead):
        yield parse_date(match["date"]), _ALONE_WEIGHT
    own = number_in_title(title)
    yield own.date if own else None, _TITLE_WEIGHT
    for text in (*closing, ending):
        for match in (*_signed(text, _SIGNED_LINE), *_ADOPTED.finditer(text)):
            yield parse_date(match["date"]), _CLOSING_WEIGHT


def _placed(text: str, pattern: re.Pattern[str] = _SIGNED) -> Iterator[re.Match[str]]:
    """Yield the places with dates; where there is no date, not every word is tried as the place of one."""
    return pattern.finditer(text) if _FULL_DATE.search(text) else iter(())


def _signed(text: str, pattern: re.Pattern[str] = _SIGNED) -> Iterator[re.Match[str]]:
    """Yield the places with dates that look like one: more words before a date, or small ones, are a sentence."""
    for match in _placed(text, pattern):
        if match["place"][0].isupper() and len(match["place"].split()) <= _MOST_WORDS_OF_PLACE:
            yield match


def _year_of_signing(letterhead: str, date: str | None, number: str | None) -> int | None:
    if date:
        return int(date[:4])
    unfilled = _UNFILLED.search(letterhead)
    written = unfilled["year"] if unfilled else (number or "").split("/")[1:2]
    year = written if isinstance(written, str) else "".join(written)
    return int(year) if re.fullmatch(_YEAR_NUMBER, year) else None


def _years(subject: str) -> Iterator[int]:
    """Yield the years that a subject names, outside of periods, dates and cited instruments."""
    hidden = [(i.span.start, i.span.end) for i in find_instruments(subject)]
    hidden += [match.span() for pattern in (_PERIOD, _FULL_DATE) for match in pattern.finditer(subject)]
    for match in _YEAR.finditer(subject):
        if not any(start < match.end("year") and match.start() < end for start, end in hidden):
            yield int(match["year"])
