"""Authorities: whether an instrument comes from the Party's centre, the central State or a province, and which."""

import re
from functools import lru_cache
from typing import Literal, get_args

from ingest.language.bodies import body_name_of
from ingest.language.document_types import types_pattern
from ingest.language.letters import CAPITAL, SMALL

Level = Literal["party", "government", "province"]
LEVELS: tuple[Level, ...] = get_args(Level)

# The same numbers and issuers come back thousands of times.
_REMEMBERED = 1 << 16
_CODE = re.compile(rf"[{CAPITAL}][{CAPITAL}{SMALL}]*\d*")
_CENTRAL = re.compile(r"QH\d*|UBTVQH\d*|CP|TTg|CTN|VPCP|VPQH|TTCP|NHNN|UBDT|TANDTC|VKSNDTC|KTNN")
# Ministries by the short forms of their numbers, those merged away included.
_MINISTRY = re.compile(
    r"B(?:TTTT|NG|VHTTDL|TC|KHĐT|NV|CA|QP|TP|CT|NNPTNT|NNMT|NN|TNMT|XD|GTVT|GDĐT|YT|LĐTBXH|KHCN|DTTG)"
)
_PLACE = re.compile(
    r"(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hành|[Xx]ã|[Pp]hường)(?:\s+[uủUỦ][ỷyYỶ])?"
    rf"\s+(?P<name>[{CAPITAL}][{SMALL}]{{0,7}}(?:\s[{CAPITAL}][{SMALL}]{{0,7}}){{0,3}})"
)
# Steering committees are those of the Government where nothing else is said.
_OF_ANY_LEVEL = "Ban Chỉ đạo"
_LAW = re.compile(types_pattern("law"))


@lru_cache(maxsize=_REMEMBERED)
def level_of(number: str, issuer: str | None) -> Level:
    """Return where an instrument comes from, by its number, then its issuer; else a province.

    Party committees of provinces count as their province.
    """
    if not number[0].isdigit():
        return "government" if _LAW.match(number) else "party" if number.endswith("Đảng") else "province"
    codes = _CODE.findall(number)
    if any(code.endswith("TW") for code in codes):
        return "party"
    if any(_CENTRAL.fullmatch(code) for code in codes):
        return "government"
    if issuer:
        return _level_of_body(issuer)
    return "government" if any(_MINISTRY.fullmatch(code) for code in codes) else "province"


def is_central(number: str | None, issuer: str | None) -> bool:
    """Return whether a document is of the State's or the Party's centre, by its number, then its issuer."""
    if any(_CENTRAL.fullmatch(code) or code.endswith("TW") for code in _CODE.findall(number or "")):
        return True
    body = body_name_of(issuer) if issuer else None
    return bool(
        body and body.family != _OF_ANY_LEVEL and (body.level or "trung ương" in (issuer or "").lower())
    )


@lru_cache(maxsize=_REMEMBERED)
def place_of(issuer: str) -> str | None:
    """Return the province, city or district that an issuer names: "Tỉnh ủy Hải Lâm" names Hải Lâm."""
    match = _PLACE.search(issuer)
    return match["name"] if match else None


def kind_of_body(issuer: str) -> str | None:
    """Return what kind of body an issuer is: "UBND tỉnh Hải Lâm" is an Ủy ban nhân dân."""
    body = body_name_of(issuer)
    return body.family or None if body else None


def _level_of_body(issuer: str) -> Level:
    if "Trung ương Đảng" in issuer:
        return "party"
    body = body_name_of(issuer)
    level = body and (body.level or ("Trung ương" in issuer and body.central))
    return next((known for known in LEVELS if known == level), "province")
