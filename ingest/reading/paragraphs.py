"""Paragraphs of a part: rejoined across pages, footnotes attached to where they are cited."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.language.labels import STRUCTURAL, Label
from ingest.reading.footnotes import NoteMarks, bare
from ingest.reading.lines import Line, Row, SourceRun

_FINISHED = re.compile(r"[.;:!?…][\"'”’»)\]]*(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\(\d{1,2}\))?$|\./\.?$")
_INNER_BREAK = re.compile(r"[;.:]\s")
_PRINTING_MARK = re.compile(r"(?<=[.;/])\s+(?P<mark>[A-Z]{1,2}\d?)$")
# Words that never end a heading or a sentence: what follows continues the line.
_CONNECTING = frozenset(
    (
        "và", "của", "các", "những", "cho", "với", "theo", "tại", "về", "trong", "trên", "từ", "đến",
        "là", "được", "bị", "do", "bởi", "để", "nhằm", "như", "hoặc", "hay", "thực", "hiện", "số",
        "ngày", "tháng", "năm", "giữa", "qua", "cùng", "đối", "ở", "ra", "vào", "bằng",
    )
)  # fmt: skip
# Words that a number follows.
_COUNTING = frozenset(
    (
        "số", "ngày", "tháng", "năm", "quý", "khoản", "điểm", "điều", "mục", "thêm", "hơn", "khoảng", "đạt",
        "dưới", "trên", "từ", "đến", "tới", "với", "và", "còn", "lên", "giảm", "tăng", "bằng",
    )
)  # fmt: skip
_SHORT_LINE = 45
_LONGEST_TITLE = 200


@dataclass(slots=True)
class Paragraph:
    """A paragraph with the readings of its label, the footnotes it cites, and its place in the outline.

    The outline chooses among the `readings`: `label` is the one that holds, `mark` that of the node,
    `parent` the number of the paragraph that it stands under.
    """

    lines: list[Line]
    readings: tuple[Label, ...] = ()
    footnotes: list["Paragraph"] = field(default_factory=list)
    label: Label | None = None
    mark: str = ""
    parent: int | None = None

    @property
    def text(self) -> str:
        """The joined text."""
        return " ".join(line.text for line in self.lines)

    @property
    def page(self) -> int:
        """Page on which the paragraph begins, from 1."""
        return self.lines[0].page

    @property
    def heading_level(self) -> int:
        """Level of a heading by markup or style, 0 for none."""
        return self.lines[0].heading_level

    @property
    def row(self) -> Row | None:
        """The row of a table that it is."""
        return self.lines[0].row

    @property
    def finished(self) -> bool:
        """True where the text ends like a sentence or item."""
        return ends_finished(self.lines[-1].text)

    @property
    def is_bare(self) -> bool:
        """True for a label without words."""
        return bool(self.readings) and len(self.text) <= self.readings[0].length

    @property
    def own_words(self) -> str:
        """The text without the label."""
        return self.text[self.label.length :] if self.label else self.text


def ends_finished(text: str) -> bool:
    """True where a line ends like a sentence or item."""
    return bool(_FINISHED.search(text))


def wants_number(text: str) -> bool:
    """True where a line ends in a word that a number follows."""
    return _last_word(text) in _COUNTING


def _last_word(text: str) -> str:
    return text.rsplit(maxsplit=1)[-1].lower()


def is_short(text: str) -> bool:
    """True for a line too short to have been broken at its end."""
    return len(text) <= _SHORT_LINE


def build_paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Return the paragraphs of a part in reading order.

    Every line ends up in exactly one paragraph: as its text, or in one of its footnotes.
    """
    marks = NoteMarks.of(line.text for line in lines)
    return _Joiner(marks).join(list(_split(lines, marks)))


def split_printing_mark(paragraph: Paragraph) -> Line | None:
    """Cut a typist's mark ("… theo yêu cầu. P2") off the end and return it as a line."""
    last = paragraph.lines[-1]
    match = _PRINTING_MARK.search(last.text)
    if not match or not last.runs or last.row:
        return None
    run = last.runs[-1]
    size = len(last.text) - match.start("mark")
    if size > len(run.text):
        return None
    mark = SourceRun(run.text[-size:], run.source_start + len(run.text) - size)
    kept = run.text[:-size].rstrip()
    last.runs = [*last.runs[:-1], *([SourceRun(kept, run.source_start)] if kept else [])]
    last.text = "".join(run.text for run in last.runs)
    return Line([mark], last.page, False)


def _split(lines: Sequence[Line], marks: NoteMarks) -> Iterator[Paragraph]:
    """Yield paragraphs as they stand."""
    current: Paragraph | None = None
    for line in lines:
        if current and _continues(current, line, marks):
            current.lines.append(line)
            continue
        if current:
            yield current
        current = Paragraph([line], () if line.note else line.labels)
    if current:
        yield current


def _continues(paragraph: Paragraph, line: Line, marks: NoteMarks) -> bool:
    """True where `line` is the next line of a hard-wrapped paragraph."""
    previous = paragraph.lines[-1]
    if line.blank_before or line.heading_level or not _may_join(previous, line):
        return False
    if line.labels or marks.begun_by(line.text) or paragraph.is_bare:
        return False
    if line.text[0].islower():
        return True
    if ends_finished(previous.text):
        return _fills_its_line(previous, line)
    return not is_short(previous.text)


def _fills_its_line(previous: Line, line: Line) -> bool:
    """True for a line that ends only because its page does, with a line set like it below.

    The first line of another paragraph would be set in, or look otherwise.
    """
    above, below = previous.style, line.style
    alike = (above.bold, above.italic, above.size) == (below.bold, below.italic, below.size)
    return above.align == "justify" and alike and (below.indent or 0.0) <= (above.indent or 0.0)


def _may_join(previous: Line, line: Line) -> bool:
    """True for two lines of a source of lines; a paragraph, a row or a note of a file is whole."""
    return not any(one.whole or one.row for one in (previous, line))


class _Joiner:
    """Joins what page breaks cut apart and hands footnotes to the paragraphs that cite them."""

    def __init__(self, marks: NoteMarks) -> None:
        self.marks = marks
        self.done: list[Paragraph] = []
        # By mark, the paragraphs that cite it and have no such note yet, in order.
        self.citing: dict[str, list[Paragraph]] = defaultdict(list)
        self.open_note: Paragraph | None = None
        self.early: list[Paragraph] = []

    def join(self, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
        for paragraph, following in zip(paragraphs, [*paragraphs[1:], None], strict=True):
            if self._is_note(paragraph, following):
                self._attach(paragraph)
            elif self._is_note_of(paragraph, following):
                self.early.append(paragraph)
            elif self.open_note and self._continues_note(paragraph, following):
                self.open_note.lines.extend(paragraph.lines)
                self._close_note_if_finished()
            elif self.done and self._belongs_to(self.done[-1], paragraph):
                self.done[-1].lines.extend(paragraph.lines)
                self._remember_citations(paragraph)
            else:
                self.done.append(paragraph)
                self._remember_citations(paragraph)
                paragraph.footnotes.extend(self.early)
                self.early = []
        self.done.extend(self.early)
        return self.done

    def _remember_citations(self, added: Paragraph) -> None:
        if not added.row:
            for mark in self.marks.cited_in(added.text):
                self.citing[mark].append(self.done[-1])

    def _belongs_to(self, previous: Paragraph, paragraph: Paragraph) -> bool:
        return joins(previous, paragraph) or _is_title_of(previous, paragraph)

    def _is_note(self, paragraph: Paragraph, following: Paragraph | None) -> bool:
        """A footnote begins with a mark that the text cites before it, or in the half after it."""
        if not self.done:
            return False
        if paragraph.lines[0].note:
            return True
        mark = self.marks.begun_by(paragraph.text)
        if mark is None or paragraph.row:
            return False
        return bool(self.citing[mark]) or self._cited_in_second_half(mark, following)

    def _cited_in_second_half(self, mark: str, following: Paragraph | None) -> bool:
        """True where the open paragraph goes on below the footnote and cites it there."""
        return (
            following is not None
            and joins(self.done[-1], following)
            and mark in self.marks.cited_in(following.text)
        )

    def _attach(self, note: Paragraph) -> None:
        """Hand a note to the latest paragraph that cites its mark."""
        own = bare(note.lines[0].note)
        marks = (own, f"({own})") if own else (self.marks.begun_by(note.text) or "",)
        citing = next((self.citing[mark].pop() for mark in marks if self.citing[mark]), self.done[-1])
        citing.footnotes.append(note)
        self.open_note = note
        self._close_note_if_finished()

    def _close_note_if_finished(self) -> None:
        if self.open_note and (self.open_note.finished or self.open_note.lines[0].whole):
            self.open_note = None

    def _continues_note(self, paragraph: Paragraph, following: Paragraph | None) -> bool:
        """An unfinished footnote goes on at the foot of the next page, before the main text does.

        So of two unlabelled continuations in a row, the first belongs to the footnote.
        """
        if paragraph.readings or paragraph.row or not _starts_small(paragraph.text):
            return False
        main_is_open = bool(self.done) and not self.done[-1].finished
        return not main_is_open or (
            following is not None and not following.readings and _starts_small(following.text)
        )

    def _is_note_of(self, note: Paragraph, following: Paragraph | None) -> bool:
        """True for a footnote that stands above the paragraph that cites it."""
        mark = self.marks.begun_by(note.text)
        return bool(mark and following and not note.row and mark in self.marks.cited_in(following.text))


def _starts_small(text: str) -> bool:
    return text[0].islower() or text[0] in ",;.)…"


def joins(previous: Paragraph, paragraph: Paragraph) -> bool:
    """True where a page break separates the two halves of one paragraph."""
    if paragraph.readings or paragraph.heading_level or not _may_join(previous.lines[-1], paragraph.lines[0]):
        return False
    if paragraph.text.isupper():
        return False
    last, first = previous.lines[-1], paragraph.lines[0]
    cut_by_page = last.page < first.page and _fills_its_line(last, first)
    if previous.finished:
        return cut_by_page and paragraph.text[0].islower()
    number = first.text[0].isdigit() and wants_number(last.text)
    return _starts_small(paragraph.text) or number or cut_by_page or _is_cut(previous)


def _is_cut(paragraph: Paragraph) -> bool:
    """True for an unfinished text that cannot be a heading."""
    text = paragraph.text
    label = paragraph.readings[0].length if paragraph.readings else 4
    return (
        text.endswith(",")
        or bool(_INNER_BREAK.search(text, label))
        or (len(text) > 80 and _last_word(text) in _CONNECTING)
    )


def _is_title_of(previous: Paragraph, paragraph: Paragraph) -> bool:
    """True for the words of a label that stands alone on its line, and for more of a title in capitals."""
    if not previous.readings or paragraph.readings or paragraph.row:
        return False
    if not previous.is_bare:
        return _goes_on_in_capitals(previous, paragraph)
    if previous.readings[0].mark not in STRUCTURAL:
        return True
    return len(paragraph.text) <= _LONGEST_TITLE and not paragraph.text.endswith((".", ";", ","))


def _goes_on_in_capitals(previous: Paragraph, paragraph: Paragraph) -> bool:
    last, first = previous.lines[-1], paragraph.lines[0]
    titled = previous.readings[0].mark in STRUCTURAL and len(previous.lines) > 1
    centred = first.style.align == "center" and first.style == last.style
    return titled and last.capitals and first.capitals and (centred or not first.blank_before)
