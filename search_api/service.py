"""The product as functions: search, ask, similar, documents, passages."""

import threading
from collections import Counter
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.catalogue import DocumentDetail, DocumentEntry, unknown_document
from index.data_folder import CURRENT, DataFolder
from index.embedder import Embedder, load_embedder
from index.errors import InvalidQueryError, NotFoundError
from index.generation import Manifest
from index.reranker import Reranker, load_reranker
from index.searcher import Searcher
from index.types import DocumentRecord, Filters, Hit, PassageRecord, SearchResult
from search_api.asking.answers import Answer, answer
from search_api.measuring.quality import Quality, read_quality

LARGEST_LIMIT = 100
LARGEST_OFFSET = 10_000


@dataclass(frozen=True, slots=True)
class Facets:
    """The values that filters can take, with the number of documents of each."""

    provinces: dict[str, int]
    years: dict[int, int]
    types: dict[str, int]


class Service:
    """Answers requests over one data folder and follows newly published generations."""

    def __init__(self, folder: DataFolder, embedder: Embedder, reranker: Reranker | None = None) -> None:
        self.folder = folder
        self.embedder = embedder
        self.reranker = reranker
        self._swap = threading.Lock()
        # The pointer first: a generation published meanwhile is taken up at the next request.
        self._pointer = self._pointer_state()
        self._searcher = Searcher(folder.open_generation(), embedder, reranker)

    @classmethod
    def open(cls, path: Path, model: str, reranker: str = "") -> "Service":
        """Open the data folder at `path` with the models called `model` and `reranker`."""
        return cls(DataFolder.open(path), load_embedder(model), load_reranker(reranker))

    @property
    def searcher(self) -> Searcher:
        """The searcher over the current generation; a newly published one is swapped in."""
        state = self._pointer_state()
        if state != self._pointer:
            with self._swap:
                if state != self._pointer:
                    self._searcher = Searcher(self.folder.open_generation(), self.embedder, self.reranker)
                    self._pointer = state
        return self._searcher

    def _pointer_state(self) -> tuple[int, int]:
        try:
            status = (self.folder.path / CURRENT).stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_ino)

    @property
    def manifest(self) -> Manifest:
        """The manifest of the generation that is served."""
        return self.searcher.generation.manifest

    def search(
        self, query: str, filters: Filters | None = None, limit: int = 10, offset: int = 0
    ) -> SearchResult:
        """Return ranked passages; raises `InvalidQueryError` for a bad query, page or filter."""
        check_page(limit, offset)
        searcher = self.searcher
        check_filters(filters or Filters(), searcher.generation.records.documents.values())
        return searcher.search(query, filters, limit, offset)

    def ask(self, question: str, filters: Filters | None = None) -> Answer:
        """Return verbatim quotes that answer a question, or no evidence."""
        searcher = self.searcher
        check_filters(filters or Filters(), searcher.generation.records.documents.values())
        return answer(searcher, question, filters)

    def similar(self, passage_id: str, limit: int = 10) -> tuple[Hit, ...]:
        """Return the nearest passages of other documents."""
        check_page(limit, 0)
        return self.searcher.similar(self.passage(passage_id), limit)

    def passage(self, passage_id: str) -> PassageRecord:
        """Return one passage; raises `NotFoundError` where the id is unknown."""
        found = self.searcher.generation.records.passage(passage_id)
        if found is None:
            raise NotFoundError(f"no passage has the id {passage_id!r}")
        return found

    def documents(self, filters: Filters | None = None) -> list[DocumentRecord]:
        """Return the served documents that pass the filters."""
        records = list(self.searcher.generation.records.documents.values())
        filters = filters or Filters()
        check_filters(filters, records)
        return [record for record in records if filters.admits(record)]

    def document(self, document_id: str) -> DocumentRecord:
        """Return one served document; raises `NotFoundError` where the id is unknown."""
        record = self.searcher.generation.records.documents.get(document_id)
        if record is None:
            raise unknown_document(document_id)
        return record

    def passages_of(self, document_id: str) -> list[PassageRecord]:
        """Return the passages of a document in reading order."""
        self.document(document_id)
        return self.searcher.generation.records.of_document(document_id)

    def passage_counts(self) -> dict[str, int]:
        """Return the number of passages of each served document."""
        generation = self.searcher.generation
        counts = np.bincount(generation.document_of, minlength=len(generation.records.documents))
        return dict(zip(generation.records.documents, counts.tolist(), strict=True))

    def detail(self, document_id: str) -> DocumentDetail:
        """Return a served document with text and outline."""
        self.document(document_id)
        # Opened for one request: SQLite connections do not cross threads.
        with closing(self.folder.catalogue()) as catalogue:
            return catalogue.detail(document_id)

    def entries(self) -> list[DocumentEntry]:
        """Return the catalogue's entries of the served documents."""
        served = self.searcher.generation.records.documents
        with closing(self.folder.catalogue()) as catalogue:
            return [entry for entry in catalogue.entries() if entry.record.id in served]

    def quality(self) -> Quality | None:
        """Return how the served generation answers the stored questions, if it was measured."""
        return read_quality(self.folder.quality_file(self.manifest.generation))

    def facets(self) -> Facets:
        """Return the values of each filter with counts, in a fixed order."""
        documents = self.searcher.generation.records.documents.values()
        provinces = Counter(d.metadata.province for d in documents if d.metadata.province)
        years = Counter(d.metadata.year for d in documents if d.metadata.year)
        types = Counter(d.metadata.type for d in documents if d.metadata.type)
        return Facets(
            dict(sorted(provinces.items())),
            dict(sorted(years.items(), reverse=True)),
            dict(sorted(types.items())),
        )


def check_page(limit: int, offset: int) -> None:
    """Raise `InvalidQueryError` for a limit or offset out of range."""
    if not 1 <= limit <= LARGEST_LIMIT:
        raise InvalidQueryError(f"limit must be between 1 and {LARGEST_LIMIT}, not {limit}")
    if not 0 <= offset <= LARGEST_OFFSET:
        raise InvalidQueryError(f"offset must be between 0 and {LARGEST_OFFSET}, not {offset}")


def check_filters(filters: Filters, documents: Collection[DocumentRecord]) -> None:
    """Raise `InvalidQueryError` for a filter value that no document has, naming those that exist."""
    for name, value in filters.values().items():
        if value is None:
            continue
        known = {d.id if name == "document_id" else getattr(d.metadata, name) for d in documents} - {None}
        if value not in known:
            values = ", ".join(sorted(map(str, known))[:40])
            raise InvalidQueryError(f"{name} {value!r} is not in the index; known: {values}")
