"""The description of the API for people: every operation with its parameters and an example."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Response

from search_api.description import Description, Example, examples, operations
from web.kit.rendering import render
from web.kit.visit import Here

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter of an operation; `kind` are its type and bounds in words."""

    name: str
    required: bool
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """An operation; `address` is that of its example, `body` and `answer` are JSON, empty where there is none."""

    anchor: str
    method: str
    path: str
    text: str
    parameters: tuple[ParameterView, ...]
    address: str
    body: str
    answer: str


@router.get("/developers")
def developers(visit: Here, described: Description) -> Response:
    """All that the API offers, from its own description."""
    shown = [_operation(name, operation) for name, operation in operations(described)]
    rules = described["info"]["description"].strip().split("\n\n")
    view = {"operations": shown, "rules": rules, "base": visit.base}
    return render(visit, "about/developers.html", view)


def _operation(name: str, operation: dict[str, Any]) -> OperationView:
    method, path = name.split()
    example = examples()[name]
    return OperationView(
        anchor=operation["operationId"],
        method=method,
        path=path,
        text=operation["description"],
        parameters=tuple(map(_parameter, operation.get("parameters", ()))),
        address=_address(path, example),
        body=_json(example.get("body")),
        answer=_json(example.get("answer")),
    )


def _parameter(described: dict[str, Any]) -> ParameterView:
    return ParameterView(
        name=described["name"],
        required=described["required"],
        kind=_kind(described["schema"]),
        text=described.get("description", ""),
    )


def _kind(schema: dict[str, Any]) -> str:
    """Return the type of a value in words, as "integer, 1 to 100"."""
    chosen = next((each for each in schema.get("anyOf", ()) if each.get("type") != "null"), schema)
    if "enum" in chosen:
        return ", ".join(map(str, chosen["enum"]))
    words = "list" if chosen.get("type") == "array" else str(chosen.get("type", ""))
    low, high = chosen.get("minimum"), chosen.get("maximum")
    return words if low is None or high is None else f"{words}, {low} to {high}"


def _address(path: str, example: Example) -> str:
    """Return the address of an example, under the root."""
    asked = dict(example["parameters"])
    for name in [name for name in asked if f"{{{name}}}" in path]:
        path = path.replace(f"{{{name}}}", quote(asked.pop(name)))
    return f"{path}?{urlencode(asked, doseq=True)}" if asked else path


def _json(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, indent=2)
