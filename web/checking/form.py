"""The form that a draft is sent by: pasted text, or a file; read in memory, and kept nowhere."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

# Of the whole form; the server may be set to take less (PLANSEARCH_LARGEST_BODY).
LARGEST_FORM = 8_000_000
_MOST_FIELDS = 8


@dataclass(frozen=True, slots=True)
class SentDraft:
    """A draft as it was sent: its text, or where `name` is given the content of a file."""

    text: str = ""
    name: str = ""
    content: bytes = b""


async def sent_draft(request: Request) -> SentDraft:
    """Return the draft of a form; refuses what is no such form, and what is too long."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(415, "send the form of this page, or JSON to /api/v1/check")
    parser = MultiPartParser(
        request.headers,
        _bounded(request),
        max_files=1,
        max_fields=_MOST_FIELDS,
        max_part_size=LARGEST_FORM,
    )
    # Nothing of a draft goes to the disk.
    parser.spool_max_size = LARGEST_FORM
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


async def _bounded(request: Request) -> AsyncGenerator[bytes, None]:
    length = 0
    async for part in request.stream():
        length += len(part)
        if length > LARGEST_FORM:
            raise HTTPException(413, f"the limit of this form is {LARGEST_FORM} bytes")
        yield part


Sent = Annotated[SentDraft, Depends(sent_draft)]
