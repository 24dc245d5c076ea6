"""The search box as a page without script, for a frame in pages of other sites."""

from fastapi import APIRouter, Response

from index.errors import InvalidQueryError
from search_api.kit.parameters import Served
from search_api.searching.search import search
from web.kit.facets import known_values
from web.kit.parameters import Parameters, explain
from web.kit.presenters import hit_views
from web.kit.rendering import render
from web.kit.visit import Here

router = APIRouter()

FRAME_PATH = "/kit/search"
_SHOWN = 5


@router.get(FRAME_PATH)
def frame(visit: Here, snapshot: Served) -> Response:
    """The box, and the best passages where something was asked."""
    parameters = Parameters.of(visit.query).on_first_page()
    view: dict[str, object] = {"parameters": parameters, "problem": "", "result": None, "hits": ()}
    try:
        if parameters.q:
            view["result"] = result = search(snapshot, parameters.q, parameters.filters(), _SHOWN)
            view["hits"] = hit_views(result.hits, visit.urls, parameters.q)
    except InvalidQueryError as error:
        view["problem"] = explain(error, parameters, known_values(snapshot), visit.gettext)
    return render(visit, "portals/frame.html", view, 422 if view["problem"] else 200)
