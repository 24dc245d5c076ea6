"""Documents: the list of those that pass filters."""

from index.snapshot import Snapshot
from index.types import DocumentRecord, Filters
from search_api.kit.filters import check_filters


def list_documents(snapshot: Snapshot, filters: Filters | None = None) -> list[DocumentRecord]:
    """Return the documents that pass the filters; raises `InvalidQueryError` for a bad one."""
    filters = filters or Filters()
    check_filters(filters, snapshot.documents.values())
    return [record for record in snapshot.documents.values() if filters.admits(record)]
