"""The number of a document: on its letterhead behind "Số", or in its title behind the type."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.instruments.numbers import (
    NUMBER_PATTERN,
    SHORT_PATTERN,
    SPACED_PATTERN,
    canonical_number,
    codes_of,
    type_of_number,
)
from ingest.language.bodies import decider_of
from ingest.language.dates import DATE, parse_date
from ingest.language.document_types import type_of_title, types_pattern
from ingest.reading.fields.evidence import Candidate, best

_MARKER = r"(?<!\w)(?:[Ss]ố|SỐ|N[oO]|N[º°]|Number)(?!\w)[ \t]{0,12}[:.;]{0,2}"
_MARKED = re.compile(
    rf"{_MARKER}[\s|_]{{0,80}}(?:(?P<number>{SPACED_PATTERN}|{SHORT_PATTERN})(?!\w)|(?=[/–-]\s?[^\W\d_]|\n|\t|\s\s|$))"
)
_BEFORE = re.compile(r"[^\n\t|]*\Z")
_REACH = 60  # characters before a marker that say of what it is the number
_ALONE = re.compile(rf"^[ \t]*(?P<number>{NUMBER_PATTERN})[ \t]*$", re.M)
_DRAWN = re.compile(r"\.{2,}|…|_{2,}|(?<=\d)\.(?=[ \t]*/)")
_CODE_OF_BLANK = re.compile(r"[/–-]\s?[^\W\d_]{2,8}")
_STAMP = re.compile(r"Đ[ẾỀ]N\b|\bđến\b")
_IN_TITLE = re.compile(
    rf",?\s?\(?(?<!\w)(?:số|Số|SỐ|No\.?)\s?:?\s{{0,3}}(?P<number>{NUMBER_PATTERN}|{SHORT_PATTERN})(?!\w)"
    rf"(?:,?\s{{0,3}}(?:ngày|NGÀY)\s{{1,3}}(?P<date>(?i:{DATE})))?\)?"
)
_OF = re.compile(r"\s{0,3}(?:liên (?:tịch|bộ)\s{0,3})?(?:của\s{1,3})?(?:liên (?:tịch|bộ)\s{0,3})?", re.I)
_JOINT = re.compile(r"\s{0,3}(?:của\s{1,3})?liên (?:tịch|bộ)", re.I)
# What a subject speaks of, and no name of a body.
_NO_BODY = re.compile(
    rf"(?<!\w)(?:{types_pattern('citation')}|về|sửa đổi|bổ sung|quy định|qui định|ban hành|phê duyệt|thi hành|thực hiện"
    r"|triển khai)(?!\w)",
    re.I,
)
_MARKED_WEIGHT, _ALONE_WEIGHT, _STAMPED_WEIGHT, _AGREEMENT = 3, 1, -4, 3


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """The number in a title, its date, and the end of what the title says about itself."""

    number: str
    date: str | None
    between: str
    end: int


def read_number(letterhead: str, title: str, kind: str | None) -> str | None:
    """Return the number of a document of this `kind`; None where its place was left blank.

    What counts is the marker, and that the code in the number is that of the type.
    """
    candidates = list(_on_letterhead(letterhead, kind))
    own = number_in_title(title)
    if own:
        candidates.append(Candidate(own.number, _MARKED_WEIGHT + _agreement(own.number, kind)))
    return best(candidates) or None


def number_spans(letterhead: str) -> Iterator[tuple[int, int]]:
    """Yield where numbers stand on a letterhead, with their markers."""
    for match in _MARKED.finditer(_undrawn(letterhead)):
        yield match.span()
    for match in _ALONE.finditer(letterhead):
        yield match.span()


def number_in_title(title: str) -> OwnNumber | None:
    """Return the number that a title gives itself: "Nghị định của Chính phủ số 30/2020/NĐ-CP …".

    Between the type and the number stands nothing but who issued it: a number behind other words is
    that of another document.
    """
    named = type_of_title(title)
    match = _IN_TITLE.search(title, named.end) if named else None
    between = title[named.end : match.start()] if named and match else ""
    if not match or not _is_issuer(between):
        return None
    date = parse_date(match["date"]) if match["date"] else None
    return OwnNumber(canonical_number(match["number"]), date, between, match.end())


def _is_issuer(words: str) -> bool:
    """True for nothing, or for bodies with or without "của" and "liên tịch"."""
    body = _OF.sub("", words, count=1).strip(" :,")
    return not body or (_NO_BODY.search(body) is None and bool(_JOINT.match(words) or decider_of(body)))


def _on_letterhead(letterhead: str, kind: str | None) -> Iterator[Candidate[str]]:
    """Yield the numbers on a letterhead; a place for a number that was left blank gives ""."""
    for match in _MARKED.finditer(_undrawn(letterhead)):
        before = _before(match)
        if _belongs_to_another(before):
            continue
        stamped = _STAMPED_WEIGHT if _STAMP.search(before) else 0
        blank = _CODE_OF_BLANK.match(match.string, match.end()) if match["number"] is None else None
        number = canonical_number(match["number"] or "")
        code = match["number"] or (blank.group() if blank else "")
        yield Candidate(number, _MARKED_WEIGHT + stamped + _agreement(code, kind))
    for match in _ALONE.finditer(letterhead):
        yield Candidate(canonical_number(match["number"]), _ALONE_WEIGHT + _agreement(match["number"], kind))


def _before(match: re.Match[str]) -> str:
    """Return what stands before a marker in its cell."""
    found = _BEFORE.search(match.string[max(0, match.start() - _REACH) : match.start()])
    return found.group() if found else ""


def _belongs_to_another(before: str) -> bool:
    """True where the words before "số" say of what it is the number: "Mẫu số", "theo Quyết định số"."""
    words: Sequence[str] = before.split()
    if not words or not words[-1][-1].isalpha():
        return False
    named = type_of_title(before)
    is_type = named is not None and named.end == len(before.rstrip())
    return not (is_type or words[-1].isupper() or decider_of(before))


def _agreement(number: str, kind: str | None) -> int:
    named = type_of_number(number) if codes_of(number) else None
    if named is None or kind is None:
        return 0
    return _AGREEMENT if kind.startswith(named) or named.startswith(kind) else -1


def _undrawn(letterhead: str) -> str:
    """Return a letterhead with blanks in place of dotted lines, over which numbers are written by hand."""
    return _DRAWN.sub(lambda match: " " * len(match.group()), letterhead)
