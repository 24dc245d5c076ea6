"""Text in old fonts among its neighbours: a heading of two words is too short to show its encoding."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from ingest.sources.encodings import repaired
from ingest.sources.source import Block


def repaired_together(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks with their text repaired as one text."""
    found = tuple(blocks)
    text = "\n".join(block.text for block in found)
    whole = repaired(text)
    if whole == text:
        return found
    lines = iter(whole.split("\n"))
    return tuple(replace(block, text="\n".join(islice(lines, block.text.count("\n") + 1))) for block in found)
