"""Passages like one: how other documents put the same thing."""

from fastapi import APIRouter, Response

from search_api.comparing.similar import similar_provisions
from search_api.kit.parameters import Served
from web.comparing.similar_view import similar_lists
from web.kit.presenters import document_view
from web.kit.rendering import render
from web.kit.visit import Here

SHOWN = 10

router = APIRouter()


@router.get("/passages/{passage_id}/similar")
def similar(visit: Here, snapshot: Served, passage_id: str) -> Response:
    """A passage, and how near the passages of other documents and of its own come to it."""
    urls = visit.urls
    found = similar_provisions(snapshot, passage_id, SHOWN)
    view = {
        "passage": found.passage,
        "document": document_view(found.document, urls),
        "passage_url": urls.passage(found.document.id, found.passage.id),
        "alone": not found.others,
        "unsure": found.likeness == "unsure",
        "lists": similar_lists(found, urls, visit.language),
    }
    return render(visit, "comparing/similar.html", view)
