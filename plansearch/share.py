"""What one process is of a server: all of it, or one of several that serve together."""

from dataclasses import dataclass
from pathlib import Path

from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from search_api.kit.windows import SharedWindows, Windows

# For what is being answered at the end; a written answer may take 20.
LAST_SECONDS = 25
METRICS, _WINDOWS = "metrics", "windows.sqlite"


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a server that a process is: the one with this number, from 0, `of` so many.

    `folder` is where they count together, None for one that serves alone. `begins` is true for the process
    that starts the server, and not for those that join it or take the place of one that died.
    """

    number: int = 0
    of: int = 1
    folder: Path | None = None
    begins: bool = True

    def windows(self) -> Windows:
        """Return what counts how often somebody did something; the processes of a server have one count."""
        return (
            SharedWindows(self.folder / _WINDOWS) if self.folder else MovingWindowRateLimiter(MemoryStorage())
        )

    @property
    def metrics(self) -> Path | None:
        """The folder of the metrics of all processes."""
        return self.folder / METRICS if self.folder else None

    def places(self, bound: int) -> int:
        """Return how many of so many places are here: one at least, else as many as make the sum right."""
        return max(1, self.seats(bound))

    def seats(self, bound: int) -> int:
        """Return how many of so many may wait here, so that the sum is right."""
        return bound // self.of + (self.number < bound % self.of)


ALONE = Share()
