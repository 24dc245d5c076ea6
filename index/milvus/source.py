"""Where a server takes its index from, that has it on Milvus: the alias is followed, files are kept in a cache."""

import json
import logging
import shutil
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.as_json import from_json
from index.embedder import bundled_model
from index.errors import NoIndexError, PlanSearchError
from index.generation import QUALITY, RELATIVES, Generation, Manifest, Opened, Relatives
from index.joined_records import JoinedRecords
from index.milvus.connection import PUBLISHING, Address, Collection, Connection, reaching
from index.milvus.engine import MilvusEngine
from index.milvus.files import Kept, fetch_file, read_head
from index.milvus.publishing import FILES_SUFFIX, SCHEMA_VERSION, TERMS, published, records_of
from index.milvus.statistics import FILES, Counts
from index.preparation import tokenizer_identity
from index.records import Records
from index.rows import Rows
from index.segment import Segment

log = logging.getLogger(__name__)
# The alias is looked at so often, at most.
_BETWEEN_LOOKS = 1.0


class MilvusSource:
    """Follows the alias of an address; `cache` is a folder for the files of what it names."""

    def __init__(self, address: Address, cache: Path) -> None:
        self._connection = Connection(address)
        self._alias = address.name
        self._cache = cache
        self._lock = threading.Lock()
        self._pointer: str | None = None
        self._looked = -_BETWEEN_LOOKS

    def pointer(self) -> str | None:
        """Return the name of the collection that is to be served; the last one known where the server is away."""
        with self._lock:
            if time.monotonic() - self._looked < _BETWEEN_LOOKS:
                return self._pointer
            self._looked = time.monotonic()
        try:
            self._pointer = self._named()
        except PlanSearchError as error:
            log.warning("what is to be served is not known: %s", error)
        return self._pointer

    def open_generation(self) -> Opened:
        """Open what the alias names.

        Raises `UnreachableError` where the server does not answer, `NoIndexError` where there is nothing that this
        version can serve.
        """
        name = self._named()
        if name is None:
            raise NoIndexError(
                "no index was published on Milvus under the name %(name)s: run `plansearch ingest` or `plansearch publish` "
                "there",
                name=self._alias,
            )
        self._pointer = name
        return Opened(self._open(name), frozenset())

    def open_current(self, _known: Mapping[str, Segment]) -> Opened:
        """Open what the alias names; the same, for no segment is here."""
        return self.open_generation()

    def removed_from(self, generation: Generation) -> frozenset[str]:
        """Return no documents: what was removed is in no collection that an alias names."""
        return frozenset()

    def _named(self) -> str | None:
        with reaching("the alias"):
            return published(self._connection.client(), self._alias, self._connection.address.deadline)

    def _open(self, name: str) -> Generation:
        collection, model = f"{name}{FILES_SUFFIX}", bundled_model()
        with reaching(f"the files of {name}"):
            client = self._connection.client()
            for each in (collection, name):
                # A server that was started again may have let go of them.
                client.load_collection(each, timeout=PUBLISHING)
            head = read_head(client, collection)
            _check(name, head, tokenizer_identity(model))
            fields = client.describe_collection(name, timeout=PUBLISHING)["fields"]
            folder = self._cache / name
            for file, kept in head["files"].items():
                fetch_file(client, collection, kept, self._place(name, file, kept))
        manifest = from_json(Manifest, json.dumps(head["manifest"]).encode())
        records = self._records(name, manifest, head)
        sparse = any(field["name"] == TERMS for field in fields)
        if not sparse:
            log.warning("%s has no sparse vectors: passages are found by their vectors alone", name)
        counts = Counts.read(folder, manifest.passages, model)
        engine = MilvusEngine(
            Collection(self._connection, name), records, counts, model, manifest.dimension, sparse=sparse
        )
        relatives = from_json(Relatives, (folder / RELATIVES).read_bytes())
        quality = (folder / QUALITY).read_bytes() if QUALITY in head["files"] else None
        self._tidy(name, head["files"])
        return Generation(manifest, records, engine, relatives, quality)

    def _records(self, name: str, manifest: Manifest, head: Mapping[str, Any]) -> JoinedRecords:
        files = head["files"]
        own = [records_of(listed.segment) for listed in manifest.segments]
        return JoinedRecords(
            [Records(self._place(name, file, files[file])) for file in own],
            [frozenset(listed.hidden) for listed in manifest.segments],
            Rows(head["passages"]),
        )

    def _place(self, name: str, file: str, kept: Kept) -> Path:
        """Return where a file lies in the cache: the records of a segment are shared by all that list it."""
        own = file in (*FILES, RELATIVES, QUALITY) or "/" not in file
        return self._cache / name / file if own else self._cache / "segments" / kept.sha256

    def _tidy(self, name: str, files: Mapping[str, Kept]) -> None:
        """Remove from the cache what is not of the index that is served: what was removed is on no disk."""
        wanted = {kept.sha256 for kept in files.values()}
        for folder in self._cache.iterdir():
            if folder.name not in (name, "segments"):
                shutil.rmtree(folder, ignore_errors=True)
        for path in (self._cache / "segments").glob("*"):
            if path.name not in wanted and "." not in path.name:
                path.unlink(missing_ok=True)


def _check(name: str, head: Mapping[str, Any], tokenizer: str) -> None:
    """Raise `NoIndexError` for a collection that another version made, naming both."""
    if head.get("schema_version") != SCHEMA_VERSION:
        raise NoIndexError(
            "%(name)s was published by another version of PlanSearch (schema %(version)s, not %(known)s): publish it again "
            "with this one",
            name=name,
            version=str(head.get("schema_version")),
            known=SCHEMA_VERSION,
        )
    if head.get("tokenizer") != tokenizer:
        raise NoIndexError(
            "%(name)s was published with tokenizer %(other)s, this PlanSearch has %(own)s: publish it again with this one",
            name=name,
            other=str(head.get("tokenizer")),
            own=tokenizer,
        )
