"""Instruments: documents cited by number, with type, date and issuer where the text gives them."""

import re
from datetime import date

from ingest.folding import one_line
from ingest.letters import CAPITAL, SMALL
from ingest.types import Instrument, Span

_TYPES = (
    "Nghị quyết liên tịch|Thông tư liên tịch|Chương trình hành động|Chương trình phối hợp|Nghị quyết"
    "|Nghị định|Quyết định|Kế hoạch|Hướng dẫn|Kết luận|Chỉ thị|Thông tư|Thông báo|Chương trình"
    "|Công văn|Công điện|Báo cáo|Quy định|Quy chế|Đề án|Luật|Pháp lệnh|Tờ trình|Phương án|Thông tri"
)
# 57-KL/TW, 18/KH-UBND, 72/2015/NĐ-CP, 90-CTr/TU, "82- HD/BTGTW", "06 - KH/BCĐ"
_NUMBER = (
    rf"\d{{1,5}}\s?[-–/]\s?(?:(?:19|20)\d{{2}}\s?[-/]\s?)?[{CAPITAL}][{CAPITAL}{SMALL}]{{0,6}}\d{{0,2}}"
    rf"(?:\s?[-–/&.]\s?[{CAPITAL}][{CAPITAL}{SMALL}&]{{0,14}}\d{{0,2}}){{1,4}}"
    r"|\d{1,4}/(?:19|20)\d{2}/QH\d{1,2}"
)
NUMBER = re.compile(rf"(?<![\w/-])(?:{_NUMBER})(?![\w])")
_NUMERIC_DATE = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})")
_WORDED_DATE = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.I)
_DATE = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}"
_ISSUER = (
    r"(?:Ban (?!hành)|Bộ |Chính phủ|Thủ tướng|Quốc hội|Ủy ban|Uỷ ban|UBND|HĐND|Hội đồng|Tỉnh ủy|Thành ủy"
    r"|Hội nghị|Sở |Chủ tịch|Trung ương|Văn phòng|Tổng cục|Cục )[^,;.:()“”\"]{0,150}?"
)
_ISSUER_END = (
    r"(?=\s{0,3}(?:[,;.:()“”\"]|$)|\s{1,3}(?:về|thực hiện|hướng dẫn|[Bb]an hành"
    r"|quy định|và|phê duyệt|thành|khóa|khoá)\b)"
)
_CITATION = re.compile(
    rf"(?:(?P<type>{_TYPES})\s+)?(?:số\s?:?\s{{0,3}})?"
    rf"(?P<number>(?<![\w/-])(?:{_NUMBER})|(?<=số )\d{{1,5}}/[{CAPITAL}]{{2,8}}(?![/-]))(?!\w)"
    rf"(?:\s?,?\s{{0,3}}(?:ban hành\s)?ngày\s{{1,3}}(?P<date>{_DATE}))?"
    rf"(?:\s?,?\s{{0,3}}của\s{{1,3}}(?P<issuer>{_ISSUER}){_ISSUER_END})?",
)


def find_instruments(text: str, start: int = 0, end: int | None = None) -> list[Instrument]:
    """Return the instruments cited in `text[start:end]`, in order, each with its span."""
    found = []
    for match in _CITATION.finditer(text, start, len(text) if end is None else end):
        issuer = match["issuer"]
        found.append(
            Instrument(
                number=canonical_number(match["number"]),
                type=match["type"],
                date=parse_date(match["date"]) if match["date"] else None,
                issuer=one_line(issuer) if issuer else None,
                span=Span(match.start(), match.end()),
            )
        )
    return found


def canonical_number(number: str) -> str:
    """Return a document number without inner white space: "57- KL/TW" is 57-KL/TW."""
    return re.sub(r"\s+", "", number).replace("–", "-")


def parse_date(text: str) -> str | None:
    """Return the first date in `text` as ISO 8601, or None where there is none or it is not real."""
    found = [*_WORDED_DATE.finditer(text), *_NUMERIC_DATE.finditer(text)]
    if not found:
        return None
    day, month, year = (int(part) for part in min(found, key=lambda match: match.start()).groups())
    try:
        return date(year, month, day).isoformat() if 1900 <= year <= 2100 else None
    except ValueError:
        return None
