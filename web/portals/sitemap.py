"""The addresses of all documents for search engines, as sitemaps.org has them."""

from collections.abc import Sequence
from itertools import islice
from math import ceil

from fastapi import APIRouter, Response

from index.errors import NotFoundError
from search_api.kit.citations import document_url
from search_api.kit.parameters import Served
from web.kit.rendering import render_xml
from web.kit.visit import Here, Visit

router = APIRouter()

# Half of what one sitemap may hold.
_MOST_ADDRESSES = 25_000


@router.get("/robots.txt")
def robots(visit: Here) -> Response:
    """Where the sitemap is; below the path of another site nothing, for that file is the site's own."""
    if visit.urls.root:
        raise NotFoundError("the robots.txt is that of the site under whose path this is served")
    return Response(
        f"User-agent: *\nAllow: /\n\nSitemap: {visit.base}/sitemap.xml\n", media_type="text/plain"
    )


@router.get("/sitemap.xml")
def sitemaps(visit: Here, snapshot: Served) -> Response:
    """The sitemaps: one for so many documents."""
    parts = max(ceil(len(snapshot.documents) / _MOST_ADDRESSES), 1)
    paths = [f"/sitemaps/{number}.xml" for number in range(1, parts + 1)]
    return _answer(visit, "sitemapindex", "sitemap", paths)


@router.get("/sitemaps/{part}.xml")
def sitemap(visit: Here, snapshot: Served, part: int) -> Response:
    """The addresses of some documents, in the order in which they came."""
    first = (part - 1) * _MOST_ADDRESSES
    ids = list(islice(snapshot.documents, first, first + _MOST_ADDRESSES)) if first >= 0 else []
    if not ids and part != 1:
        raise NotFoundError(f"there is no sitemap {part}")
    return _answer(visit, "urlset", "url", [document_url(identity) for identity in ids])


def _answer(visit: Visit, whole: str, each: str, paths: Sequence[str]) -> Response:
    view = {"whole": whole, "each": each, "addresses": [visit.base + path for path in paths]}
    content = render_xml("portals/sitemap.xml", visit.language, view)
    return Response(content, media_type="application/xml")
