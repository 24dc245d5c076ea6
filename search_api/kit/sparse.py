"""Sparse answers: `fields=` names the parts of an answer that are wanted, and the others are left out."""

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from index.errors import InvalidQueryError
from search_api.kit.api_route import nearest

# What pydantic takes as `include`: names of fields, and of fields within them.
Included = dict[str, Any]
# In pydantic's words, for each item of a list.
_EACH = "__all__"


def included(model: type[BaseModel], names: str) -> Included | None:
    """Return what is to be included for names such as "results.text,total"; None where none is given.

    Raises `InvalidQueryError` for a name that the answer does not have.
    """
    wanted: Included = {}
    for name in filter(None, map(str.strip, names.split(","))):
        _add(wanted, model, name.split("."), name)
    return wanted or None


def _add(wanted: Included, model: type[BaseModel], parts: list[str], name: str) -> None:
    """Add a field of `model`, or one within it; what is wanted as a whole stays so."""
    fields = {field.serialization_alias or key: key for key, field in model.model_fields.items()}
    first, *rest = parts
    if first not in fields:
        before = name.removesuffix(".".join(parts))
        known = sorted(before + field for field in fields)
        raise InvalidQueryError(f"fields: the answer has no {name[:60]!r}; {nearest(name, known)}")
    key = fields[first]
    if not rest:
        wanted[key] = True
        return
    inner, many = _inner(model.model_fields[key].annotation)
    if inner is None:
        raise InvalidQueryError(f"fields: there is nothing within {first[:60]!r} of {name[:60]!r}")
    if wanted.get(key) is not True:
        below = wanted.setdefault(key, {_EACH: {}} if many else {})
        _add(below[_EACH] if many else below, inner, rest, name)


def _inner(annotation: Any) -> tuple[type[BaseModel] | None, bool]:  # noqa: ANN401 - any annotation
    """Return the object that a field holds, if it does, and whether it holds a list of them."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _inner(arguments[0])
    if origin is list:
        return _inner(arguments[0])[0], True
    if origin in (Union, UnionType):
        return next((found for found in map(_inner, arguments) if found[0]), (None, False))
    found = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return annotation if found else None, False
