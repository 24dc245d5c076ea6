"""A route of the API knows its parameters: one that it does not declare is refused, not overlooked."""

from collections.abc import Callable, Coroutine, Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from index.errors import UnknownParameterError

_SHOWN = 60


class ApiRoute(APIRoute):
    """A route whose every query parameter is one that it declares, by itself or by what it depends on."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request; it raises `UnknownParameterError` before anything is done."""
        handle = super().get_route_handler()
        known = sorted(set(_query_names(self.dependant)))

        async def checked(request: Request) -> Response:
            check_names(request.query_params, known)
            return await handle(request)

        return checked


def check_names(names: Iterable[str], known: list[str]) -> None:
    """Raise `UnknownParameterError` for a name that is not `known`, naming the nearest one."""
    for name in names:
        if name not in known:
            raise UnknownParameterError(
                f"there is no parameter {name[:_SHOWN]!r} here; {nearest(name, known)}"
            )


def nearest(name: str, known: list[str]) -> str:
    """Return words that name what `name` may have been meant to be, or else all that is known."""
    found = get_close_matches(name[:_SHOWN], known, 1)
    return f"is {found[0]!r} meant?" if found else f"known: {', '.join(known) or 'none'}"


def _query_names(dependant: Dependant) -> Iterator[str]:
    """Yield the names of the query parameters of an endpoint and of all that it depends on."""
    yield from (field.alias for field in dependant.query_params)
    for other in dependant.dependencies:
        yield from _query_names(other)
