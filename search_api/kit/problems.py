"""Errors as `application/problem+json` (RFC 9457), each of a kind that has an address with a text about it."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from index.errors import (
    BusyError,
    CrowdedError,
    GoneError,
    InvalidQueryError,
    ModelError,
    NoIndexError,
    NotFoundError,
    PlanSearchError,
    UnknownParameterError,
    UnknownValueError,
    UnreachableError,
)
from search_api.kit.addresses import root_of

MEDIA_TYPE = "application/problem+json"
REQUEST_ID = "X-Request-ID"
PROBLEMS_PATH = "/problems"
_RETRY_SECONDS = "5"
# What a client may call its request: it is written into the log as it is.
_PLAIN_ID = re.compile(r"[A-Za-z0-9._\-]{1,64}")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: the name in its address, its status, its title."""

    name: str
    status: int
    title: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind("bad-request", 400, "Bad request"),
        Kind("unauthorized", 401, "Key wanted"),
        Kind("forbidden", 403, "Forbidden"),
        Kind("not-found", 404, "Not found"),
        Kind("method-not-allowed", 405, "Method not allowed"),
        Kind("cursor-expired", 410, "Cursor no longer served"),
        Kind("content-too-large", 413, "Content too large"),
        Kind("unknown-host", 421, "Misdirected request"),
        Kind("invalid-request", 422, "Invalid request"),
        Kind("unknown-parameter", 422, "Unknown parameter"),
        Kind("unknown-value", 422, "Value not in this index"),
        Kind("too-many-requests", 429, "Too many requests"),
        Kind("internal-error", 500, "Internal error"),
        Kind("unavailable", 503, "Service unavailable"),
    )
}
# The first that an error is an instance of.
_OF_ERROR: dict[type[PlanSearchError], str] = {
    UnknownParameterError: "unknown-parameter",
    UnknownValueError: "unknown-value",
    InvalidQueryError: "invalid-request",
    NotFoundError: "not-found",
    GoneError: "cursor-expired",
    BusyError: "unavailable",
    CrowdedError: "unavailable",
    NoIndexError: "unavailable",
    UnreachableError: "unavailable",
    ModelError: "unavailable",
}


class Problem(BaseModel):
    """An error as RFC 9457 describes it."""

    type: str = Field(description="Address of the kind of problem, with a text for people")
    title: str = Field(description="The kind in words, the same each time")
    status: int
    detail: str = Field(description="What is wrong with this request, and what to do")
    instance: str = Field(description="Path of the request")
    request_id: str = Field(description=f"Also in the header {REQUEST_ID}, and in the log of the server")


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": next(kind.title for kind in KINDS.values() if kind.status == status),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status in (400, 401, 403, 404, 405, 410, 413, 421, 422, 429, 500, 503)
}


def kind_of(error: PlanSearchError) -> Kind:
    """Return the kind of problem that an expected error is."""
    name = next((name for error_type, name in _OF_ERROR.items() if isinstance(error, error_type)), None)
    return KINDS[name or "internal-error"]


def kind_of_status(status: int) -> Kind:
    """Return the kind of problem that an answer with this status is, where nothing more is known."""
    usual = next((kind for kind in KINDS.values() if kind.status == status), KINDS["bad-request"])
    return usual if usual.status == status else Kind(usual.name, status, usual.title)


def problem_of(request: Request, kind: Kind, detail: str) -> Problem:
    """Return what is wrong with a request as an object."""
    return Problem(
        type=f"{root_of(request.scope)}{PROBLEMS_PATH}/{kind.name}",
        title=kind.title,
        status=kind.status,
        detail=detail,
        # Without the query string, which holds the question.
        instance=request.url.path,
        request_id=request_id_of(request),
    )


def problem(
    request: Request, kind: Kind, detail: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Return a problem document."""
    content = problem_of(request, kind, detail).model_dump()
    return JSONResponse(content, kind.status, {**retry_after(kind), **(headers or {})}, MEDIA_TYPE)


def retry_after(kind: Kind) -> Mapping[str, str]:
    """Return the header by which a problem that passes asks the client to come back."""
    return {"Retry-After": _RETRY_SECONDS} if kind.status == 503 else {}


def request_id_of(request: Request) -> str:
    """Return the id of a request: the one that it brings if that is plain and short, else a new one."""
    known: str | None = getattr(request.state, "request_id", None)
    if known is None:
        brought = request.headers.get(REQUEST_ID, "")
        known = brought if _PLAIN_ID.fullmatch(brought) else secrets.token_hex(8)
        request.state.request_id = known
    return known
