"""Filters as a person sees them: the choices of each, and those that are on."""

from dataclasses import dataclass

from index.snapshot import Snapshot
from ingest.language.folding import strip_marks
from search_api.kit.filters import Facets, facets
from web.kit.parameters import Parameters
from web.kit.urls import Urls


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with the number of documents that have it."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One filter with its choices."""

    name: str
    choices: tuple[Choice, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter that is on, and the address of the same page without it."""

    name: str
    label: str
    remove_url: str


def alphabetical(counts: dict[str, int]) -> dict[str, int]:
    """Return counts by name, Đ beside D rather than after Z."""
    return dict(sorted(counts.items(), key=lambda item: strip_marks(item[0]).lower()))


def facet_groups(found: Facets, parameters: Parameters) -> tuple[FacetGroup, ...]:
    """Return the filters that offer a choice in this index."""
    counts = _counts(found)
    groups = [_group(name, counts[name], getattr(parameters, name)) for name in counts]
    return tuple(group for group in groups if group.choices)


def known_values(snapshot: Snapshot) -> dict[str, set[str]]:
    """Return the values that each filter can take."""
    known = {name: set(values) for name, values in _counts(facets(snapshot)).items()}
    return {**known, "document_id": {record.id for record in snapshot.documents.values()}}


def active_filters(
    snapshot: Snapshot, parameters: Parameters, urls: Urls, path: str
) -> tuple[ActiveFilter, ...]:
    """Return the filters that are on; `path` names the page that they restrict."""
    build = {"search": urls.search, "ask": urls.ask, "documents": urls.documents}[path]
    return tuple(
        ActiveFilter(name, _label(snapshot, name, value), build(parameters.without(name)))
        for name, value in parameters.active_filters()
    )


def _counts(found: Facets) -> dict[str, dict[str, int]]:
    return {
        "province": alphabetical(found.provinces),
        "year": {str(year): count for year, count in found.years.items()},
        "type": alphabetical(found.types),
    }


def _group(name: str, counts: dict[str, int], chosen: str) -> FacetGroup:
    choices = tuple(Choice(value, count, value == chosen) for value, count in counts.items())
    return FacetGroup(name, choices, chosen)


def _label(snapshot: Snapshot, name: str, value: str) -> str:
    """Return what a filter's value is called: a document goes by its title."""
    if name != "document_id":
        return value
    titles = {record.id: record.metadata.title for record in snapshot.documents.values()}
    return titles.get(value, value)
