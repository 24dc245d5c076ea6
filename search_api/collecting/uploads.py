"""Files that are sent to the desk: how many, how large, and how they may be called."""

import unicodedata
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Annotated, BinaryIO

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from index.errors import InvalidQueryError
from ingest.sources.files import is_passed_over

# Where files are sent to: their bound is not that of other requests.
UPLOAD_PATHS = frozenset({"/api/v1/jobs", "/desk/files"})
_MOST_FIELDS = 8
_LONGEST_PART, _LONGEST_NAME, _DEEPEST = 200, 800, 20
_SHOWN = 60
SentFile = tuple[str, BinaryIO]


@dataclass(frozen=True, slots=True)
class UploadBounds:
    """How many bytes and files may be sent at once."""

    size: int
    files: int


async def sent_files(request: Request) -> AsyncIterator[list[SentFile]]:
    """Give the files of a form with their relative paths, hidden ones left out, until they are dealt with.

    Raises `InvalidQueryError` for a name that cannot be kept, or where there is no file.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(415, "send files as multipart/form-data")
    bounds: UploadBounds = request.app.state.upload_bounds
    parser = MultiPartParser(
        request.headers, _bounded(request, bounds.size), max_files=bounds.files, max_fields=_MOST_FIELDS
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise HTTPException(400, f"the form cannot be read: {error.message}") from error
    try:
        yield _named([part for _, part in form.multi_items() if isinstance(part, UploadFile)])
    finally:
        await form.close()


SentFiles = Annotated[list[SentFile], Depends(sent_files)]


def safe_name(name: str) -> str | None:
    """Return a relative path as the desk keeps it, None for a file that a search through a folder leaves out.

    Raises `InvalidQueryError` for a path that leads elsewhere or that not every disk can hold.
    """
    parts = [part for part in unicodedata.normalize("NFC", name).replace("\\", "/").split("/") if part != "."]
    if (
        not all(map(_is_plain, parts))
        or len(parts) > _DEEPEST
        or len(name.encode("utf-8", "replace")) > _LONGEST_NAME
    ):
        raise InvalidQueryError("the name %(name)r cannot be kept: rename the file", name=name[:_SHOWN])
    return None if any(map(is_passed_over, parts)) else "/".join(parts)


def _is_plain(part: str) -> bool:
    """True for the name of a file or folder."""
    plain = part.isprintable() and part not in ("", "..") and not part.endswith(":")
    return plain and len(part.encode()) <= _LONGEST_PART


def _named(files: list[UploadFile]) -> list[SentFile]:
    named: dict[str, BinaryIO] = {}
    for file in files:
        # A form without a chosen file sends one without a name.
        name = safe_name(file.filename) if file.filename else None
        if name in named:
            raise InvalidQueryError("there are two files %(name)r", name=name)
        if name is not None:
            named[name] = file.file
    folders = {name[:at] for name in named for at, sign in enumerate(name) if sign == "/"}
    if both := sorted(folders & named.keys()):
        raise InvalidQueryError("%(name)r is a file and a folder", name=both[0])
    if not named:
        raise InvalidQueryError("no file was sent: choose at least one")
    return list(named.items())


async def _bounded(request: Request, size: int) -> AsyncGenerator[bytes, None]:
    length = 0
    async for part in request.stream():
        length += len(part)
        if length > size:
            raise HTTPException(413, f"the limit is {size} bytes at once")
        yield part
