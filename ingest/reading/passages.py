"""Passages: what is indexed, each with its heading path, exact span and stable id."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ingest.language.folding import one_line
from ingest.reading.places import places_of
from ingest.types import ANNEX, GROUP, TABLE, Node, Passage, PassageKind, Span

# A longer provision is split: beyond this, one vector and one highlight say too little.
LONGEST_PASSAGE = 1400
_SENTENCE_BORDERS = [r"(?<=[.!?…])\s+", r"(?<=;)\s+", r"(?<=[,:])\s+", r"\s+"]
# A label alone is no part: it stays with the words after it.
_SHORTEST_PART = 20
_LEAD_IN_WORDS = 30
# Their words are context of what stands below them, however many.
_HEADS = frozenset({ANNEX, TABLE, GROUP})


def build_passages(
    document_id: str, text: str, nodes: Sequence[Node], pages: Sequence[int | None]
) -> list[Passage]:
    """Return the passages of a document in reading order.

    `pages[i]` is the page on which node i begins. An id depends on the document, the words and,
    among equal words, on their order: it survives edits elsewhere in the document.
    """
    seen: Counter[str] = Counter()
    places = places_of(nodes)
    passages: list[Passage] = []
    for index, node in enumerate(nodes):
        path = heading_path(nodes, index)
        own: list[Passage] = []
        if node.kind == "provision" or _is_lead_in(text, node):
            kind: PassageKind = "provision" if node.kind == "provision" else "heading"
            for span in _parts(text, node.span):
                identity = _identity(document_id, span.of(text), seen)
                own.append(Passage(identity, kind, span, path, places[index], pages[index], index))
        passages.extend(own)
        for note in node.footnotes:
            for span in _parts(text, note):
                identity = _identity(document_id, span.of(text), seen)
                citing = own[-1].id if own else None
                place = f"{places[index]}, chú thích {_note_mark(span.of(text), note, text)}"
                passages.append(Passage(identity, "footnote", span, path, place, pages[index], index, citing))
    return passages


def passage_ids(document_id: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield the ids of a document's passages, whose words are given in their order."""
    seen: Counter[str] = Counter()
    return (_identity(document_id, words, seen) for words in texts)


def heading_path(nodes: Sequence[Node], index: int) -> tuple[str, ...]:
    """Return the headings from the top down to node `index`, its own heading included."""
    path: list[str] = []
    at: int | None = index
    while at is not None:
        if nodes[at].heading:
            path.append(nodes[at].heading)
        at = nodes[at].parent
    return tuple(reversed(path))


def _is_lead_in(text: str, node: Node) -> bool:
    """True for a section whose own words are a sentence rather than a heading."""
    if node.mark in _HEADS:
        return False
    words = one_line(node.span.of(text))
    inner = bool(re.search(r"[;.]\s+\S", words[6:]))
    return inner or words.endswith((".", ";")) or len(words.split()) > _LEAD_IN_WORDS


def _parts(text: str, span: Span) -> Iterator[Span]:
    """Yield the span, or parts of it cut at sentence borders where it is too long."""
    whole = span.of(text)
    if len(whole) <= LONGEST_PASSAGE:
        yield span
        return
    # Half a second, which a process without a long provision is spared.
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=_SENTENCE_BORDERS,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=_even_size(len(whole)),
        chunk_overlap=0,
        strip_whitespace=True,
    )
    position, begin = 0, None
    for chunk in map(str.strip, splitter.split_text(whole)):
        at = whole.index(chunk, position)
        position = at + len(chunk)
        begin = at if begin is None else begin
        if position - begin > _SHORTEST_PART:
            yield Span(span.start + begin, span.start + position)
            begin = None
    if begin is not None:
        yield Span(span.start + begin, span.start + position)


def _even_size(length: int) -> int:
    """Return the part size that cuts `length` into equal parts, with room for sentence borders."""
    parts = -(-length // LONGEST_PASSAGE)
    return min(LONGEST_PASSAGE - _SHORTEST_PART - 1, int(length / parts * 1.15) + 1)


def _note_mark(words: str, note: Span, text: str) -> str:
    match = re.match(r"\W*(\d+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)", note.of(text)) or re.match(r"(\S+)", words)
    return match[1] if match else ""


def _identity(document_id: str, words: str, seen: Counter[str]) -> str:
    folded = one_line(words)
    seen[folded] += 1
    key = f"{document_id}\n{folded}\n{seen[folded]}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]
