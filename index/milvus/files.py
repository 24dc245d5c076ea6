"""Files kept in a collection of Milvus, in pieces, each file with its SHA-256."""

import base64
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from index.errors import NoIndexError
from index.milvus import filters
from index.milvus.connection import PUBLISHING

if TYPE_CHECKING:
    from pymilvus import MilvusClient

# Of one value of Milvus at most 65,535 bytes; what does not get smaller gets a third larger.
_PIECE = 48_000
# Pieces that are sent together: a message has at most 64 MB.
_TOGETHER = 200
_HEAD = 0
_QUICK = 1
_LONGEST = 65_535


@dataclass(frozen=True, slots=True)
class Kept:
    """A file: its SHA-256, and the keys of its pieces from `first` on."""

    sha256: str
    first: int
    pieces: int


def put_files(
    client: "MilvusClient", collection: str, head: Mapping[str, Any], files: Mapping[str, Path]
) -> None:
    """Make a collection of files by name, and of a head that says what they are."""
    _create(client, collection)
    kept: dict[str, Kept] = {}
    first = _HEAD + 1
    for name, path in files.items():
        digest, pieces = hashlib.sha256(), 0
        batch = []
        for content in _pieces(path):
            digest.update(content)
            batch.append(_row(first + pieces, content))
            pieces += 1
            if len(batch) == _TOGETHER:
                client.insert(collection, batch, timeout=PUBLISHING)
                batch = []
        if batch:
            client.insert(collection, batch, timeout=PUBLISHING)
        kept[name] = Kept(digest.hexdigest(), first, pieces)
        first += pieces
    told = {**head, "files": {name: [own.sha256, own.first, own.pieces] for name, own in kept.items()}}
    client.insert(collection, [_row(_HEAD, json.dumps(told).encode())], timeout=PUBLISHING)
    client.flush(collection, timeout=PUBLISHING)
    client.load_collection(collection, timeout=PUBLISHING)


def read_head(client: "MilvusClient", collection: str) -> dict[str, Any]:
    """Return what a collection of files says of them; raises `NoIndexError` where that cannot be read."""
    try:
        (content,) = _contents(client, collection, _HEAD, 1)
        head: dict[str, Any] = json.loads(content)
        head["files"] = {name: Kept(*own) for name, own in head["files"].items()}
    except (ValueError, TypeError, KeyError, zlib.error) as error:
        raise NoIndexError(
            "the head of %(name)s cannot be read (%(error)s)", name=collection, error=str(error)
        ) from error
    return head


def fetch_file(client: "MilvusClient", collection: str, file: Kept, path: Path) -> None:
    """Write a file to `path`, unless it is there; raises `NoIndexError` where it is not what was published."""
    with suppress(OSError), path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256:
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Other processes may fetch the same one.
    coming = path.with_name(f"{path.name}.{uuid4().hex}")
    digest = hashlib.sha256()
    try:
        with coming.open("wb") as stream:
            for begin in range(0, file.pieces, _TOGETHER):
                count = min(_TOGETHER, file.pieces - begin)
                for content in _contents(client, collection, file.first + begin, count):
                    digest.update(content)
                    stream.write(content)
        if digest.hexdigest() != file.sha256:
            raise NoIndexError("%(name)s: file %(file)s is damaged", name=collection, file=path.name)
        coming.replace(path)
    except (ValueError, zlib.error) as error:
        raise NoIndexError(
            "%(name)s: file %(file)s is damaged (%(error)s)",
            name=collection,
            file=path.name,
            error=str(error),
        ) from error
    finally:
        coming.unlink(missing_ok=True)


def _create(client: "MilvusClient", collection: str) -> None:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("key", DataType.INT64, is_primary=True)
    schema.add_field("content", DataType.VARCHAR, max_length=_LONGEST)
    # There is no collection without vectors.
    schema.add_field("nothing", DataType.FLOAT_VECTOR, dim=2)
    indexes = client.prepare_index_params()
    indexes.add_index("nothing", index_type="FLAT", metric_type="L2")
    client.create_collection(collection, schema=schema, index_params=indexes, timeout=PUBLISHING)


def _row(key: int, content: bytes) -> dict[str, Any]:
    text = base64.b64encode(zlib.compress(content, _QUICK)).decode("ascii")
    return {"key": key, "content": text, "nothing": [0.0, 0.0]}


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece


def _contents(client: "MilvusClient", collection: str, first: int, count: int) -> list[bytes]:
    """Return neighbouring pieces; raises `ValueError` where one is not there."""
    rows = client.query(
        collection,
        filter=filters.within("key", first, first + count).text,
        output_fields=["key", "content"],
        consistency_level="Strong",
        timeout=PUBLISHING,
    )
    by_key = {row["key"]: row["content"] for row in rows}
    if by_key.keys() != set(range(first, first + count)):
        raise ValueError("pieces are missing")
    return [zlib.decompress(base64.b64decode(by_key[key])) for key in range(first, first + count)]
