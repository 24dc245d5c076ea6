"""What the pages with a search form share: the form, its faults, the pages of a list."""

from collections.abc import Callable
from typing import Literal

from fastapi import Response

from index.errors import InvalidQueryError
from index.snapshot import Snapshot
from search_api.kit.filters import LARGEST_OFFSET, facets
from web.kit.facets import active_filters, facet_groups, known_values
from web.kit.paging import Paging, paging
from web.kit.parameters import Parameters, explain
from web.kit.rendering import render
from web.kit.visit import Visit

Restricted = Literal["search", "ask", "documents"]


def refused(
    visit: Visit, snapshot: Snapshot, parameters: Parameters, page: Restricted, error: InvalidQueryError
) -> Response:
    """Return the form with what is wrong with its fields."""
    message = explain(error, parameters, known_values(snapshot), visit.gettext)
    view = {**form(visit, snapshot, parameters, page), "problem": message}
    return render(visit, "kit/refused.html", view, 422)


def form(visit: Visit, snapshot: Snapshot, parameters: Parameters, page: Restricted) -> dict[str, object]:
    """Return what the search form shows."""
    return {
        "page": page,
        "parameters": parameters,
        "groups_of_filters": facet_groups(facets(snapshot), parameters),
        "active": active_filters(snapshot, parameters, visit.urls, page),
    }


def check_page(page: int, shown: int) -> None:
    """Raise `InvalidQueryError` for a page after the last one."""
    if page > 1 and not shown:
        raise InvalidQueryError("there is no page %(page)d", page=page)


def pages_of(page: int, size: int, total: int, url: Callable[[int], str]) -> Paging:
    """Return the links of a list of `total` items in pages of `size`."""
    return paging(page, size, total, LARGEST_OFFSET + size, url)
