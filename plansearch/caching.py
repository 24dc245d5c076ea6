"""How long an answer may be kept, by whom, and what it depends on: said here once for every route."""

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders

from search_api.kit.conditional import PAGES_VARY_BY, NotModifiedError, is_of_api, tag_of
from web.portals.box import BOX_PATH

# Kept by the browser, and asked about each time: the index may have changed.
_ASKED_ABOUT = "private, no-cache"
_NEVER_KEPT = "no-store"
_PROBES = ("/healthz", "/readyz", "/metrics")
_DESCRIPTION = "/openapi.json"


async def not_modified(request: Request, error: Exception) -> Response:
    """Return the answer that a client already has what it asks for."""
    # Not in a thread: handing it over would cost more than all the rest.
    tag = error.tag if isinstance(error, NotModifiedError) else ""
    return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept-Encoding"})


def complete_caching(request: Request, path: str, status: int, headers: MutableHeaders) -> None:
    """Add the tag of an answer, and how it may be kept where its route does not say so."""
    headers.setdefault("Cache-Control", _usual(request.method, path, status))
    # What sets a cookie must go out again to set it again.
    nameless = "set-cookie" in headers or _NEVER_KEPT in headers["Cache-Control"]
    tag = tag_of(request)
    if status == 200 and tag and not nameless:
        headers["ETag"] = tag
    if _speaks(path, status):
        headers.add_vary_header(", ".join(PAGES_VARY_BY))


def _usual(method: str, path: str, status: int) -> str:
    read = method == "GET" and status < 400 and path not in _PROBES
    return _ASKED_ABOUT if read else _NEVER_KEPT


def _speaks(path: str, status: int) -> bool:
    """True for an answer in the language of its reader."""
    file = (path.startswith("/static/") or path == BOX_PATH) and status < 400
    return not (file or is_of_api(path) or path in _PROBES or path == _DESCRIPTION)
