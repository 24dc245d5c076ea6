"""Passages: what is indexed, each with its heading path, exact span and stable id."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from langchain_text_splitters import RecursiveCharacterTextSplitter

from ingest.language.folding import one_line
from ingest.language.labels import BULLETS
from ingest.types import Node, Passage, PassageKind, Span

# A longer provision is split: beyond this, one vector and one highlight say too little.
LONGEST_PASSAGE = 1400
_SENTENCE_BORDERS = [r"(?<=[.!?…])\s+", r"(?<=;)\s+", r"(?<=[,:])\s+", r"\s+"]
# A label alone is no part: it stays with the words after it.
_SHORTEST_PART = 20
_LEAD_IN_WORDS = 30
_LABEL_NAMES = {"dash": "gạch đầu dòng", "star": "dấu sao", "plus": "dấu cộng"}


def build_passages(
    document_id: str, text: str, nodes: Sequence[Node], pages: Sequence[int | None]
) -> list[Passage]:
    """Return the passages of a document in reading order.

    `pages[i]` is the page on which node i begins. An id depends on the document, the words and,
    among equal words, on their order: it survives edits elsewhere in the document.
    """
    seen: Counter[str] = Counter()
    places = _places(nodes)
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
    words = one_line(node.span.of(text))
    inner = bool(re.search(r"[;.]\s+\S", words[6:]))
    return inner or words.endswith((".", ";")) or len(words.split()) > _LEAD_IN_WORDS


def _parts(text: str, span: Span) -> Iterator[Span]:
    """Yield the span, or parts of it cut at sentence borders where it is too long."""
    whole = span.of(text)
    if len(whole) <= LONGEST_PASSAGE:
        yield span
        return
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


def _places(nodes: Sequence[Node]) -> list[str]:
    """Return where each node stands, innermost first: "gạch đầu dòng thứ 2, mục 4, phần IV"."""
    ordinals = _ordinals(nodes)
    places: list[str] = []
    first_label = next((i for i, node in enumerate(nodes) if node.mark), len(nodes))
    for index in range(len(nodes)):
        steps: list[str] = []
        at: int | None = index
        while at is not None:
            step = _step(nodes[at], ordinals[at])
            if step:
                steps.append(step)
            at = nodes[at].parent
        if not steps:
            steps = ["phần mở đầu" if index <= first_label else "phần kết thúc"]
        places.append(", ".join(steps))
    return places


def _step(node: Node, ordinal: int) -> str:
    if node.mark in BULLETS:
        return f"{_LABEL_NAMES[node.mark]} thứ {ordinal}"
    if not node.mark:
        return f"đoạn {ordinal}" if node.parent is not None else ""
    if node.mark in ("roman", "upper"):
        return f"phần {node.label}"
    if node.mark == "letter":
        return f"điểm {node.label}"
    if node.mark == "arabic" or node.mark.startswith("decimal"):
        return f"mục {node.label}"
    return node.label or one_line(node.heading)


def _ordinals(nodes: Sequence[Node]) -> list[int]:
    """Return, for each node, its number among the siblings with the same mark."""
    counts: Counter[tuple[int | None, str]] = Counter()
    ordinals = []
    for node in nodes:
        counts[node.parent, node.mark] += 1
        ordinals.append(counts[node.parent, node.mark])
    return ordinals


def _note_mark(words: str, note: Span, text: str) -> str:
    match = re.match(r"\W*(\d+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)", note.of(text)) or re.match(r"(\S+)", words)
    return match[1] if match else ""


def _identity(document_id: str, words: str, seen: Counter[str]) -> str:
    folded = one_line(words)
    seen[folded] += 1
    key = f"{document_id}\n{folded}\n{seen[folded]}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]
