"""The list of documents, and the reader of one."""

from fastapi import APIRouter, Request, Response

from index.errors import InvalidQueryError
from index.types import DocumentRecord, Filters, Hit
from search_api.kit.parameters import service_of
from search_api.service import Service
from web.documents.reader import Reader, named_texts, neighbours
from web.instruments.view import InstrumentViews
from web.kit.forms import check_page, form, pages_of, refused
from web.kit.parameters import Parameters, quoted_span
from web.kit.presenters import document_view, hit_view
from web.kit.rendering import render, urls_of

DOCUMENTS_PAGE_SIZE = 50
# Passages of one document that the reader marks and lists for a query.
NEAREST_IN_DOCUMENT = 5

router = APIRouter()


@router.get("/documents")
def documents(request: Request) -> Response:
    """The documents of the index, by filters."""
    parameters, service, urls = Parameters.of(request), service_of(request), urls_of(request)
    try:
        page = parameters.page_number()
        records = service.documents(parameters.filters())
        shown = records[(page - 1) * DOCUMENTS_PAGE_SIZE : page * DOCUMENTS_PAGE_SIZE]
        check_page(page, len(shown))
    except InvalidQueryError as error:
        return refused(request, parameters, "documents", error)
    counts = service.passage_counts()
    view = {
        "rows": [(document_view(record, urls), counts.get(record.id, 0)) for record in shown],
        "paging": pages_of(
            page,
            DOCUMENTS_PAGE_SIZE,
            len(records),
            lambda n: urls.documents(parameters.on_page(n)),
        ),
    }
    return render(request, "documents/documents.html", {**form(request, parameters, "documents"), **view})


@router.get("/documents/{document_id}")
def document(request: Request, document_id: str) -> Response:
    """The reader of one document."""
    service, urls = service_of(request), urls_of(request)
    detail = service.detail(document_id)
    query = Parameters.of(request).q
    nearest = _nearest(service, document_id, query)
    marked = {hit.passage.id: hit.matches for hit in nearest}
    quoted = quoted_span(request.query_params.get("quote", ""))
    reader = Reader(detail, service.passages_of(document_id), urls, marked, quoted)
    records = service.documents()
    before, place, after = neighbours(records, document_id)
    view = {
        "document": document_view(detail.entry.record, urls),
        "recipients": detail.entry.record.metadata.recipients,
        "blocks": reader.blocks(),
        "outline": reader.outline(),
        "named": named_texts(detail),
        "instruments": InstrumentViews(service, urls).cited(document_id),
        "query": query,
        "nearest": [hit_view(hit, urls, query) for hit in nearest],
        "parameters": Parameters(q=query, document_id=document_id),
        "before": _optional_view(request, before),
        "after": _optional_view(request, after),
        "place": place,
        "total": len(records),
    }
    return render(request, "documents/document.html", view)


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
