"""Answers of any length as JSON Lines: an object a line, each made when it is sent."""

from collections.abc import Iterable, Iterator

from fastapi import Request
from fastapi.responses import StreamingResponse

from search_api.kit.addresses import root_of
from search_api.kit.schemas import Schema
from search_api.kit.sparse import Included

JSON_LINES = "application/jsonl"
# What is sent at once: a line alone may be short, and handing one over costs more than making it.
_PART = 64 * 1024


def lines_answer(
    request: Request, objects: Iterable[Schema], wanted: Included | None, name: str
) -> StreamingResponse:
    """Return an answer of objects, with what is `wanted` of each, as a file of this name.

    No more of it is in memory than some lines.
    """
    context = {"root": root_of(request.scope)}
    lines = (
        each.model_dump_json(include=wanted, by_alias=True, context=context).encode() + b"\n"
        for each in objects
    )
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_parts(lines), media_type=JSON_LINES, headers=headers)


def _parts(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines together, until they are as much as is sent at once."""
    part = bytearray()
    for line in lines:
        part += line
        if len(part) >= _PART:
            yield bytes(part)
            part.clear()
    if part:
        yield bytes(part)
