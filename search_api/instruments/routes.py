"""Cited instruments over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from ingest.instruments.authorities import Level
from search_api.instruments.overview import instrument, list_instruments
from search_api.instruments.schemas import (
    DocumentInstrumentsOut,
    InstrumentDetailOut,
    InstrumentsOut,
    document_instruments_out,
    instrument_detail_out,
    instruments_out,
)
from search_api.kit.json_route import JsonRoute
from search_api.kit.pages import Page
from search_api.kit.paging import paged
from search_api.kit.parameters import Chosen, Served, Typed

router = APIRouter(route_class=JsonRoute)

Words = Annotated[str, Query(description="Words or a number to look for in number, issuer and name")]
Kind = Annotated[str | None, Typed, Query(alias="type", description='Only this type, as "Kết luận"')]
FromLevel = Annotated[Level | None, Chosen, Query(description="Only from here")]


@router.get("/instruments")
def instruments(
    snapshot: Served,
    q: Words = "",
    kind: Kind = None,
    level: FromLevel = None,
    *,
    part: Annotated[Page, paged(50)],
) -> InstrumentsOut:
    """What the documents cite, the most cited first."""
    return instruments_out(snapshot, list_instruments(snapshot, kind, level, q), part)


@router.get("/instruments/{key:path}")
def one_instrument(snapshot: Served, key: str, part: Annotated[Page, paged(50)]) -> InstrumentDetailOut:
    """An instrument with the documents that cite it and those that do not."""
    return instrument_detail_out(snapshot, instrument(snapshot, key), part)


@router.get("/documents/{document_id}/instruments")
def instruments_of_document(snapshot: Served, document_id: str) -> DocumentInstrumentsOut:
    """What a document says it carries out, in order, and all that it cites."""
    return document_instruments_out(snapshot, document_id)
