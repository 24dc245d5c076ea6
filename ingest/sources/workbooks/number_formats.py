"""Numbers and dates as a spreadsheet shows them, in the Vietnamese way: 1.234.567,5 and 31/12/2025.

The parts of a format that change what a reader sees are followed: decimals, thousands, percent,
leading zeros, units, what stands for a negative number and for zero.
"""

import re
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

CellValue = str | bool | int | float | date | time | timedelta

_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;])+')
# Room as wide as a sign, fill, colours and conditions are not shown.
_NOT_SHOWN = re.compile(r"_.|\*.|\[(?!\$)[^\]]*\]")
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_DIGITS = re.compile(r"[0#?][0#?,.]*")
# Fractions, powers of ten, text; and digits in several places, as of telephone numbers.
_NOT_FOLLOWED = re.compile(r"[Ee][+-]|/|@|General|[0#?][^0#?,.]+[0#?]", re.I)
_LARGEST_EXACT = 1e15
_SEPARATORS = str.maketrans(",.", ".,")
_DAYS = {"d": "%d", "dm": "%d/%m", "my": "%m/%Y", "m": "%m", "y": "%Y"}


def shown(value: CellValue, pattern: str = "General") -> str:
    """Return a value as its cell shows it by its number format; text as it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, date | time):
        return _moment(value, pattern)
    return _number(value, pattern)


def _number(value: float, pattern: str) -> str:
    sections = _SECTION.findall(_CURRENCY.sub(r'"\1"', _NOT_SHOWN.sub("", pattern))) or ["General"]
    section = _section(sections, value)
    bare = _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), section)
    if _NOT_FOLLOWED.search(bare) or abs(value) >= _LARGEST_EXACT:
        return _general(value)
    digits = _DIGITS.search(bare)
    if digits is None or not digits[0].strip("?"):
        return _literal(section).replace("?", "").strip()
    number = _with_digits(Decimal(repr(abs(value))).scaleb(2 * bare.count("%")), digits[0])
    sign = "-" if value < 0 and section is sections[0] and number.strip("0,.") else ""
    return f"{sign}{_literal(section[: digits.start()])}{number}{_literal(section[digits.end() :])}".strip()


def _section(sections: list[str], value: float) -> str:
    """Return the section of a format for a value; they stand for positive, negative, zero."""
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]


def _literal(text: str) -> str:
    return _QUOTED.sub(lambda quoted: quoted[1] or quoted[2] or "", text)


def _with_digits(value: Decimal, digits: str) -> str:
    """Return a number with the decimals, the groups of thousands and the leading zeros that `digits` ask for."""
    whole, _, decimals = (part.rstrip(",") for part in digits.partition("."))
    # Commas that no digit follows divide by a thousand each, the others stand between thousands.
    scale = digits.count(",") - whole.count(",")
    rounded = value.scaleb(-3 * scale).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    before, _, after = format(rounded, ",f" if "," in whole else "f").partition(".")
    needed = len(decimals.rstrip("#?"))
    after = after[:needed] + after[needed:].rstrip("0")
    return ".".join(filter(None, (before.zfill(whole.count("0")), after))).translate(_SEPARATORS)


def _general(value: float) -> str:
    if abs(value) < _LARGEST_EXACT and value == int(value):
        return str(int(value))
    return f"{value:.10g}".replace(".", ",")


def _moment(value: date | time, pattern: str) -> str:
    """Return a date or time with the parts that its format names; an m alone may mean minutes."""
    named = set(_QUOTED.sub("", _CURRENCY.sub("", _NOT_SHOWN.sub("", pattern))).lower()) & set("dmyh")
    if isinstance(value, time) or ("h" in named and not named & set("dy")):
        return value.strftime("%H:%M")
    days = _DAYS.get("".join(sorted(named - {"h"})), "%d/%m/%Y")
    return value.strftime(f"{days} %H:%M" if "h" in named else days)


def _duration(value: timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02}"
