"""Small documents and their readings, written in a line."""

from ingest.language.labels import read_label
from ingest.reading.lines import split_lines
from ingest.reading.paragraphs import Paragraph, build_paragraphs
from ingest.reading.reader import read_document
from ingest.types import Document, Node

TITLE = "KẾ HOẠCH\nThử nghiệm vườn rau của trường tỉnh Hải Lâm năm 2024"


def plan(*paragraphs: str) -> Document:
    """Read a plan whose body is these paragraphs, blank lines between them."""
    return read_document("\n\n".join([TITLE, *paragraphs]) + "\n", "plan.txt", "plan")


def paragraphs_of(source: str) -> list[Paragraph]:
    """Return the paragraphs of a body."""
    return build_paragraphs(split_lines(source))


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
