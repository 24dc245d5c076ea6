"""The style sheet, script and pictures, and a version of each for its address."""

import hashlib
from functools import cache
from pathlib import Path

STATIC_FOLDER = Path(__file__).parent.parent / "static"


@cache
def version(name: str) -> str:
    """Return a short digest of a static file, so that a new release is not hidden by a cache."""
    return hashlib.sha256((STATIC_FOLDER / name).read_bytes()).hexdigest()[:10]
