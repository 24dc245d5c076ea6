"""Shards: where several machines read one collection, each into a data folder with its share of the files.

Such a folder says of itself which share it is and of which folders, so that joining them can tell whether all are there.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath

from index.as_json import from_json
from index.errors import DamagedError, DataFolderError, PlanSearchError
from index.storage import write_durably
from ingest.messages import message

FILE_NAME = "shard.json"
_SHARE = re.compile(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})")


@dataclass(frozen=True, slots=True)
class Share:
    """One of so many shares of the files, by its number from 1 on."""

    number: int
    of: int

    @classmethod
    def parse(cls, words: str) -> "Share":
        """Return the share that is meant by words as "2/3"; raises `PlanSearchError` where there is none."""
        match = _SHARE.fullmatch(words)
        if match is None or int(match[1]) > int(match[2]):
            raise PlanSearchError(
                f"{words!r} names no share: the second of three is 2/3, and there are at most 9999"
            )
        return cls(int(match[1]), int(match[2]))

    def takes(self, name: PurePath) -> bool:
        """True for a file of this share, by its name below the folder that is cut.

        The name alone decides, so that a file falls to the same share whatever lies beside it. Systems differ in
        how they compose letters with marks, which is no other name.
        """
        composed = unicodedata.normalize("NFC", name.as_posix())
        digest = hashlib.sha256(composed.encode("utf-8", "surrogateescape")).digest()
        return int.from_bytes(digest[:8], "big") % self.of == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


@dataclass(frozen=True, slots=True)
class Shard:
    """What a data folder says of itself: its share, and the folders and files that were cut, as they were named."""

    share: Share
    roots: tuple[str, ...]

    def takes(self, place: Path) -> bool:
        """True for a file of this share, by where it lies: also where it is named by itself, or with its folder alone."""
        root = _root_of(place, self.roots)
        return self.share.takes(place.relative_to(root) if root and root != place else PurePath(place.name))


def read_shard(data: Path) -> Shard | None:
    """Return what a data folder says of itself as a shard, None where it is none; raises `DamagedError`."""
    try:
        content = json.loads((data / FILE_NAME).read_text(encoding="utf-8"))
        shard = from_json(Shard, json.dumps(content["shard"]).encode())
        whole = content["sha256"] == _checksum(shard)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DamagedError(
            message("%(path)s cannot be read (%(error)s)", path=str(data / FILE_NAME), error=str(error))
        ) from error
    if not whole:
        raise DamagedError(message("%(path)s is damaged", path=str(data / FILE_NAME)))
    return shard


def write_shard(data: Path, shard: Shard) -> None:
    """Have a data folder say that it is a shard, durably."""
    content = {"shard": asdict(shard), "sha256": _checksum(shard)}
    write_durably(data / FILE_NAME, json.dumps(content, indent=1).encode())


def as_shard(data: Path, share: Share | None, paths: Iterable[Path], *, is_empty: bool) -> Shard | None:
    """Return what a data folder is to say of itself when a share of `paths` is read into it, None for the whole.

    Raises `DataFolderError` where it is another shard, or holds documents (is not `is_empty`) and is none.
    """
    known = read_shard(data)
    if known and known.share != share:
        raise DataFolderError(
            message(
                "%(path)s is shard %(share)s: go on with --shard %(share)s, or name another folder with --data; nothing "
                "was changed",
                path=str(data),
                share=str(known.share),
            )
        )
    if share is None:
        return None
    if not known and not is_empty:
        raise DataFolderError(
            f"{data} holds documents and is no shard: name an empty or new folder with --data; nothing was changed"
        )
    roots = list(known.roots if known else ())
    roots += [str(place) for path in paths if _root_of(place := path.resolve(), roots) is None]
    return Shard(share, tuple(dict.fromkeys(roots)))


def _root_of(place: Path, roots: Iterable[str]) -> Path | None:
    """Return the first of the roots that is a file, or that it lies below."""
    return next((Path(root) for root in roots if place.is_relative_to(root)), None)


def _checksum(shard: Shard) -> str:
    return hashlib.sha256(json.dumps(asdict(shard), sort_keys=True).encode()).hexdigest()
