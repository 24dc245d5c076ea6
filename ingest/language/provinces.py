"""Provinces and cities of Viet Nam before and since 1 July 2025, and those dissolved earlier."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.language.folding import strip_marks
from ingest.language.phrases import PhraseTable, longest, word_forms, word_spans
from ingest.language.tables import cell_items, read_table
from ingest.types import Span


@dataclass(frozen=True, slots=True)
class Province:
    """A provincial unit before 1 July 2025, its other spellings, and the unit that it became part of.

    `since` is the ISO day of that and `basis` the number of the resolution, both empty where it kept its name.
    """

    name: str
    kind: str
    successor: str
    spellings: tuple[str, ...]
    since: str
    basis: str


@cache
def provinces() -> tuple[Province, ...]:
    """Return the 63 units before the mergers, in the order of the table."""
    return tuple(
        Province(
            row["name"],
            row["kind"],
            row["successor"],
            cell_items(row["spellings"]),
            row["since"],
            row["basis"],
        )
        for row in read_table("ingest.language", "provinces.tsv")
    )


@cache
def mergers() -> dict[str, tuple[str, ...]]:
    """Map each province that merged to the one it became part of, and that one to its parts."""
    table: defaultdict[str, list[str]] = defaultdict(list)
    for province in provinces():
        if province.name != province.successor:
            table[province.successor].append(province.name)
            table[province.name].append(province.successor)
    return {name: tuple(others) for name, others in table.items()}


@cache
def province_names() -> frozenset[str]:
    """Return all names, of units that are, that were merged and that were dissolved long before."""
    dissolved = (row["name"] for row in read_table("ingest.language", "former_provinces.tsv"))
    return frozenset([*dissolved, *(name for p in provinces() for name in (p.name, p.successor))])


def provinces_in(text: str, *, bare: bool = False) -> Iterator[tuple[str, Span]]:
    """Yield the provinces named in `text` in whatever case and with whatever hyphens, and where.

    Where `bare`, also names without their marks, as English texts have them.
    """
    spans, forms = word_spans(text), word_forms(text)
    found = (
        longest([strip_marks(form) for form in forms], _bare_names()) if bare else longest(forms, _names())
    )
    for name, first, after in found:
        yield name, Span(spans[first][0], spans[after - 1][1])


@cache
def _names() -> PhraseTable[str]:
    return PhraseTable((word_forms(spelling), name) for spelling, name in spellings())


@cache
def _bare_names() -> PhraseTable[str]:
    return PhraseTable((word_forms(strip_marks(spelling)), name) for spelling, name in spellings())


def spellings() -> Iterator[tuple[str, str]]:
    """Yield every name and spelling of a province with its name."""
    yield from ((name, name) for name in sorted(province_names()))
    yield from ((spelling, p.name) for p in provinces() for spelling in p.spellings)
