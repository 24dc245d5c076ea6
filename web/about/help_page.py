"""How to use PlanSearch, with examples from the documents that are served."""

from fastapi import APIRouter, Request, Response

from search_api.kit.parameters import service_of
from search_api.quoting.basket import LARGEST_BASKET
from web.kit.examples import examples
from web.kit.rendering import render, urls_of

router = APIRouter()


@router.get("/help")
def help_page(request: Request) -> Response:
    """Ways to ask, how to read what comes back, and what to do with it."""
    shown = examples(service_of(request), urls_of(request))
    view = {"examples": {example.kind: example for example in shown}, "largest_basket": LARGEST_BASKET}
    return render(request, "about/help.html", view)
