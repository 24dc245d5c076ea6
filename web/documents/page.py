"""The list of documents, and the reader of one."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from index.errors import InvalidQueryError, NotFoundError
from index.snapshot import Snapshot
from index.types import DocumentRecord, Filters, Hit, PassageRecord
from index.versions import version_id
from ingest.types import Span
from search_api.documents.listing import list_documents
from search_api.kit.citations import document_url, passage_url
from search_api.kit.parameters import Served
from search_api.searching.search import search
from web.documents.file_page import file_page_view, origin_view
from web.documents.kin import head_view, kin_views
from web.documents.legislation import canonical_id, legislation
from web.documents.reader import Reader, named_texts, neighbours
from web.instruments.view import InstrumentViews
from web.kit.forms import check_page, form, pages_of, refused
from web.kit.parameters import Parameters, quoted_span
from web.kit.presenters import DocumentView, document_view, hit_view
from web.kit.rendering import render
from web.kit.urls import BACK, PASSAGE, Urls
from web.kit.visit import Here, Visit

DOCUMENTS_PAGE_SIZE = 50
# Passages of one document that the reader marks and lists for a query.
NEAREST_IN_DOCUMENT = 5

router = APIRouter()


@router.get("/documents")
def documents(visit: Here, snapshot: Served) -> Response:
    """The documents of the index, by filters."""
    parameters, urls = Parameters.of(visit.query), visit.urls
    try:
        page = parameters.page_number()
        records = list_documents(snapshot, parameters.filters())
        shown = records[(page - 1) * DOCUMENTS_PAGE_SIZE : page * DOCUMENTS_PAGE_SIZE]
        check_page(page, len(shown))
    except InvalidQueryError as error:
        return refused(visit, snapshot, parameters, "documents", error)
    counts = snapshot.passage_counts()
    view = {
        "rows": [(document_view(record, urls), counts.get(record.id, 0)) for record in shown],
        "kin_of": {record.id: kin_views(snapshot, record.id, urls) for record in shown},
        "paging": pages_of(
            page,
            DOCUMENTS_PAGE_SIZE,
            len(records),
            lambda n: urls.documents(parameters.on_page(n)),
        ),
    }
    return render(
        visit, "documents/documents.html", {**form(visit, snapshot, parameters, "documents"), **view}
    )


@router.get("/documents/{document_id}")
def document(visit: Here, snapshot: Served, document_id: str) -> Response:
    """The reader of one document."""
    back, query = visit.query.get(BACK, ""), Parameters.of(visit.query).q
    urls = visit.urls
    detail = snapshot.detail(document_id)
    nearest = _nearest(snapshot, document_id, query)
    marked = {hit.passage.id: hit.matches for hit in nearest}
    quoted = quoted_span(visit.query.get("quote", ""))
    reader = Reader(detail, snapshot.passages_of(document_id), urls, marked, quoted)
    head = snapshot.relatives.get(document_id)
    records = list(snapshot.documents.values())
    before, place, after = neighbours(records, head.of if head else document_id)
    view = {
        "document": document_view(detail.record, urls),
        "canonical": visit.base + document_url(canonical_id(snapshot, document_id)),
        "described": legislation(detail.record, visit.base),
        "oembed": _oembed(visit, document_id, _meant(visit, reader.passages, quoted)),
        "office": detail.record.metadata.office,
        "recipients": detail.record.metadata.recipients,
        "parts": reader.parts(),
        "outline": reader.outline(),
        "origin": origin_view(detail, urls),
        "kin": kin_views(snapshot, document_id, urls),
        "head": head_view(snapshot, document_id, urls),
        "named": named_texts(detail),
        "instruments": InstrumentViews(snapshot, urls).cited(document_id),
        "query": query,
        "nearest": [hit_view(hit, replace(urls, back=back), query) for hit in nearest],
        "back": urls.results(back),
        "parameters": Parameters(q=query, document_id=document_id),
        "before": _optional_view(before, urls),
        "after": _optional_view(after, urls),
        "place": place,
        "total": len(records),
    }
    return render(visit, "documents/document.html", view)


@router.get("/documents/{document_id}/versions/{version}")
def version(visit: Here, snapshot: Served, document_id: str, version: int) -> Response:
    """The reader of a document as it was before its file changed."""
    return document(visit, snapshot, version_id(document_id, version))


@router.get("/passages/{passage_id}")
def passage(visit: Here, snapshot: Served, passage_id: str) -> Response:
    """Leads to a passage where it stands, in an earlier state of its document where it has gone since."""
    found = snapshot.passage(passage_id)
    return RedirectResponse(visit.urls.passage_alone(found.document_id, found.id), 303)


@router.get("/documents/{document_id}/pages/{page}")
def file_page(visit: Here, snapshot: Served, document_id: str, page: int) -> Response:
    """A page of the file beside the passages that stand on it."""
    detail = snapshot.detail(document_id)
    marked = visit.query.get(PASSAGE, "")
    view = file_page_view(detail, snapshot.passages_of(document_id), page, marked, visit.urls)
    if view is None:
        raise NotFoundError(f"document {document_id!r} has no page {page} that can be shown")
    shown = {
        "document": document_view(detail.record, visit.urls),
        "page": view,
        "origin": origin_view(detail, visit.urls),
    }
    return render(visit, "documents/file_page.html", shown)


def _meant(visit: Visit, passages: Sequence[PassageRecord], quoted: Span | None) -> PassageRecord | None:
    """Return the passage that the address of a reader says it is about: what stands behind # no server is told."""
    named = visit.query.get(PASSAGE)
    return next(
        (
            each
            for each in passages
            if each.id == named or (quoted and each.start <= quoted.start < quoted.end <= each.end)
        ),
        None,
    )


def _oembed(visit: Visit, document_id: str, passage: PassageRecord | None) -> str:
    """Return the address that says how others show the document, or the passage that is meant."""
    address = visit.base + (passage_url(passage) if passage else document_url(document_id))
    return f"{visit.base}/api/v1/oembed?{urlencode({'url': address})}"


def _nearest(snapshot: Snapshot, document_id: str, query: str) -> tuple[Hit, ...]:
    """Return the passages of a document nearest to a query; a bad query marks nothing."""
    if not query:
        return ()
    try:
        filters = Filters(document_id=document_id)
        return search(snapshot, query, filters, NEAREST_IN_DOCUMENT).hits
    except InvalidQueryError:
        return ()


def _optional_view(record: DocumentRecord | None, urls: Urls) -> DocumentView | None:
    return document_view(record, urls) if record else None
