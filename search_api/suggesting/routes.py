"""Suggestions over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from search_api.kit.json_route import JsonRoute
from search_api.kit.parameters import Served
from search_api.suggesting.schemas import SuggestOut, suggest_out
from search_api.suggesting.suggestions import suggestions

router = APIRouter(route_class=JsonRoute)


@router.get("/suggest")
def suggest(snapshot: Served, q: Annotated[str, Query(description="The words typed so far")]) -> SuggestOut:
    """Bodies, topics, numbers, documents and places that begin with the typed words."""
    return suggest_out(suggestions(snapshot, q))
