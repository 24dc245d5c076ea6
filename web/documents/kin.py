"""Copies and earlier states of a document, as the pages show them."""

from dataclasses import dataclass

from index.relatives import RelativeKind
from index.snapshot import Snapshot
from index.types import DocumentRecord
from index.versions import version_of
from web.kit.presenters import DocumentView, document_view
from web.kit.urls import Urls


@dataclass(frozen=True, slots=True)
class KinView:
    """Another form or state of a document, and the address where the two are compared.

    `version` is the number of a version, None for a document of its own file.
    """

    document: DocumentView
    kind: RelativeKind
    version: int | None
    compare_url: str


def kin_views(snapshot: Snapshot, document_id: str, urls: Urls) -> tuple[KinView, ...]:
    """Return the copies and earlier states of a document."""
    return tuple(
        _view(record, kind, (record.id, document_id), urls)
        for record, kind in snapshot.relatives_of(document_id)
    )


def head_view(snapshot: Snapshot, document_id: str, urls: Urls) -> KinView | None:
    """Return the document that is searched in the place of this one, None where it is searched itself."""
    relative = snapshot.relatives.get(document_id)
    if relative is None:
        return None
    return _view(snapshot.document(relative.of), relative.kind, (document_id, relative.of), urls)


def _view(record: DocumentRecord, kind: RelativeKind, compared: tuple[str, str], urls: Urls) -> KinView:
    return KinView(document_view(record, urls), kind, version_of(record.id), urls.compare(compared))
