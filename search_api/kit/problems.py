"""Errors as `application/problem+json` (RFC 9457)."""

from collections.abc import Mapping
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel

from index.errors import (
    BusyError,
    InvalidQueryError,
    ModelError,
    NoIndexError,
    NotFoundError,
    PlanSearchError,
)

MEDIA_TYPE = "application/problem+json"
_STATUS: dict[type[PlanSearchError], int] = {
    InvalidQueryError: 422,
    NotFoundError: 404,
    BusyError: 503,
    NoIndexError: 503,
    ModelError: 503,
}
_TITLES = {
    400: "Bad request", 403: "Forbidden", 404: "Not found", 405: "Method not allowed", 413: "Content too large",
    422: "Invalid request", 429: "Too many requests", 500: "Internal error", 503: "Service unavailable",
}  # fmt: skip
_RETRY_SECONDS = "5"


class Problem(BaseModel):
    """An error as RFC 9457 describes it."""

    type: str
    title: str
    status: int
    detail: str


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": _TITLES[status],
        "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}},
    }
    for status in (404, 413, 422, 500, 503)
}


def status_of(error: PlanSearchError) -> int:
    """Return the HTTP status that an expected error has."""
    return next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return a problem document; 503 asks the client to come back."""
    title = _TITLES.get(status, "Error")
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    retry = {"Retry-After": _RETRY_SECONDS} if status == 503 else {}
    return JSONResponse(content, status, {**retry, **(headers or {})}, MEDIA_TYPE)
