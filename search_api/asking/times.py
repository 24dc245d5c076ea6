"""Times: the days, months and periods that a text gives, whatever happens then, hours, lengths and how often."""

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

_HOUR = r"(?:[01]?\d|2[0-3])\s?giờ(?:\s+[0-5]?\d(?:\s+phút)?)?(?:\s+(?:sáng|trưa|chiều|tối))?"
# "Trong 12 giờ" and "quá 6 giờ" are lengths.
_CLOCK = re.compile(
    r"(?<!trong\s)(?<!vòng\s)(?<!quá\s)(?<!đa\s)(?<!thiểu\s)(?<!nhất\s)"
    rf"(?:(?<!\w)(?:từ|lúc|vào|trước|sau)\s+)?(?<![\w/.,]){_HOUR}(?:(?:,|\s+(?:đến|và(?:\s+(?:lúc|sau))?))\s+{_HOUR}){{0,4}}",
    re.I,
)
_NUMBER, _PERIOD = rf"(?:\d{{1,3}}|{VIETNAMESE_NUMBER})", r"(?:giờ|ngày|tuần|tháng|quý|năm)"
_TURN = r"(?:lần|lượt|kỳ|số|buổi|đợt)"
_OFTEN = re.compile(
    rf"(?<!\w)(?:(?:mỗi|hằng|hàng)\s+{_PERIOD}(?:\s+{_NUMBER}\s+{_TURN})?|{_NUMBER}\s+{_PERIOD}\s+một\s+{_TURN}"
    rf"|{_NUMBER}\s+(?:{_TURN}|{_PERIOD})\s?/\s?(?:{_PERIOD}|{_TURN})|{_NUMBER}\s+{_TURN}\s+(?:mỗi|một)\s+{_PERIOD})(?!\w)",
    re.I,
)
# In the words of a question, without marks.
_ASKS_HOUR = re.compile(r"\b(?:may gio|gio nao|khung gio|(?:what|which) (?:times?|hours?))\b")
_ASKS_OFTEN = re.compile(
    r"\b(?:how (?:often|frequently|many times)|bao lau\b.*\b(?:mot|1) (?:lan|ky)|(?:may|bao nhieu) lan)\b"
)
# "Báo cáo định kỳ trước ngày nào?" asks for a day as well.
_PERIODIC = re.compile(r"\bdinh ky\b")


def times(text: str) -> list[Span]:
    """Return the times in `text`, each with what leads it: "từ ngày 15/7/2022", "nhiệm kỳ 2023 - 2025"."""
    return [Span(*found.span()) for found in _TIME.finditer(text)]


def lengths(text: str) -> list[Span]:
    """Return the lengths of time in `text`: "trong 04 ngày làm việc", "20 phút"."""
    return [Span(*found.span()) for found in _LENGTH.finditer(text)]


def hours(text: str) -> list[Span]:
    """Return the hours of the day in `text`, those of one list together: "từ 5 giờ đến 18 giờ 30 phút"."""
    return [Span(*found.span()) for found in _CLOCK.finditer(text)]


def rhythms(text: str) -> list[Span]:
    """Return how often things happen by `text`: "ba tháng một lần", "mỗi quý 01 lần", "3 lượt/ngày", "hằng quý"."""
    return [Span(*found.span()) for found in _OFTEN.finditer(text)]


def asked_hours(question: str, text: str) -> list[Span]:
    """Return the hours of the day in `text` where a question, folded, asks for one."""
    return hours(text) if _ASKS_HOUR.search(question) else []


def asked_rhythms(question: str, text: str) -> list[Span]:
    """Return how often things happen by `text` where a question, folded, asks for that."""
    return rhythms(text) if asks_how_often(question) or _PERIODIC.search(question) else []


def asks_how_often(question: str) -> bool:
    """True where a question, folded, asks how often things happen, so that a day or a year is no answer."""
    return _ASKS_OFTEN.search(question) is not None
