"""Division of a file into its documents: a second letterhead begins a second document."""

import re
from collections.abc import Iterator, Sequence

from ingest.language.bodies import names_pattern
from ingest.language.folding import squash
from ingest.reading.lines import Line
from ingest.reading.mottos import MOTTO
from ingest.reading.regions import document_type

_OWN_NUMBER = re.compile(r"^(?:số|no\.?)\s?[:.]?\s?(?P<number>\d{1,6}\s?[-–/]\s?\S+)", re.I)
_LETTERHEAD = re.compile(
    rf"^(?:(?:{names_pattern('letterhead', capitals=True)}|TỈNH|THÀNH PHỐ|HUYỆN|XÃ|PEOPLE)\b)|^Độc lập|^Independence|^\*$"
)
# A letterhead stands around its number: so many lines above and below it.
_ABOVE, _BELOW = 8, 14


def split_documents(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of each document of a file, in order."""
    starts = [0, *_second_letterheads(lines)]
    return [list(lines[start:end]) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _second_letterheads(lines: Sequence[Line]) -> Iterator[int]:
    """Yield where a letterhead begins below a title: another number, a motto and a title."""
    numbers: set[str] = set()
    titled = False
    for place, line in enumerate(lines):
        titled = titled or document_type(line.text) is not None
        match = _OWN_NUMBER.match(line.words)
        if not match or line.row:
            continue
        number = squash(match["number"])
        if titled and number not in numbers and _is_letterhead(lines, place):
            yield _start(lines, place)
        numbers.add(number)


def _is_letterhead(lines: Sequence[Line], place: int) -> bool:
    below = lines[place + 1 : place + _BELOW]
    around = [*lines[max(0, place - _ABOVE) : place], *below]
    return any(document_type(line.text) for line in below) and any(MOTTO.search(line.text) for line in around)


def _start(lines: Sequence[Line], place: int) -> int:
    """Return the first of the lines above a number that name a body or are a motto."""
    start = at = place
    while at and place - at < _ABOVE and _may_stand_there(lines[at - 1]):
        at -= 1
        if _LETTERHEAD.match(lines[at].text) or MOTTO.search(lines[at].text):
            start = at
    return start


def _may_stand_there(line: Line) -> bool:
    return line.capitals or bool(_LETTERHEAD.match(line.text))
