"""Instruments: documents cited by number, and laws and congress resolutions cited by name.

A name stands for the number where there is none: "Luật Báo chí 2016", "Hiến pháp 2013".
"""

import re
from collections.abc import Iterator
from datetime import date

from ingest.language.bodies import names_pattern
from ingest.language.document_types import types_pattern
from ingest.language.folding import one_line
from ingest.language.letters import CAPITAL, SMALL
from ingest.types import Instrument, Span

TYPES = types_pattern("citation")
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
_ISSUER = rf"(?:{names_pattern('citation')})[^,;.:()“”\"]{{0,150}}?"
_ISSUER_END = (
    r"(?=\s{0,3}(?:[,;.:()“”\"]|$)|\s{1,3}(?:về|thực hiện|hướng dẫn|[Bb]an hành"
    r"|quy định|triển khai|sửa đổi|và|phê duyệt|thành|khóa|khoá)\b)"
)
_CITATION = re.compile(
    rf"(?:(?P<type>{TYPES})\s+)?(?:số\s?:?\s{{0,3}})?"
    rf"(?P<number>(?<![\w/-])(?:{_NUMBER})|(?<=số )\d{{1,5}}/[{CAPITAL}]{{2,8}}(?![/-]))(?!\w)"
    rf"(?:\s?,?\s{{0,3}}(?:ban hành\s)?ngày\s{{1,3}}(?P<date>{_DATE}))?"
    rf"(?:\s?,?\s{{0,3}}của\s{{1,3}}(?P<issuer>{_ISSUER}){_ISSUER_END})?"
    # "(Bộ Chính trị, 15/6/2023)"
    rf"(?:\s?\((?P<bracketed>{_ISSUER}),\s{{0,3}}(?:ngày\s{{1,3}})?(?P<bracketed_date>{_DATE})\))?",
)

# Words that are in no name of a law: from there on the sentence speaks of something else.
_NOT_IN_NAME = (
    rf"(?:{TYPES}|Hiến pháp|Điều|trong|giai đoạn|đến|từ|cho|tại(?! Việt Nam)|theo(?! hợp đồng)|trên|vào|kế hoạch"
    r"|chương trình|nghị định|luật|các|những|được|đã|nhằm|gắn|để|do|năm|số|ngày|khi|này|nêu|về|ban hành|đối với"
    r"|thuộc|thì|có(?! công)|phải|quy định|mà|nhưng|hoặc|với(?! cách mạng)|là|gọi|sang|xem xét|tiến hành"
    r"|và (?:quy định|pháp luật|văn bản|luật|nghị định|nguyên tắc|điều lệ|bản|các|hướng dẫn))\b"
)
_WORDS = rf"[{CAPITAL}{SMALL}]{{1,10}}(?:,? (?!{_NOT_IN_NAME})[{CAPITAL}{SMALL}]{{1,8}}){{0,16}}?"
LAW_KIND = r"(?:Bộ [Ll]uật|Luật|Pháp lệnh)"
_LAW = re.compile(
    # "Đại học Luật …" and a convention "về Luật Biển" are no laws.
    r"(?<!Đại học )(?<!ĐH )(?<!Trường )(?<!Khoa )(?<!Hội )(?<!\bvề )\b"
    rf"(?P<type>{LAW_KIND}) (?P<name>(?=[{CAPITAL}]){_WORDS}"
    rf"|sửa đổi,? bổ sung một số điều của (?:các )?{LAW_KIND} {_WORDS}(?:(?:,| và) {LAW_KIND} {_WORDS}){{0,2}}?)"
    rf"(?:,?\s(?:số\s?:?\s?)(?P<number>{_NUMBER})|\s?\(?(?:năm\s)?(?P<year>(?:19|20)\d{{2}})\)?)?"
    rf"(?:\s?,?\s{{0,3}}ngày\s{{1,3}}(?P<date>{_DATE}))?"
    # Without number, year and date only what is plainly the whole name.
    rf"(?(number)|(?(year)|(?(date)|(?=[;.)\n]|$|,\s(?:{TYPES})\b))))(?![\w/-]|\s?[-–]\s?\d)"
)
_CONSTITUTION = re.compile(
    r"\bHiến pháp\s(?:nước\s(?:Cộng h[oò][aà] xã hội chủ nghĩa|CHXHCN)\sViệt Nam\s)?(?:năm\s)?"
    r"(?P<year>19\d{2}|20\d{2})(?![\w/-])"
)
_CONGRESS = re.compile(
    r"\bNghị quyết\s(?:của\s)?Đại hội\s(?:[Đđ]ại biểu\s)?"
    rf"(?P<before>Đảng(?:\sbộ\s(?:tỉnh|thành phố)(?:\s[{CAPITAL}][{SMALL}]{{0,7}}){{0,4}})?\s)?(?P<nation>toàn quốc\s)?"
    r"(?:lần thứ\s)?(?P<term>[IVXL]{1,7})\b(?P<after>\scủa\sĐảng(?:\sbộ\s(?:tỉnh|thành phố))?)?+"
    # Right before the end of a quotation it belongs to the title of a book or speech.
    r"(?![\"”])"
)


def find_instruments(text: str, start: int = 0, end: int | None = None) -> list[Instrument]:
    """Return the instruments cited in `text[start:end]`, in order, each with its span."""
    end = len(text) if end is None else end
    found: list[Instrument] = []
    everything = [*_named(text, start, end), *_numbered(text, start, end)]
    for instrument in sorted(everything, key=lambda i: (i.span.start, -i.span.end)):
        # "Luật An ninh mạng số 24/2018/QH14" is one citation, found by name and by number.
        if not found or instrument.span.start >= found[-1].span.end:
            found.append(instrument)
    return found


def _numbered(text: str, start: int, end: int) -> Iterator[Instrument]:
    for match in _CITATION.finditer(text, start, end):
        issuer = match["issuer"] or match["bracketed"]
        written = match["date"] or match["bracketed_date"]
        yield Instrument(
            number=canonical_number(match["number"]),
            type=match["type"],
            date=parse_date(written) if written else None,
            issuer=one_line(issuer) if issuer else None,
            span=Span(match.start(), match.end()),
        )


def _named(text: str, start: int, end: int) -> Iterator[Instrument]:
    for match in _LAW.finditer(text, start, end):
        number, written = match["number"], match["date"]
        day = parse_date(written) if written else None
        year = match["year"] or (day[:4] if day else "")
        kind = match["type"].capitalize()
        number = canonical_number(number) if number else one_line(f"{kind} {match['name']} {year}")
        yield Instrument(number, kind, day, None, Span(match.start(), match.end()))
    for match in _CONSTITUTION.finditer(text, start, end):
        span = Span(match.start(), match.end())
        yield Instrument(f"Hiến pháp {match['year']}", "Hiến pháp", None, None, span)
    for match in _CONGRESS.finditer(text, start, end):
        body = _congress(match["before"], match["nation"], match["after"])
        if body:
            span = Span(match.start(), match.end())
            yield Instrument(f"Nghị quyết Đại hội {match['term']} của {body}", "Nghị quyết", None, None, span)


def _congress(before: str | None, nation: str | None, after: str | None) -> str | None:
    """Return whose congress it was, however the words are ordered, or None where it is not said."""
    words = one_line(f"{before or ''} {after or ''}")
    local = re.search(r"Đảng bộ (?:tỉnh|thành phố)", words)
    if local:
        return local[0]
    return "Đảng" if nation or "Đảng" in words else None


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
