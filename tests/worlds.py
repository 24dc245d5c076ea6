"""Small documents and their readings, written in a line."""

from pathlib import Path

from ingest.language.labels import read_label
from ingest.reading.blocks import lines_of
from ingest.reading.furniture import without_furniture
from ingest.reading.lines import Line
from ingest.reading.paragraphs import Paragraph, build_paragraphs
from ingest.reading.reader import identity_of, read_document, read_source
from ingest.sources.reader import read
from ingest.sources.text import read_text
from ingest.types import Document, Node

TITLE = "KẾ HOẠCH\nThử nghiệm vườn rau của trường tỉnh Hải Lâm năm 2024"


def plan(*paragraphs: str) -> Document:
    """Read a plan whose body is these paragraphs, blank lines between them."""
    return read_document("\n\n".join([TITLE, *paragraphs]) + "\n", "plan.txt", "plan")


def document_of(path: Path) -> Document:
    """Return the only document of a file."""
    data = path.read_bytes()
    (document,) = read_source(read(data, path.name), path.name, identity_of(data))
    return document


def documents_of(source: str, name: str = "plan.txt", identity: str | None = None) -> list[Document]:
    """Return the documents in a text."""
    return read_source(read_text(source), name, identity)


def lines(source: str) -> list[Line]:
    """Return the lines of a text file."""
    return lines_of(read_text(source)).lines


def paragraphs_of(source: str) -> list[Paragraph]:
    """Return the paragraphs of a body."""
    return build_paragraphs(without_furniture(lines(source)))


def own_words(document: Document, node: Node) -> str:
    """Return the words of a node without its label."""
    text = node.span.of(document.text)
    label = read_label(text) if node.label else None
    return text[label.length :] if label else text


def outline(document: Document, words: int = 4) -> list[tuple[int, str, str, str]]:
    """Return depth, kind, label and the first words of every node."""
    return [
        (node.depth, node.kind, node.label, " ".join(own_words(document, node).split()[:words]))
        for node in document.nodes
    ]


def depths(document: Document) -> list[tuple[int, str]]:
    """Return depth and label of every node."""
    return [(node.depth, node.label) for node in document.nodes]
