"""Types of documents: their names in both languages, and where documents name them."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ingest.language.phrases import PhraseTable, Words, word_forms
from ingest.language.tables import read_table

# Of what is cited, over the title, over an attached text, before a short form; and what has no number.
Place = Literal["citation", "title", "attachment", "definition", "law"]
_LONGEST_NAME = 4  # words


@dataclass(frozen=True, slots=True)
class TypeName:
    """The name of a type that a text begins with, and where that name ends."""

    type: str
    end: int
    is_english: bool


@cache
def types_at(place: Place) -> tuple[str, ...]:
    """Return the types that are named at a place, before each type the longer ones that begin with it."""
    names = (row["name"] for row in _rows() if place in row["places"].split())
    return tuple(sorted(names, key=lambda name: -len(name)))


def types_pattern(place: Place, *, capitals: bool = False) -> str:
    """Return a pattern of the types that are named at a place, for use between brackets."""
    pattern = "|".join(types_at(place))
    return pattern.upper() if capitals else pattern


def type_of_title(text: str) -> TypeName | None:
    """Return the type whose name a title begins with, in either language and any case, or None."""
    words = Words(text, most=_LONGEST_NAME)
    if not words.starts or text[: words.starts[0]].strip(" \t“\"'"):
        return None
    length, found = _title_names().at(words, 0)
    return TypeName(found[0], words.ends[length - 1], found[1]) if found else None


@cache
def english_types() -> dict[str, str]:
    """Return the English name of each type."""
    return {row["name"]: row["english"] for row in _rows()}


@cache
def type_codes() -> dict[str, str]:
    """Return what the short forms in document numbers stand for: "KH" is a Kế hoạch."""
    return {code: row["name"] for row in _rows() for code in row["codes"].split()}


@cache
def _title_names() -> PhraseTable[tuple[str, bool]]:
    """Return the names over titles, each with its type and whether it is English; scans lose marks."""
    named = [row for row in _rows() if "title" in row["places"].split()]
    own = ((word_forms(row["name"]), (row["name"], False)) for row in named)
    foreign = (
        (word_forms(row["english"] + plural), (row["name"], True)) for row in named for plural in ("", "s")
    )
    return PhraseTable([*own, *foreign], loose=True)


@cache
def _rows() -> list[dict[str, str]]:
    return read_table("ingest.language", "document_types.tsv")
