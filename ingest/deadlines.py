"""Deadlines: the words of a provision that set a time limit."""

import re

from ingest.types import Deadline, Span

_DATE = r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?"
_DEADLINE = re.compile(
    r"\b(?:chậm nhất(?: là)?|muộn nhất|trước|đến hết|hoàn thành|xong|định kỳ|trong vòng|trong)\s+"
    rf"(?:(?:trước\s+)?(?:\d{{1,2}}\s*giờ\s+)?(?:ngày\s+)?{_DATE}"
    r"|(?:trước\s+)?(?:\d{1,2}\s*giờ\s+)?(?:ngày|tháng|quý|năm)\s+[^,.;:()]{1,40}(?!\w)"
    r"|(?:hằng|hàng)\s+(?:ngày|tuần|tháng|quý|năm)"
    r"|\d{1,3}\s+(?:ngày|giờ|tháng)(?:\s+làm việc)?)(?!\w)",
    re.I,
)


def find_deadlines(text: str) -> list[Deadline]:
    """Return the time limits in `text`, in order; spans count in `text`."""
    return [Deadline(Span(m.start(), m.end()), "date") for m in _DEADLINE.finditer(text)]
