"""One source text becomes a `Document`."""

import hashlib
from collections.abc import Sequence
from pathlib import Path, PurePath

from ingest.duties.reader import plan_year, read_duties
from ingest.instruments.citations import find_instruments
from ingest.language.folding import clean
from ingest.reading.assembly import TextBuilder
from ingest.reading.definitions import find_definitions
from ingest.reading.lines import Line, split_lines
from ingest.reading.metadata import read_metadata
from ingest.reading.outline import build_outline
from ingest.reading.paragraphs import Paragraph, build_paragraphs, split_printing_mark
from ingest.reading.passages import build_passages
from ingest.reading.regions import Region, split_regions
from ingest.sources.files import find_files, read_text
from ingest.types import Document, NamedSpan, Node, Span

# Raise it with every change of what is read from the same text: documents of an older reader are read
# again at the next ingest.
READER_VERSION = 1


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
    has_pages = "\f" in source
    pages = [p.page if has_pages else None for p in body.paragraphs]
    passages = build_passages(identity, text, body.nodes, pages)
    provisions = ((p.id, p.span) for p in passages if p.kind == "provision")
    return Document(
        id=identity,
        source_file=source_file,
        content_hash=digest,
        source=source,
        text=text,
        pieces=body.builder.pieces,
        metadata=metadata,
        nodes=body.nodes,
        passages=passages,
        named=body.named,
        instruments=find_instruments(text),
        definitions=find_definitions(text),
        duties=list(read_duties(text, body.nodes, provisions, plan_year(metadata.title))),
    )


def read_folder(folder: Path) -> list[Document]:
    """Return the documents of the files in a folder; raises `UnreadableError` for a file that is none."""
    return [read_document(read_text(file.path), file.path.name) for file in find_files([folder])]


class _BodyBuilder:
    """Writes the regions into one text, and the outline over the body's paragraphs."""

    def __init__(self, regions: Sequence[Region]) -> None:
        self.builder = TextBuilder()
        self.named: list[NamedSpan] = []
        self.paragraphs: list[Paragraph] = []
        spans: list[Span] = []
        notes: list[tuple[Span, ...]] = []
        for region in regions:
            if region.name != "body":
                self._add_named(region.name, region.lines)
                continue
            paragraphs, printing_marks = _finished_body(region.lines)
            for paragraph in paragraphs:
                span, own_notes = self._add(paragraph)
                self.paragraphs.append(paragraph)
                spans.append(span)
                notes.append(own_notes)
            self._add_named("printing mark", printing_marks)
        self.nodes: list[Node] = build_outline(self.paragraphs, spans)
        for node, own_notes in zip(self.nodes, notes, strict=True):
            node.footnotes = own_notes

    def _add(self, paragraph: Paragraph) -> tuple[Span, tuple[Span, ...]]:
        """Write a paragraph, its footnotes and its page furniture; return the first two's spans."""
        span = self.builder.add(paragraph.lines)
        notes = tuple(self._add(note)[0] for note in paragraph.footnotes)
        self._add_named("page furniture", paragraph.furniture)
        return span, notes

    def _add_named(self, name: str, lines: Sequence[Line]) -> None:
        self.named.extend(NamedSpan(name, span) for span in self.builder.add_each(lines))

    def preamble(self) -> list[Paragraph]:
        """Return the paragraphs before the first labelled one."""
        first = next((i for i, node in enumerate(self.nodes) if node.mark), len(self.nodes))
        return self.paragraphs[:first]


def _finished_body(lines: Sequence[Line]) -> tuple[list[Paragraph], list[Line]]:
    """Return the paragraphs of the body, and the typist's mark cut off its end, if there is one."""
    paragraphs = build_paragraphs(lines)
    mark = split_printing_mark(paragraphs[-1]) if paragraphs else None
    return paragraphs, [mark] if mark else []
