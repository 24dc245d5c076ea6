"""The parameters that several routes share, and what stands behind a request.

What waits for nothing is `async`: it is read where the request is, without a thread of its own.

A route says what it costs by the snapshot that it takes: with it comes a place at the gate. What takes
none is cheap.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Literal

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
from search_api.kit.gate import Cost, Gate


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


async def index_of(request: Request) -> LiveIndex:
    """Return the index that the server answers from."""
    index: LiveIndex = request.app.state.index
    return index


Live = Annotated[LiveIndex, Depends(index_of)]


def snapshot_of(request: Request, index: Live) -> Snapshot:
    """Return the snapshot that a request is answered from, taken once for all that it does.

    It holds what the one who asks may see: to everything that answers, there is nothing else.
    """
    return index.snapshot(caller_of(request).allowed)


async def originals_of(index: Live) -> Originals:
    """Return the files that documents were read from."""
    return index.originals


async def base_of(request: Request) -> str:
    """Return the address that links in files begin with; it ends with a slash."""
    return str(request.base_url)


Kept = Annotated[Originals, Depends(originals_of)]
# For what a route depends on beside its own snapshot, with which it has a place.
Taken = Annotated[Snapshot, Depends(snapshot_of)]
Base = Annotated[str, Depends(base_of)]


async def named_snapshot_of(request: Request, snapshot: Taken) -> Snapshot:
    """Return the snapshot that a request is answered from, where the answer is made of nothing else.

    Raises `NotModifiedError` where the client has that answer already.
    """
    if request.method == "GET":
        offer_tag(request, snapshot.state)
    return snapshot


def _with_place(
    cost: Cost,
    take: Callable[..., object],
    until: Literal["function", "request"] = "function",
    *,
    read: bool = False,
) -> Any:  # noqa: ANN401 - as `Depends`
    """Return the dependency that gives what `take` takes, and holds a place for it.

    The place is held until the endpoint has made its answer ("function"), or until that is sent
    ("request"), for one that is made as it is sent. The body has been `read`, or is read first.
    """

    async def placed(
        request: Request, snapshot: Annotated[Snapshot, Depends(take)]
    ) -> AsyncIterator[Snapshot]:
        gate: Gate = request.app.state.gate
        # Who sends slowly has no place meanwhile. Whatever reads the body afterwards finds it here.
        if not read:
            await request.body()
        async with gate.place(cost, partial(_left, request)):
            yield snapshot

    placed.cost = cost  # type: ignore[attr-defined]
    return Depends(placed, scope=until)


async def _left(request: Request) -> None:
    """Return when the client has gone; its body has been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


# Where the client has the answer already, no place is needed to say so.
Served = Annotated[Snapshot, _with_place("usual", named_snapshot_of)]
Heavy = Annotated[Snapshot, _with_place("heavy", named_snapshot_of)]
# Behind what reads the body part by part.
HeavyRead = Annotated[Snapshot, _with_place("heavy", named_snapshot_of, read=True)]
HeavyStream = Annotated[Snapshot, _with_place("heavy", named_snapshot_of, "request")]
# For an answer that is another one each time, and has no name.
Current = Annotated[Snapshot, _with_place("usual", snapshot_of)]
Written = Annotated[Snapshot, _with_place("written", snapshot_of, "request")]


def filters_of(
    snapshot: Taken,
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
