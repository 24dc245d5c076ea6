"""A snapshot over documents that are in no data folder: for calibration and benchmarks."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from index.as_json import to_json
from index.embedder import Embedder, load_embedder
from index.generation import Generation, Part, build_generation
from index.preparation import StoredDocument
from index.segment import Segment, build_segments
from index.snapshot import Snapshot
from index.types import DocumentDetail, DocumentRecord, PassageRecord, WholeDocument
from ingest.types import Document, Passage, Span


@contextmanager
def snapshot_over(documents: Sequence[WholeDocument], embedder: Embedder | None = None) -> Iterator[Snapshot]:
    """Build a generation in a temporary folder and open it; without an embedder, the bundled one."""
    embedder = embedder or load_embedder()
    with TemporaryDirectory() as folder:
        stored = map(stored_document, documents, itertools.count())
        names = build_segments(Path(folder), "segment", stored, embedder)
        with ExitStack() as opened:
            segments = {
                name: opened.enter_context(closing(Segment.open(Path(folder) / name))) for name in names
            }
            build_generation(Path(folder) / "generation", "scratch", "", list(map(Part, segments.values())))
            yield Snapshot(Generation.open(Path(folder) / "generation", segments), embedder)


def plain_document(
    record: DocumentRecord, texts: Iterable[tuple[str, str, tuple[str, ...]]]
) -> WholeDocument:
    """Return a document made of passages, each an id, a text and the headings above it."""
    parts = list(texts)
    starts = accumulate((len(text) + 1 for _, text, _ in parts), initial=0)
    passages = tuple(
        PassageRecord(
            identity, record.id, "provision", text, start, start + len(text), path, "", None, None
        )
        for (identity, text, path), start in zip(parts, starts, strict=False)
    )  # fmt: skip
    whole = "\n".join(text for _, text, _ in parts)
    return WholeDocument(DocumentDetail(record, whole, (), (), ()), passages)


def stored_document(whole: WholeDocument, place: int = 0) -> StoredDocument:
    """Return a document as a catalogue would give it that holds it at a place."""
    reading = to_json(Document, _as_read(whole))
    return StoredDocument.of(whole.record.id, reading, place=place)


def _as_read(whole: WholeDocument) -> Document:
    """Return what a reader would have made of a file for this document to come of it."""
    record, detail = whole.record, whole.detail
    return Document(
        record.id, record.source_file, "", detail.text, [], record.metadata,
        nodes=list(detail.nodes),
        passages=[
            Passage(p.id, p.kind, Span(p.start, p.end), p.path, p.place, p.page, 0, p.note_of)
            for p in whole.passages
        ],
        named=list(detail.named),
        instruments=list(detail.instruments),
        definitions=list(record.definitions),
        duties=[duty.duty for duty in whole.duties],
    )  # fmt: skip
