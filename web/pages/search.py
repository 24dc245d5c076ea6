"""Search results, answers, and the front page before them."""

from fastapi import APIRouter, Request, Response

from index.errors import InvalidQueryError
from search_api.asking.answers import Answer
from search_api.composer import Written
from search_api.http.parameters import service_of
from web.answer_view import document_groups
from web.examples import examples
from web.facets import alphabetical
from web.instruments_view import InstrumentViews
from web.pages.forms import Restricted, check_page, form, pages_of, refused
from web.parameters import Parameters
from web.presenters import hit_views
from web.rendering import render, urls_of
from web.written_view import written_by, written_view

PAGE_SIZE = 10

router = APIRouter()


@router.get("/")
@router.get("/search")
def search(request: Request) -> Response:
    """Search results, or the front page before a search."""
    parameters = Parameters.of(request)
    if not parameters.q:
        return _before(request, parameters, "search")
    service, urls = service_of(request), urls_of(request)
    try:
        page = parameters.page_number()
        offset = (page - 1) * PAGE_SIZE
        result = service.search(parameters.q, parameters.filters(), PAGE_SIZE, offset)
        check_page(page, len(result.hits))
    except InvalidQueryError as error:
        return refused(request, parameters, "search", error)
    pages = pages_of(page, PAGE_SIZE, result.total, lambda n: urls.search(parameters.on_page(n)))
    view = {
        "result": result,
        "hits": hit_views(result.hits, urls, parameters.q),
        "paging": pages,
        "mentioned": InstrumentViews(service, urls).mentioned(parameters.q) if page == 1 else (),
    }
    return render(request, "search.html", {**form(request, parameters, "search"), **view})


@router.get("/ask")
def ask(request: Request) -> Response:
    """Verbatim quotes that answer a question."""
    parameters = Parameters.of(request)
    if not parameters.q:
        return _before(request, parameters, "ask")
    try:
        answer = service_of(request).ask(parameters.q, parameters.filters())
    except InvalidQueryError as error:
        return refused(request, parameters, "ask", error)
    return answer_page(request, parameters, answer)


def answer_page(
    request: Request, parameters: Parameters, answer: Answer, finished: Written | None = None
) -> Response:
    """Return the page of an answer, with its finished summary where there is one."""
    urls = urls_of(request)
    view = {
        "answer": answer,
        "documents": document_groups(answer, urls),
        "written": written_view(request, parameters, answer, urls, finished),
        "nearest": hit_views(answer.result.hits, urls, parameters.q),
    }
    return render(request, "ask.html", {**form(request, parameters, "ask"), **view})


def _before(request: Request, parameters: Parameters, page: Restricted) -> Response:
    """Return the page before a search: what this is, examples, what the index holds."""
    service, urls = service_of(request), urls_of(request)
    facets = service.facets()
    view = {
        "examples": examples(service, urls),
        "manifest": service.manifest,
        "written_by": written_by(request),
        "facets": facets,
        "provinces": [
            (name, count, urls.documents(Parameters(province=name)))
            for name, count in alphabetical(facets.provinces).items()
        ],
    }
    return render(request, "home.html", {**form(request, parameters, page), **view})
