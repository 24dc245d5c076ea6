"""Documents and passages over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse

from index.types import Filters
from search_api.documents.files import PagePictures, original_file
from search_api.documents.listing import list_documents
from search_api.documents.schemas import (
    DocumentDetailOut,
    DocumentsOut,
    VersionsOut,
    detail_out,
    documents_out,
    versions_out,
)
from search_api.kit.json_route import JsonRoute
from search_api.kit.parameters import Kept, Province, Served, Type, Year
from search_api.kit.schemas import PassageOut, passage_out

router = APIRouter(route_class=JsonRoute)

# Somebody else's file never runs as a page of this site, whatever a browser makes of it.
_SANDBOX = (("Content-Security-Policy", "sandbox; default-src 'none'"),)


async def pictures_of(request: Request) -> PagePictures:
    """Return what draws pages."""
    pictures: PagePictures = request.app.state.pictures
    return pictures


Pictures = Annotated[PagePictures, Depends(pictures_of)]


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


@router.get("/documents/{document_id}/versions")
def versions(snapshot: Served, document_id: str) -> VersionsOut:
    """A document with its copies in other forms and its earlier states."""
    return versions_out(snapshot, document_id)


@router.get("/documents/{document_id}/original", response_class=FileResponse)
def original(snapshot: Served, originals: Kept, document_id: str) -> Response:
    """The file that a document was read from, as it came."""
    detail = snapshot.detail(document_id)
    return FileResponse(
        original_file(originals, detail), filename=detail.record.source_file, headers=dict(_SANDBOX)
    )


@router.get("/documents/{document_id}/pages/{page}.png", response_class=Response)
def page_image(
    snapshot: Served, originals: Kept, pictures: Pictures, document_id: str, page: int
) -> Response:
    """The image of a page of the file that a document was read from."""
    picture = pictures.picture(originals, snapshot.detail(document_id), page)
    return Response(picture, media_type="image/png", headers={"Cache-Control": "private, max-age=300"})


@router.get("/passages/{passage_id}")
def passage(snapshot: Served, passage_id: str) -> PassageOut:
    """One passage with its place."""
    found = snapshot.passage(passage_id)
    return passage_out(snapshot.document(found.document_id), found)
