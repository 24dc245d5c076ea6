"""Annexes: where a text that is attached to a document begins, and what its head consists of."""

import re
from collections.abc import Sequence

from ingest.language.document_types import type_of_title
from ingest.language.labels import read_label
from ingest.language.letters import CAPITAL
from ingest.reading.lines import Line
from ingest.reading.mottos import MOTTO

Part = tuple[str, int, int]

_ANNEX = re.compile(
    r"^(?:PHỤ LỤC|PHỤ BIỂU|APPENDIX|ANNEX|Phụ lục|Phụ biểu|Appendix|Annex)"
    r"(?:\s(?:số\s?|SỐ\s?)?(?:[IVXLC]+|\d{1,2}[A-Za-z]?|[A-Z]))?"
    rf"\s?(?:$|[.:–(-]|(?=[{CAPITAL}]{{2}}))"
)
# "(Kèm theo Quyết định số …)": what this line belongs to is attached to a document.
_PROMULGATED = re.compile(
    r"^\(\s?(?:kèm theo|ban hành (?:kèm )?theo|được ban hành|attached to|issued (?:together )?with)"
    r"|^(?:kèm theo|ban hành (?:kèm )?theo|attached to|issued (?:together )?with)\s.{0,80}\d",
    re.I,
)
_LONGEST_LINE, _LONGEST_SENTENCE = 200, 60
_LONGEST_TITLE, _LONGEST_LETTERHEAD = 8, 15  # lines


def begins_annex(line: Line) -> bool:
    """True for "PHỤ LỤC I" and the like, also with its title behind."""
    return not line.row and len(line.text) < _LONGEST_LINE and bool(_ANNEX.match(line.words))


def annex_starts(lines: Sequence[Line]) -> set[int]:
    """Return where annexes begin that say so: by name, or by what they were promulgated with.

    A list of annexes is none: each is followed by the next.
    """
    starts: set[int] = set()
    for number, line in enumerate(lines):
        follows = number + 1 < len(lines) and not begins_annex(lines[number + 1])
        if begins_annex(line) and follows and not (number and _is_listed(lines, number)):
            starts.add(number)
        elif _PROMULGATED.match(line.words):
            start = _title_start(lines, number)
            if start < number and not any(at in starts for at in range(start, number)):
                starts.add(start)
    return starts


def _is_listed(lines: Sequence[Line], number: int) -> bool:
    return begins_annex(lines[number - 1]) and not lines[number].blank_before


def _title_start(lines: Sequence[Line], number: int) -> int:
    """Return where the title above a promulgation begins: the lines above without a gap."""
    start = number
    while start and number - start < _LONGEST_TITLE and _may_entitle(lines[start - 1]):
        start -= 1
        if lines[start].blank_before and not (start and _is_one_title(lines[start - 1], lines[start])):
            break
    return start


def _is_one_title(above: Line, line: Line) -> bool:
    """True for two lines with space between them: in capitals, or a centred kind of text and its subject."""
    centred = above.style.align == "center" and above.style.bold == line.style.bold
    return (above.capitals and line.capitals) or (centred and _is_kind(above))


def _is_kind(line: Line) -> bool:
    """True for a line that holds the kind of a text and nothing else: "QUY CHẾ"."""
    named = type_of_title(line.words)
    return named is not None and not line.words[named.end :].strip(" :")


def annex_head(lines: Sequence[Line], start: int) -> list[Part]:
    """Return the named parts of the head of an annex: letterhead, title, and what it was promulgated with.

    Empty where the annex begins with its text.
    """
    title = _letterhead_end(lines, start)
    if title > start and begins_annex(lines[start]):
        return [("annex title", start, start + 1), ("annex letterhead", start + 1, title)]
    end = _title_end(lines, title)
    promulgated = _promulgation_end(lines, end)
    parts = [
        ("annex letterhead", start, title), ("annex title", title, end), ("promulgation", end, promulgated),
    ]  # fmt: skip
    return [part for part in parts if part[2] > part[1]]


def _letterhead_end(lines: Sequence[Line], start: int) -> int:
    """Return where the letterhead of an annex ends: behind its motto and its place."""
    head = range(start, min(len(lines), start + _LONGEST_LETTERHEAD))
    mottos = [n for n in head if MOTTO.search(lines[n].text) and not _has_label(lines[start : n + 1])]
    if not mottos:
        return start
    end = mottos[-1] + 1
    while end < len(lines) and not lines[end].blank_before and _may_entitle(lines[end]):
        end += 1
    return end


def _has_label(lines: Sequence[Line]) -> bool:
    return any(read_label(line.text) and not begins_annex(line) for line in lines)


def _title_end(lines: Sequence[Line], start: int) -> int:
    if start >= len(lines) or not (begins_annex(lines[start]) or _is_title(lines, start)):
        return start
    end = start + 1
    while end < len(lines) and end - start < _LONGEST_TITLE and _may_entitle(lines[end]):
        if _PROMULGATED.match(lines[end].words) or not _goes_on(lines, end):
            break
        end += 1
    return end


def _is_title(lines: Sequence[Line], start: int) -> bool:
    """True for a line that may name an annex: in capitals, or above its promulgation."""
    if not _may_entitle(lines[start]):
        return False
    below = lines[start + 1 : start + _LONGEST_TITLE]
    return lines[start].capitals or any(_PROMULGATED.match(line.words) for line in below)


def _goes_on(lines: Sequence[Line], number: int) -> bool:
    """True where a line goes on with the title above it."""
    line, above = lines[number], lines[number - 1]
    if not line.blank_before:
        return not (above.capitals and line.text.endswith(":"))
    return _is_one_title(above, line) or (line.capitals and begins_annex(above))


def _may_entitle(line: Line) -> bool:
    text = line.words
    if line.row or len(text) > _LONGEST_LINE or (read_label(text) and not begins_annex(line)):
        return False
    return not (len(text) > _LONGEST_SENTENCE and text.endswith((".", ":", ";"))) and not text.endswith(";")


def _promulgation_end(lines: Sequence[Line], start: int) -> int:
    """Return where "(Kèm theo …" ends: where its bracket closes, or with its line."""
    if start >= len(lines) or not _PROMULGATED.match(lines[start].words):
        return start
    end = start + 1
    open_bracket = lines[start].text.startswith("(") and ")" not in lines[start].text
    while open_bracket and end < min(len(lines), start + _LONGEST_TITLE) and not lines[end].blank_before:
        open_bracket = ")" not in lines[end].text
        end += 1
    return end


def begins_sheet(lines: Sequence[Line], annex: int, number: int) -> bool:
    """True for a line in capitals below which labels begin anew, as they did where the annex began."""
    line = lines[number]
    if not line.capitals or not line.blank_before or read_label(line.text) or line.row:
        return False
    first = next((labels for at in lines[annex : annex + _LONGEST_LETTERHEAD] if (labels := at.labels)), ())
    following = next((at.labels for at in lines[number + 1 : number + _LONGEST_TITLE]), ())
    return any(one.style == other.style and one.value == other.value for one in first for other in following)
