"""What of a document lies outside its passages: what a reader of the report must know to trust the index."""

from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.language.labels import BULLETS
from ingest.messages import Message, joined, message
from ingest.reading.lines import Line
from ingest.types import NamedSpan, Node, Outside, Passage, Piece, Span

# A letterhead, a title, recipients and a signature take so many characters, and are no provision.
_FRAME = 600
_WARNED_SHARE = 0.1
_NAMED = 3
# Parts by the names that they have in a document.
_CALLED = {
    called.template: called
    for called in (
        message("letterhead"), message("title"), message("stamp"), message("recipients"), message("signature"),
        message("printing mark"), message("page furniture"), message("authority"), message("promulgation"),
        message("annex letterhead"), message("annex title"), message("annex recipients"),
        message("annex signature"), message("contents"), message("form blank"), message("annotation"),
    )
}  # fmt: skip


def outside_warnings(outside: Outside, named: Sequence[NamedSpan]) -> tuple[Message, ...]:
    """Return the warnings for the report where much of a document, beyond its frame, is in no passage."""
    lost = max(0, outside.characters - _FRAME) > _WARNED_SHARE * outside.of_characters
    if not lost and outside.labelled <= _WARNED_SHARE * outside.of_labelled:
        return ()
    sizes: Counter[str] = Counter()
    for each in named:
        sizes[each.name] += each.span.end - each.span.start
    most = joined(", ", [_CALLED.get(name, name) for name, _ in sizes.most_common(_NAMED)])
    return (joined(": ", [_how_much(outside), most]) if sizes else _how_much(outside),)


def _how_much(outside: Outside) -> Message:
    share = f"{outside.share:.0%}"
    if not outside.labelled:
        return message("%(share)s of the characters are in no passage", share=share)
    return message(
        "%(share)s of the characters and %(labelled)s of %(of_labelled)s labelled lines are in no passage",
        share=share,
        labelled=outside.labelled,
        of_labelled=outside.of_labelled,
    )


def measure_outside(
    source: str,
    lines: Sequence[Line],
    pieces: Sequence[Piece],
    nodes: Sequence[Node],
    passages: Sequence[Passage],
    origin: int = 0,
) -> Outside:
    """Return how much of a document's source, which begins at `origin` of what the lines count in, is outside."""
    spans = [*(passage.span for passage in passages), *(node.span for node in nodes if node.heading)]
    inside = {
        piece.source_start: piece for piece in _within(pieces, sorted(spans, key=lambda span: span.start))
    }
    found = sum(_words_in(source[at : at + piece.length]) for at, piece in inside.items())
    labelled = [line.runs[0].source_start - origin for line in lines if _is_labelled(line)]
    whole = _words_in(source)
    return Outside(whole - found, whole, sum(start not in inside for start in labelled), len(labelled))


def _within(pieces: Sequence[Piece], spans: Sequence[Span]) -> Iterator[Piece]:
    """Yield the pieces, in order of the text, that begin in one of the spans, in the same order."""
    at = 0
    for piece in pieces:
        while at < len(spans) and spans[at].end <= piece.start:
            at += 1
        if at < len(spans) and spans[at].start <= piece.start:
            yield piece


def _is_labelled(line: Line) -> bool:
    return any(label.mark not in BULLETS for label in line.labels)


def _words_in(text: str) -> int:
    """Return how many characters are letters or digits: the dots of a form say nothing."""
    return sum(map(str.isalnum, text))
