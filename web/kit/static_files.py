"""The style sheet, script and pictures, and a version of each for its address."""

import hashlib
import os
from functools import cache
from pathlib import Path

from starlette.datastructures import QueryParams
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC_FOLDER = Path(__file__).parent.parent / "static"
# The name of the version in an address.
VERSION = "v"
_YEAR = "public, max-age=31536000, immutable"
_ASKED_ABOUT = "no-cache"


class VersionedFiles(StaticFiles):
    """The static files; under an address that names its version, a file never changes."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return a file, and how long it may be kept."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        asked = QueryParams(scope["query_string"]).get(VERSION)
        known = asked == version(Path(full_path).relative_to(STATIC_FOLDER).as_posix())
        response.headers["Cache-Control"] = _YEAR if known else _ASKED_ABOUT
        return response


@cache
def version(name: str) -> str:
    """Return a short digest of a static file, so that a new release is not hidden by a cache."""
    return hashlib.sha256((STATIC_FOLDER / name).read_bytes()).hexdigest()[:10]
