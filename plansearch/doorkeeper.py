"""Who may come in: a key is looked at once, before everything that it opens."""

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from index.errors import PlanSearchError
from plansearch.at_desk import is_at_this_machine, is_of_desk
from plansearch.failures import expected_failure, failure
from plansearch.keys import PREFIX, Key, KeyStore
from plansearch.keys import Scope as KeyScope
from plansearch.limits import Allowance, Limits
from search_api.kit.addresses import path_of
from search_api.kit.callers import Caller, let_in
from search_api.kit.problems import PROBLEMS_PATH
from web.portals.box import BOX_PATH

# Whether it lives, what a page needs to say that a key is wanted, and what that problem means; a script that
# pages of other sites hold, which cannot send a key for it.
_OPEN = frozenset({"/healthz", "/readyz", PROBLEMS_PATH, BOX_PATH})
_OPEN_BELOW = ("/static/", f"{PROBLEMS_PATH}/")
_BEARER = "bearer"
_ANYONE = Caller()
# The same for a key that is missing, unknown, expired and revoked.
_NO_KEY = (
    "a valid key is wanted: send it as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'; the administrator "
    "makes one with `plansearch keys create`"
)
# A job here would publish an index of its documents alone.
_ELSEWHERE = "documents are added and removed where the index is published from, not on this server"


class Doorkeeper:
    """Middleware that lets in who has a key, or everyone where none is `required`, within `limits`.

    Where it takes no documents, nobody adds or removes any.
    A key that is sent is looked at also where none is required. What it stands for is in `caller_of`.
    """

    def __init__(
        self, app: ASGIApp, keys: KeyStore, limits: Limits, *, required: bool, takes_documents: bool = True
    ) -> None:
        self._app = app
        self._keys, self._limits, self._required = keys, limits, required
        self._takes_documents = takes_documents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, with who asks, or answer why it may not go on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        if _is_open(path_of(scope)):
            let_in(request, _ANYONE)
            await self._app(scope, receive, send)
            return
        sent = _sent(request)
        try:
            key = await run_in_threadpool(self._keys.holder, sent) if sent is not None else None
        except PlanSearchError as error:
            await expected_failure(request, error)(scope, receive, send)
            return
        allowance = self._limits.take(key, request.client.host if request.client else "")
        answer: ASGIApp = self._refusal(request, sent, key, allowance) or self._app
        let_in(request, _caller(request, key))
        await answer(scope, receive, allowance.told_by(send) if allowance else send)

    def _refusal(
        self, request: Request, sent: str | None, key: Key | None, allowance: Allowance | None
    ) -> ASGIApp | None:
        """Return the answer to a request that may not go on."""
        if allowance and not allowance.admitted:
            detail = f"{allowance.quota} requests in {allowance.window} seconds are the limit here"
            return failure(request, 429, detail, {"Retry-After": str(allowance.reset)})
        at_desk = is_of_desk(request)
        if at_desk and not self._takes_documents:
            return failure(request, 403, _ELSEWHERE)
        if key is None:
            closed = self._required or sent is not None or (at_desk and not is_at_this_machine(request))
            return failure(request, 401, _NO_KEY, {"WWW-Authenticate": "Bearer"}) if closed else None
        wanted: KeyScope = "ingest" if at_desk else _scope_for(path_of(request.scope))
        if not key.reaches(wanted):
            detail = f"this key has the scope {key.grant.scope!r}, and {wanted!r} is wanted"
            return failure(request, 403, detail)
        if at_desk and key.grant.documents is not None:
            return failure(request, 403, "a key for some documents adds and removes none")
        return None


def _caller(request: Request, key: Key | None) -> Caller:
    if key is None:
        return Caller(writes=is_at_this_machine(request))
    grant = key.grant
    return Caller(grant.name, grant.allowed, key.reaches("ingest") and grant.documents is None)


def _is_open(path: str) -> bool:
    return path in _OPEN or path.startswith(_OPEN_BELOW)


def _scope_for(path: str) -> KeyScope:
    """Return the scope that an address wants: how the server does is for its administrators."""
    return "admin" if path == "/metrics" else "read"


def _sent(request: Request) -> str | None:
    """Return the key that a request has, None for none: what another door wants in `Authorization` is no key."""
    scheme, _, words = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == _BEARER and words.strip().startswith(PREFIX):
        return words.strip()
    return request.headers.get("x-api-key") or None
