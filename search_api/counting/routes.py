"""Counts over HTTP."""

from fastapi import APIRouter

from search_api.counting.counts import counted
from search_api.counting.counts import statistics as count_all
from search_api.counting.schemas import FacetsOut, StatisticsOut, facets_out, statistics_out
from search_api.kit.json_route import JsonRoute
from search_api.kit.parameters import Restricted, Served

router = APIRouter(route_class=JsonRoute)


@router.get("/facets")
def facets(snapshot: Served, filters: Restricted) -> FacetsOut:
    """The values that filters can take, with the number of documents that each would leave."""
    return facets_out(snapshot, counted(snapshot, filters))


@router.get("/statistics")
def statistics(snapshot: Served) -> StatisticsOut:
    """How much the index holds."""
    return statistics_out(snapshot, count_all(snapshot))
