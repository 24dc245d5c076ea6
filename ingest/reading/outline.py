"""The outline tree: which paragraph is a section, which a provision, and under what."""

import re
from collections.abc import Sequence

from ingest.language.folding import one_line
from ingest.language.labels import BULLETS, RANKS
from ingest.reading.paragraphs import Paragraph
from ingest.types import Node, Span

_INLINE_HEADING = re.compile(r"^(?P<heading>[^.:;]{2,90}):\s+\S")
_CLOSING = re.compile(
    r"^(?:Trên đây là|Ngoài (?:những|các) nội dung|Trong quá trình (?:tổ chức |triển khai )?"
    r"(?:thực hiện|triển khai)|Yêu cầu (?:các|thủ trưởng)|Đề nghị (?:các|thủ trưởng)|Giao )"
)
_SENTENCE_END = re.compile(r"[.;!?…][\"'”’)]*(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\(\d{1,2}\))?$")


def build_outline(paragraphs: Sequence[Paragraph], spans: Sequence[Span]) -> list[Node]:
    """Return the outline of the body: one node a paragraph, in reading order.

    `spans[i]` is the place of paragraph i in the document text. Bullets follow what they stand
    under; an unlabelled paragraph belongs to the nearest labelled node that is no bullet, except
    before the first label and in the closing words, where it stands at the top.
    """
    last_label = max((i for i, p in enumerate(paragraphs) if _mark(p)), default=-1)
    nodes: list[Node] = []
    open_nodes: list[int] = []
    for index, (paragraph, span) in enumerate(zip(paragraphs, spans, strict=True)):
        mark = _mark(paragraph)
        if mark:
            _close_until(open_nodes, nodes, mark)
            parent = open_nodes[-1] if open_nodes else None
        else:
            waiting = index > 0 and _mark(paragraphs[index - 1]) and not _is_running(paragraphs[index - 1])
            closing = index > last_label and not waiting and _is_closing(paragraph.text)
            parent = None if closing else _holder(open_nodes, nodes)
        depth = nodes[parent].depth + 1 if parent is not None else 1
        label = paragraph.label.text if paragraph.label else ""
        nodes.append(Node("provision", label, mark, depth, span, "", parent))
        if mark:
            open_nodes.append(index)
    _name_sections(nodes, paragraphs)
    return nodes


def _is_running(paragraph: Paragraph) -> bool:
    """True for a sentence, False for a heading that waits for its text."""
    return bool(_SENTENCE_END.search(own_words(paragraph)))


def _mark(paragraph: Paragraph) -> str:
    if paragraph.label:
        return paragraph.label.mark
    text = paragraph.text
    is_heading = paragraph.heading_level or (text.isupper() and len(text) > 3)
    return "heading" if is_heading and not _SENTENCE_END.search(text) else ""


def _close_until(open_nodes: list[int], nodes: Sequence[Node], mark: str) -> None:
    """Pop the open nodes that a node marked `mark` cannot stand under."""
    marks = [nodes[index].mark for index in open_nodes]
    if mark in marks:
        del open_nodes[marks.index(mark) :]
        return
    while open_nodes and RANKS[nodes[open_nodes[-1]].mark] >= RANKS[mark]:
        open_nodes.pop()


def _is_closing(text: str) -> bool:
    return text.endswith("./.") or bool(_CLOSING.match(text))


def _holder(open_nodes: Sequence[int], nodes: Sequence[Node]) -> int | None:
    """Return the innermost open node that is no bullet."""
    return next((i for i in reversed(open_nodes) if nodes[i].mark not in BULLETS), None)


def _name_sections(nodes: Sequence[Node], paragraphs: Sequence[Paragraph]) -> None:
    labelled_parents = {n.parent for n in nodes if n.mark and n.parent is not None}
    parents = {n.parent for n in nodes if n.parent is not None}
    for index, (node, paragraph) in enumerate(zip(nodes, paragraphs, strict=True)):
        if index in labelled_parents or (index in parents and not _is_running(paragraph)):
            node.kind = "section"
            node.heading = one_line(paragraph.text).rstrip(":")
        elif node.mark and node.mark not in BULLETS:
            node.heading = _provision_heading(paragraph)


def own_words(paragraph: Paragraph) -> str:
    """Return the text of a paragraph without its label."""
    text = paragraph.text
    return text[paragraph.label.length :] if paragraph.label else text


def _provision_heading(paragraph: Paragraph) -> str:
    """Return "2. Yêu cầu" for "2. Yêu cầu: Công tác …", the bare label for running text."""
    label = paragraph.text[: paragraph.label.length].strip() if paragraph.label else ""
    match = _INLINE_HEADING.match(own_words(paragraph))
    return f"{label} {match['heading'].strip()}".strip() if match else label
