"""What went wrong, as a problem document for programs and as a page for people."""

from collections.abc import Mapping

from fastapi import Request, Response

from search_api.kit.problems import problem
from web.kit.errors import error_page
from web.kit.visit import visit_of

INTERNAL = "something went wrong inside PlanSearch; the log of the server says more"
_API_PATHS = ("/api/", "/healthz", "/readyz", "/metrics", "/openapi.json")


def failure(request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return the failure as a problem document for programs, as a page for people."""
    if request.url.path.startswith(_API_PATHS):
        return problem(status, detail, headers)
    response = error_page(visit_of(request), status, detail)
    response.headers.update(headers or {})
    return response
