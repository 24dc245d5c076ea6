"""JSON is written in the thread that made what it says, not in the loop that all connections share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from fastapi import Response
from fastapi.routing import APIRoute

from search_api.kit.schemas import Schema


class JsonRoute(APIRoute):
    """A route whose endpoint returns an object of the interface, or a response of its own.

    Its description names the object's schema, which has checked the object as it was made: it is
    not checked once more.
    """

    def __init__(self, path: str, endpoint: Callable[..., Schema | Response], **options: Any) -> None:  # noqa: ANN401 - FastAPI's
        super().__init__(path, _writing(endpoint), **options)


def _writing(endpoint: Callable[..., Schema | Response]) -> Callable[..., Response]:
    @wraps(endpoint)
    def written(**parameters: Any) -> Response:  # noqa: ANN401 - the endpoint's
        made = endpoint(**parameters)
        if isinstance(made, Response):
            return made
        return Response(made.model_dump_json(), media_type="application/json")

    return written
