"""Furniture: what repeats on pages and is no text, found by its repetition and never by its form alone.

Also a list of contents, which repeats the headings, and the empty lines of a form.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from ingest.language.folding import fold, one_line
from ingest.language.labels import read_label
from ingest.reading.lines import Line

FURNITURE, CONTENTS, FORM = "page furniture", "contents", "form blank"

# Running heads and feet are so near to the edge of a page, in lines.
_EDGE = 4
# A running head may stand on every other page, and lack on some.
_MOST_PAGES = 1 / 3
_LETTERHEAD = 12
_OWN_NUMBER = re.compile(r"(?:Số|SỐ|No)\b")
# In a text without pages, a number alone that another number follows so soon is a column of figures.
_COLUMN = 4
# Numbers of pages are at least so far apart, in lines, and so many in a row are no chance.
_SHORTEST_PAGE, _FEWEST_PAGES = 10, 3
_FEWEST_ENTRIES = 3
_NUMBERS = re.compile(r"\d+|(?<![^\W\d_])[ivxlc]+(?![^\W\d_])")
_ENTRY = re.compile(r"(?:[.…·_]{4}|(?:\. ){4}|\t)\s{0,9}(?P<page>\d{1,3})$")
_CONTENTS_TITLE = re.compile(r"^(?:mục lục|nội dung chính|table of contents|contents)\s*:?$", re.I)
_ENDS_IN_NUMBER = re.compile(r"[^\W\d]\W{0,9}\s(?P<page>\d{1,3})$")
_BLANK = re.compile(r"[.…_]{5,}")
_UNFINISHED = re.compile(r"[\w,]$")


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that are text, each with the asides that stand behind it.

    Asides before the first line stand behind it too; where there is nothing else, all are text.
    """
    for name, numbers in (
        (FURNITURE, _rules(lines)),
        (FURNITURE, _heads_again(lines)),
        (FURNITURE, _page_numbers(lines)),
        (CONTENTS, _contents(lines)),
        (FORM, _form_blanks(lines)),
    ):
        _set_aside(lines, numbers, name)
    _set_aside(lines, _running(lines), FURNITURE)
    return _gathered(lines)


def _set_aside(lines: Sequence[Line], numbers: Iterable[int], name: str) -> None:
    for number in numbers:
        lines[number].aside = lines[number].aside or name


def _gathered(lines: Sequence[Line]) -> list[Line]:
    kept: list[Line] = []
    early: list[Line] = []
    gap = False
    for line in lines:
        if line.aside:
            (kept[-1].behind if kept else early).append(line)
            gap = gap or line.blank_before
            continue
        line.blank_before = line.blank_before or gap
        gap = False
        kept.append(line)
    if not kept:
        return early
    kept[0].behind[:0] = early
    return kept


def _rules(lines: Sequence[Line]) -> Iterator[int]:
    return (number for number, line in enumerate(lines) if line.is_rule)


def _heads_again(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the heads of tables that are repeated on the next page."""
    known: set[tuple[int, tuple[str, ...]]] = set()
    for number, line in enumerate(lines):
        if line.row and (line.row.table, line.row.cells) in known:
            yield number
        elif line.row and line.row.header:
            known.add((line.row.table, line.row.cells))


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Return the lines that are numbers of pages: at an edge, or one after another through the text."""
    found = [number for number, line in enumerate(lines) if line.is_page_number and not line.row]
    at_edge = {number for number in found if _at_edge(lines, number)}
    return at_edge | _series(lines, found) | _said(lines, found) | _alone(lines, found)


def _at_edge(lines: Sequence[Line], number: int) -> bool:
    """True for the first or last line of one page of several."""
    page = lines[number].page
    if lines[-1].page == 1:
        return False
    begins = number == 0 or lines[number - 1].page < page
    return begins or number + 1 == len(lines) or lines[number + 1].page > page


def _series(lines: Sequence[Line], found: Sequence[int]) -> set[int]:
    """Return the longest row of numbers that count on, a page's length apart."""
    ends: dict[int, list[int]] = {}
    longest: list[int] = []
    for number in found:
        value = lines[number].page_number or 0
        before = ends.get(value - 1, [])
        follows = before and number - before[-1] >= _SHORTEST_PAGE
        ends[value] = [*before, number] if follows else [number]
        longest = max(longest, ends[value], key=len)
    return set(longest) if len(longest) >= _FEWEST_PAGES else set()


def _said(lines: Sequence[Line], found: Sequence[int]) -> set[int]:
    """Return "Trang 1/3", "Trang 2/3" …: a page is said at least twice, and each time another."""
    said = [number for number in found if lines[number].says_page]
    values = [lines[number].page_number or 0 for number in said]
    rising = all(one < other for one, other in pairwise(values))
    return set(said) if len(said) > 1 and rising else set()


def _alone(lines: Sequence[Line], found: Sequence[int]) -> set[int]:
    """Return numbers that stand alone between blank lines, in no column of numbers, and only grow."""
    alone: list[int] = []
    for place, number in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else len(lines) + _COLUMN
        before = found[place - 1] if place else -_COLUMN
        ends = number + 1 == len(lines) or lines[number + 1].blank_before
        if (
            not lines[number].blank_before
            or not ends
            or after - number < _COLUMN
            or number - before < _COLUMN
        ):
            continue
        if not alone or (lines[number].page_number or 0) > (lines[alone[-1]].page_number or 0):
            alone.append(number)
    return set(alone)


def _running(lines: Sequence[Line]) -> set[int]:
    """Return the running heads and feet: lines that stand at the edge of most pages."""
    edges = _edges(lines)
    keys = {number: _key(lines[number]) for edge in edges for number in edge}
    counts = Counter(key for key in keys.values() if key)
    fewest = max(2, len(edges) * _MOST_PAGES)
    return {number for number, key in keys.items() if counts[key] >= fewest}


def _edges(lines: Sequence[Line]) -> list[list[int]]:
    """Return the lines near the upper and lower edge of each page, by number.

    The page on which a document begins has a letterhead, and no running head.
    """
    pages = [list(group) for _, group in groupby(range(len(lines)), key=lambda number: lines[number].page)]
    if len(pages) == 1:
        numbers = [n for n in pages[0] if lines[n].aside and lines[n].is_page_number]
        return [list(range(max(0, n - _EDGE), min(len(lines), n + _EDGE + 1))) for n in numbers]
    begins = [n == 0 or _begins_document(lines[page[0] : page[-1] + 1]) for n, page in enumerate(pages)]
    return [
        sorted({*(() if first else page[:_EDGE]), *page[_EDGE if first else 0 :][-_EDGE:]})
        for page, first in zip(pages, begins, strict=True)
    ]


def _begins_document(page: Sequence[Line]) -> bool:
    return any(_OWN_NUMBER.match(line.text) for line in page[:_LETTERHEAD])


def _key(line: Line) -> str:
    """Return what is equal for "Kế hoạch, trang 2" and "Kế hoạch, trang 3"; "" for what is never furniture."""
    if line.row or read_label(line.text):
        return ""
    return _NUMBERS.sub("#", fold(one_line(line.text)))


def _contents(lines: Sequence[Line]) -> set[int]:
    """Return the lines of lists of contents: in a row, words and the number of a page.

    Under a title such as "MỤC LỤC" the number may follow without leaders.
    """
    found: set[int] = set()
    start = 0
    while start < len(lines):
        titled = bool(_CONTENTS_TITLE.match(lines[start].text))
        end = _entries_end(lines, start + titled, _ENDS_IN_NUMBER if titled else _ENTRY)
        if end - start - titled >= (2 if titled else _FEWEST_ENTRIES):
            found.update(range(start, end))
        start = max(end, start + 1)
    return found


def _entries_end(lines: Sequence[Line], start: int, pattern: re.Pattern[str]) -> int:
    """Return where a row of entries ends whose pages do not fall."""
    end, page = start, 0
    while end < len(lines) and not lines[end].row:
        own = _page_of_entry(lines[end].text, pattern)
        if own is None or own < page:
            break
        end, page = end + 1, own
    return end


def _page_of_entry(text: str, pattern: re.Pattern[str]) -> int | None:
    if not text[-1:].isdecimal():
        return None
    match = pattern.search(text) or _ENTRY.search(text)
    return int(match["page"]) if match else None


def _form_blanks(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the unlabelled lines that wait for a pen: "Họ và tên: ……"."""
    for number, line in enumerate(lines):
        dots = sum(match.end() - match.start() for match in _BLANK.finditer(line.text))
        if dots * 2 > len(line.text) and not line.row and not read_label(line.text):
            yield number
