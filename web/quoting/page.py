"""The basket: its page, and the quotes as a file."""

from collections.abc import Callable, Iterable

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import QueryParams

from index.errors import InvalidQueryError, NotFoundError
from search_api.kit.parameters import Heavy, Served
from search_api.quoting.basket import Entry, Missing, Reference, look_up, moved, read_references
from search_api.quoting.exports import ExportWords, as_docx, as_markdown, as_text
from web.kit.parameters import QUOTE
from web.kit.rendering import render
from web.kit.visit import Here, Visit
from web.quoting.view import entry_views

FILE_NAME = "plansearch-quotes"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_STEPS = {"up": -1, "down": 1}
Entries = Iterable[Entry | Missing]
References = tuple[Reference, ...]

router = APIRouter()


@router.get("/basket")
def basket(visit: Here, snapshot: Served) -> Response:
    """The quotes that the address names; a button leads to the address of the changed basket."""
    references = read_references(visit.query.getlist(QUOTE))
    changed, anchor = _changed(references, visit.query)
    if changed != references:
        return RedirectResponse(visit.urls.basket_page(map(str, changed)) + anchor, 303)
    entries = look_up(snapshot, references)
    documents = {entry.document.id for entry in entries if isinstance(entry, Entry)}
    view = {
        "entries": entry_views(entries, visit.urls, _words(visit), visit.base),
        "documents": len(documents),
    }
    return render(visit, "quoting/basket.html", view)


@router.get("/basket.{kind}")
def basket_file(visit: Here, snapshot: Heavy, kind: str) -> Response:
    """The quotes as plain text, Markdown or a Word document."""
    words = _words(visit)
    formats: dict[str, tuple[str, Callable[[Entries], str | bytes]]] = {
        "txt": ("text/plain", lambda entries: as_text(entries, words)),
        "md": ("text/markdown", lambda entries: as_markdown(entries, words, visit.base)),
        "docx": (_DOCX, lambda entries: as_docx(entries, words)),
    }
    if kind not in formats:
        raise NotFoundError(f"the basket has no form {kind!r}: ask for txt, md or docx")
    references = read_references(visit.query.getlist(QUOTE))
    if not references:
        raise InvalidQueryError("the basket is empty: add a quote to it first")
    media_type, form = formats[kind]
    content = form(look_up(snapshot, references))
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}.{kind}"'}
    return Response(content, media_type=media_type, headers=headers)


def _changed(references: References, query: QueryParams) -> tuple[References, str]:
    """Return the quotes after the button that was pressed, and the anchor to go on at."""
    if "clear" in query:
        return (), ""
    if "remove" in query:
        removed = Reference.parse(query["remove"])
        return tuple(r for r in references if r != removed), ""
    for name, steps in _STEPS.items():
        if name in query:
            reference = Reference.parse(query[name])
            return moved(references, reference, steps), f"#b-{reference}"
    return references, ""


def _words(visit: Visit) -> ExportWords:
    _ = visit.gettext
    return ExportWords(
        title=_("Quotations"),
        missing=_("no longer in the index"),
        english=visit.language == "en",
    )
