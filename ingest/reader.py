"""One source text becomes a `Document`."""

import hashlib
from collections.abc import Sequence
from pathlib import PurePath

from ingest.assembly import TextBuilder
from ingest.definitions import find_definitions
from ingest.folding import clean
from ingest.instruments import find_instruments
from ingest.lines import Line, split_lines
from ingest.metadata import read_metadata
from ingest.outline import build_outline
from ingest.paragraphs import Paragraph, build_paragraphs, split_printing_mark
from ingest.passages import build_passages
from ingest.regions import Region, split_regions
from ingest.types import Document, NamedSpan, Node, Span


def content_hash(source: str) -> str:
    """Return the SHA-256 of a cleaned source text; equal texts have equal hashes."""
    return hashlib.sha256(clean(source).encode()).hexdigest()


def read_document(source: str, source_file: str, document_id: str | None = None) -> Document:
    """Return the document in `source`.

    `document_id` keeps the identity of a document whose text changed; by default it is taken
    from the text, so that the same text has the same id everywhere.
    """
    source = clean(source)
    digest = content_hash(source)
    identity = document_id or digest[:12]
    regions = split_regions(split_lines(source))
    body = _BodyBuilder(regions)
    text = body.builder.text()
    preamble = " ".join(p.text for p in body.preamble())
    metadata = read_metadata(regions, preamble, PurePath(source_file).stem)
    pages = [p.page if "\f" in source else None for p in body.paragraphs]
    return Document(
        id=identity,
        source_file=source_file,
        content_hash=digest,
        source=source,
        text=text,
        pieces=body.builder.pieces,
        metadata=metadata,
        nodes=body.nodes,
        passages=build_passages(identity, text, body.nodes, pages),
        named=body.named,
        instruments=find_instruments(text),
        definitions=find_definitions(text),
    )


class _BodyBuilder:
    """Writes the regions into one text, and the outline over the body's paragraphs."""

    def __init__(self, regions: Sequence[Region]) -> None:
        self.builder = TextBuilder()
        self.named: list[NamedSpan] = []
        self.paragraphs: list[Paragraph] = []
        spans: list[Span] = []
        notes: list[list[Span]] = []
        for region in regions:
            if region.name == "body":
                for paragraph in _finished_body(region.lines, self.named_marks):
                    span, own_notes = self._add(paragraph)
                    self.paragraphs.append(paragraph)
                    spans.append(span)
                    notes.append(own_notes)
                self._flush_marks()
            else:
                for span in self.builder.add_each(region.lines):
                    self.named.append(NamedSpan(region.name, span))
        self.nodes: list[Node] = build_outline(self.paragraphs, spans)
        for node, own_notes in zip(self.nodes, notes, strict=True):
            node.footnotes = tuple(own_notes)

    @property
    def named_marks(self) -> list[Line]:
        """Typists' marks cut off the end of the body, waiting to be written."""
        if not hasattr(self, "_marks"):
            self._marks: list[Line] = []
        return self._marks

    def _flush_marks(self) -> None:
        for span in self.builder.add_each(self.named_marks):
            self.named.append(NamedSpan("printing mark", span))
        self._marks = []

    def _add(self, paragraph: Paragraph) -> tuple[Span, list[Span]]:
        span = self.builder.add(paragraph.lines)
        notes = [self._add_note(note) for note in paragraph.footnotes]
        for furniture in self.builder.add_each(paragraph.furniture):
            self.named.append(NamedSpan("page furniture", furniture))
        return span, notes

    def _add_note(self, note: Paragraph) -> Span:
        span = self.builder.add(note.lines)
        for furniture in self.builder.add_each(note.furniture):
            self.named.append(NamedSpan("page furniture", furniture))
        return span

    def preamble(self) -> list[Paragraph]:
        """Return the paragraphs before the first labelled one."""
        first = next((i for i, node in enumerate(self.nodes) if node.mark), len(self.nodes))
        return self.paragraphs[:first]


def _finished_body(lines: Sequence[Line], marks: list[Line]) -> list[Paragraph]:
    paragraphs = build_paragraphs(lines)
    if paragraphs:
        mark = split_printing_mark(paragraphs[-1])
        if mark:
            marks.append(mark)
    return paragraphs
