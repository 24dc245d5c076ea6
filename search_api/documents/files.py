"""The file that a document was read from: as it came, and as images of its pages."""

import threading
from collections import OrderedDict
from functools import partial
from pathlib import Path
from urllib.parse import quote

from index.errors import NotFoundError
from index.originals import Originals
from index.types import DocumentDetail
from ingest.processes import Child, ProcessError, Processes
from ingest.sources.errors import PictureError
from ingest.sources.page_image import Wanted, picture_of, to_frame

# A page that draws for longer, or takes more, is not worth the wait.
_SECONDS = 20.0
_MEMORY = 1 << 30
# Pages that people turn back to; some 200 kB each.
_REMEMBERED = 32


def original_file(originals: Originals, detail: DocumentDetail) -> Path:
    """Return where the file of a document lies; raises `NotFoundError` where it is not kept."""
    path = originals.find(detail.original)
    if path is None:
        raise NotFoundError(
            f"the file of document {detail.record.id!r} is not kept: run `plansearch ingest` on it again"
        )
    return path


def original_url(detail: DocumentDetail) -> str | None:
    """Return the address of the file of a document, where it is kept."""
    return f"/api/v1/documents/{quote(detail.record.id, safe='')}/original" if detail.original else None


def page_image_url(detail: DocumentDetail, page: int) -> str | None:
    """Return the address of the image of a page, where the file is kept and has pages that can be drawn."""
    if not (detail.original and detail.layout.places):
        return None
    return f"/api/v1/documents/{quote(detail.record.id, safe='')}/pages/{page}.png"


class PagePictures:
    """Draws pages of files in a process of its own, which a malicious file may at most end."""

    def __init__(self) -> None:
        self._processes = Processes("ingest.sources.page_image", [str(_MEMORY)], seconds=_SECONDS, count=1)
        self._drawn: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def picture(self, originals: Originals, detail: DocumentDetail, page: int) -> bytes:
        """Return a page of the file of a document as PNG; raises `NotFoundError` where it cannot be drawn."""
        key = (detail.original, page)
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        if page_image_url(detail, page) is None or not 1 <= page <= len(detail.layout.pages):
            raise NotFoundError(f"document {detail.record.id!r} has no page {page} that can be shown")
        path, turn = original_file(originals, detail), detail.layout.pages[page - 1].turn
        picture = self._draw(Wanted(str(path.absolute()), detail.record.source_file, page, turn))
        with self._lock:
            self._drawn[key] = picture
            while len(self._drawn) > _REMEMBERED:
                self._drawn.popitem(last=False)
        return picture

    def close(self) -> None:
        """End the process."""
        self._processes.end()

    def _draw(self, wanted: Wanted) -> bytes:
        try:
            return self._processes.submit(partial(_asked, wanted), _lost).result()
        except PictureError as error:
            raise NotFoundError(f"page {wanted.page} cannot be shown: {error}") from error


def _lost(error: ProcessError) -> bytes:
    raise PictureError("drawing it ended the process that drew it, or took too long") from error


def _asked(wanted: Wanted, child: Child) -> bytes:
    return picture_of(child.ask(to_frame(wanted)))
