"""Search results, or the front page before a search."""

from fastapi import APIRouter, Response

from index.errors import InvalidQueryError
from search_api.kit.parameters import Served
from search_api.searching.search import search
from web.instruments.view import InstrumentViews
from web.kit.forms import check_page, form, pages_of, refused
from web.kit.front import front_page
from web.kit.parameters import Parameters
from web.kit.presenters import hit_views
from web.kit.rendering import render
from web.kit.visit import Here

PAGE_SIZE = 10

router = APIRouter()


@router.get("/")
@router.get("/search")
def search_page(visit: Here, snapshot: Served) -> Response:
    """Search results, or the front page before a search."""
    parameters = Parameters.of(visit.query)
    if not parameters.q:
        return front_page(visit, snapshot, parameters)
    urls = visit.urls.returning("search", parameters)
    try:
        page = parameters.page_number()
        offset = (page - 1) * PAGE_SIZE
        result = search(snapshot, parameters.q, parameters.filters(), PAGE_SIZE, offset, parameters.order())
        check_page(page, len(result.hits))
    except InvalidQueryError as error:
        return refused(visit, snapshot, parameters, "search", error)
    pages = pages_of(page, PAGE_SIZE, result.total, lambda n: urls.search(parameters.on_page(n)))
    view = {
        "result": result,
        "hits": hit_views(result.hits, urls, parameters.q),
        "further": hit_views(result.further, urls, parameters.q),
        "paging": pages,
        "mentioned": InstrumentViews(snapshot, urls).mentioned(parameters.q) if page == 1 else (),
    }
    return render(visit, "searching/search.html", {**form(visit, snapshot, parameters, "search"), **view})
