"""The cells of a table's row in its text."""

import re

from ingest.types import Span

BETWEEN_CELLS = " | "
# Those at the ends of a row may be empty, and lose their blank.
_BORDER = re.compile(r"(?:^| )\|(?: |$)")


def cells_of(text: str) -> list[Span]:
    """Return where the cells of a row stand in its text, empty ones too, in order."""
    borders = [match.span() for match in _BORDER.finditer(text)]
    starts, ends = [0, *(end for _, end in borders)], [*(start for start, _ in borders), len(text)]
    return [Span(start, max(start, end)) for start, end in zip(starts, ends, strict=True)]
