"""Answers over HTTP."""

from fastapi import APIRouter

from index.types import Filters
from search_api.asking.schemas import AskOut, ask_out
from search_api.kit.metrics import observe_search
from search_api.kit.parameters import DocumentId, Province, Served, Text, Type, Year

router = APIRouter()


@router.get("/ask")
def ask(
    service: Served,
    q: Text,
    province: Province = None,
    year: Year = None,
    type: Type = None,  # noqa: A002
    document_id: DocumentId = None,
) -> AskOut:
    """Verbatim quotes that answer a question, or no evidence."""
    found = service.ask(q, Filters(province or None, year, type or None, document_id or None))
    observe_search(found.result)
    return ask_out(service, found)
