"""Suggestions for the search field of a browser, as OpenSearch has them."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from search_api.kit.parameters import Served
from search_api.suggesting.suggestions import suggestions
from web.kit.visit import Here

router = APIRouter()


@router.get("/kit/suggest")
def suggest(visit: Here, snapshot: Served) -> Response:
    """What was typed, and what begins with it."""
    typed = visit.query.get("q", "")
    found = [each.text for each in suggestions(snapshot, typed)]
    return JSONResponse([typed, found], media_type="application/x-suggestions+json")
