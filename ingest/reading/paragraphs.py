"""Paragraphs of the body: rejoined across pages, footnotes attached to where they are cited."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.language.labels import Label, read_label
from ingest.reading.lines import Line, SourceRun

_SUPERSCRIPTS = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_NOTE_START = re.compile(
    rf"^(?:(?P<raised>[{_SUPERSCRIPTS}]{{1,2}})|\((?P<round>\d{{1,2}})\)|\[\^?(?P<square>\d{{1,2}})\]:?)\s*"
    r"(?=\S)"
)
_CITED = re.compile(
    rf"(?:(?P<raised>[{_SUPERSCRIPTS}]{{1,2}})|(?<=\S)(?:\((?P<round>\d{{1,2}})\)|\s\((?P<apart>\d{{1,2}})\)(?=[.,;:]|$))|(?<=\S)\[\^?(?P<square>\d{{1,2}})\])"
)
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
_SHORT_LINE = 45


@dataclass(slots=True)
class Paragraph:
    """A paragraph with its label, the footnotes it cites, and loose marks found inside it."""

    lines: list[Line]
    label: Label | None = None
    heading_level: int = 0
    footnotes: list["Paragraph"] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The joined text."""
        return " ".join(line.text for line in self.lines)

    @property
    def page(self) -> int:
        """Page on which the paragraph begins, from 1."""
        return self.lines[0].page

    @property
    def finished(self) -> bool:
        """True where the text ends like a sentence or item."""
        return bool(_FINISHED.search(self.lines[-1].text))


def build_paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Return the paragraphs of the body in reading order.

    Every line ends up in exactly one paragraph: as its text, in one of its footnotes, or as
    furniture (page numbers, rules).
    """
    raw = list(_split(lines))
    return _Joiner().join(raw)


def split_printing_mark(paragraph: Paragraph) -> Line | None:
    """Cut a typist's mark ("… theo yêu cầu. P2") off the end and return it as a line."""
    last = paragraph.lines[-1]
    match = _PRINTING_MARK.search(last.text)
    if not match or not last.runs:
        return None
    run = last.runs[-1]
    size = len(last.text) - match.start("mark")
    if size > len(run.text):
        return None
    mark = SourceRun(run.text[-size:], run.source_start + len(run.text) - size)
    kept = run.text[:-size].rstrip()
    runs = [*last.runs[:-1], *([SourceRun(kept, run.source_start)] if kept else [])]
    paragraph.lines[-1] = Line(runs, last.page, last.blank_before, last.heading_level)
    return Line([mark], last.page, False)


def _split(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """Yield paragraphs as they stand, furniture lines alone."""
    current: Paragraph | None = None
    for line in lines:
        if current and _continues(current, line):
            current.lines.append(line)
            continue
        if current:
            yield current
        current = Paragraph([line], read_label(line.text), line.heading_level)
    if current:
        yield current


def _continues(paragraph: Paragraph, line: Line) -> bool:
    """True where `line` is the next line of a hard-wrapped paragraph."""
    previous = paragraph.lines[-1]
    if line.blank_before or line.heading_level or _is_furniture(line) or _is_furniture(previous):
        return False
    if read_label(line.text) or _NOTE_START.match(line.text):
        return False
    if line.text[0].islower():
        return True
    return len(previous.text) > _SHORT_LINE and not _FINISHED.search(previous.text)


def _is_furniture(line: Line) -> bool:
    return line.is_page_number or line.is_rule


class _Joiner:
    """Joins what page breaks cut apart and hands footnotes to the paragraphs that cite them."""

    def __init__(self) -> None:
        self.done: list[Paragraph] = []
        self.open_note: Paragraph | None = None
        self.waiting: list[Line] = []
        self.early: list[Paragraph] = []

    def join(self, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
        for paragraph, following in zip(paragraphs, _followers(paragraphs), strict=True):
            first = paragraph.lines[0]
            if _is_furniture(first):
                self._furniture(first)
            elif self._is_note(paragraph, following):
                self._attach(paragraph)
            elif _is_note_of(paragraph, following):
                self.early.append(paragraph)
            elif self.open_note and self._continues_note(paragraph, following):
                self.open_note.lines.extend(paragraph.lines)
                self._close_note_if_finished()
            elif self.done and _joins(self.done[-1], paragraph):
                self.done[-1].lines.extend(paragraph.lines)
            else:
                self.done.append(paragraph)
                paragraph.footnotes.extend(self.early)
                self.early = []
            self._place_waiting()
        if self.waiting:
            self.done.append(Paragraph(self.waiting))
        return self.done

    def _furniture(self, line: Line) -> None:
        self.waiting.append(line)

    def _place_waiting(self) -> None:
        if self.done:
            self.done[-1].furniture.extend(self.waiting)
            self.waiting = []

    def _is_note(self, paragraph: Paragraph, following: Paragraph | None) -> bool:
        """A footnote begins with a mark that the text cites before it, or in the half after it."""
        match = _NOTE_START.match(paragraph.text)
        if not match or not self.done:
            return False
        mark = _mark_of(match)
        return bool(self._citing(mark)) or self._cited_in_second_half(mark, following)

    def _cited_in_second_half(self, mark: str, following: Paragraph | None) -> bool:
        """True where the open paragraph goes on below the footnote and cites it there."""
        return (
            following is not None and _joins(self.done[-1], following) and mark in cited_marks(following.text)
        )

    def _citing(self, mark: str) -> Paragraph | None:
        """Return the latest paragraph that cites `mark` and has no such footnote yet."""
        for paragraph in reversed(self.done):
            taken = {_mark_of(m) for n in paragraph.footnotes if (m := _NOTE_START.match(n.text))}
            if mark not in taken and mark in cited_marks(paragraph.text):
                return paragraph
        return None

    def _attach(self, note: Paragraph) -> None:
        match = _NOTE_START.match(note.text)
        citing = (self._citing(_mark_of(match)) if match else None) or self.done[-1]
        citing.footnotes.append(note)
        self.open_note = note
        self._close_note_if_finished()

    def _close_note_if_finished(self) -> None:
        if self.open_note and self.open_note.finished:
            self.open_note = None

    def _continues_note(self, paragraph: Paragraph, following: Paragraph | None) -> bool:
        """An unfinished footnote goes on at the foot of the next page, before the main text does.

        So of two unlabelled continuations in a row, the first belongs to the footnote.
        """
        if paragraph.label or not _starts_small(paragraph.text):
            return False
        main_is_open = bool(self.done) and not self.done[-1].finished
        return not main_is_open or (
            following is not None and not following.label and _starts_small(following.text)
        )


def _followers(paragraphs: Sequence[Paragraph]) -> list[Paragraph | None]:
    """Return for each paragraph the next one that is no furniture."""
    followers: list[Paragraph | None] = []
    following: Paragraph | None = None
    for paragraph in reversed(paragraphs):
        followers.append(following)
        if not _is_furniture(paragraph.lines[0]):
            following = paragraph
    return followers[::-1]


def _is_note_of(note: Paragraph, following: Paragraph | None) -> bool:
    """True for a footnote that stands above the paragraph that cites it."""
    match = _NOTE_START.match(note.text)
    return bool(match and following and _mark_of(match) in cited_marks(following.text))


def cited_marks(text: str) -> list[str]:
    """Return the footnote marks that `text` cites, in order."""
    start = _NOTE_START.match(text)
    return [_mark_of(match) for match in _CITED.finditer(text, start.end() if start else 0)]


def _mark_of(match: re.Match[str]) -> str:
    raised = match["raised"]
    if raised:
        return str(int("".join("1234567890"[_SUPERSCRIPTS.index(c)] for c in raised)))
    groups = match.groupdict()
    return str(int(groups["round"] or groups["square"] or groups["apart"]))


def _starts_small(text: str) -> bool:
    return text[0].islower() or text[0] in ",;.)…"


def _joins(previous: Paragraph, paragraph: Paragraph) -> bool:
    """True where a page break separates the two halves of one paragraph."""
    if paragraph.label or paragraph.heading_level or previous.finished or paragraph.text.isupper():
        return False
    if _starts_small(paragraph.text):
        return True
    return _is_cut(previous)


def _is_cut(paragraph: Paragraph) -> bool:
    """True for an unfinished text that cannot be a heading."""
    text = paragraph.text
    if text.endswith(","):
        return True
    running = bool(_INNER_BREAK.search(text, paragraph.label.length if paragraph.label else 4))
    return running or (len(text) > 80 and text.rsplit(maxsplit=1)[-1].lower() in _CONNECTING)


def all_lines(paragraphs: Iterable[Paragraph]) -> Iterator[Line]:
    """Yield every line of the paragraphs, footnotes and furniture included."""
    for paragraph in paragraphs:
        yield from paragraph.lines
        yield from all_lines(paragraph.footnotes)
        yield from paragraph.furniture
