"""Types of documents: their names in both languages, and where documents name them."""

from functools import cache
from typing import Literal

from ingest.language.tables import read_table

# Of what is cited, over the title, over an attached text, before a short form; and what has no number.
Place = Literal["citation", "title", "attachment", "definition", "law"]


@cache
def types_at(place: Place) -> tuple[str, ...]:
    """Return the types that are named at a place, before each type the longer ones that begin with it."""
    names = (row["name"] for row in _rows() if place in row["places"].split())
    return tuple(sorted(names, key=lambda name: -len(name)))


def types_pattern(place: Place, *, capitals: bool = False) -> str:
    """Return a pattern of the types that are named at a place, for use between brackets."""
    pattern = "|".join(types_at(place))
    return pattern.upper() if capitals else pattern


@cache
def english_types() -> dict[str, str]:
    """Return the English name of each type."""
    return {row["name"]: row["english"] for row in _rows()}


@cache
def _rows() -> list[dict[str, str]]:
    return read_table("ingest.language", "document_types.tsv")
