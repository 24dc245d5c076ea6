"""Judging a result: a press of a button is kept, and can be taken back."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from index.errors import InvalidQueryError, NotFoundError
from index.searcher import checked_query
from search_api.kit.callers import caller_of
from search_api.kit.own_site import address_here, is_from_own_page
from search_api.kit.parameters import Current
from search_api.measuring.feedback import Judgement, Verdict
from search_api.quoting.basket import Reference, quoted
from web.kit.judging import PARAMETER, Desk, Judging
from web.kit.parameters import Parameters
from web.kit.rendering import render
from web.kit.urls import local_path
from web.kit.visit import Here, Visit

# A question of the longest kind, percent-encoded, with the other fields.
LARGEST_FORM = 64 * 1024
_MOST_FIELDS = 16
_VERDICTS: dict[str, Verdict] = {"useful": "useful", "not_useful": "not_useful"}
Fields = dict[str, str]

router = APIRouter()


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form of these pages: its fields, and the address it stands on, None where that is of another site."""

    fields: Fields
    came_from: SplitResult | None


def desk_of(request: Request) -> Desk:
    """Return where judgements are handed in; raises `NotFoundError` where feedback is switched off."""
    desk: Desk | None = request.app.state.desk
    if desk is None:
        raise NotFoundError("feedback is switched off on this server (PLANSEARCH_FEEDBACK)")
    return desk


OpenDesk = Annotated[Desk, Depends(desk_of)]


async def own_form(request: Request, desk: OpenDesk) -> SentForm:
    """Return a form of these pages; refuses other sites, long bodies and quick hands."""
    if not is_from_own_page(request):
        raise HTTPException(403, "only the pages of this server may send this form")
    desk.admit(request.client.host if request.client else "")
    return SentForm(_fields(await _body(request)), address_here(request, "referer"))


OwnForm = Annotated[SentForm, Depends(own_form)]


@router.post("/feedback")
def judge(request: Request, visit: Here, snapshot: Current, desk: OpenDesk, form: OwnForm) -> Response:
    """Keep a judgement; answers with the page it came from, or for the script with its new part."""
    fields = form.fields
    judgement = Judgement(
        question=checked_query(fields.get("q", "")),
        reference=Reference.parse(fields.get("p", "")),
        verdict=_verdict(fields.get("verdict", "")),
        filtered="filtered" in fields,
    )
    quoted(snapshot.passage(judgement.reference.passage_id), judgement.reference)
    judged = Judging(str(judgement.reference), desk.store.add(judgement))
    desk.audit.note("judge", str(caller_of(request)), passage=judgement.reference.passage_id)
    if "part" in fields:
        return render(visit, "measuring/judged.html", {"reference": judged.reference, "key": judged.key})
    back = _back(visit, form, judgement.question, [(PARAMETER, str(judged))])
    return RedirectResponse(f"{back}#f-{judged.reference}", 303)


@router.post("/feedback/undo")
def take_back(request: Request, visit: Here, desk: OpenDesk, form: OwnForm) -> Response:
    """Delete the judgement whose key the form has."""
    if not desk.store.take_back(form.fields.get("key", "")):
        raise NotFoundError("that judgement is no longer kept: there is nothing to take back")
    desk.audit.note("take back", str(caller_of(request)))
    if "part" in form.fields:
        return render(visit, "measuring/judged.html", {"reference": "", "key": ""})
    return RedirectResponse(_back(visit, form, "", []), 303)


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
        raise InvalidQueryError(
            "%(name)s must be one of %(known)s, not %(value)r",
            name="verdict",
            known=", ".join(_VERDICTS),
            value=value,
        )
    return _VERDICTS[value]


def _back(visit: Visit, form: SentForm, question: str, added: list[tuple[str, str]]) -> str:
    """Return the address of the page that the form stands on, with `added` in place of what it said."""
    result = visit.urls.search(Parameters(q=question)) if question else visit.urls.home()
    came_from = form.came_from or urlsplit(result)
    kept = [pair for pair in parse_qsl(came_from.query) if pair[0] != PARAMETER]
    query = urlencode([*kept, *added])
    return local_path(came_from.path) + (f"?{query}" if query else "")
