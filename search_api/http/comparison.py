"""Compared documents over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from search_api.comparison import compare as compare_documents
from search_api.http.parameters import service_of
from search_api.schemas.comparison import CompareOut, compare_out

router = APIRouter()
_NONE: list[str] = []
DocumentIds = Annotated[
    list[str], Query(description="Id of a document, once for each of 2 to 6; the first leads the order")
]


@router.get("/compare")
def compare(request: Request, d: DocumentIds = _NONE) -> CompareOut:
    """Documents side by side: provisions aligned by meaning, word differences, what only one says."""
    service = service_of(request)
    return compare_out(service, compare_documents(service, d))
