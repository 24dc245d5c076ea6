"""A data folder that comes into being as a whole: made inside its place, and then moved up.

Nothing takes a folder for a data folder before its marker is there, and that is moved last. The place
may be a disk of its own, which nothing can be renamed onto.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.checks import FILE_NAME as CHECKED
from index.data_folder import CATALOGUE, CURRENT, GENERATIONS, LOCK, MARKER, ORIGINALS, DataFolder
from index.errors import DataFolderError
from index.generation import SEGMENTS
from index.removals import FILE_NAME as REMOVED
from index.storage import delete_tree, sync_folder, sync_tree

_PLACE = "restoring"
_MOVED = frozenset({CATALOGUE, CHECKED, CURRENT, GENERATIONS, SEGMENTS, ORIGINALS, REMOVED})


@contextmanager
def restoring(path: Path, further: frozenset[str]) -> Iterator[DataFolder]:
    """Yield a data folder to fill, which is at `path` afterwards; after an error there is nothing.

    `further` names the files that it may have beyond those of an index. What a restore that was killed
    has left is cleared. Raises `DataFolderError` where `path` holds anything else, `BusyError` where
    another process restores there.
    """
    _check_free(path, further)
    made = [each for each in (path, *path.absolute().parents) if not each.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
        with DataFolder(path).writing():
            _check_free(path, further)
            _clear(path)
            try:
                yield DataFolder.open_or_create(path / _PLACE)
                _move_up(path)
            except BaseException:
                _clear(path)
                with suppress(OSError):
                    (path / LOCK).unlink()
                raise
    except BaseException:
        # One that another process has filled meanwhile stays.
        with suppress(OSError):
            for folder in made:
                folder.rmdir()
        raise


def _check_free(path: Path, further: frozenset[str]) -> None:
    if path.exists() and not path.is_dir():
        raise DataFolderError(f"{path} is a file, not a folder: name a folder with --data")
    names = {child.name for child in path.iterdir()} if path.exists() else set()
    # SQLite has files of its own beside one, named after it.
    strange = {name for name in names if name.partition("-")[0] not in {*_MOVED, *further, _PLACE, LOCK}}
    if strange or (_PLACE not in names and names - {LOCK}):
        raise DataFolderError(
            f"{path} is not empty: restore into an empty or new folder, named with --data; nothing was changed"
        )


def _clear(path: Path) -> None:
    """Delete all but the lock, last what tells that it is of a restore."""
    children = [child for child in path.iterdir() if child.name not in (_PLACE, LOCK)]
    for child in [*children, path / _PLACE]:
        delete_tree(child) if child.is_dir() else child.unlink(missing_ok=True)


def _move_up(path: Path) -> None:
    place = path / _PLACE
    sync_tree(place)
    for child in place.iterdir():
        if child.name not in (MARKER, LOCK):
            child.rename(path / child.name)
    sync_folder(path)
    (place / MARKER).rename(path / MARKER)
    sync_folder(path)
    delete_tree(place)
