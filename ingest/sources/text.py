"""Text files: lines, the gaps between them, and pages where form feeds part them."""

from collections.abc import Iterator

from ingest.language.folding import clean
from ingest.messages import Message
from ingest.sources.encodings import decode
from ingest.sources.markdown import is_markdown, read_markdown
from ingest.sources.source import Block, Source


def read(data: bytes) -> Source:
    """Return what a text file holds, a block a line, also under remains of Markdown; raises `UnreadableError`."""
    decoded = decode(data)
    return read_text(decoded.text, decoded.warnings)


def read_text(text: str, warnings: tuple[Message, ...] = ()) -> Source:
    """Return what a text holds; `warnings` are what is to be said of how it was decoded."""
    text = clean(text)
    if is_markdown(text):
        blocks, more = read_markdown(text)
        return Source(tuple(blocks), "markdown", warnings=(*warnings, *more))
    return Source(tuple(_lines(text)), "text", warnings=warnings)


def _lines(text: str) -> Iterator[Block]:
    pages = text.split("\f")
    for number, page in enumerate(pages, 1):
        gap = True
        for line in map(str.strip, page.split("\n")):
            if line:
                yield Block(line, page=number if len(pages) > 1 else None, gap=gap)
            gap = not line
