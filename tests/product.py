"""The product over a data folder as tests use it: each call takes the snapshot that is served then."""

from pathlib import Path

from index.data_folder import DataFolder
from index.live import LiveIndex
from index.snapshot import Snapshot
from index.types import DocumentDetail, DocumentRecord, Filters, Hit, PassageRecord, SearchResult
from search_api.asking.answers import ask
from search_api.asking.types import Answer
from search_api.comparing.similar import similar_provisions
from search_api.documents.listing import list_documents
from search_api.kit.filters import Facets, facets
from search_api.searching.search import search


class Product:
    """The use cases over whatever is served."""

    def __init__(self, index: LiveIndex) -> None:
        self.index = index

    @classmethod
    def open(cls, path: Path, model: str = "bundled") -> "Product":
        """Open a data folder."""
        return cls(LiveIndex.open(path, model))

    @property
    def snapshot(self) -> Snapshot:
        return self.index.snapshot()

    @property
    def folder(self) -> DataFolder:
        return self.index.folder

    def search(
        self, query: str, filters: Filters | None = None, limit: int = 10, offset: int = 0
    ) -> SearchResult:
        return search(self.snapshot, query, filters, limit, offset)

    def ask(self, question: str, filters: Filters | None = None) -> Answer:
        return ask(self.snapshot, question, filters)

    def similar(self, passage_id: str, limit: int = 10) -> tuple[Hit, ...]:
        return tuple(found.hit for found in similar_provisions(self.snapshot, passage_id, limit).others)

    def documents(self, filters: Filters | None = None) -> list[DocumentRecord]:
        return list_documents(self.snapshot, filters)

    def facets(self) -> Facets:
        return facets(self.snapshot)

    def document(self, document_id: str) -> DocumentRecord:
        return self.snapshot.document(document_id)

    def detail(self, document_id: str) -> DocumentDetail:
        return self.snapshot.detail(document_id)

    def passage(self, passage_id: str) -> PassageRecord:
        return self.snapshot.passage(passage_id)

    def passages_of(self, document_id: str) -> list[PassageRecord]:
        return self.snapshot.passages_of(document_id)
