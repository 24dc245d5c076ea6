"""The index that a server answers from: it follows what is published, and keeps a good one.

Where what is to be served cannot be opened, because it is damaged, was made by another model, or
is gone with its folder, the snapshot in memory is served on; the reason is logged once, and opening
is tried again in the background, less and less often.
"""

import logging
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from index.allowed import Allowed
from index.data_folder import UNUSABLE, DataFolder
from index.embedder import Embedder, load_embedder
from index.errors import DataFolderError, NoIndexError, UnreachableError
from index.generation import Generation, Opened
from index.milvus.connection import Address
from index.milvus.source import MilvusSource
from index.originals import Originals
from index.reranker import Reranker, load_reranker
from index.segment import Segment
from index.snapshot import Snapshot

log = logging.getLogger(__name__)

FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
# What a data folder keeps of an index that is elsewhere.
CACHE = "milvus"
# Of so many parts of the index what was worked out stays in memory.
_PARTS = 8


class Source(Protocol):
    """Where what is to be served is published."""

    def pointer(self) -> object:
        """Return what is another value whenever something else is to be served."""

    def open_generation(self) -> Opened:
        """Open what is to be served, or the best there is in its place."""

    def open_current(self, known: Mapping[str, Segment]) -> Opened:
        """Open what is to be served, and no other; segments that are `known`, open already, may be shared."""

    def removed_from(self, generation: Generation) -> frozenset[str]:
        """Return the documents of a generation that were removed since it was made."""


class LiveIndex:
    """Gives each request the snapshot of the generation that is published now, in the folder or another source."""

    def __init__(
        self,
        folder: DataFolder,
        embedder: Embedder,
        reranker: Reranker | None = None,
        source: Source | None = None,
    ) -> None:
        """Open the index; raises `NoIndexError`, `ModelError` or `UnreachableError` where there is none to serve."""
        self.folder = folder
        self._source: Source = source or folder
        self.embedder = embedder
        self._reranker = reranker
        self._opening = threading.Lock()
        # The pointer first: a generation published meanwhile is taken up at the next request.
        self._pointer = self._source.pointer()
        self._snapshot = self._over(self._source.open_generation())
        self._part = lru_cache(_PARTS)(Snapshot.within)
        self._waiting: threading.Timer | None = None

    @classmethod
    def open(cls, path: Path, model: str, reranker: str = "", milvus: Address | None = None) -> "LiveIndex":
        """Open the data folder at `path` with the models called `model` and `reranker`.

        Where the index is on Milvus, the folder is made if need be, and keeps the files that come from there.
        """
        if milvus is None:
            return cls(DataFolder.open(path), load_embedder(model), load_reranker(reranker))
        folder = DataFolder.open_or_create(path)
        source = MilvusSource(milvus, path / CACHE)
        return cls(folder, load_embedder(model), load_reranker(reranker), source)

    def snapshot(self, allowed: Allowed | None = None) -> Snapshot:
        """Return the snapshot that a request is answered from; one published just now is taken up.

        One request opens it, and the others do not wait for that. It holds only the documents that are
        `allowed`, where that is given.
        """
        if self._source.pointer() != self._pointer and self._opening.acquire(blocking=False):
            try:
                self._follow()
            finally:
                self._opening.release()
        return self._snapshot if allowed is None else self._part(self._snapshot, allowed)

    @property
    def served(self) -> Snapshot:
        """The snapshot of the last request; the disk is not looked at."""
        return self._snapshot

    @property
    def originals(self) -> Originals:
        """The files that documents were read from."""
        return self.folder.originals

    def close(self) -> None:
        """Stop trying to open what cannot be opened."""
        if self._waiting:
            self._waiting.cancel()

    def _follow(self, wait: float = FIRST_WAIT) -> None:
        """Open what is to be served now; where that fails, keep what there is and try again later."""
        self.close()
        pointer = self._source.pointer()
        try:
            # Most segments stay from one generation to the next.
            known = self._snapshot.generation.segments()
            self._serve(self._over(self._source.open_current(known)))
        except (*UNUSABLE, DataFolderError, UnreachableError) as error:
            if pointer != self._pointer:
                log.warning(
                    "generation %s is served on: what is to be served cannot be opened: %s",
                    self._snapshot.manifest.generation,
                    error,
                )
            self._hide_removed()
            self._try_again(min(wait, LONGEST_WAIT))
        self._pointer = pointer

    def _hide_removed(self) -> None:
        """Serve the snapshot in memory on without what was removed since it was opened."""
        try:
            removed = self._source.removed_from(self._snapshot.generation)
        except NoIndexError:
            return
        if not removed <= self._snapshot.removed:
            self._serve(self._snapshot.without(removed | self._snapshot.removed))

    def _serve(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        # The parts of the one before would keep it in memory.
        self._part.cache_clear()

    def _try_again(self, wait: float) -> None:
        def follow() -> None:
            with self._opening:
                self._follow(2 * wait)

        self._waiting = threading.Timer(wait, follow)
        self._waiting.daemon = True
        self._waiting.start()

    def _over(self, opened: Opened) -> Snapshot:
        return Snapshot(opened.generation, self.embedder, self._reranker, opened.removed)
