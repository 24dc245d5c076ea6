"""The description of the API (OpenAPI): rules that hold for all of it, and an example for each operation."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request

from search_api.kit.problems import KINDS, Problem, response_of

EXAMPLES = Path(__file__).with_name("examples.json")
_METHODS = ("get", "post", "delete")
_KEYS = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}
_ABOUT = """\
Search and answers over government plans; every answer is of one state of the index. What adds or removes documents is
answered 202 with a job, wants a key that may (scope `ingest`), and changes what is served once the job is done.

Offsets (`start`, `end`) count Unicode code points. In Python `text[start:end]` are the words; in JavaScript, whose
strings count UTF-16 units, `Array.from(text).slice(start, end).join("")`.

Errors are problem documents (RFC 9457). A query parameter that an operation does not have is refused. Answers carry an
`ETag`: ask with `If-None-Match`, and what has not changed is answered 304. Lists go on by `cursor`, the `next` of the
part before.

A server may want a key, and limits how much is asked: `RateLimit` says what is left. What a key may not see is not there.

What is described here stays until `/api/v2`: fields and operations may be added, none is taken away or means something else.
"""
Described = dict[str, Any]
# An operation by its name: what is asked, and what is answered where that is JSON.
Example = Mapping[str, Any]


@cache
def examples() -> dict[str, Example]:
    """Return an example for each operation, by "GET /path"; its lists and texts are cut short."""
    read: dict[str, Example] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return read


def describe(app: FastAPI) -> None:
    """Have `app` describe itself with rules and examples."""
    plain = app.openapi

    def openapi() -> Described:
        # It is made anew where routes have come since.
        described = plain()
        return described if "description" in described["info"] else _completed(described)

    app.openapi = openapi  # type: ignore[method-assign]


async def description_of(request: Request) -> Described:
    """Return the description of the application that answers."""
    app: FastAPI = request.app
    return app.openapi()


Description = Annotated[Described, Depends(description_of)]


def operations(described: Described) -> Iterator[tuple[str, Described]]:
    """Yield the operations of a description by "GET /path"."""
    for path, methods in described["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield f"{method.upper()} {path}", methods[method]


def _completed(described: Described) -> Described:
    described["info"]["description"] = _ABOUT
    components = described["components"]
    components["schemas"]["Problem"] = Problem.model_json_schema()
    # Once, not in each operation.
    problems = {str(kind.status): response_of(kind.status) for kind in KINDS.values()}
    components["responses"] = {f"Problem{status}": response for status, response in problems.items()}
    components["securitySchemes"] = _KEYS
    # Without a key too, where the server wants none.
    described["security"] = [{}, *({name: []} for name in _KEYS)]
    for name, operation in operations(described):
        responses = operation["responses"]
        for status in filter(responses.__contains__, problems):
            responses[status] = {"$ref": f"#/components/responses/Problem{status}"}
        if name.startswith("GET /api/"):
            responses["304"] = {"description": "Not changed since the answer whose tag was sent"}
        if name in examples():
            _show(operation, examples()[name])
    return described


def _show(operation: Described, example: Example) -> None:
    asked = example["parameters"]
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in asked:
            parameter["example"] = asked[parameter["name"]]
    for held, value in (
        (operation.get("requestBody"), example.get("body")),
        (_success(operation), example.get("answer")),
    ):
        if held and value is not None:
            held["content"]["application/json"]["example"] = value


def _success(operation: Described) -> Described:
    """Return what is answered where all is well."""
    found: Described = next(said for status, said in operation["responses"].items() if status.startswith("2"))
    return found
