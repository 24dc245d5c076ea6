"""What of a data folder was compared with its digests lately, so that not every process reads all of it again.

Damage that somebody writes shows in the times of files; what a disk loses without a word is looked for once an
hour, and by every server that starts.
"""

import json
import time
from collections.abc import Iterable
from pathlib import Path

from index import digests
from index.digests import Written
from index.storage import unfinished

FILE_NAME = "checked.json"
BETWEEN_CHECKS = 3_600.0


class Checks:
    """Remembers when all of a data folder was last looked through, and the digests that were found."""

    def __init__(self, folder: Path, catalogue: Path) -> None:
        self._path = folder / FILE_NAME
        self._catalogue = catalogue
        self._at = 0.0

    def are_due(self) -> bool:
        """True where the whole catalogue is to be looked through; else digests of files are taken over.

        It is so where an hour has passed, or where somebody else has written to the catalogue.
        """
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            at, left, found = float(kept["at"]), Written(*kept["catalogue"]), kept["files"]
            files = {Written(*written): str(digest) for *written, digest in found}
        except (OSError, ValueError, TypeError, KeyError):
            at, left, files = 0.0, None, {}
        due = not 0 <= time.time() - at < BETWEEN_CHECKS or left != self._written()
        if due:
            self._at = time.time()
        else:
            self._at = at
            digests.learn(files)
        return due

    def keep(self, files: Iterable[Path]) -> None:
        """Write down what is known of files; whoever wrote to the catalogue has closed it.

        Nothing hangs on it: lost or damaged, all is looked through again.
        """
        found = digests.known(files)
        content = {
            "at": self._at,
            "catalogue": self._written(),
            "files": [[*written, digest] for written, digest in found.items()],
        }
        temporary = unfinished(self._path)
        temporary.write_text(json.dumps(content), encoding="utf-8")
        temporary.replace(self._path)

    def _written(self) -> Written | None:
        try:
            return Written.of(self._catalogue)
        except OSError:
            return None
