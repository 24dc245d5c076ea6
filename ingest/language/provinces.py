"""Provinces and cities of Viet Nam before and since 1 July 2025."""

from dataclasses import dataclass
from functools import cache

from ingest.language.tables import read_table


@dataclass(frozen=True, slots=True)
class Province:
    """A provincial unit before 1 July 2025 and the unit that it became part of."""

    name: str
    kind: str
    successor: str


@cache
def provinces() -> tuple[Province, ...]:
    """Return the 63 units before the mergers, in the order of the table."""
    return tuple(Province(**row) for row in read_table("ingest.language", "provinces.tsv"))


@cache
def province_names() -> frozenset[str]:
    """Return all old and new names."""
    return frozenset(n for p in provinces() for n in (p.name, p.successor))
