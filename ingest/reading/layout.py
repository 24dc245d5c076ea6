"""How the file shows a document's text: its pages, and the box of each line on them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.reading.blocks import SourcePlace
from ingest.sources.source import Source
from ingest.types import FilePage, FilePlace, Layout, Piece, Span


def layout_of(
    source: Source, places: Sequence[SourcePlace], pieces: Sequence[Piece], origin: int = 0
) -> Layout:
    """Return the layout of a document of `pieces`, whose source begins at `origin` of the file's text."""
    return Layout(source.tool, tuple(_pages(source)), tuple(_places(places, pieces, origin)))


def _pages(source: Source) -> Iterator[FilePage]:
    """Yield the pages of a file that says on which of them its text stands."""
    words: dict[int, list[tuple[int, float]]] = {}
    for block in source.blocks:
        if block.page is not None:
            words.setdefault(block.page, []).append((len(block.text), block.confidence))
    if words:
        for number, page in enumerate(source.pages, 1):
            yield FilePage(page.width, page.height, page.recognised, _mean(words.get(number, [])), page.turn)


def _mean(words: Sequence[tuple[int, float]]) -> float:
    """Return the mean confidence of blocks, each of so many characters; 1 where there are none."""
    characters = sum(length for length, _ in words)
    return round(sum(length * sure for length, sure in words) / characters, 3) if characters else 1.0


def _places(places: Sequence[SourcePlace], pieces: Sequence[Piece], origin: int) -> Iterator[FilePlace]:
    """Yield where each run of a document stands; the runs of one line side by side are one."""
    starts = [place.start for place in places]

    def place_of(piece: Piece) -> SourcePlace | None:
        at = bisect_right(starts, piece.source_start + origin) - 1
        return places[at] if at >= 0 and piece.source_start + origin < places[at].end else None

    for place, run in groupby(pieces, key=place_of):
        if place:
            first, *_ = own = list(run)
            yield FilePlace(Span(first.start, own[-1].start + own[-1].length), place.page, place.box)
