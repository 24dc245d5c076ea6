"""The head of a document: letterhead, title, and who decides, before the text proper begins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.instruments.numbers import NUMBER, type_of_number
from ingest.language.bodies import decider_of
from ingest.language.document_types import TypeName, type_of_title
from ingest.language.folding import one_line, strip_marks
from ingest.language.labels import BULLETS, read_label
from ingest.language.phrases import PhraseTable, Words, longest, word_forms
from ingest.reading.fields.evidence import Candidate, best
from ingest.reading.lines import Line
from ingest.reading.regions import Region

_HEAD_REGIONS = ("letterhead", "title", "authority")
_MOST_LINES = 60
_MOST_LINES_UNTITLED = 10
_REACH = 3  # lines from the title to who decides
_MOTTOES = [
    "Cộng hòa xã hội chủ nghĩa Việt Nam", "Cộng hòa xã hội chủ nghĩa", "Độc lập Tự do Hạnh phúc",
    "Đảng Cộng sản Việt Nam", "Socialist Republic of Viet Nam", "Socialist Republic of Vietnam",
    "Independence Freedom Happiness", "Communist Party of Viet Nam", "Communist Party of Vietnam",
]  # fmt: skip
_MOTTO = PhraseTable[None](([strip_marks(word) for word in word_forms(motto)], None) for motto in _MOTTOES)
_COLUMN_GAP = re.compile(r"\n|\t+|\|+|\s{3,}")
_BRACKETED = re.compile(r"\([^()]{0,400}\)")
_LETTERS = re.compile(r"[^\W\d_]")
_SIGNS_OF_WORDS = re.compile(r"[^\W_]")
_GROUNDS = re.compile(
    r"[-–•\s]{0,4}(?:Căn cứ|Theo|Nhằm|Để|Trên cơ sở|Xét|Kính g[ửở]i|Pursuant|In accordance)\b"
)
_ATTACHED = re.compile(r"phụ lục\b", re.I)
_SENTENCE_END = (".", ":", ";", ",")
_LONG = 60
_LONGEST_TITLE_LINE = 160


@dataclass(frozen=True, slots=True)
class Head:
    """`letterhead` is its text as it stands, without mottoes; the rest are lines.

    `title` begins with the line that names the type, where there is one; `authority` is who decides, as
    decisions name them between the title and their grounds.
    """

    letterhead: str
    title: tuple[str, ...]
    authority: tuple[str, ...]


def read_head(regions: Sequence[Region]) -> Head:
    """Return the head; of the lines above the first sentence that name a type, one opens the title."""
    lines = _lines(regions)
    begin = _title_start(lines, next((r.lines[0] for r in regions if r.name == "title" and r.lines), None))
    if begin is None:
        return Head(_letterhead(lines[:_MOST_LINES_UNTITLED]), (), ())
    end = begin + _length_of_title(lines[begin:])
    authority = [one_line(line.text) for line in lines[end : end + _REACH] if _is_authority(line.text)]
    title = [line.text for line in lines[begin:end]]
    return Head(_letterhead(lines[:begin]), tuple(_title_lines(title)), tuple(authority))


def _title_start(lines: Sequence[Line], expected: Line | None) -> int | None:
    """Return the line that most looks like the first of a title, None where none does.

    A line with nothing but the type, the type that the number names, and that the regions begin the
    title there speak for a line: "CHƯƠNG TRÌNH …" may also be a part of the issuer's name.
    """
    above = "\n".join(line.text for line in lines)
    types = {type_of_number(match.group()) for match in NUMBER.finditer(above)}
    candidates = []
    for index, line in enumerate(lines):
        named = _type_opening(line)
        if named:
            alone = one_line(line.text)[named.end :].strip(" :").lower()
            weight = (
                3 * (not alone or alone.startswith("của "))
                + 2 * (line is expected)
                + 2 * (named.type in types)
            )
            candidates.append(Candidate(index, 1 + weight))
    return best(candidates)


def _lines(regions: Sequence[Region]) -> list[Line]:
    """Return the lines above the first label or sentence; of the title's region all, as it is no text."""
    body = next((region for region in regions if region.name == "body"), None)
    head = [region for region in regions if region.name in _HEAD_REGIONS]
    lines: list[Line] = []
    for region in [*head, *([body] if body else [])]:
        for line in region.lines[: _MOST_LINES - len(lines)]:
            attached = not lines and _ATTACHED.match(line.text)
            if region.name != "title" and not attached and _is_text(line.text):
                return lines
            lines.append(line)
    return lines


def cells(text: str) -> list[str]:
    """Return the cells of a letterhead: its lines, parted where columns stand side by side."""
    parts = (one_line(part) for part in _COLUMN_GAP.split(text))
    return [part for part in parts if _LETTERS.search(part)]


def without_mottoes(text: str) -> str:
    """Return `text` with a line end in place of each motto of the State or the Party."""
    words = Words(text)
    kept, place = [], 0
    for _, first, after in longest(words.bares, _MOTTO):
        kept.append(text[place : words.starts[first]])
        place = words.ends[after - 1]
    return "\n".join([*kept, text[place:]])


def _is_text(text: str) -> bool:
    sentence = len(text) > _LONG and text.endswith(_SENTENCE_END)
    label = read_label(text)
    return bool(sentence or (label and label.mark not in BULLETS) or _GROUNDS.match(text))


def _type_opening(line: Line) -> TypeName | None:
    """Return the type that a line begins with, where it is not the beginning of a sentence."""
    text = one_line(line.text)
    named = type_of_title(text)
    rest = text[named.end :].strip(" :").lower() if named else ""
    sentence = rest.startswith(("này", "số:")) or (rest and text.endswith(_SENTENCE_END[:-1]))
    return None if sentence or len(text) > _LONGEST_TITLE_LINE else named


def _length_of_title(lines: Sequence[Line]) -> int:
    """Return how many lines from the type on are the title: up to a blank line after the subject."""
    for index, line in enumerate(lines[1:], 1):
        below = lines[index + 1 : index + 2]
        goes_on = line.text.endswith(",") and any(not other.blank_before for other in below)
        if _is_text(line.text.rstrip(",") if goes_on else line.text):
            return index
        if line.blank_before and index > 1 and not line.in_brackets:
            return index
        if _is_authority(line.text):
            return index
    return len(lines)


def _is_authority(text: str) -> bool:
    """True for a line that holds nothing but who decides: "CHÍNH PHỦ", "BỘ TRƯỞNG BỘ Y TẾ"."""
    text = one_line(text).strip(" :,")
    same_case = text.isupper() or text.islower() or len(text.split()) < 4
    return same_case and len(text) < 100 and decider_of(text) is not None


def _letterhead(lines: Sequence[Line]) -> str:
    return without_mottoes(_BRACKETED.sub("\n", "\n".join(line.text for line in lines)))


def _title_lines(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the title, without drawn rules, mottoes and what stands in brackets."""
    text = without_mottoes(_BRACKETED.sub("\n", "\n".join(lines)))
    for line in text.split("\n"):
        if _SIGNS_OF_WORDS.search(line):
            yield one_line(line)
