"""Documents as feeds: those that came last, and the states of one."""

from itertools import islice

from index.snapshot import Snapshot
from index.types import DocumentRecord, Filters
from index.versions import version_of
from search_api.documents.listing import forms_of, list_documents
from search_api.kit.atom import MOST_ENTRIES, Entry
from search_api.kit.citations import cite, document_url


def newest_documents(snapshot: Snapshot, filters: Filters) -> list[Entry]:
    """Return the documents that came last, the last one first; raises `InvalidQueryError` for a bad filter."""
    found = reversed(list_documents(snapshot, filters))
    return [_entry(record) for record in islice(found, MOST_ENTRIES)]


def states_of(snapshot: Snapshot, document_id: str) -> list[Entry]:
    """Return a document as it is searched, then its copies and earlier states; raises `NotFoundError`."""
    return [_entry(record) for record, _ in forms_of(snapshot, document_id)]


def _entry(record: DocumentRecord) -> Entry:
    version = version_of(record.id)
    title = f"{record.metadata.title} @{version}" if version else record.metadata.title
    return Entry(document_url(record.id), title, record, cite(record, ""))
