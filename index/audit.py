"""A log of what was written: who did what, and when. Neither the text of a question nor a key is in it."""

import json
import logging
import os
from pathlib import Path
from typing import Literal

from index.storage import now

log = logging.getLogger(__name__)

FILE_NAME = "audit.jsonl"
Deed = Literal[
    "ingest", "merge", "remove", "restore", "judge", "take back", "clear feedback", "create key", "revoke key"
]  # fmt: skip


class AuditLog:
    """The log of one data folder: a JSON object a line, the newest last; made with the first of them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def note(self, deed: Deed, by: str, **what: object) -> None:
        """Write down what was done; where that cannot be, the log of the program says so, and the deed stands."""
        line = json.dumps({"at": now(), "by": by, "did": deed, **what}, ensure_ascii=False) + "\n"
        try:
            self._append(line.encode("utf-8", "replace"))
        except OSError as error:
            log.warning("%s by %s is not in %s: %s", deed, by, self.path, error)

    def _append(self, line: bytes) -> None:
        """Add a line as a whole, also beside other processes."""
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            os.write(handle, line)
            os.fsync(handle)
        finally:
            os.close(handle)
