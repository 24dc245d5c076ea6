"""Issuers: whether two names mean the same body, however either is shortened, and of which place it is."""

import re

from ingest.instruments.authorities import kind_of_body, place_of
from ingest.language.folding import fold, squash
from ingest.language.letters import CAPITAL
from search_api.kit.english_names import english_body

# Short forms within longer names.
_SHORT = {
    "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "BCĐ": "Ban Chỉ đạo", "BTV": "Ban Thường vụ",
    "BTG": "Ban Tuyên giáo", "MTTQ": "Mặt trận Tổ quốc", "TW": "Trung ương", "TƯ": "Trung ương",
    "TP": "thành phố", "TTg": "Thủ tướng",
}  # fmt: skip
_SHORT_FORM = re.compile(rf"\b(?:{'|'.join(_SHORT)})\b\.?")
_UNIT = r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường)"
_ENGLISH_PLACE = re.compile(
    rf"\bof (?P<name>[{CAPITAL}][^,]{{1,40}}?) (?:province|city|district|town|commune|ward)\Z"
)
_ENGLISH_SMALL = frozenset({"the", "of", "for", "and", "on"})
_WORD = re.compile(r"[^\W_]+")


def named_place(issuer: str, *, english: bool = False) -> str | None:
    """Return the province, city or district that an issuer names, or None."""
    if not english:
        return place_of(issuer)
    found = _ENGLISH_PLACE.search(issuer)
    return found["name"] if found else None


def same_place(one: str, other: str) -> bool:
    """True where two names mean the same place, whatever their marks and blanks."""
    return squash(one) == squash(other)


def same_body(said: str, found: str, province: str | None, *, english: bool = False) -> bool:
    """True where an issuer as said may be the one that was found, of whichever place."""
    if english:
        return _agree(_english_words(said), _english_words(english_body(found, province)))
    said, found = _in_full(said), _in_full(found)
    kinds = {kind_of_body(said), kind_of_body(found)} - {None}
    if len(kinds) > 1:
        return False
    return _agree(_words(said), _words(found)) or english_body(said, province) == english_body(
        found, province
    )


def _in_full(name: str) -> str:
    return _SHORT_FORM.sub(lambda match: _SHORT[match.group().rstrip(".")], name)


def _words(name: str) -> frozenset[str]:
    place = place_of(name)
    plain = re.sub(rf"(?:{_UNIT}\s+)?{re.escape(place)}", "", name, flags=re.I) if place else name
    return frozenset(_WORD.findall(fold(plain)))


def _english_words(name: str) -> frozenset[str]:
    place = _ENGLISH_PLACE.search(name)
    plain = name[: place.start()] if place else name
    return frozenset(_WORD.findall(fold(plain))) - _ENGLISH_SMALL


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one
