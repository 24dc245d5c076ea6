"""Checking a draft: the form, and what became of the draft that it sent."""

from fastapi import APIRouter, Response

from index.errors import InvalidQueryError
from search_api.checking.check import check as check_draft
from search_api.checking.draft import LONGEST_DRAFT
from search_api.checking.files import UnreadableDraftError, text_of_file
from search_api.kit.parameters import HeavyRead
from web.checking.form import FORM_PATH, Bounded, DraftBounds, Sent
from web.checking.view import check_view
from web.kit.refusals import refusals
from web.kit.rendering import render
from web.kit.visit import Here, Visit

router = APIRouter()


@router.get(FORM_PATH)
def check(visit: Here, bounds: Bounded) -> Response:
    """The form, without a draft."""
    return _page(visit, bounds)


@router.post(FORM_PATH)
def checked(visit: Here, bounds: Bounded, sent: Sent, snapshot: HeavyRead) -> Response:
    """The quotations and citations of a draft; nothing of it is kept."""
    try:
        text = text_of_file(sent.content, sent.name) if sent.name else sent.text
        found = check_draft(snapshot, text)
    except UnreadableDraftError as error:
        return _page(visit, bounds, problem=refusals(visit.gettext)[error.refusal.kind])
    except InvalidQueryError as error:
        return _page(visit, bounds, sent.text, problem=error.told(visit.gettext))
    return _page(visit, bounds, sent.text, check_view(snapshot, found, visit.urls, visit.language))


def _page(
    visit: Visit, bounds: DraftBounds, text: str = "", found: object = None, problem: str = ""
) -> Response:
    view = {"text": text, "found": found, "problem": problem, "most": LONGEST_DRAFT, "largest": bounds.size}
    response = render(visit, "checking/check.html", view, 422 if problem else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
