"""A snapshot over documents that are in no data folder: for calibration and benchmarks."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from index.as_json import to_json
from index.embedder import Embedder, load_embedder
from index.generation import Generation, build_generation
from index.preparation import StoredDocument
from index.snapshot import Snapshot
from index.types import DocumentDetail, DocumentRecord, PassageRecord, WholeDocument


@contextmanager
def snapshot_over(documents: Sequence[WholeDocument], embedder: Embedder | None = None) -> Iterator[Snapshot]:
    """Build a generation in a temporary folder and open it; without an embedder, the bundled one."""
    embedder = embedder or load_embedder()
    with TemporaryDirectory() as folder:
        build_generation(Path(folder), "scratch", "", map(stored_document, documents), embedder)
        yield Snapshot(Generation.open(Path(folder)), embedder)


def plain_document(
    record: DocumentRecord, texts: Iterable[tuple[str, str, tuple[str, ...]]]
) -> WholeDocument:
    """Return a document made of passages, each an id, a text and the headings above it."""
    passages = tuple(
        PassageRecord(identity, record.id, "provision", text, 0, len(text), path, "", None, None)
        for identity, text, path in texts
    )
    return WholeDocument(DocumentDetail(record, "", (), (), ()), passages)


def stored_document(whole: WholeDocument) -> StoredDocument:
    """Return a document as a catalogue that holds it would give it."""
    digest = hashlib.sha256(to_json(WholeDocument, whole).encode()).hexdigest()
    return StoredDocument(whole.record.id, digest, lambda: whole)
