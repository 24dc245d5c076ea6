"""How much room the disk of a data folder has: what would not fit is refused before it begins."""

import shutil
from pathlib import Path

from index.errors import NoRoomError

# So much of a disk stays free where nobody says how much, of a small one a share.
USUAL_SPARE, SPARE_SHARE = 64_000_000, 0.05
_MEGABYTE = 1_000_000


class Room:
    """The room on the disk of a folder, some of which is to be spared."""

    def __init__(self, folder: Path, spare: int | None = None) -> None:
        """`spare` bytes are left free, as many as is usual where it is None."""
        self._folder = folder
        self._spare = spare
        # As it was when somebody last looked: asking a disk over a network may take long.
        self.is_short = False

    def free(self) -> int:
        """Return how many bytes are free for this user."""
        return self._usage()[0]

    def spare(self) -> int:
        """Return how many bytes are left free."""
        return self._usage()[1]

    def look(self) -> None:
        """See whether less is free than is to be spared."""
        free, spare = self._usage()
        self.is_short = free < spare

    def has(self, needed: int) -> bool:
        """True where so many bytes fit and what is to be spared stays free."""
        free, spare = self._usage()
        self.is_short = free < spare
        return free - needed >= spare

    def check(self, needed: int = 0) -> None:
        """Raise `NoRoomError` where so many bytes would not fit."""
        if self.has(needed):
            return
        free, spare = self._usage()
        raise NoRoomError(
            "the disk of the data folder is nearly full: %(free)s MB are free, at least %(needed)s MB are wanted, of "
            "which %(spare)s MB stay free; nothing was begun, and all that was indexed is served. Make room, then try "
            "again",
            free=f"{free / _MEGABYTE:.1f}",
            needed=f"{(needed + spare) / _MEGABYTE:.1f}",
            spare=f"{spare / _MEGABYTE:.1f}",
        )

    def _usage(self) -> tuple[int, int]:
        """Return how many bytes are free and to be spared, on the disk of the folder or of where it is to be."""
        there = next(place for place in (self._folder, *self._folder.absolute().parents) if place.exists())
        total, _, free = shutil.disk_usage(there)
        return free, min(USUAL_SPARE, int(SPARE_SHARE * total)) if self._spare is None else self._spare


def bytes_below(folder: Path) -> int:
    """Return how many bytes the files below a folder have."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
