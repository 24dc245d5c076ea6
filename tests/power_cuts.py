"""What a power cut may leave of a folder: a pessimistic model of a disk, fed by what a process does.

Of a file only that is sure which was there at its last fsync; opened for writing it may be empty. Of a
folder those names are sure which it had at its last fsync; later ones may be there or not. What C
libraries write is seen at the next call of Python; what they fsync themselves does not count.
"""

import builtins
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

# A folder as left by a cut: names with the content of a file, or with a folder.
State = tuple[tuple[str, "bytes | State"], ...]
# Which folders had their newest names on the disk, though nobody had asked for it.
LUCK: dict[str, Callable[[str], bool]] = {
    "no folder": lambda _: False,
    "the top folder": lambda path: path == ".",
    "all folders but the top": lambda path: path != ".",
    "all folders": lambda _: True,
}


class Disk:
    """Records the calls that change `root`, and what would be left if the power failed after each."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.calls: list[tuple[str, ...]] = []
        self.left: dict[State, str] = {}
        self.unsure: list[str] = []
        self._contents: dict[int, bytes] = {}
        self._names: dict[int, dict[str, int]] = {}
        # An inode that is held open is not given to another file.
        self._held: list[int] = []
        for path in [root, *root.rglob("*")]:
            self._settle(path)

    def close(self) -> None:
        for handle in self._held:
            os.close(handle)

    def surely_left(self) -> State:
        """Return what is left in the worst case after all calls."""
        return self._state(self.root, LUCK["no folder"])

    def path_of(self, inode: int) -> Path | None:
        return next((p for p in [self.root, *self.root.rglob("*")] if p.stat().st_ino == inode), None)

    def told(self, call: str, *paths: Path) -> None:
        """Note a call that has returned."""
        names = [path.relative_to(self.root).as_posix() for path in paths]
        self.calls.append((call, *names))
        if call == "fsync":
            self._settle(paths[0])
        elif call == "open":
            self._contents[paths[0].stat().st_ino] = b""
        elif call == "rename" and paths[1].is_dir():
            self.unsure += self._unsure(paths[1])
        for luck, is_lucky in LUCK.items():
            self.left.setdefault(self._state(self.root, is_lucky), f"{call} {' '.join(names)}, {luck}")

    def _settle(self, path: Path) -> None:
        handle = os.open(path, os.O_RDONLY)
        self._held.append(handle)
        inode = os.fstat(handle).st_ino
        if path.is_dir():
            self._names[inode] = {child.name: child.stat().st_ino for child in path.iterdir()}
        else:
            self._contents[inode] = path.read_bytes()

    def _unsure(self, folder: Path) -> Iterator[str]:
        """Yield what lies in a folder and would not survive as it is."""
        for path in [folder, *folder.rglob("*")]:
            inode = path.stat().st_ino
            if path.is_dir():
                same = self._names.get(inode) == {c.name: c.stat().st_ino for c in path.iterdir()}
            else:
                same = self._contents.get(inode) == path.read_bytes()
            if not same:
                yield path.relative_to(self.root).as_posix()

    def _state(self, root: Path, is_lucky: Callable[[str], bool]) -> State:
        inodes = {path.stat().st_ino: path for path in [root, *root.rglob("*")]}

        def state(inode: int) -> "bytes | State":
            path = inodes.get(inode)
            if inode not in self._names and (path is None or not path.is_dir()):
                return self._contents.get(inode, b"")
            names = self._names.get(inode, {})
            if path is not None and is_lucky(path.relative_to(root).as_posix()):
                names = {child.name: child.stat().st_ino for child in path.iterdir()}
            return tuple((name, state(names[name])) for name in sorted(names))

        found = state(root.stat().st_ino)
        assert isinstance(found, tuple)
        return found


@contextmanager
def recorded(root: Path) -> Iterator[Disk]:
    """Record what happens to `root` inside."""
    disk = Disk(root)
    fsync, plain_open, os_open = os.fsync, io.open, os.open
    active = True

    def within(path: Any) -> Path | None:
        if isinstance(path, str | os.PathLike):
            found = Path(os.path.abspath(path))  # noqa: PTH100 - as it is called, without links
            return found if found.is_relative_to(root) else None
        return None

    def tell(call: str, *paths: Path | None) -> None:
        nonlocal active
        known = [path for path in paths if path is not None]
        if active and known:
            active = False
            try:
                disk.told(call, *known)
            finally:
                active = True

    def watched_fsync(handle: int) -> None:
        fsync(handle)
        if active:
            tell("fsync", disk.path_of(os.fstat(handle).st_ino))

    def watched_open(file: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
        stream = plain_open(file, mode, *rest, **options)
        if set(mode) & set("wax+"):
            tell("open", within(file))
        return stream

    def watched_os_open(path: Any, flags: int, *rest: Any, **options: Any) -> int:
        handle = os_open(path, flags, *rest, **options)
        if flags & os.O_TRUNC:
            tell("open", within(path))
        return handle

    def watched(call: str, plain: Callable[..., None]) -> Callable[..., None]:
        def wrapped(*arguments: Any, **options: Any) -> None:
            plain(*arguments, **options)
            # Within `rmtree` a name is relative to an open folder.
            paths = [root] if "dir_fd" in options else [within(path) for path in arguments[:2]]
            tell(call, *paths)

        return wrapped

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", watched_fsync)
        patch.setattr(os, "open", watched_os_open)
        patch.setattr(io, "open", watched_open)
        patch.setattr(builtins, "open", watched_open)
        for name, call in {
            "rename": "rename", "replace": "rename", "mkdir": "mkdir", "unlink": "remove", "remove": "remove",
            "rmdir": "remove",
        }.items():  # fmt: skip
            patch.setattr(os, name, watched(call, getattr(os, name)))
        try:
            yield disk
        finally:
            disk.close()


def lay_out(state: State, folder: Path) -> Path:
    """Write what a cut left into a new folder."""
    folder.mkdir()
    for name, child in state:
        if isinstance(child, bytes):
            (folder / name).write_bytes(child)
        else:
            lay_out(child, folder / name)
    return folder
