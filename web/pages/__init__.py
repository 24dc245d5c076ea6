"""The pages: each route cleans its parameters, calls the service and picks a template."""

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from web.pages import about, documents, search
from web.static_files import STATIC_FOLDER

_ROUTERS = (search.router, documents.router, about.router)


def mount_pages(app: FastAPI) -> None:
    """Add the pages and their static files; the service is `app.state.service`."""
    pages = APIRouter(include_in_schema=False)
    for router in _ROUTERS:
        pages.include_router(router)
    app.include_router(pages)
    app.mount("/static", StaticFiles(directory=STATIC_FOLDER), name="static")
