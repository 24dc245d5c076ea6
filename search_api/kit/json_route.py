"""JSON is written in the thread that made what it says, not in the loop that all connections share."""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, cast

from fastapi import Query, Request, Response

from search_api.kit.addresses import root_of
from search_api.kit.api_route import ApiRoute
from search_api.kit.schemas import Schema
from search_api.kit.sparse import included

Fields = Annotated[
    str,
    Query(
        description="Only these parts of the answer, as `results.text,total`; all of it where none is named"
    ),
]


class JsonRoute(ApiRoute):
    """A route whose endpoint returns an object of the interface, or a response of its own.

    Its description names the object's schema, which has checked the object as it was made: it is
    not checked once more. The parameter `fields` is added to those of an endpoint that says which
    object it returns.
    """

    def __init__(self, path: str, endpoint: Callable[..., Schema | Response], **options: Any) -> None:  # noqa: ANN401 - FastAPI's
        super().__init__(path, _writing(endpoint), **options)


def _writing(endpoint: Callable[..., Schema | Response]) -> Callable[..., Response]:
    own = signature(endpoint)
    schema = own.return_annotation
    if not (isinstance(schema, type) and issubclass(schema, Schema)):
        return endpoint  # type: ignore[return-value]

    @wraps(endpoint)
    def written(*, request: Request, fields: str, **parameters: Any) -> Response:  # noqa: ANN401 - the endpoint's
        # Before the work: a name that there is not is told at once.
        wanted = included(schema, fields)
        if "request" in own.parameters:
            parameters["request"] = request
        made = cast(Schema, endpoint(**parameters))
        context = {"root": root_of(request.scope)}
        content = made.model_dump_json(include=wanted, by_alias=True, context=context)
        return Response(content, media_type="application/json")

    written.__signature__ = _with_fields(own)  # type: ignore[attr-defined]
    return written


def _with_fields(own: Signature) -> Signature:
    added = {
        "request": Parameter("request", Parameter.KEYWORD_ONLY, annotation=Request),
        "fields": Parameter("fields", Parameter.KEYWORD_ONLY, default="", annotation=Fields),
    }
    named = {**own.parameters, **added}.values()
    return own.replace(parameters=[each.replace(kind=Parameter.KEYWORD_ONLY) for each in named])
