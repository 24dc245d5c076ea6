"""The pages of every feature, and their static files."""

from fastapi import APIRouter, FastAPI

import web.about.developers_page
import web.about.help_page
import web.about.page
import web.about.problems_page
import web.asking.page
import web.checking.page
import web.collecting.page
import web.comparing.page
import web.comparing.similar_page
import web.coverage.page
import web.documents.page
import web.duties.page
import web.instruments.page
import web.measuring.page
import web.portals.box
import web.portals.frame
import web.portals.sitemap
import web.portals.suggest
import web.quoting.page
import web.quoting.saved_page
import web.searching.page
import web.writing.page
from web.kit.static_files import STATIC_FOLDER, VersionedFiles

_PAGES = (
    web.searching.page, web.asking.page, web.writing.page, web.documents.page, web.comparing.page,
    web.comparing.similar_page, web.duties.page, web.instruments.page, web.coverage.page, web.quoting.page,
    web.quoting.saved_page, web.checking.page, web.measuring.page, web.about.page, web.about.help_page,
    web.about.problems_page, web.about.developers_page, web.portals.box, web.portals.frame,
    web.portals.sitemap, web.portals.suggest, web.collecting.page,
)  # fmt: skip


def mount_pages(app: FastAPI) -> None:
    """Add the pages and their static files to `app`, whose state holds what answers."""
    pages = APIRouter(include_in_schema=False)
    for page in _PAGES:
        pages.include_router(page.router)
    app.include_router(pages)
    app.mount("/static", VersionedFiles(directory=STATIC_FOLDER), name="static")
