"""The repaired text of a document and the pieces that map it back to the source."""

from collections.abc import Iterable, Sequence

from ingest.reading.lines import Line
from ingest.types import Piece, Span


class TextBuilder:
    """Collects lines into one text and remembers where each character came from."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.pieces: list[Piece] = []

    def add(self, lines: Sequence[Line], joint: str = " ") -> Span:
        """Append `lines` joined by `joint`, then a line end; return the span of the lines."""
        start = self._length
        for number, line in enumerate(lines):
            if number:
                self._write(joint)
            for run in line.runs:
                self.pieces.append(Piece(self._length, run.source_start, len(run.text)))
                self._write(run.text)
        end = self._length
        self._write("\n")
        return Span(start, end)

    def add_each(self, lines: Iterable[Line]) -> list[Span]:
        """Append every line on its own."""
        return [self.add([line]) for line in lines]

    def text(self) -> str:
        """Return the text collected so far."""
        return "".join(self._parts)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
