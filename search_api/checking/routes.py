"""The check of a draft over HTTP."""

from fastapi import APIRouter

from search_api.checking.check import check
from search_api.checking.schemas import CheckOut, DraftIn, check_out
from search_api.kit.json_route import JsonRoute
from search_api.kit.parameters import Heavy

router = APIRouter(route_class=JsonRoute)


@router.post("/check")
def check_draft(snapshot: Heavy, draft: DraftIn) -> CheckOut:
    """Whether the documents say what a draft quotes, and whether it cites them rightly."""
    return check_out(snapshot, check(snapshot, draft.text))
