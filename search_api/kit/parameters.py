"""The parameters that several routes share, and what stands behind a request.

What waits for nothing is `async`: it is read where the request is, without a thread of its own.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator, Field

from index.live import LiveIndex
from index.originals import Originals
from index.searcher import LONGEST_QUERY
from index.snapshot import Snapshot
from index.types import Filters
from search_api.kit.callers import caller_of
from search_api.kit.conditional import offer_tag
from search_api.kit.filters import LARGEST_LIMIT, LARGEST_OFFSET, cleaned, spelt_filters


def filter_value(value: object) -> object:
    """Return what a filter is set to as typed, None where nothing was."""
    return (cleaned(value) or None) if isinstance(value, str) else value


def choice(value: object) -> object:
    """Return which of the values of a list was typed, None where nothing was."""
    typed = filter_value(value)
    return typed.lower() if isinstance(typed, str) else typed


Typed = BeforeValidator(filter_value)
Chosen = BeforeValidator(choice)
Text = Annotated[
    str,
    Query(
        description=f"Question, words or document number; at least one letter or digit, at most {LONGEST_QUERY}"
        " characters"
    ),
]
Limit = Annotated[int, Query(ge=1, le=LARGEST_LIMIT, description="How many results")]
Offset = Annotated[int, Query(ge=0, le=LARGEST_OFFSET, description="How many results to skip")]
Province = Annotated[str | None, Typed, Query(description="Only documents of this province")]
YearNumber = Annotated[int, Field(ge=1, le=9999)]
Year = Annotated[YearNumber | None, Typed, Query(description="Only documents of this year")]
Type = Annotated[str | None, Typed, Query(description='Only documents of this type, as "Kế hoạch"')]
DocumentId = Annotated[str | None, Typed, Query(description="Only this document")]


def snapshot_of(request: Request) -> Snapshot:
    """Return the snapshot that a request is answered from, taken once for all that it does.

    It holds what the one who asks may see: to everything that answers, there is nothing else.
    """
    index: LiveIndex = request.app.state.index
    return index.snapshot(caller_of(request).allowed)


async def originals_of(request: Request) -> Originals:
    """Return the files that documents were read from."""
    index: LiveIndex = request.app.state.index
    return index.originals


async def base_of(request: Request) -> str:
    """Return the address that links in files begin with; it ends with a slash."""
    return str(request.base_url)


Kept = Annotated[Originals, Depends(originals_of)]
# For an answer that is another one each time; others are named.
Current = Annotated[Snapshot, Depends(snapshot_of)]
Base = Annotated[str, Depends(base_of)]


async def named_snapshot_of(request: Request, snapshot: Current) -> Snapshot:
    """Return the snapshot that a request is answered from, where the answer is made of nothing else.

    Raises `NotModifiedError` where the client has that answer already.
    """
    if request.method == "GET":
        offer_tag(request, snapshot.state)
    return snapshot


Served = Annotated[Snapshot, Depends(named_snapshot_of)]


def filters_of(
    snapshot: Current,
    province: Province = None,
    year: Year = None,
    type: Type = None,  # noqa: A002 - the name of the parameter in the contract
) -> Filters:
    """Return what a request restricts documents to, spelt as they spell it."""
    return spelt_filters(snapshot, Filters(province, year, type))


Restricted = Annotated[Filters, Depends(filters_of)]


async def filters_within(filters: Restricted, document_id: DocumentId = None) -> Filters:
    """Return what a request restricts passages to."""
    return replace(filters, document_id=document_id)


Within = Annotated[Filters, Depends(filters_within)]
