"""Checking a draft: the form, and what became of the draft that it sent."""

from fastapi import APIRouter, Response

from index.errors import InvalidQueryError
from search_api.checking.check import check as check_draft
from search_api.checking.draft import LONGEST_DRAFT
from search_api.checking.files import text_of_file
from search_api.kit.parameters import Heavy
from web.checking.form import Sent
from web.checking.view import check_view
from web.kit.rendering import render
from web.kit.visit import Here, Visit

router = APIRouter()


@router.get("/check")
def check(visit: Here) -> Response:
    """The form, without a draft."""
    return _page(visit)


@router.post("/check")
def checked(visit: Here, snapshot: Heavy, sent: Sent) -> Response:
    """The quotations and citations of a draft; nothing of it is kept."""
    try:
        text = text_of_file(sent.content, sent.name) if sent.name else sent.text
        found = check_draft(snapshot, text)
    except InvalidQueryError as error:
        return _page(visit, sent.text, problem=error.told(visit.gettext), status=422)
    return _page(visit, sent.text, check_view(snapshot, found, visit.urls, visit.language))


def _page(
    visit: Visit, text: str = "", found: object = None, problem: str = "", status: int = 200
) -> Response:
    view = {"text": text, "found": found, "problem": problem, "most": LONGEST_DRAFT}
    response = render(visit, "checking/check.html", view, status)
    response.headers["Cache-Control"] = "no-store"
    return response
