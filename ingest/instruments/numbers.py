"""Numbers of documents: 57-KL/TW, 18/KH-UBND, 72/2015/NĐ-CP, 01/2024/TTLT-BTTTT-BTC, 69/2025/QH15.

A number has a serial, often a year, the code of its type and the codes of its issuers. The code of a
type says that an issuer must follow, so blanks around the next dash belong to the number ("18/KH -
UBND"). Once an issuer is named the number is complete: a dash between blanks is one of the sentence.
"""

import re

from ingest.language.document_types import type_codes
from ingest.language.letters import CAPITAL, SMALL

# Converters of old files write Đ as the Icelandic Ð, which looks the same.
_CAPITAL = CAPITAL + "Ð"
DASH = r"[-–—−‐‑]"
_MARK = rf"(?:{DASH}|/)"
# A line may end within a number.
_TIGHT_MARK = rf"(?:{_MARK}\n?|[.&])"
SERIAL = r"\d{1,5}(?:\.\d{1,4})?[a-zđ]?"
# Two capitals: "Sở" after a dash is a word. Digits count terms of the National Assembly: NQ-UBTVQH15.
_ISSUER_CODE = rf"(?=[{_CAPITAL}][{SMALL}]{{0,3}}[{_CAPITAL}])[{_CAPITAL}{SMALL}]{{2,15}}\d{{0,2}}"
_FIRST_CODE = rf"[{_CAPITAL}][{_CAPITAL}{SMALL}]{{0,6}}\d{{0,2}}"
_TYPE_CODE = "|".join(sorted(type_codes(), key=len, reverse=True)).replace("Đ", "[ĐÐD]")


def _pattern(blank: str) -> str:
    mark = f"{blank}{_MARK}{blank}"
    completed = (
        rf"(?:(?:{_TYPE_CODE}){mark}{_ISSUER_CODE}|{_FIRST_CODE}{_TIGHT_MARK}{_ISSUER_CODE})"
        rf"(?:{_TIGHT_MARK}{_ISSUER_CODE}){{0,12}}"
    )
    return rf"{SERIAL}{mark}(?:(?:19|20)\d{{2}}{mark}(?:{completed}|(?:QH|UBTVQH)\d{{1,2}})|{completed})"


NUMBER_PATTERN = _pattern(r"\s{0,3}")
# On a letterhead, where there are more blanks and nothing else to confuse them with.
SPACED_PATTERN = _pattern(r"\s{0,12}")
# "310/STP", where "số" or a type stands before it.
SHORT_PATTERN = rf"\d{{1,5}}\s?/\s?{_ISSUER_CODE}(?!{_MARK})"
NUMBER = re.compile(rf"(?=\d)(?<![\w/-])(?:{NUMBER_PATTERN})(?!\w)")
_DASHES = re.compile(DASH)
_CODE_OF = re.compile(rf"[{_CAPITAL}][{_CAPITAL}{SMALL}]*\d*")


def canonical_number(number: str) -> str:
    """Return a document number in one spelling: "57 – KL / TW" is 57-KL/TW, "NÐ-CP" is NĐ-CP."""
    return _DASHES.sub("-", "".join(number.split())).replace("Ð", "Đ")


def codes_of(number: str) -> list[str]:
    """Return the codes of type and issuers in a number: KH and UBND of 18/KH-UBND."""
    return _CODE_OF.findall(number)


def type_of_number(number: str) -> str | None:
    """Return the type that a number names by its code, or None."""
    return next((type_codes()[code] for code in codes_of(number) if code in type_codes()), None)
