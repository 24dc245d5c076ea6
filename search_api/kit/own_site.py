"""Whether a page of this server has sent a request, one of another site, or a program."""

from urllib.parse import SplitResult, urlsplit

from fastapi import Depends, HTTPException, Request

from search_api.kit.addresses import sent_host_of

_SITE = "sec-fetch-site"
_ORIGIN = "origin"


def is_from_own_page(request: Request) -> bool:
    """True for a request that the browser says a page of this server has sent."""
    site = request.headers.get(_SITE)
    if site is not None:
        return site == "same-origin"
    # On plain http, and in older browsers, there is the origin only.
    return address_here(request, _ORIGIN) is not None


def address_here(request: Request, header: str) -> SplitResult | None:
    """Return the address in a header if it is one of this server."""
    try:
        address = urlsplit(request.headers.get(header, ""))
    except ValueError:
        return None
    return address if address.netloc and address.netloc == sent_host_of(request) else None


async def refuse_other_sites(request: Request) -> None:
    """Answer 403 to what a page of another site sends; programs say nothing of a site."""
    from_browser = _SITE in request.headers or _ORIGIN in request.headers
    if from_browser and not is_from_own_page(request):
        raise HTTPException(403, "pages of other sites may change nothing here")


NoOtherSite = Depends(refuse_other_sites)
