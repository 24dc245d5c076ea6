"""What a draft says of the documents that it cites: number, type, date, year, issuer and subject, as written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.instruments.citations import find_instruments
from ingest.instruments.numbers import NUMBER_PATTERN, SHORT_PATTERN, canonical_number
from ingest.instruments.subjects import find_subject
from ingest.language.bodies import names_pattern
from ingest.language.dates import DATE, parse_date
from ingest.language.document_types import english_types, type_codes
from ingest.language.folding import one_line
from ingest.language.letters import CAPITAL, SMALL
from ingest.types import Instrument, Span

_ENGLISH_TYPES = {english: name for name, english in english_types().items()}
_ENGLISH_TYPE = "|".join(sorted(map(re.escape, _ENGLISH_TYPES), key=len, reverse=True))
# The form that `search_api.kit.citations.cite_in_english` has, and what people make of it.
_ENGLISH = re.compile(
    rf"(?:\b(?P<type>{_ENGLISH_TYPE})\s{{1,3}})?\bNo\.?\s?(?P<number>{NUMBER_PATTERN}|{SHORT_PATTERN})(?!\w)"
    rf"(?:,?\s{{1,3}}(?:dated|of)\s{{1,3}}(?P<date>{DATE}))?"
    r"(?:,?\s{1,3}(?:of|by)\s{1,3}(?P<issuer>the\s[^,;.:()“”\"\n]{2,150}?)"
    r"(?=\s{0,3}(?:[,;.:()“”\"\n]|\Z)|\s{1,3}(?:on|about|regarding|concerning)\s))?",
)
_ENGLISH_SUBJECT = re.compile(
    r",?\s{1,3}(?:on|about|regarding|concerning)\s{1,3}[“\"](?P<words>[^“”\"\n]{6,500})[”\"]"
)
_CODE_BEFORE = re.compile(
    rf"\b(?P<code>{'|'.join(map(re.escape, type_codes()))})\.?\s{{1,3}}(?:số\s{{1,3}})?\Z"
)
_LONGEST_CODE = 16
_ISSUER = rf"(?:{names_pattern('citation')})[^,;.:()“”\"\n]{{0,150}}?"
_YEAR = re.compile(
    r",?\s{1,3}năm\s(?P<year>(?:19|20)\d{2})(?!\d)"
    rf"(?:\s{{1,3}}của\s{{1,3}}(?P<issuer>{_ISSUER})(?=\s{{0,3}}(?:[,;.:()“”\"\n]|\Z)|\s{{1,3}}về\s))?"
)
# The citation itself ends before "thành", which may begin "thành lập" too.
_CITY = re.compile(rf"\s{{1,3}}thành phố(?:\s{{1,3}}[{CAPITAL}][{SMALL}]{{0,7}}){{1,4}}")
_DAY = re.compile(DATE, re.I)


@dataclass(frozen=True, slots=True)
class Said:
    """A citation as a draft has it; `span` are its characters, None what it does not say.

    `date` is ISO 8601, and "" for one that no calendar has; the day is written as `date_words` then.
    """

    span: Span
    number: str
    type: str | None = None
    date: str | None = None
    date_words: str = ""
    year: str | None = None
    issuer: str | None = None
    subject: str | None = None
    english: bool = False


def find_citations(text: str) -> list[Said]:
    """Return the citations of documents in a draft, in order, those in English among them."""
    english = list(_in_english(text))
    covered = [said.span for said in english]
    own = (
        _said(text, instrument)
        for instrument in find_instruments(text)
        if not any(span.start < instrument.span.end and instrument.span.start < span.end for span in covered)
    )
    return sorted([*english, *own], key=lambda said: said.span.start)


def _in_english(text: str) -> Iterator[Said]:
    for match in _ENGLISH.finditer(text):
        subject = _ENGLISH_SUBJECT.match(text, match.end())
        yield Said(
            span=Span(match.start(), subject.end() if subject else match.end()),
            number=canonical_number(match["number"]),
            type=_ENGLISH_TYPES.get(match["type"]) if match["type"] else None,
            date=(parse_date(match["date"]) or "") if match["date"] else None,
            date_words=match["date"] or "",
            issuer=one_line(match["issuer"]) if match["issuer"] else None,
            subject=subject["words"] if subject else None,
            english=True,
        )


def _said(text: str, instrument: Instrument) -> Said:
    span = instrument.span
    day = _DAY.search(text, span.start, span.end)
    written = day.group() if day else ""
    if instrument.issuer and (city := _CITY.match(text, span.end)):
        span = Span(span.start, city.end())
        issuer = one_line(f"{instrument.issuer}{city.group()}")
        instrument = replace(instrument, issuer=issuer, span=span)
    subject = find_subject(text, instrument)
    said = Said(
        span=span,
        number=instrument.number,
        type=instrument.type,
        date=instrument.date if instrument.date or not written else "",
        date_words=written,
        issuer=instrument.issuer,
        subject=subject.of(text) if subject else None,
    )
    return _with_year(text, _with_code(text, said))


def _with_code(text: str, said: Said) -> Said:
    """Return a citation with the short form of its type before it: "KH 45/KH-UBND"."""
    start = said.span.start
    code = _CODE_BEFORE.search(text, max(0, start - _LONGEST_CODE), start) if said.type is None else None
    if code is None:
        return said
    return replace(said, type=type_codes()[code["code"]], span=Span(code.start(), said.span.end))


def _with_year(text: str, said: Said) -> Said:
    """Return a citation with the year behind it: "số 45/KH-UBND năm 2024"."""
    year = _YEAR.match(text, said.span.end) if said.date is None else None
    if year is None:
        return said
    issuer = one_line(year["issuer"]) if year["issuer"] else said.issuer
    return replace(said, year=year["year"], issuer=issuer, span=Span(said.span.start, year.end()))
