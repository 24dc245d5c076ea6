"""What went wrong, as a problem document for programs and as a page for people."""

from collections.abc import Mapping

from fastapi import Request, Response

from index.errors import PlanSearchError
from search_api.kit.problems import problem
from web.kit.errors import error_page
from web.kit.visit import visit_of

INTERNAL = "something went wrong inside PlanSearch; the log of the server says more"
_API_PATHS = ("/api/", "/healthz", "/readyz", "/metrics", "/openapi.json")


def failure(
    request: Request, status: int, detail: str | PlanSearchError, headers: Mapping[str, str] | None = None
) -> Response:
    """Return the failure as a problem document for programs, as a page for people in their language."""
    if request.url.path.startswith(_API_PATHS):
        return problem(status, str(detail), headers)
    visit = visit_of(request)
    told = detail.told(visit.gettext) if isinstance(detail, PlanSearchError) else detail
    response = error_page(visit, status, told, translated=told != str(detail))
    response.headers.update(headers or {})
    return response
