"""Similar provisions and compared documents over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from search_api.comparing.comparison import FEWEST, MOST
from search_api.comparing.comparison import compare as compare_documents
from search_api.comparing.schemas import CompareOut, SimilarOut, compare_out, similar_out
from search_api.comparing.similar import similar_provisions
from search_api.kit.json_route import JsonRoute
from search_api.kit.parameters import Heavy, Limit, Served

router = APIRouter(route_class=JsonRoute)
DocumentIds = Annotated[
    list[str],
    Query(
        # Described only: the use case says it in words.
        json_schema_extra={"minItems": FEWEST, "maxItems": MOST, "uniqueItems": True},
        description="Id of a document, once for each; the first leads the order",
    ),
]


@router.get("/passages/{passage_id}/similar")
def similar(snapshot: Served, passage_id: str, limit: Limit = 10) -> SimilarOut:
    """How other documents put the same thing, how alike it is, and the word differences."""
    return similar_out(snapshot, similar_provisions(snapshot, passage_id, limit))


@router.get("/compare")
def compare(snapshot: Heavy, d: DocumentIds) -> CompareOut:
    """Documents side by side: provisions aligned by meaning, word differences, what only one says."""
    return compare_out(snapshot, compare_documents(snapshot, d))
