"""Documents and passages over HTTP."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse

from search_api.documents.catalog import JSON_LD, OpenData, catalog
from search_api.documents.downloads import every_document, every_passage
from search_api.documents.feeds import newest_documents, states_of
from search_api.documents.files import PagePictures, original_file
from search_api.documents.listing import list_documents
from search_api.documents.schemas import (
    DocumentDetailOut,
    DocumentsOut,
    PassagesOut,
    VersionsOut,
    detail_out,
    documents_out,
    passages_out,
    versions_out,
)
from search_api.kit.atom import ATOM, FeedLanguage, Here, atom_answer
from search_api.kit.citations import document_url
from search_api.kit.files import file_answer
from search_api.kit.json_lines import JSON_LINES, lines_answer
from search_api.kit.json_route import Fields, JsonRoute
from search_api.kit.pages import Page
from search_api.kit.paging import page_or_all, paged
from search_api.kit.parameters import Base, Heavy, HeavyStream, Kept, Restricted, Served
from search_api.kit.schemas import PassageOut, passage_out
from search_api.kit.sparse import included

router = APIRouter(route_class=JsonRoute)

_NEW_DOCUMENTS = {"vi": "Văn bản mới – PlanSearch", "en": "New documents – PlanSearch"}
_VERSIONS = {"vi": "Các phiên bản", "en": "Versions"}

_A_GRAPH: dict[int | str, dict[str, Any]] = {200: {"content": {JSON_LD: {"schema": {"type": "object"}}}}}

# Somebody else's file never runs as a page of this site, whatever a browser makes of it.
_SANDBOX = (("Content-Security-Policy", "sandbox; default-src 'none'"),)


async def pictures_of(request: Request) -> PagePictures:
    """Return what draws pages."""
    pictures: PagePictures = request.app.state.pictures
    return pictures


Pictures = Annotated[PagePictures, Depends(pictures_of)]


async def open_data_of(request: Request) -> OpenData:
    """Return what the one who runs the server says of its data."""
    said: OpenData = request.app.state.open_data
    return said


Said = Annotated[OpenData, Depends(open_data_of)]


@router.get("/catalog.jsonld", response_class=Response, responses=_A_GRAPH)
def data_catalog(snapshot: Served, base: Base, said: Said) -> Response:
    """The documents as a data set of an open data portal (DCAT-AP), with the addresses of the downloads."""
    content = json.dumps(catalog(snapshot, base, said), ensure_ascii=False)
    return Response(content, media_type=JSON_LD)


@router.get("/documents")
def documents(
    snapshot: Served, filters: Restricted, part: Annotated[Page, Depends(page_or_all)]
) -> DocumentsOut:
    """The documents of the index."""
    return documents_out(snapshot, list_documents(snapshot, filters), part)


@router.get("/documents.atom", response_class=Response, responses=file_answer(ATOM))
def documents_feed(
    snapshot: Served, here: Here, filters: Restricted, language: FeedLanguage = "vi"
) -> Response:
    """The documents that came last, as a feed."""
    entries = newest_documents(snapshot, filters)
    return atom_answer(snapshot, here, "/documents", _NEW_DOCUMENTS[language], language, entries)


@router.get("/documents.jsonl", response_class=Response, responses=file_answer(JSON_LINES))
def download_documents(
    request: Request, snapshot: HeavyStream, filters: Restricted, fields: Fields = ""
) -> Response:
    """All documents as JSON Lines, each as its own address gives it: with text, outline and passages."""
    wanted, records = included(DocumentDetailOut, fields), list_documents(snapshot, filters)
    return lines_answer(request, every_document(snapshot, records), wanted, "documents.jsonl")


@router.get("/documents/{document_id}")
def document(snapshot: Served, document_id: str) -> DocumentDetailOut:
    """One document with text, outline, passages and cited instruments."""
    return detail_out(snapshot.detail(document_id), snapshot.passages_of(document_id))


@router.get("/documents/{document_id}/passages")
def passages(snapshot: Served, document_id: str, part: Annotated[Page, paged(50)]) -> PassagesOut:
    """The passages of a document in reading order."""
    return passages_out(snapshot, document_id, part)


@router.get("/documents/{document_id}/versions")
def versions(snapshot: Served, document_id: str) -> VersionsOut:
    """A document with its copies in other forms and its earlier states."""
    return versions_out(snapshot, document_id)


@router.get("/documents/{document_id}/versions.atom", response_class=Response, responses=file_answer(ATOM))
def versions_feed(snapshot: Served, here: Here, document_id: str, language: FeedLanguage = "vi") -> Response:
    """A document with its copies and its earlier states, as a feed."""
    entries = states_of(snapshot, document_id)
    title = f"{_VERSIONS[language]}: {entries[0].title}"
    return atom_answer(snapshot, here, document_url(document_id), title, language, entries)


@router.get(
    "/documents/{document_id}/original", response_class=Response, responses=file_answer("*/*", binary=True)
)
def original(snapshot: Served, originals: Kept, document_id: str) -> Response:
    """The file that a document was read from, as it came."""
    detail = snapshot.detail(document_id)
    return FileResponse(
        original_file(originals, detail), filename=detail.record.source_file, headers=dict(_SANDBOX)
    )


@router.get(
    "/documents/{document_id}/pages/{page}.png",
    response_class=Response,
    responses=file_answer("image/png", binary=True),
)
def page_image(snapshot: Heavy, originals: Kept, pictures: Pictures, document_id: str, page: int) -> Response:
    """The image of a page of the file that a document was read from."""
    picture = pictures.picture(originals, snapshot.detail(document_id), page)
    return Response(picture, media_type="image/png", headers={"Cache-Control": "private, max-age=300"})


@router.get("/passages.jsonl", response_class=Response, responses=file_answer(JSON_LINES))
def download_passages(
    request: Request, snapshot: HeavyStream, filters: Restricted, fields: Fields = ""
) -> Response:
    """The passages of all documents as JSON Lines, in reading order, each as its own address gives it."""
    wanted, records = included(PassageOut, fields), list_documents(snapshot, filters)
    return lines_answer(request, every_passage(snapshot, records), wanted, "passages.jsonl")


@router.get("/passages/{passage_id}")
def passage(snapshot: Served, passage_id: str) -> PassageOut:
    """One passage with its place."""
    found = snapshot.passage(passage_id)
    return passage_out(snapshot.document(found.document_id), found)
