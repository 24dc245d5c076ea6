"""Abbreviations and merged provinces: what words of a query or a passage also stand for."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from index.glossary import load_glossary
from index.types import DocumentRecord, Expansion
from ingest.language.bodies import names_at
from ingest.language.folding import fold
from ingest.language.letters import CAPITAL
from ingest.language.phrases import PhraseTable, Words
from ingest.language.provinces import mergers, provinces

# A longer list of readings is a guess, not an expansion.
MOST_READINGS = 2
_SHORT_FORM = re.compile(r"(?<![\w&/])[^\W\d_][\w]*(?:\s?[&\-]\s?[^\W\d_]\w*){0,4}(?![\w&])")
_INNER_CAPITAL = re.compile(rf"[{CAPITAL}&\-](?:(?<=\w[{CAPITAL}])|(?<=\w\s[&\-])\s?[{CAPITAL}])")
# "ubnd" and "ttdn" are no syllables; "nghi" is one.
_CONSONANTS = re.compile("(?!ngh)[bcdfghjklmnpqrstvwxz]{3}")
_BODY_KINDS = frozenset(map(fold, names_at("abbreviation")))


def expand_query(query: str) -> tuple[str, tuple[Expansion, ...]]:
    """Return the query with full forms added, and what was added and why.

    "Sở TT&TT" gains "Sở Thông tin và Truyền thông"; "Bắc Ninh" gains the provinces merged into it.
    """
    found = list(dict.fromkeys([*_abbreviations(query), *_mergers(query)]))
    added = " ".join(expansion.read_as for expansion in found)
    return (f"{query} {added}" if added else query), tuple(found)


def passage_expansions(text: str, document: DocumentRecord) -> str:
    """Return the full forms of the abbreviations in a passage, the document's own first.

    Also the province that the document's province is now part of.
    """
    defined = {definition.short: definition.long for definition in document.definitions}
    found: list[str] = [long for short, long in defined.items() if _stands_in(short, text)]
    for form in _forms_with_capitals(text):
        for candidate in _readable_forms(form):
            if candidate not in defined and any(c.isupper() for c in candidate[1:]):
                found += _readings(candidate)
    province = document.metadata.province
    if province:
        found += [province, *_merged_with(province)]
    return ". ".join(dict.fromkeys(found))


def _forms_with_capitals(text: str) -> Iterator[str]:
    """Yield the forms that have a capital after their first letter."""
    # Nearly all words of a text are in small letters but for the first, and most passages have no others.
    if _INNER_CAPITAL.search(text):
        for match in _SHORT_FORM.finditer(text):
            form = match.group()
            if form[1:] != form[1:].lower():
                yield form


def _abbreviations(query: str) -> Iterator[Expansion]:
    for match in _SHORT_FORM.finditer(query):
        before = query[: match.start()].split()[-1:]
        for word in _readable_forms(match.group()):
            if is_short_form(word):
                for full in _readings_after(word, before[0] if before else ""):
                    if fold(full) not in fold(query):
                        yield Expansion(word, full, "abbreviation")


def _readings_after(word: str, before: str) -> tuple[str, ...]:
    """Return the readings of an abbreviation, led by the kind of body that stands before it.

    "Sở TT&TT" is a department, also where the list has only the ministry of that name.
    """
    if fold(before) not in _BODY_KINDS:
        return _readings(word)
    together = _readings(before + word)
    if together:
        return together
    bodies = [full for full in readings_of(word) if fold(full.split()[0]) in _BODY_KINDS]
    if bodies:
        return (f"{before} {bodies[0].split(maxsplit=1)[1]}",)
    return _readings(word)


def _readable_forms(form: str) -> Iterator[str]:
    """Yield "TT & TT" as TT&TT, and the parts of a hyphenated form."""
    compound = re.sub(r"\s+", "", form)
    yield compound
    if compound != form or "-" in compound:
        yield from re.split(r"[\s\-]+", form)


def is_short_form(word: str) -> bool:
    """True for capitals ("UBND"), and for small letters that cannot be syllables ("ubnd")."""
    letters = "".join(c for c in word if c.isalpha() or c.isspace())
    if sum(map(str.isupper, letters)) >= 2:
        return True
    return _CONSONANTS.search(fold(letters)) is not None


def _readings(word: str) -> tuple[str, ...]:
    """Return what an abbreviation stands for, empty where there are too many readings."""
    readings = readings_of(word)
    return readings if len(readings) <= MOST_READINGS else ()


def readings_of(word: str) -> tuple[str, ...]:
    """Return the Vietnamese terms that the glossary knows an abbreviation for."""
    return _glossary_abbreviations().get(_key(word), ())


@cache
def _glossary_abbreviations() -> dict[str, tuple[str, ...]]:
    """Map each abbreviation, folded, to the usual Vietnamese terms it stands for."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for entry in load_glossary():
        for abbreviation in entry.abbreviations:
            found[_key(abbreviation)][entry.vietnamese[0]] = None
    return {key: tuple(terms) for key, terms in found.items()}


def _key(word: str) -> str:
    return fold(word).replace(" ", "").replace("-", "")


def _stands_in(short: str, text: str) -> bool:
    return short in text and re.search(rf"(?<!\w){re.escape(short)}(?!\w)", text) is not None


def _mergers(query: str) -> Iterator[Expansion]:
    named = {name for name, _, _ in _merged_names().places(Words(fold(query)).keys)}
    for name, others in mergers().items():
        if name in named:
            yield from (Expansion(name, other, "merger") for other in others if other not in named)


@cache
def _merged_names() -> PhraseTable[str]:
    return PhraseTable((Words(fold(name)).keys, name) for name in mergers())


@cache
def _merged_with(province: str) -> tuple[str, ...]:
    return tuple(p.successor for p in provinces() if p.name == province != p.successor)
