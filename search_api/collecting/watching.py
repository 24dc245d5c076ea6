"""Waiting for files to change, so that they are ingested when they are quiet again."""

import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import watchfiles

from index.errors import PlanSearchError
from ingest.sources.files import is_passed_over
from search_api.collecting.gone import is_below, is_nowhere

# Files are quiet when nothing has changed for so long: whoever copies many, copies them on.
_QUIET_MILLISECONDS = 2_000
# After so many seconds of changes, or after a failure, it is time all the same.
_PATIENCE = 60.0


def watch(paths: Sequence[Path], left_out: Sequence[Path], ingest: Callable[[], bool]) -> None:
    """Call `ingest` at once, and after each burst of changes at `paths`, until an interrupt ends it.

    What `ingest` returns says whether it succeeded; where not, it is called again after a while. What is
    `left_out` does not count. Raises `PlanSearchError` for a missing path.
    """
    for path in paths:
        if is_nowhere(path):
            raise PlanSearchError(f"{path} does not exist: check the path")
    concerns = _concerns(paths, left_out)
    # Of a file that is replaced by another one only its folder tells.
    places = {path.resolve() if path.is_dir() else path.resolve().parent for path in paths}
    due, changed = 0.0, True
    for changes in watchfiles.watch(
        *places,
        watch_filter=lambda _, path: concerns(Path(path)),
        rust_timeout=_QUIET_MILLISECONDS,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    ):
        if changes:
            due, changed = min(due, time.monotonic() + _PATIENCE), True
        if time.monotonic() >= due or (changed and not changes):
            due, changed = math.inf if ingest() else time.monotonic() + _PATIENCE, False


def _concerns(paths: Sequence[Path], left_out: Sequence[Path]) -> Callable[[Path], bool]:
    """Return what tells whether a file that has changed may be one to read."""
    roots, own = [path.resolve() for path in paths], {path.resolve() for path in left_out}

    def concerns(path: Path) -> bool:
        ways = [path.relative_to(root).parts for root in roots if path.is_relative_to(root)]
        return any(not any(map(is_passed_over, way)) for way in ways) and not is_below(path, own)

    return concerns
