"""The outline as a tree: paragraphs under their parents, and the nodes made of them."""

import re
from collections.abc import Sequence

from ingest.language.folding import one_line
from ingest.language.labels import BULLETS
from ingest.reading.outline.candidates import items_of
from ingest.reading.outline.search import Choice, best_choices
from ingest.reading.paragraphs import Paragraph
from ingest.types import GROUP, ROW, TABLE, Node, Span

_IN_TABLE = frozenset({TABLE, GROUP, ROW})
_BETWEEN_HEADS = " · "
_INLINE_HEADING = re.compile(r"^(?P<heading>[^.:;]{2,90}):\s+\S")
_CLOSING = re.compile(
    r"^(?:Trên đây là|Ngoài (?:những|các) nội dung|Trong quá trình (?:tổ chức |triển khai )?"
    r"(?:thực hiện|triển khai)|Yêu cầu (?:các|thủ trưởng)|Đề nghị (?:các|thủ trưởng)|Giao )"
)
_ROW_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,2}){0,2}|[IVX]{1,5})\.?")
_SENTENCE_END = re.compile(r"[.;!?…][\"'”’)]*(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\(\d{1,2}\))?$")


def arrange(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs of a part with label, mark and parent of each, in reading order.

    What proves to be the middle of a sentence is joined to the paragraph before it. Bullets follow
    what they stand under; an unlabelled paragraph belongs to the nearest labelled one that is no
    bullet, except before the first label and in the closing words, where it stands at the top.
    """
    arranger = _Arranger(paragraphs, {choice.number: choice for choice in best_choices(items_of(paragraphs))})
    return arranger.arranged()


class _Arranger:
    def __init__(self, paragraphs: Sequence[Paragraph], choices: dict[int, Choice]) -> None:
        self.paragraphs = paragraphs
        self.choices = choices
        self.done: list[Paragraph] = []
        self.open: list[int] = []
        self.table: int | None = None
        self.table_at: int | None = None
        self.last_label = max((n for n, c in choices.items() if c.kind in ("label", "heading")), default=-1)

    def arranged(self) -> list[Paragraph]:
        for number, paragraph in enumerate(self.paragraphs):
            choice = self.choices.get(number)
            if paragraph.row:
                self._add_row(paragraph)
            elif choice and choice.kind == "join":
                self.done[-1].lines.extend(paragraph.lines)
                self.done[-1].footnotes.extend(paragraph.footnotes)
            elif choice and choice.kind != "plain":
                self._add_labelled(paragraph, choice)
            else:
                self._add_plain(paragraph, number)
        return self.done

    def _add_labelled(self, paragraph: Paragraph, choice: Choice) -> None:
        paragraph.label = choice.label
        paragraph.mark = choice.label.mark if choice.label else "heading"
        # The root is a level of the search, and no paragraph.
        del self.open[choice.kept - 1 :]
        paragraph.parent = self.open[-1] if self.open else None
        self.open.append(len(self.done))
        self.done.append(paragraph)

    def _add_plain(self, paragraph: Paragraph, number: int) -> None:
        waiting = bool(self.done) and self.done[-1].mark and not _is_running(self.done[-1])
        closing = number > self.last_label and not waiting and _is_closing(paragraph.text)
        paragraph.parent = None if closing else self._holder()
        self.done.append(paragraph)

    def _holder(self) -> int | None:
        """Return the innermost open paragraph that is no bullet."""
        return next((n for n in reversed(self.open) if self.done[n].mark not in BULLETS), None)

    def _add_row(self, paragraph: Paragraph) -> None:
        """Put a row under the head of its table, or under the row of one cell that heads its group."""
        row = paragraph.row
        if row is None:
            return
        if row.table != self.table:
            self.table, self.table_at = row.table, None
        holder = self.table_at if self.table_at is not None else self._holder()
        paragraph.mark = ROW
        paragraph.parent = holder
        if row.header and self.table_at is None:
            paragraph.mark, self.table_at = TABLE, len(self.done)
        elif len([cell for cell in row.cells if cell]) == 1 and len(row.cells) > 1:
            if holder is not None and self.done[holder].mark == GROUP:
                paragraph.parent = self.done[holder].parent
            paragraph.mark, self.table_at = GROUP, len(self.done)
        self.done.append(paragraph)


def nodes_of(
    paragraphs: Sequence[Paragraph], spans: Sequence[Span], notes: Sequence[tuple[Span, ...]]
) -> list[Node]:
    """Return one node a paragraph; `spans[i]` and `notes[i]` are where its text and footnotes stand."""
    nodes: list[Node] = []
    for paragraph, span, own_notes in zip(paragraphs, spans, notes, strict=True):
        depth = 1 if paragraph.parent is None else nodes[paragraph.parent].depth + 1
        node = Node(
            "provision", _label_of(paragraph), paragraph.mark, depth, span, "", paragraph.parent, own_notes
        )
        nodes.append(node)
    _name_sections(nodes, paragraphs)
    return nodes


def _label_of(paragraph: Paragraph) -> str:
    if paragraph.label:
        return paragraph.label.text
    match = _ROW_NUMBER.fullmatch(paragraph.row.cells[0]) if paragraph.row else None
    return match[1] if match else ""


def _is_running(paragraph: Paragraph) -> bool:
    """True for a sentence, False for a heading that waits for its text."""
    return bool(_SENTENCE_END.search(paragraph.own_words))


def _is_closing(text: str) -> bool:
    return text.endswith("./.") or bool(_CLOSING.match(text))


def _name_sections(nodes: Sequence[Node], paragraphs: Sequence[Paragraph]) -> None:
    labelled_parents = {n.parent for n in nodes if n.mark and n.parent is not None}
    parents = {n.parent for n in nodes if n.parent is not None}
    for index, (node, paragraph) in enumerate(zip(nodes, paragraphs, strict=True)):
        if index in labelled_parents or (index in parents and not _is_running(paragraph)):
            node.kind = "section"
            node.heading = _section_heading(paragraph)
        elif node.mark and node.mark not in BULLETS | _IN_TABLE:
            node.heading = _provision_heading(paragraph)


def _section_heading(paragraph: Paragraph) -> str:
    if paragraph.row:
        return _BETWEEN_HEADS.join(cell for cell in paragraph.row.cells if cell)
    return one_line(paragraph.text).rstrip(":")


def _provision_heading(paragraph: Paragraph) -> str:
    """Return "2. Yêu cầu" for "2. Yêu cầu: Công tác …", the bare label for running text."""
    label = paragraph.text[: paragraph.label.length].strip() if paragraph.label else ""
    match = _INLINE_HEADING.match(paragraph.own_words)
    return f"{label} {match['heading'].strip()}".strip() if match else label
