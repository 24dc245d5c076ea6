"""Documents side by side: choosing them, the comparison, and the comparison as a file."""

from collections.abc import Sequence

from fastapi import APIRouter, Response

from index.errors import InvalidQueryError, NotFoundError
from index.snapshot import Snapshot
from index.types import DocumentRecord
from ingest.language.folding import fold
from search_api.comparing.comparison import FEWEST, MOST
from search_api.comparing.comparison import compare as compare_documents
from search_api.comparing.comparison_docx import comparison_docx
from search_api.kit.parameters import Heavy
from web.comparing.comparison_view import ComparisonView, comparison_html, comparison_words, read_show
from web.kit.forms import check_page, pages_of
from web.kit.parameters import Parameters
from web.kit.presenters import document_view
from web.kit.rendering import render
from web.kit.visit import Here, Visit

FILE_NAME = "plansearch-comparison"
CHOICES_PAGE_SIZE = 50
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

router = APIRouter()


@router.get("/compare")
def compare(visit: Here, snapshot: Heavy) -> Response:
    """Documents side by side, or the list to choose them from."""
    ids = _ids(visit)
    if len(ids) < FEWEST or "choose" in visit.query:
        return _chooser(visit, snapshot, ids)
    try:
        show = read_show(visit.query.get("show", ""))
        comparison = compare_documents(snapshot, ids)
    except InvalidQueryError as error:
        return _chooser(visit, snapshot, ids, _explain(visit, ids, error))
    view = ComparisonView(comparison, visit.urls, visit.language)
    shown = {
        "ids": ids,
        "show": show,
        "counts": view.counts(),
        "links": view.show_links(show),
        "parts": view.parts(show),
    }
    return render(visit, "comparing/compare.html", shown)


@router.get("/compare.{kind}")
def compare_file(visit: Here, snapshot: Heavy, kind: str) -> Response:
    """The comparison as a page that needs nothing beside it, or as a Word document."""
    if kind not in ("html", "docx"):
        raise NotFoundError(f"a comparison has no form {kind!r}: ask for html or docx")
    comparison, language = compare_documents(snapshot, _ids(visit)), visit.language
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}.{kind}"'}
    if kind == "html":
        return Response(comparison_html(comparison, language), media_type="text/html", headers=headers)
    content = comparison_docx(comparison, comparison_words(language))
    return Response(content, media_type=_DOCX, headers=headers)


def _ids(visit: Visit) -> list[str]:
    return [identity for identity in visit.query.getlist("d") if identity.strip()]


def _chooser(visit: Visit, snapshot: Snapshot, ids: Sequence[str], problem: str = "") -> Response:
    """Return the list of documents with those already chosen on top; 422 where the choice has a fault."""
    urls = visit.urls
    chosen = [snapshot.document(identity) for identity in dict.fromkeys(ids)]
    find = visit.query.get("find", "").strip()
    others = _found(list(snapshot.documents.values()), find, set(ids))
    try:
        page = Parameters.of(visit.query).page_number()
        shown = others[(page - 1) * CHOICES_PAGE_SIZE : page * CHOICES_PAGE_SIZE]
        check_page(page, len(shown))
    except InvalidQueryError as error:
        page, shown, problem = 1, others[:CHOICES_PAGE_SIZE], problem or error.told(visit.gettext)
    view = {
        "problem": problem,
        "chosen": [document_view(record, urls) for record in chosen],
        "others": [document_view(record, urls) for record in shown],
        "find": find,
        "most": MOST,
        "paging": pages_of(
            page,
            CHOICES_PAGE_SIZE,
            len(others),
            lambda n: urls.compare(ids, choose="1", find=find, page=str(n)),
        ),
    }
    return render(visit, "comparing/compare_choose.html", view, 422 if problem else 200)


def _found(records: Sequence[DocumentRecord], find: str, without: set[str]) -> list[DocumentRecord]:
    """Return the documents whose metadata has every word of `find`."""
    words = fold(find).split()
    return [
        record
        for record in records
        if record.id not in without and (not words or all(word in _metadata(record) for word in words))
    ]


def _metadata(record: DocumentRecord) -> str:
    metadata = record.metadata
    facts = (
        metadata.title,
        metadata.number,
        metadata.type,
        metadata.issuer,
        metadata.province,
        metadata.year,
    )
    return fold(" ".join(str(fact) for fact in facts if fact))


def _explain(visit: Visit, ids: Sequence[str], error: InvalidQueryError) -> str:
    """Return what is wrong with a choice of documents in the reader's language."""
    _ = visit.gettext
    if len(set(ids)) < len(ids):
        return _("A document cannot be compared with itself: choose each one once.")
    if len(ids) > MOST:
        return _("At most %d documents can be compared: leave some out.") % MOST
    return error.told(_)
