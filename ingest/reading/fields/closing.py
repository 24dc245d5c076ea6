"""What stands under the text, in one column or two: recipients on the left, who signed on the right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from typing import Literal

from ingest.language.bodies import body_name_of
from ingest.language.folding import one_line
from ingest.language.labels import read_label
from ingest.reading.lines import Line
from ingest.reading.regions import Region

_REGIONS = ("recipients", "signature")
_MOST_LINES, _MOST_LINES_ABOVE = 80, 30
_COLUMN_GAP = re.compile(r"(?=[\s|])(?:\t+|\|+|\s{3,})")
_BULLET = re.compile(r"^\.\s?(?=[^\s.…])")
_RECIPIENTS = re.compile(r"(?:nơi\s+(?:nhận|gửi)|recipients)\s?(?:[:.;]\s?|$)", re.I)
_FOR = r"T\s?/?\s?M|K\s?/?\s?T|T\s?/?\s?L|T\s?/?\s?U\s?/?\s?Q|Q"
ON_BEHALF = re.compile(rf"(?:(?:{_FOR})\s?[./\s]\s?|on behalf of\s(?:the\s)?)(?P<body>[^\W\d_].*)", re.I)
_SIGNED = re.compile(r"[(\[]?\s?(?:đã\s+ký|signed)\b.{0,40}", re.I)
_AFTER_RECIPIENTS = re.compile(rf"\s(?=(?:{_FOR})\s?[./])", re.I)
_LONGEST_ROLE = 80


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a closing line, and its column where the line has two."""

    text: str
    column: Literal["left", "right", "whole"]

    @property
    def is_bullet(self) -> bool:
        """True for an item of a list."""
        return bool(_BULLET.match(self.text) or read_label(self.text))

    @property
    def opens_recipients(self) -> bool:
        """True for "Nơi nhận:"."""
        return bool(_RECIPIENTS.match(self.text))

    @property
    def is_role(self) -> bool:
        """True for an office, or for whom somebody signs: "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"."""
        if len(self.text) > _LONGEST_ROLE or self.is_bullet:
            return False
        body = body_name_of(self.text)
        office = body is not None and (body.kind == "people" or "signature" in body.places)
        return office or bool(ON_BEHALF.fullmatch(self.text))

    @property
    def says_signed(self) -> bool:
        """True for "(Đã ký)"."""
        return bool(_SIGNED.fullmatch(self.text))

    def without_mark(self) -> str:
        """Return the text without bullet and "Nơi nhận:"; a comma shows that it goes on."""
        item = _BULLET.sub("", _RECIPIENTS.sub("", self.text), count=1)
        label = read_label(item)
        return item[label.length if label else 0 :].lstrip(",").strip(" ;.")


def closing_cells(regions: Sequence[Region]) -> list[Cell]:
    """Return the cells under the text proper; those under an annex are not the document's own."""
    return [cell for line in _closing_lines(regions) if not line.is_page_number for cell in _cells(line)]


def _closing_lines(regions: Sequence[Region]) -> list[Line]:
    """Return the first closing lines; the end of the text may belong to them."""
    parts = [region for region in regions if region.name in (*_REGIONS, "body")]
    begin = next((index for index, region in enumerate(parts) if region.name in _REGIONS), len(parts))
    above = [line for region in parts[:begin][-1:] for line in region.lines[-_MOST_LINES_ABOVE:]]
    run = takewhile(lambda region: region.name in _REGIONS, parts[begin:])
    lines = [
        *dropwhile(lambda line: not _opens_closing(line), above),
        *(line for r in run for line in r.lines),
    ]
    return lines[:_MOST_LINES]


def _opens_closing(line: Line) -> bool:
    return any(cell.opens_recipients or cell.is_role for cell in _cells(line))


def _cells(line: Line) -> Iterator[Cell]:
    parts = [one_line(part) for part in _COLUMN_GAP.split(line.text) if part.strip()]
    if len(parts) == 1 and _RECIPIENTS.match(parts[0]):
        parts = _AFTER_RECIPIENTS.split(parts[0], maxsplit=1)
    for place, part in enumerate(parts):
        yield Cell(part, "whole" if len(parts) == 1 else "right" if place else "left")
