"""Documents: the list of those that pass filters, and the forms of one."""

from typing import Literal

from index.snapshot import Snapshot
from index.types import DocumentRecord, Filters
from search_api.kit.filters import check_filters


def list_documents(snapshot: Snapshot, filters: Filters | None = None) -> list[DocumentRecord]:
    """Return the documents that pass the filters; raises `InvalidQueryError` for a bad one."""
    filters = filters or Filters()
    check_filters(filters, snapshot.documents.values())
    return [record for record in snapshot.documents.values() if filters.admits(record)]


def forms_of(
    snapshot: Snapshot, document_id: str
) -> list[tuple[DocumentRecord, Literal["current", "copy", "older"]]]:
    """Return the form of a document that is searched, then its copies and earlier states; raises `NotFoundError`."""
    snapshot.document(document_id)
    relative = snapshot.relatives.get(document_id)
    current = relative.of if relative else document_id
    return [(snapshot.document(current), "current"), *snapshot.relatives_of(current)]
