"""Quotes for other pages over HTTP."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from search_api.kit.json_route import JsonRoute
from search_api.kit.parameters import Base, Chosen, Served, Typed
from search_api.quoting.oembed import OembedOut, oembed_out

router = APIRouter(route_class=JsonRoute)

Pixels = Annotated[
    Annotated[int, Field(ge=1)] | None, Typed, Query(description="Room that there is, in pixels")
]


@router.get("/oembed")
def oembed(
    snapshot: Served,
    base: Base,
    url: Annotated[str, Query(description="Permanent address of a passage or a document on this server")],
    maxwidth: Pixels = None,
    # Part of the protocol; words take the height that they need.
    maxheight: Pixels = None,
    format: Annotated[Literal["json"], Chosen, Query(description="JSON alone")] = "json",  # noqa: A002 - the protocol's name
) -> OembedOut:
    """A passage as a page shows it that links to it (oEmbed): a quote with its citation, that alone of a document."""
    return oembed_out(snapshot, url, base, maxwidth)
