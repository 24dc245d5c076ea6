"""Expressions of Milvus, built of fields of ours and of values that are written by their type.

Nothing that a person typed is ever part of one but as a value between quotation marks.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Field = Literal["key", "document", "year", "province", "type"]
Value = int | str


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of Milvus; only the functions of this module make one."""

    text: str


def equals(field: Field, value: Value) -> Expression:
    """Return what is true where a field has a value."""
    return Expression(f"{field} == {_written(value)}")


def is_not(field: Field, value: Value) -> Expression:
    """Return what is true where a field has another value."""
    return Expression(f"{field} != {_written(value)}")


def one_of(field: Field, values: Iterable[Value]) -> Expression:
    """Return what is true where a field has one of some values; of none it is never true."""
    return Expression(f"{field} in [{', '.join(map(_written, values))}]")


def none_of(field: Field, values: Iterable[Value]) -> Expression:
    """Return what is true where a field has none of some values."""
    return Expression(f"{field} not in [{', '.join(map(_written, values))}]")


def within(field: Field, begin: int, end: int) -> Expression:
    """Return what is true where a field is at least `begin` and less than `end`."""
    return Expression(f"{field} >= {_written(begin)} and {field} < {_written(end)}")


def all_of(expressions: Iterable[Expression]) -> Expression:
    """Return what is true where all of some expressions are."""
    return Expression(" and ".join(f"({each.text})" for each in expressions if each.text))


def _written(value: Value) -> str:
    """Return a value as a literal; raises `TypeError` for one of another type."""
    # A subclass may be written as anything.
    if type(value) is int:
        return str(value)
    if type(value) is str:
        return json.dumps(value, ensure_ascii=False)
    raise TypeError(f"no literal of Milvus for {type(value).__name__}")
