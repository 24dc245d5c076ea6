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
from search_api.kit.parameters import Limit, Offset, Served
from search_api.service import check_page

router = APIRouter()

Words = Annotated[str, Query(description="Words or a number to look for in number, issuer and name")]
Kind = Annotated[str | None, Query(alias="type", description='Only this type, as "Kết luận"')]
FromLevel = Annotated[str | None, Query(description="Only from here: party, government or province")]


@router.get("/instruments")
def instruments(
    service: Served,
    q: Words = "",
    kind: Kind = None,
    level: FromLevel = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> InstrumentsOut:
    """What the documents cite, the most cited first."""
    check_page(limit, offset)
    return instruments_out(service, list_instruments(service, kind or None, level or None, q), limit, offset)


@router.get("/instruments/{key:path}")
def one_instrument(service: Served, key: str, limit: Limit = 50, offset: Offset = 0) -> InstrumentDetailOut:
    """An instrument with the documents that cite it and those that do not."""
    check_page(limit, offset)
    return instrument_detail_out(service, instrument(service, key), limit, offset)


@router.get("/documents/{document_id}/instruments")
def instruments_of_document(service: Served, document_id: str) -> DocumentInstrumentsOut:
    """What a document says it carries out, in order, and all that it cites."""
    return document_instruments_out(service, document_id)
