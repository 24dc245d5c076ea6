"""How to use PlanSearch, with examples from the documents that are served."""

from fastapi import APIRouter, Response

from search_api.kit.parameters import Served
from search_api.quoting.basket import LARGEST_BASKET
from web.kit.examples import examples
from web.kit.rendering import render
from web.kit.visit import Here

router = APIRouter()


@router.get("/help")
def help_page(visit: Here, snapshot: Served) -> Response:
    """Ways to ask, how to read what comes back, and what to do with it."""
    shown = examples(snapshot, visit.urls)
    view = {"examples": {example.kind: example for example in shown}, "largest_basket": LARGEST_BASKET}
    return render(visit, "about/help.html", view)
