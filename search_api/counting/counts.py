"""What the index holds, counted: the values of filters under those that are set, and all of it."""

from dataclasses import dataclass, replace

from index.snapshot import Snapshot
from index.types import Filters
from search_api.instruments.overview import instruments
from search_api.kit.filters import Facets, check_filters, count_facets, facets


@dataclass(frozen=True, slots=True)
class Counted:
    """How many documents pass the filters, and how many each value of a filter would leave."""

    documents: int
    facets: Facets


@dataclass(frozen=True, slots=True)
class Statistics:
    """How much of each the index holds; `copies` and `older` documents are not searched by themselves."""

    documents: int
    copies: int
    older: int
    passages: int
    duties: int
    actors: int
    instruments: int
    held: Facets


def counted(snapshot: Snapshot, filters: Filters) -> Counted:
    """Return what is left under the filters; raises `UnknownValueError` for a value that no document has.

    The values of a filter are counted under the other filters: they say what another choice would leave.
    """
    documents = snapshot.documents.values()
    check_filters(filters, documents)
    passing = {
        name: count_facets([d for d in documents if replace(filters, **{name: None}).admits(d)])
        for name in ("province", "year", "type")
    }
    return Counted(
        documents=sum(map(filters.admits, documents)),
        facets=Facets(passing["province"].provinces, passing["year"].years, passing["type"].types),
    )


def statistics(snapshot: Snapshot) -> Statistics:
    """Return how much the index holds, counted once for each snapshot."""
    return snapshot.derived(_statistics)


def _statistics(snapshot: Snapshot) -> Statistics:
    kinds = [relative.kind for relative in snapshot.relatives.values()]
    return Statistics(
        documents=len(snapshot.documents),
        copies=kinds.count("copy"),
        older=kinds.count("older"),
        passages=sum(snapshot.passage_counts().values()),
        duties=snapshot.duty_count(),
        actors=len(snapshot.actors()),
        instruments=len(instruments(snapshot).by_key),
        held=facets(snapshot),
    )
