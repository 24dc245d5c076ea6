"""The pages: each route cleans its parameters, calls the service and picks a template."""

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from web.pages import (
    about,
    basket,
    compare,
    coverage,
    documents,
    duties,
    feedback,
    guide,
    instruments,
    saved,
    search,
    similar,
    written,
)
from web.static_files import STATIC_FOLDER

_ROUTERS = (
    search.router, documents.router, duties.router, about.router, basket.router, feedback.router, saved.router,
    guide.router, instruments.router, written.router, coverage.router, similar.router, compare.router,
)  # fmt: skip


def mount_pages(app: FastAPI) -> None:
    """Add the pages and their static files; the service is `app.state.service`."""
    pages = APIRouter(include_in_schema=False)
    for router in _ROUTERS:
        pages.include_router(router)
    app.include_router(pages)
    app.mount("/static", StaticFiles(directory=STATIC_FOLDER), name="static")
