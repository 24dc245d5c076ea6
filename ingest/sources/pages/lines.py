"""Lines of text on a page."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from ingest.sources.pages.words import Word, hull
from ingest.sources.source import Box, Cell, Style


@dataclass(frozen=True, slots=True)
class Line:
    """Words that are read together, and what is known of their place.

    `size` is that of the largest letters, in points; `pitch` is the distance from the line above, in
    font sizes, None at the top; `within` is the cell's or the column's box, None where the page's
    margins hold; `cell` counts tables on the page.
    """

    text: str
    box: Box
    size: float
    style: Style
    confidence: float
    pitch: float | None = None
    within: Box | None = None
    cell: Cell | None = None
    annotation: bool = False
    footnote: bool = False


def line_of(
    words: Sequence[Word], above: float | None = None, within: Box | None = None, cell: Cell | None = None
) -> Line:
    """Return words as one line; `above` is where the line above it ends."""
    box = hull(word.box for word in words)
    size = max(word.size for word in words)
    return Line(
        " ".join(word.text for word in words),
        box,
        size,
        _style(words),
        fmean(word.confidence for word in words),
        None if above is None else (box.bottom - above) / size,
        within,
        cell,
        annotation=words[0].annotation,
    )


def _style(words: Sequence[Word]) -> Style:
    """Return how most letters of a line are set."""
    letters = Counter[Style]()
    for word in words:
        letters[word.style] += len(word.text)

    def mostly(chosen: Callable[[Style], bool]) -> bool:
        return 2 * sum(count for style, count in letters.items() if chosen(style)) > letters.total()

    return Style(
        mostly(lambda style: style.bold),
        mostly(lambda style: style.italic),
        mostly(lambda style: style.capitals),
        letters.most_common(1)[0][0].size,
    )
