"""The HTTP API under `/api/v1`: the routes of every feature, and the probes."""

from fastapi import APIRouter, FastAPI

import search_api.asking.routes as asking
import search_api.checking.routes as checking
import search_api.collecting.routes as collecting
import search_api.comparing.routes as comparing
import search_api.counting.routes as counting
import search_api.coverage.routes as coverage
import search_api.documents.routes as documents
import search_api.duties.routes as duties
import search_api.instruments.routes as instruments
import search_api.quoting.routes as quoting
import search_api.searching.routes as searching
import search_api.suggesting.routes as suggesting
import search_api.writing.routes as writing
from search_api.description import describe
from search_api.kit import probes
from search_api.kit.problems import RESPONSES

_SLICES = (
    searching, asking, writing, documents, duties, instruments, coverage, comparing, checking, suggesting,
    counting, quoting, collecting,
)  # fmt: skip


def mount_api(app: FastAPI) -> None:
    """Add the API and the probes to `app`, whose state holds what answers."""
    api = APIRouter(prefix="/api/v1", tags=["PlanSearch"], responses=RESPONSES)
    for slice_ in _SLICES:
        api.include_router(slice_.router)
    app.include_router(api)
    app.include_router(probes.router)
    describe(app)
