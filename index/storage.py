"""Writing that survives a power cut."""

import os
import shutil
import time
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path


def now() -> str:
    """Return the time as it is written into files: to the second, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write_durably(path: Path, content: bytes) -> None:
    """Replace `path` by `content` atomically; after return it survives a power cut."""
    temporary = unfinished(path)
    with temporary.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def unfinished(path: Path) -> Path:
    """Return where the new content of a file stands until it is whole."""
    return path.with_name(path.name + ".new")


def make_durably(folder: Path) -> None:
    """Make a folder, with those above it, where they are missing; after return they survive a power cut."""
    made = [each for each in (folder.absolute(), *folder.absolute().parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in made:
        sync_folder(each.parent)


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to disk, where the system lets folders be opened."""
    if os.name == "nt":
        return
    sync_file(folder)


def sync_tree(folder: Path, flushed: Collection[Path] = ()) -> None:
    """Flush every file and folder under `folder`, and itself, to disk, but the files that were `flushed` before."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        elif path not in flushed:
            sync_file(path)
    sync_folder(folder)


def delete_tree(folder: Path) -> None:
    """Delete a folder with all in it, also where an index that was just let go still tidies up there."""
    for wait in (0.02, 0.1, 0.5):
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            return
        except OSError:
            time.sleep(wait)
        else:
            return
    shutil.rmtree(folder)


def sync_file(path: Path) -> None:
    """Flush a file to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
