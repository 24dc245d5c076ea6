"""Records to and from JSON, by pydantic."""

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

Value = TypeVar("Value")


def to_json(kind: type[Value], value: Value) -> str:
    """Return a value of a type as JSON text."""
    return _adapter(cast("Hashable", kind)).dump_json(value).decode()


def from_json(kind: type[Value], text: str | bytes) -> Value:
    """Return a value of a type from its JSON text; raises `ValueError` for a text that is none."""
    value: Value = _adapter(cast("Hashable", kind)).validate_json(text)
    return value


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - types, and aliases such as tuple[Node, ...]
    return TypeAdapter(kind)
