"""A source becomes a `Document`, or several."""

from dataclasses import dataclass
from pathlib import Path, PurePath

from ingest.duties.reader import plan_year, read_duties
from ingest.instruments.citations import find_instruments
from ingest.reading.assembly import DocumentBuilder
from ingest.reading.blocks import SourcePlace, lines_of
from ingest.reading.definitions import find_definitions
from ingest.reading.division import split_documents
from ingest.reading.furniture import without_furniture
from ingest.reading.layout import layout_of
from ingest.reading.lines import Line
from ingest.reading.metadata import read_metadata
from ingest.reading.outside import measure_outside
from ingest.reading.passages import build_passages
from ingest.reading.regions import split_regions
from ingest.reading.tables import mark_rows
from ingest.sources.files import find_files, fingerprint, read_bytes
from ingest.sources.reader import read
from ingest.sources.source import Source
from ingest.sources.text import read_text
from ingest.types import Document


def read_document(source: str, source_file: str, document_id: str | None = None) -> Document:
    """Return the document in a text, the first where there are several.

    `document_id` keeps the identity of a document whose text changed; by default it is taken
    from the text, so that the same text has the same id everywhere.
    """
    identity = document_id or identity_of(source.encode())
    return read_source(read_text(source), source_file, identity)[0]


def read_source(source: Source, source_file: str, document_id: str | None = None) -> list[Document]:
    """Return the documents in what was found in a file, in order: at least one.

    The second and later ones are named after the first where that has a name of its own.
    """
    text = lines_of(source)
    mark_rows(text.lines)
    divided = split_documents(without_furniture(text.lines))
    starts = [0, *(lines[0].runs[0].source_start for lines in divided[1:])]
    documents: list[Document] = []
    for number, (lines, start, end) in enumerate(
        zip(divided, starts, [*starts[1:], len(text.text)], strict=True), 1
    ):
        own = f"{document_id}-{number}" if document_id and number > 1 else document_id
        part = _Part(source, text.places, lines, text.text[start:end], start)
        documents.append(_document(part, source_file, own))
    return documents


def read_folder(folder: Path) -> list[Document]:
    """Return the documents of the files in a folder; raises `UnreadableError` for a file that is none."""
    documents: list[Document] = []
    for file in find_files([folder]):
        data, name = read_bytes(file.path), file.path.name
        documents += read_source(read(data, name), name, identity_of(data))
    return documents


def identity_of(data: bytes) -> str:
    """Return the id of the first document in a file of which nothing is known yet."""
    return fingerprint(data)[:12]


@dataclass(frozen=True, slots=True)
class _Part:
    """One document of a file: its lines, and its text, which begins at `origin` of the file's."""

    source: Source
    places: list[SourcePlace]
    lines: list[Line]
    text: str
    origin: int

    def has_pages(self) -> bool:
        """True where the file says on which page its text stands."""
        return any(block.page is not None for block in self.source.blocks)


def _document(part: _Part, source_file: str, document_id: str | None) -> Document:
    digest = fingerprint(part.text.encode())
    identity = document_id or digest[:12]
    regions = split_regions(part.lines)
    body = DocumentBuilder(regions, part.origin)
    text = body.builder.text()
    metadata = read_metadata(regions, body.preamble(), PurePath(source_file).stem)
    layout = layout_of(part.source, part.places, body.builder.pieces, part.origin)
    pages = body.pages if part.has_pages() else [None] * len(body.pages)
    passages = build_passages(identity, text, body.nodes, pages)
    provisions = ((p.id, p.span) for p in passages if p.kind == "provision")
    return Document(
        id=identity,
        source_file=source_file,
        content_hash=digest,
        source=part.text,
        text=text,
        pieces=body.builder.pieces,
        metadata=metadata,
        nodes=body.nodes,
        passages=passages,
        named=body.named,
        instruments=find_instruments(text),
        definitions=find_definitions(text),
        duties=list(read_duties(text, body.nodes, provisions, plan_year(metadata.title))),
        layout=layout,
        outside=measure_outside(
            part.text, part.lines, body.builder.pieces, body.nodes, passages, part.origin
        ),
    )
