"""The description of the API for people: every operation with its parameters and an example."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Response
from markupsafe import Markup, escape

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
    text: Markup


@dataclass(frozen=True, slots=True)
class OperationView:
    """An operation; `address` is that of its example, `body` and `answer` are JSON, empty where there is none."""

    anchor: str
    method: str
    path: str
    text: Markup
    parameters: tuple[ParameterView, ...]
    address: str
    body: str
    answer: str


@router.get("/developers")
def developers(visit: Here, described: Description) -> Response:
    """All that the API offers, from its own description."""
    shown = [_operation(name, operation) for name, operation in operations(described)]
    rules = [_with_code(rule) for rule in described["info"]["description"].strip().split("\n\n")]
    view = {"operations": shown, "rules": rules, "base": visit.base}
    return render(visit, "about/developers.html", view)


def _operation(name: str, operation: dict[str, Any]) -> OperationView:
    method, path = name.split()
    example = examples()[name]
    return OperationView(
        anchor=operation["operationId"],
        method=method,
        path=path,
        text=_with_code(operation["description"]),
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
        text=_with_code(described.get("description", "")),
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


def _with_code(text: str) -> Markup:
    """Return a text of the description; what stands between backticks is code."""
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else escape(part)
        for number, part in enumerate(text.split("`"))
    )


def _json(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, indent=2)
