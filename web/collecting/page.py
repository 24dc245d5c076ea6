"""The office desk: files are handed in, what becomes of them is seen, documents are removed."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from index.errors import unknown_document
from index.versions import is_version
from search_api.collecting.desk import ask_removal, ask_retry, hand_in, set_aside, try_again
from search_api.collecting.routes import Desk, Key
from search_api.collecting.uploads import SentFiles
from search_api.documents.listing import list_documents
from search_api.kit.callers import caller_of
from search_api.kit.own_site import NoOtherSite
from search_api.kit.parameters import Current
from web.collecting.view import document_rows, job_views
from web.kit.forms import check_page, pages_of
from web.kit.parameters import Parameters
from web.kit.presenters import document_view
from web.kit.refusals import refusals
from web.kit.rendering import View, render
from web.kit.visit import Here, Visit

# Jobs and documents on the page.
_JOBS, _DOCUMENTS = 10, 50
router = APIRouter()


@router.get("/desk")
def desk(request: Request, visit: Here, desk: Desk, snapshot: Current) -> Response:
    """What can be handed in, the newest jobs, the quarantine and the documents."""
    page, urls = Parameters.of(visit.query).page_number(), visit.urls
    records = list_documents(snapshot)
    shown = records[(page - 1) * _DOCUMENTS : page * _DOCUMENTS]
    check_page(page, len(shown))
    view = {
        "jobs": job_views(desk.folder, desk.jobs.listed(_JOBS), snapshot, visit),
        "set_aside": set_aside(desk.folder),
        "refusals": refusals(visit.gettext),
        "rows": document_rows(snapshot, shown, urls),
        "paging": pages_of(page, _DOCUMENTS, len(records), urls.desk_documents),
        "bounds": request.app.state.upload_bounds,
    }
    return _page(visit, "collecting/desk.html", view)


@router.post("/desk/files", dependencies=[NoOtherSite])
def files(request: Request, visit: Here, desk: Desk, files: SentFiles, idempotency_key: Key = "") -> Response:
    """Accept files, and show their job."""
    return _shown(visit, hand_in(desk, str(caller_of(request)), files, idempotency_key).id)


@router.post("/desk/jobs/{job_id}/retry", dependencies=[NoOtherSite])
def retry(visit: Here, desk: Desk, job_id: str) -> Response:
    """Have a failed job tried again."""
    return _shown(visit, try_again(desk, job_id).id)


@router.post("/desk/quarantine/{file_id}/retry", dependencies=[NoOtherSite])
def read_again(request: Request, visit: Here, desk: Desk, file_id: str) -> Response:
    """Have a file read again that is set aside."""
    return _shown(visit, ask_retry(desk, str(caller_of(request)), [file_id]).id)


@router.get("/desk/documents/{document_id}/removal")
def removal(visit: Here, snapshot: Current, document_id: str) -> Response:
    """Ask whether a document is really to be removed."""
    if is_version(document_id):
        raise unknown_document(document_id)
    document = document_view(snapshot.document(document_id), visit.urls)
    return _page(visit, "collecting/removal.html", {"document": document})


@router.post("/desk/documents/{document_id}/removal", dependencies=[NoOtherSite])
def remove(request: Request, visit: Here, desk: Desk, snapshot: Current, document_id: str) -> Response:
    """Have a document removed."""
    return _shown(visit, ask_removal(desk, snapshot, str(caller_of(request)), document_id).id)


def _page(visit: Visit, template: str, view: View) -> Response:
    response = render(visit, template, view)
    # It tells of files that not everyone may know of.
    response.headers["Cache-Control"] = "no-store"
    return response


def _shown(visit: Visit, job: str) -> Response:
    return RedirectResponse(f"{visit.urls.desk()}#job-{job}", 303)
