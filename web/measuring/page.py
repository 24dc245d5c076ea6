"""Judging a result: a press of a button is kept, and can be taken back."""

from typing import Annotated
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from index.errors import InvalidQueryError, NotFoundError
from index.searcher import checked_query
from search_api.kit.parameters import service_of
from search_api.measuring.feedback import Judgement, Verdict
from search_api.quoting.basket import Reference, quoted
from web.kit.judging import PARAMETER, Desk, desk_of, judged_value
from web.kit.parameters import Parameters
from web.kit.rendering import render, urls_of

# A question of the longest kind, percent-encoded, with the other fields.
LARGEST_FORM = 64 * 1024
_MOST_FIELDS = 16
_VERDICTS: dict[str, Verdict] = {"useful": "useful", "not_useful": "not_useful"}
Fields = dict[str, str]

router = APIRouter()


async def own_form(request: Request) -> Fields:
    """Return the fields of a form of these pages; refuses other sites, long bodies and quick hands."""
    desk = _desk(request)
    if not _is_own(request):
        raise HTTPException(403, "only the pages of this server may send this form")
    desk.admit(request.client.host if request.client else "")
    return _fields(await _body(request))


OwnForm = Annotated[Fields, Depends(own_form)]


@router.post("/feedback")
def judge(request: Request, fields: OwnForm) -> Response:
    """Keep a judgement; answers with the page it came from, or for the script with its new part."""
    service = service_of(request)
    judgement = Judgement(
        question=checked_query(fields.get("q", "")),
        reference=Reference.parse(fields.get("p", "")),
        verdict=_verdict(fields.get("verdict", "")),
        filtered="filtered" in fields,
    )
    quoted(service.passage(judgement.reference.passage_id), judgement.reference)
    key = _desk(request).store.add(judgement)
    reference = str(judgement.reference)
    if "part" in fields:
        return render(request, "measuring/judged.html", {"reference": reference, "key": key})
    back = _back(request, judgement.question, [(PARAMETER, judged_value(reference, key))])
    return RedirectResponse(f"{back}#f-{reference}", 303)


@router.post("/feedback/undo")
def take_back(request: Request, fields: OwnForm) -> Response:
    """Delete the judgement whose key the form has."""
    if not _desk(request).store.take_back(fields.get("key", "")):
        raise NotFoundError("that judgement is no longer kept: there is nothing to take back")
    if "part" in fields:
        return render(request, "measuring/judged.html", {"reference": "", "key": ""})
    return RedirectResponse(_back(request, "", []), 303)


def _desk(request: Request) -> Desk:
    desk = desk_of(request)
    if desk is None:
        raise NotFoundError("feedback is switched off on this server (PLANSEARCH_FEEDBACK)")
    return desk


def _is_own(request: Request) -> bool:
    """True for a form that the browser says a page of this server has sent."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    # On plain http, and in older browsers, there is the origin only.
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host", "-")


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM:
            raise HTTPException(413, f"the limit of this form is {LARGEST_FORM} bytes")
    return bytes(body)


def _fields(body: bytes) -> Fields:
    try:
        pairs = parse_qsl(body.decode("ascii"), True, True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise InvalidQueryError("the form cannot be read: send it from the page again") from error
    return dict(pairs)


def _verdict(value: str) -> Verdict:
    if value not in _VERDICTS:
        raise InvalidQueryError(f"verdict must be one of {', '.join(_VERDICTS)}, not {value!r}")
    return _VERDICTS[value]


def _back(request: Request, question: str, added: list[tuple[str, str]]) -> str:
    """Return the address of the page that the form stands on, with `added` in place of what it said."""
    came_from = urlsplit(request.headers.get("referer", ""))
    if came_from.netloc != request.headers.get("host"):
        urls = urls_of(request)
        came_from = urlsplit(urls.search(Parameters(q=question)) if question else urls.home())
    kept = [pair for pair in parse_qsl(came_from.query) if pair[0] != PARAMETER]
    query = urlencode([*kept, *added])
    # Two slashes would begin the name of another server.
    path = "/" + came_from.path.lstrip("/\\")
    return path + (f"?{query}" if query else "")
