"""Dates as documents write them: in words, in digits, in English."""

import re
from datetime import date

from ingest.language.time_words import ENGLISH_MONTH, month

# Days are often filled in by hand over a dotted line: "ngày …25..tháng 01 năm 2006".
_FILL = r"[\s.…]{0,12}"
# The last letter is often misread, as in "thánơ".
_MONTH = r"thán[^\W\d_]"
_DAY_FIRST = (
    rf"\d{{1,2}}{_FILL}{_MONTH}{_FILL}\d{{1,2}}{_FILL}năm{_FILL}\d{{4}}"
    r"|\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s{{1,3}}(?:of\s)?{ENGLISH_MONTH},?\s{{1,3}}\d{{4}}"
)
_MONTH_FIRST = rf"{ENGLISH_MONTH}\s{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?,?\s{{1,3}}\d{{4}}"
# For use within other patterns, which must ignore case to find capitals.
DATE = rf"(?=[\dJFMASOND])(?<!\d)(?<!\d[/.])(?:{_DAY_FIRST}|{_MONTH_FIRST})(?!\d)"
_DATE = re.compile(DATE, re.I)
_PART = re.compile(r"\d+|[^\W\d_]{3,}")
_NO_PART = re.compile(rf"{_MONTH}|năm", re.I)


def parse_date(text: str) -> str | None:
    """Return the first date in `text` as ISO 8601, or None where there is none or it is not real."""
    found = _DATE.search(text)
    if not found:
        return None
    parts = [part for part in _PART.findall(found.group()) if not _NO_PART.fullmatch(part)]
    if not parts[0].isdigit():
        parts[:2] = parts[1::-1]
    return _iso(int(parts[0]), month(parts[1].capitalize()), int(parts[2]))


def _iso(day: int, month_of_year: int, year: int) -> str | None:
    try:
        return date(year, month_of_year, day).isoformat() if 1900 <= year <= 2100 else None
    except ValueError:
        return None
