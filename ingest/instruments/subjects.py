"""Subjects: what a cited instrument is about, in the words of the text that cites it."""

import re

from ingest.instruments.citations import TYPES
from ingest.instruments.laws import LAW_KIND
from ingest.language.bodies import names_pattern
from ingest.types import Instrument, Span

_LONGEST = 500
_SHORTEST = 6
_TERM = r"(?:\s{1,3}kh[oó][aá]\s{1,3}[IVXL]{1,6})?"
# "… của Đảng ủy Khối về …": an issuer that the citation itself does not know.
_OTHER_ISSUER = r"(?:,?\s{1,3}của\s[^,;.:()\n]{2,120}?(?=\s{1,3}về\s))?"
_ABOUT = re.compile(
    rf"{_TERM}{_OTHER_ISSUER}\s{{0,3}},?\s{{0,3}}\(?"
    r"(?:V/v\s{1,3}|về\s{1,3}(?:việc\s{1,3})?)(?=[\w“\"])",
    re.I,
)
# Without "về" only after the issuer: "Kế hoạch số 12/KH-UBND tổ chức …" may be anybody's words.
_ACTING = re.compile(
    rf"{_TERM}\s{{1,3}}(?=(?:[Qq]uy định|[Bb]an hành|[Pp]hê duyệt|[Hh]ướng dẫn|[Tt]hực hiện|[Tt]riển khai)\s)"
)
_QUOTED = r"“[^”\n]{3,400}”|\"[^\"\n]{3,400}\""
_SPEAKER = rf"(?:{names_pattern('subject')})\s"
_WHOLLY_QUOTED = re.compile(_QUOTED)
# Quotations and short forms in brackets, which the end of a phrase is not looked for in, or the end.
_END = re.compile(
    rf"{_QUOTED}|\([A-ZĐ][A-ZĐ0-9&-]{{1,11}}\)|(?P<end>"
    r"[;\n:”\"()…]|\.(?=\s|$|\.|/)"
    rf"|,\s{{1,3}}(?=(?:{_SPEAKER}|{TYPES})"
    r"|(?:góp phần|yêu cầu|đồng thời|trong đó|nhằm|bảo đảm|đảm bảo|gắn với|căn cứ)\b)"
    # "… năm 2024, các mục tiêu …": a subject that has named its year is complete.
    r"|(?<=[12]\d{3}),(?!\s{1,3}(?:tầm nhìn|định hướng))"
    rf"|\s{{1,3}}và\s{{1,3}}(?=(?:{TYPES})\s{{1,3}}(?:số\s{{0,3}})?\d"
    r"|(?:các|những)\s{1,3}(?:văn bản|nhiệm vụ|nội dung|khuyến nghị|quy định))"
    r")"
)
_LAW_BY_NUMBER = re.compile(rf"{LAW_KIND} (?P<name>.{{1,200}}?),?\s{{1,3}}số\b")


def find_subject(text: str, instrument: Instrument) -> Span | None:
    """Return what `text` says that a cited instrument is about, up to the end of that phrase.

    "… số 57-KL/TW của Bộ Chính trị về việc nâng cao chất lượng; …" gives "nâng cao chất lượng"; a
    quoted subject comes with its quotes. None where the text does not say, or where no end is found.
    """
    law = _LAW_BY_NUMBER.match(text, instrument.span.start, instrument.span.end)
    if law:
        return Span(law.start("name"), law.end("name"))
    begin = _begin(text, instrument)
    if begin is None:
        return None
    end = _end(text, begin)
    if end is None or end - begin < _SHORTEST:
        return None
    return Span(begin, end)


def _begin(text: str, instrument: Instrument) -> int | None:
    if not instrument.number[0].isdigit():
        return None  # a law or resolution cited by name: what follows speaks of a part of it
    after = instrument.span.end
    match = _ABOUT.match(text, after) or (_ACTING.match(text, after) if instrument.issuer else None)
    return match.end() if match else None


def _end(text: str, begin: int) -> int | None:
    quoted = _WHOLLY_QUOTED.match(text, begin)
    if quoted:
        return quoted.end()
    limit = min(begin + _LONGEST, len(text))
    ends = (match.start() for match in _END.finditer(text, begin, limit) if match["end"])
    end = next(ends, None)
    if end is None and limit < len(text):
        return None
    return begin + len(text[begin:end].rstrip(" ,"))
