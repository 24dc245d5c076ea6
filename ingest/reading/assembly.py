"""The repaired text of a document and the pieces that map it back to the source."""

from collections.abc import Sequence

from ingest.language.folding import one_line
from ingest.reading.lines import Line
from ingest.reading.outline.tree import arrange, nodes_of
from ingest.reading.paragraphs import Paragraph, build_paragraphs, split_printing_mark
from ingest.reading.regions import Region
from ingest.types import ANNEX, NamedSpan, Node, Piece, Span


class TextBuilder:
    """Collects lines into one text and remembers where each character came from.

    The source begins at `origin` of what the lines count in.
    """

    def __init__(self, origin: int = 0) -> None:
        self._origin = origin
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
                self.pieces.append(Piece(self._length, run.source_start - self._origin, len(run.text)))
                self._write(run.text)
        end = self._length
        self._write("\n")
        return Span(start, end)

    def text(self) -> str:
        """Return the text collected so far."""
        return "".join(self._parts)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


class DocumentBuilder:
    """Writes the regions of a document into one text, and the outline over its body and annexes."""

    def __init__(self, regions: Sequence[Region], origin: int = 0) -> None:
        self.builder = TextBuilder(origin)
        self.named: list[NamedSpan] = []
        self.nodes: list[Node] = []
        self.pages: list[int] = []
        # The node of the annex that is being written.
        self._annex: int | None = None
        self._opening: list[Paragraph] = []
        for region in regions:
            if region.name == "annex title":
                self._add_annex(region.lines)
            elif region.name in ("body", "annex"):
                self._add_text(region)
            else:
                self._add_named(region.name, region.lines)

    def preamble(self) -> str:
        """Return the words before the first label of the body."""
        return " ".join(paragraph.text for paragraph in self._opening)

    def _add_named(self, name: str, lines: Sequence[Line]) -> None:
        for line in lines:
            self.named.append(NamedSpan(name, self.builder.add([line])))
            self._add_asides([line])

    def _add_asides(self, lines: Sequence[Line]) -> None:
        for line in lines:
            for aside in line.behind:
                self.named.append(NamedSpan(aside.aside, self.builder.add([aside])))

    def _add_annex(self, lines: Sequence[Line]) -> None:
        span = self.builder.add(lines)
        heading = one_line(" ".join(line.text for line in lines)).rstrip(":")
        self._annex = len(self.nodes)
        self.nodes.append(Node("section", "", ANNEX, 1, span, heading, None))
        self.pages.append(lines[0].page)
        self._add_asides(lines)

    def _add_text(self, region: Region) -> None:
        """Write the paragraphs of a body or annex, and the typist's mark cut off its end."""
        paragraphs = build_paragraphs(region.lines)
        mark = split_printing_mark(paragraphs[-1]) if paragraphs else None
        paragraphs = arrange(paragraphs)
        spans, notes = [], []
        for paragraph in paragraphs:
            spans.append(self.builder.add(paragraph.lines))
            notes.append(tuple(self.builder.add(note.lines) for note in paragraph.footnotes))
            self._add_asides(
                [*paragraph.lines, *(line for note in paragraph.footnotes for line in note.lines)]
            )
        self._hang(nodes_of(paragraphs, spans, notes))
        self.pages.extend(paragraph.page for paragraph in paragraphs)
        if region.name == "body":
            first = next((n for n, paragraph in enumerate(paragraphs) if paragraph.mark), len(paragraphs))
            self._opening = paragraphs[:first]
        if mark:
            self._add_named("printing mark", [mark])

    def _hang(self, nodes: Sequence[Node]) -> None:
        """Hang the tree of a body or annex under the node of its annex, if it has one."""
        base = len(self.nodes)
        for node in nodes:
            node.parent = self._annex if node.parent is None else node.parent + base
            node.depth += self._annex is not None
            self.nodes.append(node)
