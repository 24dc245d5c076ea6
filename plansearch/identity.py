"""A name for the program that answers: another version, other settings or other files have another one."""

import hashlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from plansearch import __version__
from plansearch.settings import Settings

_ROOMS = ("ingest", "index", "search_api", "web", "plansearch")


def identity_of(settings: Settings) -> str:
    """Return the name of the program under these settings, for as long as its files stay as they are."""
    made_of = (__version__, settings.model_dump_json(), list(_files()))
    return hashlib.sha256(repr(made_of).encode()).hexdigest()


def _files() -> Iterator[tuple[str, int, int]]:
    """Yield name, size and time of the files: between two versions, too, a page may change with them."""
    for room in _ROOMS:
        spec = find_spec(room)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            for path in sorted(Path(folder).rglob("*")):
                if path.is_file() and path.suffix != ".pyc":
                    status = path.stat()
                    yield str(path.relative_to(folder)), status.st_size, status.st_mtime_ns
