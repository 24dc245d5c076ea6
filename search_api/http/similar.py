"""Similar provisions over HTTP."""

from fastapi import APIRouter, Request

from search_api.http.parameters import Limit, service_of
from search_api.schemas.similar import SimilarOut, similar_out
from search_api.similar import similar_provisions

router = APIRouter()


@router.get("/passages/{passage_id}/similar")
def similar(request: Request, passage_id: str, limit: Limit = 10) -> SimilarOut:
    """How other documents put the same thing, how alike it is, and the word differences."""
    service = service_of(request)
    return similar_out(service, similar_provisions(service, passage_id, limit))
