"""Documents and passages over HTTP."""

from fastapi import APIRouter

from index.types import Filters
from search_api.documents.listing import list_documents
from search_api.documents.schemas import DocumentDetailOut, DocumentsOut, detail_out, documents_out
from search_api.kit.json_route import JsonRoute
from search_api.kit.parameters import Province, Served, Type, Year
from search_api.kit.schemas import PassageOut, passage_out

router = APIRouter(route_class=JsonRoute)


@router.get("/documents")
def documents(
    snapshot: Served,
    province: Province = None,
    year: Year = None,
    type: Type = None,  # noqa: A002
) -> DocumentsOut:
    """The documents of the index."""
    filters = Filters(province or None, year, type or None)
    return documents_out(snapshot, list_documents(snapshot, filters))


@router.get("/documents/{document_id}")
def document(snapshot: Served, document_id: str) -> DocumentDetailOut:
    """One document with text, outline, passages and cited instruments."""
    return detail_out(snapshot.detail(document_id), snapshot.passages_of(document_id))


@router.get("/passages/{passage_id}")
def passage(snapshot: Served, passage_id: str) -> PassageOut:
    """One passage with its place."""
    found = snapshot.passage(passage_id)
    return passage_out(snapshot.document(found.document_id), found)
