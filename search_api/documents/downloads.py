"""All documents, or all their passages, each as the address of one gives it."""

from collections.abc import Iterator, Sequence

from index.snapshot import Snapshot
from index.types import DocumentRecord
from search_api.documents.schemas import DocumentDetailOut, detail_out
from search_api.kit.schemas import PassageOut, passage_out


def every_document(snapshot: Snapshot, records: Sequence[DocumentRecord]) -> Iterator[DocumentDetailOut]:
    """Yield documents with everything in them, reading one after another."""
    for record in records:
        yield detail_out(snapshot.detail(record.id), snapshot.passages_of(record.id))


def every_passage(snapshot: Snapshot, records: Sequence[DocumentRecord]) -> Iterator[PassageOut]:
    """Yield the passages of documents in reading order, reading one document after another."""
    for record in records:
        for passage in snapshot.passages_of(record.id):
            yield passage_out(record, passage)
