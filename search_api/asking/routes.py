"""Answers over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from search_api.asking.answers import ask
from search_api.asking.schemas import AskOut, ask_out
from search_api.kit.json_route import JsonRoute
from search_api.kit.parameters import Served, Text, Within

router = APIRouter(route_class=JsonRoute)
AsTyped = Annotated[bool, Query(description="Read the question letter by letter, without mending slips")]


@router.get("/ask", name="ask")
def ask_route(
    snapshot: Served,
    q: Text,
    filters: Within,
    as_typed: AsTyped = False,
) -> AskOut:
    """Verbatim quotes that answer a question, or no evidence."""
    return ask_out(snapshot, ask(snapshot, q, filters, as_typed=as_typed))
