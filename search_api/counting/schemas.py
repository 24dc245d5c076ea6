"""Counts as JSON."""

from pydantic import Field

from index.snapshot import Snapshot
from search_api.counting.counts import Counted, Statistics
from search_api.kit.filters import Facets
from search_api.kit.schemas import IndexOut, Schema, index_out


class NamedCountOut(Schema):
    """A province or type, and how many documents have it."""

    value: str
    documents: int


class YearCountOut(Schema):
    """A year, and how many documents are of it."""

    value: int
    documents: int


class ValuesOut(Schema):
    """The values of each filter; years newest first, the others by name."""

    province: list[NamedCountOut]
    year: list[YearCountOut]
    type: list[NamedCountOut]


class FacetsOut(Schema):
    """How many documents pass the filters; each value is counted under the other filters."""

    documents: int
    facets: ValuesOut
    index: IndexOut


class StatisticsOut(Schema):
    """How much the index holds."""

    documents: int = Field(description="Documents that are searched")
    copies: int = Field(description="Copies of them in another form")
    older: int = Field(description="Earlier states of them")
    passages: int
    duties: int
    actors: int = Field(description="Bodies as the plans write them")
    instruments: int = Field(description="Instruments that are cited")
    values: ValuesOut
    created: str = Field(description="When the generation was made, ISO 8601")
    index: IndexOut


def facets_out(snapshot: Snapshot, found: Counted) -> FacetsOut:
    """Return the JSON form of the counts under filters."""
    return FacetsOut(documents=found.documents, facets=_values(found.facets), index=index_out(snapshot))


def statistics_out(snapshot: Snapshot, found: Statistics) -> StatisticsOut:
    """Return the JSON form of the statistics."""
    return StatisticsOut(
        documents=found.documents,
        copies=found.copies,
        older=found.older,
        passages=found.passages,
        duties=found.duties,
        actors=found.actors,
        instruments=found.instruments,
        values=_values(found.held),
        created=snapshot.manifest.created,
        index=index_out(snapshot),
    )


def _values(facets: Facets) -> ValuesOut:
    return ValuesOut(
        province=[NamedCountOut(value=value, documents=n) for value, n in facets.provinces.items()],
        year=[YearCountOut(value=value, documents=n) for value, n in facets.years.items()],
        type=[NamedCountOut(value=value, documents=n) for value, n in facets.types.items()],
    )
