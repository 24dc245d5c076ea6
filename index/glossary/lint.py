"""Lint of the glossary: duplicates, wrong script, unbalanced entries."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from index.glossary.entries import Entry
from ingest.language.folding import canonical

# Letters that only Vietnamese has: in an English cell they mark a slipped column, unless the
# term is a proper name ("Quan họ folk songs of Bắc Ninh").
_VIETNAMESE_LETTER = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_STRAY = re.compile(r"[()\[\]{}|\\\t;]|[.,:]$|^[.,:]|\s{2,}|^\s|\s$")
MOST_TERMS = 12


def lint(entries: Sequence[Entry]) -> list[str]:
    """Return the faults of all entries as "topic, line n: reason"."""
    seen: dict[tuple[str, str], Entry] = {}
    faults = []
    for entry in entries:
        faults += [f"{entry.topic}, line {entry.line}: {reason}" for reason in _own_faults(entry)]
        key = (entry.english[0].lower(), canonical(entry.vietnamese[0]))
        first = seen.setdefault(key, entry)
        if first is not entry:
            faults.append(f"{entry.topic}, line {entry.line}: same pair as {first.topic}, line {first.line}")
    return faults


def _own_faults(entry: Entry) -> Iterator[str]:
    yield from english_faults(entry.english)
    yield from side_faults("english", entry.english)
    yield from side_faults("vietnamese", entry.vietnamese)


def side_faults(name: str, terms: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the terms of one side, whatever its language."""
    if len(terms) > MOST_TERMS:
        yield f"{len(terms)} {name} terms: split the entry"
    if len({term.lower() for term in terms}) < len(terms):
        yield f"a term of the {name} side stands twice"
    for term in terms:
        if _STRAY.search(term):
            yield f"{name} term {term!r} has stray punctuation or space"
        if unicodedata.normalize("NFC", term) != term:
            yield f"{name} term {term!r} is not NFC"
        if not all("LATIN" in unicodedata.name(letter, "") for letter in term if letter.isalpha()):
            yield f"{name} term {term!r} has letters of another script"


def english_faults(terms: Sequence[str]) -> Iterator[str]:
    """Yield the terms of the English side that are written in Vietnamese."""
    for term in terms:
        if term.islower() and _VIETNAMESE_LETTER.search(term):
            yield f"english term {term!r} is written in Vietnamese"
