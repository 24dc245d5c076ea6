"""Parts of a document: letterhead, title, body, annexes, recipients, signature.

In doubt text is body: recipients and a signature close a text only where nothing follows them that
goes on with it.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from ingest.language.bodies import names_pattern
from ingest.language.document_types import english_types, types_at
from ingest.language.folding import one_line
from ingest.language.labels import read_label
from ingest.reading.annexes import Part, annex_head, annex_starts, begins_annex, begins_sheet
from ingest.reading.closings import begins_closing, closing_at
from ingest.reading.lines import Line
from ingest.reading.mottos import MOTTO

# Who decides, in capitals between the title of a decision and its grounds.
_DECIDING = re.compile(rf"^(?:{names_pattern('decision', capitals=True)})(?: [^a-z]*)?$")
_PREAMBLE = re.compile(
    r"^(?:Thực hiện|Căn cứ|Theo|Nhằm|Để|Triển khai|Tiếp tục|Trên cơ sở|Thi hành|Pursuant to|In order to|"
    r"Implementing)\b.*[:.;,]$",
    re.S,
)
_ADDRESSEE = re.compile(r"^(?:Kính gửi|To:)", re.I)
_STAMP = re.compile(
    r"\bBẢN\b.{0,12}\bĐ[ẾỀ]N\b|^\s*BẢN\s*$|^\s*Đ[ẾỀ]N\s*(?:$|[:.]|Số|Ngày)|Lưu hồ sơ|^Chuyển\s*[.:…]|^Giờ\s*[.:…]"
)
# Not the dots of a blank to be filled in.
_ENDED = re.compile(r"[^\W_][)”\"]?[.:;]$")
_SHORTEST_SENTENCE = 60
# What only a letterhead has: no stamp, however near it stands.
_OF_LETTERHEAD = re.compile(rf"{MOTTO.pattern}|\S, ngày\b.*\btháng\b", re.I)
_TEXT = ("body", "annex")
_HEADER_LIMIT = 60
_LONGEST_HEAD_LINE = 150


@dataclass(frozen=True, slots=True)
class Region:
    """Consecutive lines with one role.

    The outline is made of "body" and of "annex"; an "annex title" names the annex that follows it.
    The closing of an annex is an "annex signature", "annex recipients": that of the document is not.
    """

    name: str
    lines: tuple[Line, ...]


def split_regions(lines: Sequence[Line]) -> list[Region]:
    """Return the regions of one document in source order; every line belongs to exactly one.

    The footnotes of a file belong to the text before them, where they stand below a closing too.
    """
    return _with_notes(_split([line for line in lines if not line.note]), lines)


def _with_notes(regions: Sequence[Region], lines: Sequence[Line]) -> list[Region]:
    """Return the regions with each footnote behind the last line of text above it."""
    text = [line for region in regions if region.name in _TEXT for line in region.lines]
    if not text:
        notes = tuple(line for line in lines if line.note)
        return [*regions, Region("body", notes)] if notes else list(regions)
    of_text = set(map(id, text))
    behind: dict[int, list[Line]] = defaultdict(list)
    last = id(text[0])
    for line in lines:
        if line.note:
            behind[last].append(line)
        elif id(line) in of_text:
            last = id(line)
    return [
        replace(region, lines=tuple(one for line in region.lines for one in (line, *behind[id(line)])))
        for region in regions
    ]


def _split(lines: Sequence[Line]) -> list[Region]:
    begin, end = _title_lines(lines)
    if end == len(lines):
        # A title has something below it.
        begin = end = _untitled(lines)
    regions = _letterhead(lines[:begin])
    if end > begin:
        regions.append(Region("title", tuple(lines[begin:end])))
    body = end
    while body < len(lines) and end > begin and _DECIDING.match(lines[body].text):
        body += 1
    if body > end:
        regions.append(Region("authority", tuple(lines[end:body])))
    return [*regions, *_body_and_annexes(lines[body:])]


def document_type(line: str) -> str | None:
    """Return the type named by a title line such as "KẾ HOẠCH" or "PLAN", else None."""
    written = one_line(line)
    bare = written.rstrip(":").upper()
    if not written.isupper():
        return _titles().get(bare)
    begun = _title_begun().match(bare)
    return _titles()[begun[0]] if begun else None


@cache
def _titles() -> dict[str, str]:
    """Return what types are called in titles, in capitals and either language, each with its type."""
    titles: dict[str, str] = {}
    for name in types_at("title"):
        for written in (name, english_types()[name]):
            titles.setdefault(written.upper(), name)
    return titles


@cache
def _title_begun() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_titles())})(?= |$)")


def _title_lines(lines: Sequence[Line]) -> tuple[int, int]:
    """Return the half-open range of the title: the type line and its subject lines."""
    for index, line in enumerate(lines[:_HEADER_LIMIT]):
        if _is_text(line):
            break
        if document_type(line.text):
            return index, _subject_end(lines, index + 1)
        if _ADDRESSEE.match(line.text):
            return index, index
    untitled = _untitled(lines)
    return untitled, untitled


def _untitled(lines: Sequence[Line]) -> int:
    """Return where, without a type line, the letterhead ends: at the first label or sentence."""
    ends = (n for n, line in enumerate(lines) if _is_text(line) or len(line.text) > _LONGEST_HEAD_LINE)
    return next(ends, 0)


def _is_text(line: Line) -> bool:
    """True for an item, a row, a sentence, an annex: here the head of a document has ended.

    A dash may also be drawn below the issuer: "- 0 -", beside the motto.
    """
    label = read_label(line.text)
    item = label is not None and label.length < len(line.text) and not MOTTO.search(line.text)
    return bool(item or line.row or begins_annex(line) or _is_sentence(line.text))


def _subject_end(lines: Sequence[Line], index: int) -> int:
    start = index
    while index < len(lines):
        line = lines[index]
        opening = index > start and line.blank_before and not line.in_brackets
        if opening or _ends_title(line, lines[index - 1]):
            break
        index += 1
    return index


def _ends_title(line: Line, title: Line) -> bool:
    """True for a line that is no more of the title whose last line stands above it."""
    if line.row or read_label(line.text) or _looks_other(line, title):
        return True
    return _is_sentence(line.text) or begins_annex(line) or begins_closing(line)


def _looks_other(line: Line, title: Line) -> bool:
    """True for a paragraph that is not set like the title above it, as far as the file says."""
    heading = line.heading_level and not title.heading_level
    capitals = line.style.capitals and not title.capitals
    return line.whole and bool(heading or capitals or line.style.align != title.style.align)


def _is_sentence(text: str) -> bool:
    return bool(_PREAMBLE.match(text) or (len(text) > _SHORTEST_SENTENCE and _ENDED.search(text)))


def _letterhead(lines: Sequence[Line]) -> list[Region]:
    """Split the lines above the title into letterhead and incoming stamp."""
    regions: list[Region] = []
    stamped = _stamp_lines(lines)
    for index, line in enumerate(lines):
        name = "stamp" if index in stamped else "letterhead"
        if regions and regions[-1].name == name:
            regions[-1] = Region(name, (*regions[-1].lines, line))
        else:
            regions.append(Region(name, (line,)))
    return regions


def _stamp_lines(lines: Sequence[Line]) -> set[int]:
    """Return the lines of every block (no blank line inside) that looks like a stamp."""
    stamped: set[int] = set()
    block: list[int] = []
    for index, line in enumerate(lines):
        stamp = _STAMP.search(line.text)
        if not stamp and _OF_LETTERHEAD.search(line.text):
            block = []
            continue
        block = [index] if line.blank_before else [*block, index]
        if stamp:
            stamped.update(block)
        elif stamped.intersection(block):
            stamped.add(index)
    return stamped


def _body_and_annexes(lines: Sequence[Line]) -> list[Region]:
    """Return the body, its closing, and each annex with its title and closing."""
    parts = _Parts(lines)
    starts = annex_starts(lines)
    at = 0
    while at < len(lines):
        closing, following = closing_at(lines, at, starts) if at > parts.start else ((), at + 1)
        if closing:
            at = parts.close(closing)
        elif at in starts or parts.begins_sheet(at):
            at = parts.open_annex(at)
        else:
            at = following
    return parts.ended()


class _Parts:
    """The regions found so far; the one that is open began at `start`."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.regions: list[Region] = []
        self.name = "body"
        self.start = 0
        self.closed = False
        # Where the text of an annex begins that has no number, None elsewhere.
        self.sheet: int | None = None

    def close(self, parts: Sequence[Part]) -> int:
        """Write a closing, and open the annex that follows it, if any; return where its text begins."""
        self._write(parts[0][1])
        before = "annex " if self.closed else ""
        for name, start, end in parts:
            self.regions.append(Region(before + name, tuple(self.lines[start:end])))
        self.closed = True
        self.start = parts[-1][2]
        return self.open_annex(self.start) if self.start < len(self.lines) else self.start

    def open_annex(self, at: int) -> int:
        """Write the head of an annex and open its text; return where that begins."""
        self._write(at)
        head = annex_head(self.lines, at)
        for name, start, end in head:
            self.regions.append(Region(name, tuple(self.lines[start:end])))
        self.name = "annex"
        self.start = head[-1][2] if head else at
        self.sheet = None if begins_annex(self.lines[at]) else self.start
        return max(self.start, at + 1) if head else at + 1

    def begins_sheet(self, at: int) -> bool:
        """True where an annex without number ends and another begins with the same first label."""
        return self.sheet is not None and at > self.sheet and begins_sheet(self.lines, self.sheet, at)

    def ended(self) -> list[Region]:
        self._write(len(self.lines))
        return self.regions

    def _write(self, end: int) -> None:
        if end > self.start:
            self.regions.append(Region(self.name, tuple(self.lines[self.start : end])))
        self.start = end
