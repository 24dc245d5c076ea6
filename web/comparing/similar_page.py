"""Passages like one: how other documents put the same thing."""

from fastapi import APIRouter, Request, Response

from search_api.comparing.similar import similar_provisions
from search_api.kit.parameters import service_of
from web.comparing.similar_view import similar_lists
from web.kit.i18n import choose_language
from web.kit.presenters import document_view
from web.kit.rendering import render, urls_of

SHOWN = 10

router = APIRouter()


@router.get("/passages/{passage_id}/similar")
def similar(request: Request, passage_id: str) -> Response:
    """A passage, and how near the passages of other documents and of its own come to it."""
    urls = urls_of(request)
    found = similar_provisions(service_of(request), passage_id, SHOWN)
    view = {
        "passage": found.passage,
        "document": document_view(found.document, urls),
        "passage_url": urls.passage(found.document.id, found.passage.id),
        "alone": not found.others,
        "lists": similar_lists(found, urls, choose_language(request)),
    }
    return render(request, "comparing/similar.html", view)
