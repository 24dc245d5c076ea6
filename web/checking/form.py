"""The form that a draft is sent by: pasted text, or a file; read part by part into memory, and kept nowhere."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from search_api.kit.gate import crowded

FORM_PATH = "/check"
_MOST_FIELDS = 8


@dataclass(frozen=True, slots=True)
class DraftBounds:
    """How many bytes the form with a draft may have; those above `usual` need one of the `seats` to be here.

    They are held in memory, so that nothing of a draft goes to the disk.
    """

    size: int
    usual: int
    seats: BoundedSemaphore


@dataclass(frozen=True, slots=True)
class SentDraft:
    """A draft as it was sent: its text, or where `name` is given the content of a file."""

    text: str = ""
    name: str = ""
    content: bytes = b""


async def draft_bounds_of(request: Request) -> DraftBounds:
    """Return what bounds the drafts that are sent here."""
    bounds: DraftBounds = request.app.state.draft_bounds
    return bounds


Bounded = Annotated[DraftBounds, Depends(draft_bounds_of)]


async def sent_draft(request: Request, bounds: Bounded) -> AsyncIterator[SentDraft]:
    """Give the draft of a form until it is answered; refuses what is no such form, and what is too long."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(415, "send the form of this page, or JSON to /api/v1/check")
    with ExitStack() as held:
        yield await _parsed(request, bounds, held)


async def _parsed(request: Request, bounds: DraftBounds, held: ExitStack) -> SentDraft:
    parser = MultiPartParser(
        request.headers,
        _bounded(request, bounds, held),
        max_files=1,
        max_fields=_MOST_FIELDS,
        max_part_size=bounds.size,
    )
    # Nothing of a draft goes to the disk.
    parser.spool_max_size = bounds.size
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise HTTPException(400, f"the form cannot be read: {error.message}") from error
    try:
        file, text = form.get("file"), form.get("text")
        if isinstance(file, UploadFile) and file.filename:
            return SentDraft(name=file.filename, content=await file.read())
        return SentDraft(text=text if isinstance(text, str) else "")
    finally:
        await form.close()


async def _bounded(request: Request, bounds: DraftBounds, held: ExitStack) -> AsyncGenerator[bytes, None]:
    """Yield a body part by part; a large one takes a seat, which `held` gives back."""
    length, seated = 0, False
    async for part in request.stream():
        length += len(part)
        if length > bounds.size:
            raise HTTPException(413, f"the limit of this form is {bounds.size} bytes")
        if length > bounds.usual and not seated:
            if not bounds.seats.acquire(blocking=False):
                raise crowded()
            held.callback(bounds.seats.release)
            seated = True
        yield part


Sent = Annotated[SentDraft, Depends(sent_draft)]
