"""The HTTP API under `/api/v1`; routes only translate."""

from fastapi import APIRouter, FastAPI

from search_api.http import (
    comparison,
    coverage,
    documents,
    duties,
    instruments,
    probes,
    search,
    similar,
    written,
)
from search_api.problems import RESPONSES

_ROUTERS = (
    search.router, documents.router, duties.router, instruments.router, written.router, coverage.router,
    similar.router, comparison.router,
)  # fmt: skip


def mount_api(app: FastAPI) -> None:
    """Add the API and the probes to `app`, whose state holds the service."""
    api = APIRouter(prefix="/api/v1", tags=["PlanSearch"], responses=RESPONSES)
    for router in _ROUTERS:
        api.include_router(router)
    app.include_router(api)
    app.include_router(probes.router)
