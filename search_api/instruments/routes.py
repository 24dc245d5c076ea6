"""Cited instruments over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from search_api.instruments.overview import instrument, list_instruments
from search_api.instruments.schemas import (
    DocumentInstrumentsOut,
    InstrumentDetailOut,
    InstrumentsOut,
    document_instruments_out,
    instrument_detail_out,
    instruments_out,
)
from search_api.kit.filters import check_range
from search_api.kit.json_route import JsonRoute
from search_api.kit.parameters import Limit, Offset, Served

router = APIRouter(route_class=JsonRoute)

Words = Annotated[str, Query(description="Words or a number to look for in number, issuer and name")]
Kind = Annotated[str | None, Query(alias="type", description='Only this type, as "Kết luận"')]
FromLevel = Annotated[str | None, Query(description="Only from here: party, government or province")]


@router.get("/instruments")
def instruments(
    snapshot: Served,
    q: Words = "",
    kind: Kind = None,
    level: FromLevel = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> InstrumentsOut:
    """What the documents cite, the most cited first."""
    check_range(limit, offset)
    return instruments_out(
        snapshot, list_instruments(snapshot, kind or None, level or None, q), limit, offset
    )


@router.get("/instruments/{key:path}")
def one_instrument(snapshot: Served, key: str, limit: Limit = 50, offset: Offset = 0) -> InstrumentDetailOut:
    """An instrument with the documents that cite it and those that do not."""
    check_range(limit, offset)
    return instrument_detail_out(snapshot, instrument(snapshot, key), limit, offset)


@router.get("/documents/{document_id}/instruments")
def instruments_of_document(snapshot: Served, document_id: str) -> DocumentInstrumentsOut:
    """What a document says it carries out, in order, and all that it cites."""
    return document_instruments_out(snapshot, document_id)
