"""The parameters that several routes share, and what stands behind a request.

What waits for nothing is `async`: it is read where the request is, without a thread of its own.
"""

from typing import Annotated

from fastapi import Depends, Query, Request

from index.live import LiveIndex
from index.originals import Originals
from index.snapshot import Snapshot

Text = Annotated[str, Query(description="Question, words or document number")]
Limit = Annotated[int, Query(description="How many results, 1 to 100")]
Offset = Annotated[int, Query(description="How many results to skip")]
Province = Annotated[str | None, Query(description="Only documents of this province")]
Year = Annotated[int | None, Query(description="Only documents of this year")]
Type = Annotated[str | None, Query(description='Only documents of this type, as "Kế hoạch"')]
DocumentId = Annotated[str | None, Query(description="Only this document")]


def snapshot_of(request: Request) -> Snapshot:
    """Return the snapshot that a request is answered from, taken once for all that it does."""
    index: LiveIndex = request.app.state.index
    return index.snapshot()


async def originals_of(request: Request) -> Originals:
    """Return the files that documents were read from."""
    index: LiveIndex = request.app.state.index
    return index.originals


async def base_of(request: Request) -> str:
    """Return the address that links in files begin with; it ends with a slash."""
    return str(request.base_url)


Kept = Annotated[Originals, Depends(originals_of)]
Served = Annotated[Snapshot, Depends(snapshot_of)]
Base = Annotated[str, Depends(base_of)]
