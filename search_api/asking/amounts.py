"""Amounts: the sums, shares and numbers of things that a text gives."""

import re
from collections.abc import Iterable

from ingest.language.time_words import VIETNAMESE_NUMBER
from ingest.types import Span

_NUMBER = r"(?<![\d.,])\d[\d.,]{0,20}(?:(?:[-–]|\s{1,3}[-–]\s{1,3})\d[\d.,]{0,20})?"
_BEFORE = r"(?:(?:khoảng|tối thiểu|tối đa|ít nhất|không quá|không ít hơn|trên|dưới|hơn|từ|đến|mức|tổng)\s{1,3}){0,3}"
_UNITS = (
    r"(?:%|(?:(?:tỷ|tỉ|triệu|nghìn|ngàn)\s{1,3}){0,3}(?:đồng(?!\s+chí)|VNĐ|VND|USD|đô la)|(?:tỷ|tỉ|triệu)\b"
    r"|(?:lần\s{1,3})?mức lương(?: cơ sở)?)"
)
# "đồng/công trình", and not "đồng/tháng từ".
_OF_UNIT = r"(?!(?:từ|cho|do|của|theo|trong|và|hoặc|để|chi|là|được|khi|với|tại|ở|đối|trả|trở|mua|không|có)\b)[^\W\d_]+"
_AMOUNT = re.compile(
    rf"{_BEFORE}{_NUMBER}\s{{0,3}}{_UNITS}(?:\s{{0,3}}/\s{{0,3}}[^\W\d_]+(?:\s{_OF_UNIT})?){{0,3}}", re.I
)
_FIGURE = re.compile(rf"{_NUMBER}(?![\w/-])")
_BEGIN_CLAUSE = (", ", "; ", ". ", "(")
_END_CLAUSE = (*_BEGIN_CLAUSE, ": ")
_SENTENCE = ("; ", ". ")


def amounts(text: str) -> list[Span]:
    """Return the amounts of money and shares in `text`, each with "khoảng", "tối đa" and the like."""
    return [Span(*found.span()) for found in _AMOUNT.finditer(text)]


def numbers(text: str) -> list[Span]:
    """Return the numbers in `text` that are written in figures."""
    return [Span(*found.span()) for found in _FIGURE.finditer(text)]


def clause_of(text: str, span: Span) -> str:
    """Return the words around a span up to the next commas, which say what it is of."""
    return clause_span(text, span).of(text)


def sentence_of(text: str, span: Span) -> str:
    """Return the words around a span up to the next semicolons and full stops."""
    return sentence_span(text, span).of(text)


def sentence_span(text: str, span: Span) -> Span:
    """Return where the sentence of a span stands, or its part between semicolons."""
    start = max(
        (at + len(mark) for mark in _SENTENCE if (at := text.rfind(mark, 0, span.start)) >= 0), default=0
    )
    ends = [end for mark in _SENTENCE if (end := text.find(mark, span.end)) >= 0]
    return Span(start, min(ends, default=len(text)))


def clause_span(text: str, span: Span) -> Span:
    """Return where the clause of a span stands, without a label before it."""
    bracket = text.rfind("(", 0, span.start)
    within = bracket >= 0 and not any(map(str.isalpha, text[bracket : span.start]))
    # "với các nước: Singapore (01/8/1973), Malaysia (30/3/1973)": what a bracket adds to says what it is of.
    before, marks = (bracket, _END_CLAUSE) if within else (span.start, _BEGIN_CLAUSE)
    starts = [at + len(mark) for mark in marks if (at := text.rfind(mark, 0, before)) >= 0]
    ends = [end for mark in _END_CLAUSE if (end := text.find(mark, span.end)) >= 0]
    whole = Span(max(starts, default=0), min(ends, default=len(text)))
    while whole.start < span.start and not text[whole.start].isalnum():
        whole = Span(whole.start + 1, whole.end)
    return whole


def first_number_of(text: str, names: Iterable[str]) -> Span | None:
    """Return the first number in `text` that counts a thing by one of its names: "172 cột mốc", "ba trụ cột"."""
    things = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    number = rf"(?:{_NUMBER}|(?<!\w)(?:{VIETNAMESE_NUMBER}))"
    found = re.search(rf"{_BEFORE}{number}\s+(?:{things})(?!\w)", text, re.I) if things else None
    return Span(found.start(), found.end()) if found else None
