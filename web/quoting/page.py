"""The basket: its page, and the quotes as a file."""

from collections.abc import Callable, Iterable

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import QueryParams

from index.errors import InvalidQueryError, NotFoundError
from search_api.kit.parameters import service_of
from search_api.quoting.basket import Entry, Missing, Reference, look_up, moved, read_references
from search_api.quoting.exports import ExportWords, as_docx, as_markdown, as_text
from web.kit.i18n import choose_language
from web.kit.parameters import QUOTE
from web.kit.rendering import gettext_of, render, urls_of
from web.quoting.view import entry_views

FILE_NAME = "plansearch-quotes"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_STEPS = {"up": -1, "down": 1}
Entries = Iterable[Entry | Missing]
References = tuple[Reference, ...]

router = APIRouter()


@router.get("/basket")
def basket(request: Request) -> Response:
    """The quotes that the address names; a button leads to the address of the changed basket."""
    references = read_references(request.query_params.getlist(QUOTE))
    changed, anchor = _changed(references, request.query_params)
    urls = urls_of(request)
    if changed != references:
        return RedirectResponse(urls.basket_page(map(str, changed)) + anchor, 303)
    entries = look_up(service_of(request), references)
    documents = {entry.document.id for entry in entries if isinstance(entry, Entry)}
    view = {
        "entries": entry_views(entries, urls, _words(request), _base(request)),
        "documents": len(documents),
    }
    return render(request, "quoting/basket.html", view)


@router.get("/basket.{kind}")
def basket_file(request: Request, kind: str) -> Response:
    """The quotes as plain text, Markdown or a Word document."""
    formats: dict[str, tuple[str, Callable[[Entries], str | bytes]]] = {
        "txt": ("text/plain", lambda entries: as_text(entries, _words(request))),
        "md": ("text/markdown", lambda entries: as_markdown(entries, _words(request), _base(request))),
        "docx": (_DOCX, lambda entries: as_docx(entries, _words(request))),
    }
    if kind not in formats:
        raise NotFoundError(f"the basket has no form {kind!r}: ask for txt, md or docx")
    references = read_references(request.query_params.getlist(QUOTE))
    if not references:
        raise InvalidQueryError("the basket is empty: add a quote to it first")
    media_type, form = formats[kind]
    content = form(look_up(service_of(request), references))
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}.{kind}"'}
    return Response(content, media_type=media_type, headers=headers)


def _changed(references: References, parameters: QueryParams) -> tuple[References, str]:
    """Return the quotes after the button that was pressed, and the anchor to go on at."""
    if "clear" in parameters:
        return (), ""
    if "remove" in parameters:
        removed = Reference.parse(parameters["remove"])
        return tuple(r for r in references if r != removed), ""
    for name, steps in _STEPS.items():
        if name in parameters:
            reference = Reference.parse(parameters[name])
            return moved(references, reference, steps), f"#b-{reference}"
    return references, ""


def _words(request: Request) -> ExportWords:
    _ = gettext_of(request)
    return ExportWords(
        title=_("Quotations"),
        missing=_("no longer in the index"),
        english=choose_language(request) == "en",
    )


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")
