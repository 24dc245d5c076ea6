"""The province of a document: that of its issuer, else the one that its head and text speak of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.language.bodies import body_name_of
from ingest.language.letters import CAPITAL, SMALL
from ingest.language.provinces import provinces_in
from ingest.reading.fields.evidence import Candidate, best

# A city that is in no table may be one within a province: it counts less than any province.
_BY_ISSUER, _IN_OPENING, _CITY, _IN_BODY = 40, 5, 2, 1
_KIND = re.compile(r"(?<!\w)(?P<kind>tỉnh|thành phố|tp\.?)(?:\s(?:ủy|uỷ))?\s", re.I)
_KIND_BEFORE = re.compile(r"(?:tỉnh|thành phố|tp\.?)(?:\s(?:ủy|uỷ))?\s{1,3}$", re.I)
_KIND_AFTER = re.compile(r"\s{1,3}(?:province|city)(?!\w)", re.I)
_NAME = re.compile(
    rf"[{CAPITAL}][{SMALL}]{{1,7}}(?:\s[{CAPITAL}][{SMALL}]{{1,7}}){{1,2}}(?!\w)"
    rf"|[{CAPITAL}]{{2,8}}(?:\s[{CAPITAL}]{{2,8}}){{1,2}}(?!\w)"
)
_ENGLISH_NAME = re.compile(
    rf"(?i:of\s)(?P<name>[{CAPITAL}]\w{{1,8}}(?:\s[{CAPITAL}]\w{{1,8}}){{1,2}}?)\s(?P<kind>(?i:province|city))(?!\w)"
)
_MANY = re.compile(r"(?:các|những|nhiều|mọi|từng|hai|ba|bốn|năm|\d)\s{1,3}$", re.I)
_NEAR = 16  # characters before a name that say what kind of place it is


@dataclass(frozen=True, slots=True)
class Mentions:
    """Where a document can name its province.

    `bodies` are the issuers and those on the letterhead, `place` is that of signing, `opening` is title,
    preamble and who signed; `body` is the text, which counts only where nothing before it names a province.
    """

    bodies: Sequence[str]
    place: str | None
    opening: Sequence[str]
    body: str


def read_province(mentions: Mentions, *, central: bool) -> str | None:
    """Return the province that most speaks for; a body of the centre has none unless its name has one."""
    votes = [vote for text in mentions.bodies for vote in _votes(text, _BY_ISSUER, is_name=True)]
    if central and not votes:
        return None
    votes += [Candidate(name, _IN_OPENING) for name, _ in provinces_in(mentions.place or "")]
    votes += [vote for text in mentions.opening for vote in _votes(text, _IN_OPENING)]
    if mentions.bodies and all(vote.weight <= _CITY for vote in votes):
        votes += _votes(mentions.body, _IN_BODY)
    return best(votes)


def _votes(text: str, weight: int, *, is_name: bool = False) -> list[Candidate[str]]:
    """Return the provinces that `text` names behind their kind; in the name of a body also without it."""
    known = dict(_known(text, is_name=is_name))
    votes = [Candidate(name, weight) for name in known.values()]
    cities = _CITY if is_name else 0
    votes += [Candidate(name, min(weight, most)) for name, most in _unknown(text, known, cities)]
    return votes


def _known(text: str, *, is_name: bool) -> Iterator[tuple[int, str]]:
    """Yield where a known province is named, and its name in the table."""
    for name, span in provinces_in(text, bare=is_name and text.isascii()):
        before = text[max(0, span.start - _NEAR) : span.start]
        if is_name or _KIND_BEFORE.search(before) or name.startswith("Thành phố"):
            yield span.start, name


def _unknown(text: str, known: dict[int, str], city: int) -> Iterator[tuple[str, int]]:
    """Yield names of provinces that are in no table, and how much they count at most; cities count `city`."""
    for match in _KIND.finditer(text):
        plural = _MANY.search(text[max(0, match.start() - _NEAR) : match.start()])
        name = (
            None if plural or {match.start(), match.end()} & known.keys() else _NAME.match(text, match.end())
        )
        if name and not body_name_of(name.group()):
            is_city = match["kind"].lower() != "tỉnh"
            yield name.group().title(), city if is_city else _BY_ISSUER
    if not known:
        for match in _ENGLISH_NAME.finditer(text):
            yield match["name"].title(), _BY_ISSUER
