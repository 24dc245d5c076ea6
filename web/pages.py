"""The pages: each route cleans its parameters, calls the service and picks a template."""

from collections.abc import Callable
from typing import Literal

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles

from index.errors import InvalidQueryError
from index.types import DocumentRecord, Filters, Hit
from search_api.http import service_of
from search_api.service import LARGEST_OFFSET, Service
from web.examples import examples
from web.facets import active_filters, alphabetical, facet_groups, known_values
from web.i18n import choose_language
from web.paging import Paging, paging
from web.parameters import Parameters, explain
from web.presenters import document_view, hit_view, hit_views, quote_groups
from web.reader import Reader, cited_instruments, named_texts, neighbours
from web.rendering import gettext_of, render, render_xml, urls_of
from web.static_files import STATIC_FOLDER

PAGE_SIZE = 10
DOCUMENTS_PAGE_SIZE = 50
SIMILAR_SHOWN = 10
# Passages of one document that the reader marks and lists for a query.
NEAREST_IN_DOCUMENT = 5

Restricted = Literal["search", "ask", "documents"]

router = APIRouter(include_in_schema=False)


def mount_pages(app: FastAPI) -> None:
    """Add the pages and their static files; the service is `app.state.service`."""
    app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC_FOLDER), name="static")


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
        _check_page(page, len(result.hits))
    except InvalidQueryError as error:
        return _refused(request, parameters, "search", error)
    pages = _paging(page, PAGE_SIZE, result.total, lambda n: urls.search(parameters.on_page(n)))
    view = {"result": result, "hits": hit_views(result.hits, urls, parameters.q), "paging": pages}
    return render(request, "search.html", {**_form(request, parameters, "search"), **view})


@router.get("/ask")
def ask(request: Request) -> Response:
    """Verbatim quotes that answer a question."""
    parameters = Parameters.of(request)
    if not parameters.q:
        return _before(request, parameters, "ask")
    urls = urls_of(request)
    try:
        answer = service_of(request).ask(parameters.q, parameters.filters())
    except InvalidQueryError as error:
        return _refused(request, parameters, "ask", error)
    view = {
        "answer": answer,
        "groups": quote_groups(answer, urls),
        "nearest": hit_views(answer.result.hits, urls, parameters.q),
    }
    return render(request, "ask.html", {**_form(request, parameters, "ask"), **view})


@router.get("/documents")
def documents(request: Request) -> Response:
    """The documents of the index, by filters."""
    parameters, service, urls = Parameters.of(request), service_of(request), urls_of(request)
    try:
        page = parameters.page_number()
        records = service.documents(parameters.filters())
        shown = records[(page - 1) * DOCUMENTS_PAGE_SIZE : page * DOCUMENTS_PAGE_SIZE]
        _check_page(page, len(shown))
    except InvalidQueryError as error:
        return _refused(request, parameters, "documents", error)
    counts = service.passage_counts()
    view = {
        "rows": [(document_view(record, urls), counts.get(record.id, 0)) for record in shown],
        "paging": _paging(
            page,
            DOCUMENTS_PAGE_SIZE,
            len(records),
            lambda n: urls.documents(parameters.on_page(n)),
        ),
    }
    return render(request, "documents.html", {**_form(request, parameters, "documents"), **view})


@router.get("/documents/{document_id}")
def document(request: Request, document_id: str) -> Response:
    """The reader of one document."""
    service, urls = service_of(request), urls_of(request)
    detail = service.detail(document_id)
    query = Parameters.of(request).q
    nearest = _nearest(service, document_id, query)
    marked = {hit.passage.id: hit.matches for hit in nearest}
    reader = Reader(detail, service.passages_of(document_id), urls, marked)
    records = service.documents()
    before, place, after = neighbours(records, document_id)
    view = {
        "document": document_view(detail.entry.record, urls),
        "recipients": detail.entry.record.metadata.recipients,
        "blocks": reader.blocks(),
        "outline": reader.outline(),
        "named": named_texts(detail),
        "instruments": cited_instruments(detail, urls),
        "query": query,
        "nearest": [hit_view(hit, urls, query) for hit in nearest],
        "parameters": Parameters(q=query, document_id=document_id),
        "before": _optional_view(request, before),
        "after": _optional_view(request, after),
        "place": place,
        "total": len(records),
    }
    return render(request, "document.html", view)


@router.get("/passages/{passage_id}/similar")
def similar(request: Request, passage_id: str) -> Response:
    """A passage and the nearest passages of other documents."""
    service, urls = service_of(request), urls_of(request)
    passage = service.passage(passage_id)
    hits = service.similar(passage_id, SIMILAR_SHOWN)
    view = {
        "passage": passage,
        "document": document_view(service.document(passage.document_id), urls),
        "passage_url": urls.passage(passage.document_id, passage.id),
        "hits": hit_views(hits, urls),
    }
    return render(request, "similar.html", view)


@router.get("/about")
def about(request: Request) -> Response:
    """What this index holds and how to read its answers."""
    manifest = service_of(request).manifest
    return render(request, "about.html", {"manifest": manifest})


@router.get("/quality")
def quality(request: Request) -> Response:
    """How the served index answers the stored questions."""
    service, _ = service_of(request), gettext_of(request)
    kinds = {
        "all": _("all answerable"),
        "en": _("English"),
        "vi": _("Vietnamese"),
        "nd": _("without tone marks"),
        "ab": _("abbreviations"),
        "id": _("document numbers"),
    }
    view = {"manifest": service.manifest, "quality": service.quality(), "kinds": kinds}
    return render(request, "quality.html", view)


@router.get("/opensearch.xml")
def opensearch(request: Request) -> Response:
    """The description by which a browser adds this search."""
    base = str(request.base_url).rstrip("/")
    content = render_xml("opensearch.xml", choose_language(request), {"base": base})
    return Response(content, media_type="application/opensearchdescription+xml")


def _before(request: Request, parameters: Parameters, page: Restricted) -> Response:
    """Return the page before a search: what this is, examples, what the index holds."""
    service, urls = service_of(request), urls_of(request)
    facets = service.facets()
    view = {
        "examples": examples(service, urls),
        "manifest": service.manifest,
        "facets": facets,
        "provinces": [
            (name, count, urls.documents(Parameters(province=name)))
            for name, count in alphabetical(facets.provinces).items()
        ],
    }
    return render(request, "home.html", {**_form(request, parameters, page), **view})


def _refused(
    request: Request, parameters: Parameters, page: Restricted, error: InvalidQueryError
) -> Response:
    """Return the form with what is wrong with its fields."""
    message = explain(error, parameters, known_values(service_of(request)), gettext_of(request))
    view = {**_form(request, parameters, page), "problem": message}
    return render(request, "refused.html", view, 422)


def _form(request: Request, parameters: Parameters, page: Restricted) -> dict[str, object]:
    """Return what the search form shows."""
    service = service_of(request)
    return {
        "page": page,
        "parameters": parameters,
        "groups_of_filters": facet_groups(service.facets(), parameters),
        "active": active_filters(service, parameters, urls_of(request), page),
    }


def _check_page(page: int, shown: int) -> None:
    if page > 1 and not shown:
        raise InvalidQueryError(f"there is no page {page}")


def _paging(page: int, size: int, total: int, url: Callable[[int], str]) -> Paging:
    return paging(page, size, total, LARGEST_OFFSET + size, url)


def _nearest(service: Service, document_id: str, query: str) -> tuple[Hit, ...]:
    """Return the passages of a document nearest to a query; a bad query marks nothing."""
    if not query:
        return ()
    try:
        filters = Filters(document_id=document_id)
        return service.search(query, filters, NEAREST_IN_DOCUMENT).hits
    except InvalidQueryError:
        return ()


def _optional_view(request: Request, record: DocumentRecord | None) -> object:
    return document_view(record, urls_of(request)) if record else None
