"""Footnotes: small lines at the foot of a page, below a short drawn line."""

import re
from collections.abc import Iterable, Sequence
from statistics import median

from ingest.sources.pages.lines import Line
from ingest.sources.source import Box

# Points: how long the drawn line is at least; of the page, how much it takes at most.
_SHORTEST = 40.0
_LONGEST_SHARE = 0.5
# Letters of notes are so much smaller than those above.
_SMALLER = 0.9
_MARK = re.compile(r"\(?(?:\d{1,2}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,2}|\*{1,3})\)?(?=\s|[^\W\d])")


def footnotes(lines: Sequence[Line], rules: Iterable[Box], width: float) -> set[int]:
    """Return the places of the lines that are footnotes, on a page of so many points across."""
    tops = [rule.top for rule in rules if _SHORTEST <= rule.right - rule.left <= _LONGEST_SHARE * width]
    found = (_below(lines, top) for top in sorted(tops))
    return next(filter(None, found), set())


def mark_of(line: Line) -> str:
    """Return the mark that a line of a footnote begins with, "" for one that goes on with a note."""
    mark = _MARK.match(line.text) if line.footnote else None
    return mark[0] if mark else ""


def _below(lines: Sequence[Line], top: float) -> set[int]:
    """Return the lines below a height if they are notes: all small, but for the number of the page."""
    above = [line.size for line in lines if line.box.bottom <= top]
    below = {place for place, line in enumerate(lines) if line.box.top >= top - 2}
    small = {place for place in below if above and lines[place].size <= _SMALLER * median(above)}
    others = [lines[place] for place in below - small]
    if any(line.cell or not _is_number(line) for line in others):
        return set()
    return {place for place in small if not lines[place].cell}


def _is_number(line: Line) -> bool:
    return line.text.strip("-– ").isdecimal()
