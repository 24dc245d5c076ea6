"""What went wrong, as a problem document for programs and as a page for people."""

from collections.abc import Mapping

from fastapi import Request, Response

from index.errors import PlanSearchError
from search_api.kit.addresses import path_of
from search_api.kit.problems import Kind, kind_of, kind_of_status, problem, request_id_of, retry_after
from web.kit.errors import error_page
from web.kit.visit import visit_of

INTERNAL = "something went wrong inside PlanSearch; the log of the server says more"
_API_PATHS = ("/api/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/mcp")


def failure(request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return what a status says as a problem document for programs, as a page for people."""
    return _failure(request, kind_of_status(status), detail, detail, headers)


def expected_failure(request: Request, error: PlanSearchError) -> Response:
    """Return an expected error as a problem document for programs, as a page for people in their language."""
    return _failure(request, kind_of(error), str(error), error.told(visit_of(request).gettext))


async def unheard(_: Request, __: Exception) -> Response:
    """Return an answer for the server's own order: the client has gone, and nothing is sent."""
    return Response(status_code=400)


def _failure(
    request: Request, kind: Kind, detail: str, told: str, headers: Mapping[str, str] | None = None
) -> Response:
    if path_of(request.scope).startswith(_API_PATHS):
        return problem(request, kind, detail, headers)
    response = error_page(
        visit_of(request), kind.status, told, request_id_of(request), translated=told != detail
    )
    response.headers.update({**retry_after(kind), **(headers or {})})
    return response
