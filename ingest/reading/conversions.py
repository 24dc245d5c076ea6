"""Word processor files of old formats on their way to a reader: LibreOffice makes many of them at once.

Starting LibreOffice takes longer than what it does with one file. Files that come while it is at work
wait for each other and are handed to it together; what it cannot make is read alone.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from typing import Literal

from ingest.messages import Message
from ingest.reading.frames import Outcome, Unread
from ingest.sources.libreoffice import LibreOffice

Read = Callable[[Unread], "Future[Outcome]"]
_MOST = 16
# So long a file waits for others that are on their way.
_SECONDS = 0.1
_OLE, _RTF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"


class Conversions:
    """Hands files to LibreOffice, and what it makes of them to `read`."""

    def __init__(self, office: LibreOffice, read: Read) -> None:
        self._office = office
        self._read = read
        self._waiting: SimpleQueue[tuple[Unread, Future[Outcome]] | None] = SimpleQueue()
        # It ends with the process: LibreOffice may be at work for minutes.
        self._thread = threading.Thread(target=self._work, name="conversions", daemon=True)
        self._thread.start()

    def submit(self, unread: Unread) -> "Future[Outcome]":
        """Return what reading a file will give."""
        promised: Future[Outcome] = Future()
        self._waiting.put((unread, promised))
        return promised

    def end(self) -> None:
        """Begin nothing more."""
        self._waiting.put(None)

    def _work(self) -> None:
        while batch := self._next():
            try:
                self._convert(batch)
            except BaseException as error:
                for _, promised in batch:
                    if not promised.done():
                        promised.set_exception(error)

    def _next(self) -> list[tuple[Unread, "Future[Outcome]"]]:
        """Return the files that wait; none where no more will come."""
        first = self._waiting.get()
        batch = [first] if first else []
        while batch and len(batch) < _MOST:
            try:
                following = self._waiting.get(timeout=_SECONDS)
            except Empty:
                break
            if following is None:
                self._waiting.put(None)
                break
            batch.append(following)
        return batch

    def _convert(self, batch: Sequence[tuple[Unread, "Future[Outcome]"]]) -> None:
        with TemporaryDirectory(prefix="plansearch-") as room:
            files = {Path(room) / f"{number}": unread for number, (unread, _) in enumerate(batch)}
            for file, unread in files.items():
                file.write_bytes(unread.content)
            target = Path(room) / "made"
            target.mkdir()
            made = self._office.convert(
                {file: kind_of_old(unread) or "doc" for file, unread in files.items()}, target
            )
            for file, (unread, promised) in zip(files, batch, strict=True):
                _pass_on(self._read(self._made(unread, made[file])), promised)

    def _made(self, unread: Unread, made: Path | Message) -> Unread:
        """Return what was made of a file; the file itself where nothing was."""
        if isinstance(made, Message):
            return unread
        return replace(unread, content=made.read_bytes(), maker=self._office.name)


def kind_of_old(unread: Unread) -> Literal["doc", "rtf"] | None:
    """Return the kind of a file that LibreOffice makes a new one of, None for others."""
    if unread.form != "file" or unread.maker:
        return None
    if unread.content.startswith(_RTF):
        return "rtf"
    return "doc" if unread.content.startswith(_OLE) and unread.source_file.lower().endswith(".doc") else None


def _pass_on(done: "Future[Outcome]", promised: "Future[Outcome]") -> None:
    """Give what a promise gives as another one."""

    def give(done: "Future[Outcome]") -> None:
        if done.cancelled():
            promised.cancel()
        elif error := done.exception():
            promised.set_exception(error)
        else:
            promised.set_result(done.result())

    done.add_done_callback(give)
