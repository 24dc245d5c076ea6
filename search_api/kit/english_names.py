"""English names for what a citation says in Vietnamese: places, types of documents, bodies."""

import re
from functools import cache, lru_cache

from index.glossary import load_glossary
from ingest.language.document_types import english_types
from ingest.language.folding import canonical, one_line
from ingest.language.letters import CAPITAL
from ingest.language.time_words import ORDINALS, english_number, ordinal_number

_UNTYPED = "Document"

_WHOLE_STEPS = {
    "phần mở đầu": "opening part",
    "phần kết thúc": "closing part",
    "phụ lục": "appendix",
    "bảng": "table",
}
_STEPS = {
    "đoạn": "paragraph", "mục": "section", "phần": "part", "điểm": "point", "khoản": "clause",
    "điều": "article", "chương": "chapter", "phụ lục": "appendix", "dòng": "row", "bảng": "table",
}  # fmt: skip
# A mark is a numeral, a number or one letter: "Mục tiêu" is a heading, not a section called "tiêu".
_STEP = re.compile(
    rf"(?P<name>{'|'.join(_STEPS)})\s+(?:(?:thứ|số)\s+)?"
    rf"(?P<mark>[IVXLC]+|\d+(?:\.\d+)*|[^\W\d_]|{'|'.join(ORDINALS)})",
    re.I,
)
_BULLETS = {"gạch đầu dòng": "dash item", "dấu sao": "asterisk item", "dấu cộng": "plus item"}
_AGAIN, _ATTACHED = " (lần ", " kèm theo"
_NOTE = re.compile(r"chú thích\s+(?P<mark>\S+)")

_UNITS = {
    "tỉnh": "province", "thành phố": "city", "huyện": "district", "quận": "district", "thị xã": "town",
    "thị trấn": "township", "xã": "commune", "phường": "ward", "đặc khu": "special zone",
}  # fmt: skip
_WITHIN = re.compile(rf"^(?P<body>.+?) (?P<unit>{'|'.join(_UNITS)}) (?P<place>[{CAPITAL}].*)")
_SMALL_WORDS = frozenset({"a", "against", "and", "at", "for", "in", "of", "on", "the", "to", "under", "with"})


def english_type(name: str | None) -> str:
    """Return the English name of a type of document; one that is not in the table stays Vietnamese."""
    return english_types().get(name, name) if name else _UNTYPED


def english_place(place: str) -> str:
    """Return a place such as "điểm d, mục 1, phần I" in English; a heading in it stays Vietnamese."""
    return ", ".join(_english_step(step) for step in place.split(", "))


@lru_cache(maxsize=1024)
def english_body(name: str, province: str | None) -> str:
    """Return "the People's Committee of Hải Lâm province" for "UBND tỉnh Hải Lâm".

    The glossary knows the bodies; a name that it does not know stays as it is. Names of places
    always do.
    """
    name = one_line(name)
    within = _WITHIN.fullmatch(name)
    if within:
        unit = _UNITS[within["unit"]]
        body = _known_body(within["body"]) or _known_body(f"{within['body']} {within['unit']}")
        return f"the {body} of {within['place']} {unit}" if body else name
    if province and name.endswith(f" {province}"):
        body = _known_body(name.removesuffix(f" {province}"))
        return f"the {body} of {province}" if body else name
    body = _known_body(name)
    return f"the {body}" if body else name


def _english_step(step: str) -> str:
    whole = _WHOLE_STEPS.get(step.lower())
    bullet, _, nth = step.partition(" thứ ")
    named = _STEP.fullmatch(step)
    if named:
        ordinal = ORDINALS.get(named["mark"].lower())
        mark = english_number(ordinal) if ordinal else named["mark"]
        whole = f"{_STEPS[named['name'].lower()]} {mark}"
    elif bullet.lower() in _BULLETS and _AGAIN not in step:
        whole = f"{_BULLETS[bullet.lower()]} {ordinal_number(nth)}"
    elif note := _NOTE.fullmatch(step):
        whole = f"footnote {note['mark']}"
    elif _AGAIN in step:
        first, _, times = step.rpartition(_AGAIN)
        return f"{_english_step(first)} (time {times}"
    elif step.removesuffix(_ATTACHED) in english_types():
        return f"attached {english_type(step.removesuffix(_ATTACHED))}"
    if whole is None:
        return step
    return whole[0].upper() + whole[1:] if step[0].isupper() else whole


def _known_body(name: str) -> str | None:
    """Return the usual English name of a body in title case, or None."""
    known = _bodies().get(canonical(name))
    return _title_case(known) if known else None


@cache
def _bodies() -> dict[str, str]:
    """Return the glossary's bodies by their names, and by abbreviations that stand for one alone."""
    bodies: dict[str, str] = {}
    short: dict[str, set[str]] = {}
    for entry in load_glossary():
        if entry.kind == "body":
            for name in entry.vietnamese:
                bodies.setdefault(canonical(name), entry.english[0])
            for abbreviation in entry.abbreviations:
                short.setdefault(canonical(abbreviation), set()).add(entry.english[0])
    alone = {name: next(iter(meanings)) for name, meanings in short.items() if len(meanings) == 1}
    return alone | bodies


def _title_case(name: str) -> str:
    words = name.split()
    return " ".join(
        word if n and word in _SMALL_WORDS else word[0].upper() + word[1:] for n, word in enumerate(words)
    )
