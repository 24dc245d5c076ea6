"""Which part of a list a request asks for."""

from typing import Annotated, Any

from fastapi import Depends, Query, Request
from pydantic import Field

from search_api.kit.addresses import path_of
from search_api.kit.filters import LARGEST_LIMIT
from search_api.kit.pages import WHOLE, Page, page_of
from search_api.kit.parameters import Limit, Offset, Taken, Typed

Cursor = Annotated[
    str | None, Typed, Query(description="`next` of the part before, in place of `offset`; as it is")
]


def paged(usual: int) -> Any:  # noqa: ANN401 - as `Depends`
    """Return the dependency that reads which part of a list is wanted, `usual` items where that is not said."""

    def page(
        request: Request, snapshot: Taken, limit: Limit = usual, offset: Offset = 0, cursor: Cursor = None
    ) -> Page:
        return _page(request, snapshot.state, limit, offset, cursor)

    return Depends(page)


def page_or_all(
    request: Request,
    snapshot: Taken,
    limit: Annotated[
        Annotated[int, Field(ge=1, le=LARGEST_LIMIT)] | None,
        Typed,
        Query(description="How many results; all where that is not said"),
    ] = None,
    offset: Offset = 0,
    cursor: Cursor = None,
) -> Page:
    """Return which part of a list is wanted, the whole of it where that is not said."""
    return _page(request, snapshot.state, limit or WHOLE.limit, offset, cursor)


def _page(request: Request, state: str, limit: int, offset: int, cursor: str | None) -> Page:
    return page_of(path_of(request.scope), request.query_params.multi_items(), state, limit, offset, cursor)
