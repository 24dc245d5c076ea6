"""Times: the days, months and periods that a text gives, whatever happens then, and lengths of time."""

import re

from ingest.language.dates import DATE
from ingest.language.time_words import QUARTER_NUMBER, VIETNAMESE_NUMBER
from ingest.types import Span

_YEAR = r"(?:19|20)\d\d(?![\d/])"
_OF_YEAR = rf"(?:\s?[/-]\s?{_YEAR}|\s+năm\s+{_YEAR})?"
_POINT = (
    rf"(?:{DATE}|(?<!\w)ngày\s+\d{{1,2}}\s?[/-]\s?\d{{1,2}}(?![\d/])|(?<!\w)tháng\s+\d{{1,2}}(?!\d){_OF_YEAR}"
    rf"|(?<!\w)quý\s+{QUARTER_NUMBER}(?!\w){_OF_YEAR}|(?<![\d/.-])(?:năm\s+)?{_YEAR})"
)
_LED = r"(?:(?:trước|đến|hết|từ|sau|cuối|đầu|giữa|giai đoạn|nhiệm kỳ|ngày)\s+){0,3}"
_TIME = re.compile(rf"{_LED}{_POINT}(?:\s?(?:-|–|đến|và)\s?(?:hết\s)?(?:năm\s)?{_POINT})?", re.I)
_LENGTH = re.compile(
    r"(?:(?:trong|sau|trước|không quá|tối đa|ít nhất)\s+){0,2}(?:vòng\s+)?"
    rf"(?<![\w/.,])(?:\d{{1,3}}|{VIETNAMESE_NUMBER})\s+(?:phút|giờ|ngày|tuần|tháng)(?:\s+làm việc)?(?!\w|\s+\d)",
    re.I,
)


def times(text: str) -> list[Span]:
    """Return the times in `text`, each with what leads it: "từ ngày 15/7/2022", "nhiệm kỳ 2023 - 2025"."""
    return [Span(*found.span()) for found in _TIME.finditer(text)]


def lengths(text: str) -> list[Span]:
    """Return the lengths of time in `text`: "trong 04 ngày làm việc", "20 phút"."""
    return [Span(*found.span()) for found in _LENGTH.finditer(text)]
