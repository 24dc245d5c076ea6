"""Documents and passages over HTTP."""

from fastapi import APIRouter, Request

from index.types import Filters
from search_api.documents.schemas import DocumentDetailOut, DocumentsOut, detail_out, documents_out
from search_api.kit.parameters import Province, Type, Year, service_of
from search_api.kit.schemas import PassageOut, passage_out

router = APIRouter()


@router.get("/documents")
def documents(
    request: Request,
    province: Province = None,
    year: Year = None,
    type: Type = None,  # noqa: A002
) -> DocumentsOut:
    """The documents of the index."""
    service = service_of(request)
    filters = Filters(province or None, year, type or None)
    return documents_out(service, service.documents(filters))


@router.get("/documents/{document_id}")
def document(request: Request, document_id: str) -> DocumentDetailOut:
    """One document with text, outline, passages and cited instruments."""
    service = service_of(request)
    return detail_out(service.detail(document_id), service.passages_of(document_id))


@router.get("/passages/{passage_id}")
def passage(request: Request, passage_id: str) -> PassageOut:
    """One passage with its place."""
    service = service_of(request)
    found = service.passage(passage_id)
    return passage_out(service.document(found.document_id), found)
