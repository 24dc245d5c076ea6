"""What restricts results, and which part of them is shown: checked against the index, and counted."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from index.errors import InvalidQueryError, UnknownValueError
from index.snapshot import Snapshot
from index.types import DocumentRecord, Filters

LARGEST_LIMIT = 100
LARGEST_OFFSET = 10_000


@dataclass(frozen=True, slots=True)
class Facets:
    """The values that filters can take, with the number of documents of each."""

    provinces: dict[str, int]
    years: dict[int, int]
    types: dict[str, int]


def facets(snapshot: Snapshot) -> Facets:
    """Return the values of each filter with counts, in a fixed order."""
    return snapshot.derived(_facets)


def count_facets(documents: Collection[DocumentRecord]) -> Facets:
    """Return the values of each filter in these documents with counts, in a fixed order."""
    provinces = Counter(d.metadata.province for d in documents if d.metadata.province)
    years = Counter(d.metadata.year for d in documents if d.metadata.year)
    types = Counter(d.metadata.type for d in documents if d.metadata.type)
    return Facets(
        dict(sorted(provinces.items())),
        dict(sorted(years.items(), reverse=True)),
        dict(sorted(types.items())),
    )


def cleaned(value: str) -> str:
    """Return a value in the Unicode form of the index, without the characters nobody types."""
    return unicodedata.normalize("NFC", value.replace("\x00", " ")).strip()


def spelt(value: str | None, known: Iterable[str]) -> str | None:
    """Return the one of `known` that a value is in any case of its letters, else the value itself."""
    if value is None:
        return None
    return next((each for each in known if each.casefold() == value.casefold()), value)


def spelt_filters(snapshot: Snapshot, filters: Filters) -> Filters:
    """Return filters whose province and type are spelt as the documents spell them."""
    found = snapshot.derived(_spellings)
    return replace(
        filters,
        province=spelt(filters.province, found.provinces),
        type=spelt(filters.type, found.types),
    )


def check_range(limit: int, offset: int) -> None:
    """Raise `InvalidQueryError` for a limit or offset out of range."""
    if not 1 <= limit <= LARGEST_LIMIT:
        raise InvalidQueryError(
            "limit must be between 1 and %(most)d, not %(limit)d", most=LARGEST_LIMIT, limit=limit
        )
    if not 0 <= offset <= LARGEST_OFFSET:
        raise InvalidQueryError(
            "offset must be between 0 and %(most)d, not %(offset)d", most=LARGEST_OFFSET, offset=offset
        )


def check_filters(filters: Filters, documents: Collection[DocumentRecord]) -> None:
    """Raise `UnknownValueError` for a filter value that no document has, naming those that exist."""
    for name, value in filters.values().items():
        if value is None:
            continue
        known = {d.id if name == "document_id" else getattr(d.metadata, name) for d in documents} - {None}
        if value not in known:
            values = ", ".join(sorted(map(str, known))[:40])
            raise UnknownValueError(
                "%(name)s %(value)r is not in the index; known: %(known)s",
                name=name,
                value=value,
                known=values,
            )


def _facets(snapshot: Snapshot) -> Facets:
    return count_facets(snapshot.documents.values())


def _spellings(snapshot: Snapshot) -> Facets:
    return count_facets(snapshot.every_document)
