"""Laws and congress resolutions cited by name: a name stands for the number where there is none.

"Luật Báo chí 2016", "Hiến pháp 2013", "Nghị quyết Đại hội XIII của Đảng".
"""

import re
from collections.abc import Iterator

from ingest.instruments.numbers import NUMBER_PATTERN, canonical_number
from ingest.language.dates import DATE, parse_date
from ingest.language.document_types import types_pattern
from ingest.language.folding import one_line
from ingest.language.letters import CAPITAL, SMALL
from ingest.types import Instrument, Span

_TYPES = types_pattern("citation")

# Words that are in no name of a law: from there on the sentence speaks of something else.
_NOT_IN_NAME = (
    rf"(?:{_TYPES}|Hiến pháp|Điều|trong|giai đoạn|đến|từ|cho|tại(?! Việt Nam)|theo(?! hợp đồng)|trên|vào|kế hoạch"
    r"|chương trình|nghị định|luật|các|những|được|đã|nhằm|gắn|để|do|năm|số|ngày|khi|này|nêu|về|ban hành|đối với"
    r"|thuộc|thì|có(?! công)|phải|quy định|mà|nhưng|hoặc|với(?! cách mạng)|là|gọi|sang|xem xét|tiến hành"
    r"|và (?:quy định|pháp luật|văn bản|luật|nghị định|nguyên tắc|điều lệ|bản|các|hướng dẫn))\b"
)
_WORDS = rf"[{CAPITAL}{SMALL}]{{1,10}}(?:,? (?!{_NOT_IN_NAME})[{CAPITAL}{SMALL}]{{1,8}}){{0,16}}?"
LAW_KIND = r"(?:Bộ [Ll]uật|Luật|Pháp lệnh)"
_LAW = re.compile(
    # As the kinds of laws begin: most places are none.
    r"(?=[BLP])"
    # "Đại học Luật …" and a convention "về Luật Biển" are no laws.
    r"(?<!Đại học )(?<!ĐH )(?<!Trường )(?<!Khoa )(?<!Hội )(?<!\bvề )\b"
    rf"(?P<type>{LAW_KIND}) (?P<name>(?=[{CAPITAL}]){_WORDS}"
    rf"|sửa đổi,? bổ sung một số điều của (?:các )?{LAW_KIND} {_WORDS}(?:(?:,| và) {LAW_KIND} {_WORDS}){{0,2}}?)"
    rf"(?:,?\s(?:số\s?:?\s?)(?P<number>{NUMBER_PATTERN})|\s?\(?(?:năm\s)?(?P<year>(?:19|20)\d{{2}})\)?)?"
    rf"(?:\s?,?\s{{0,3}}ngày\s{{1,3}}(?P<date>{DATE}))?"
    # Without number, year and date only what is plainly the whole name.
    rf"(?(number)|(?(year)|(?(date)|(?=[;.)\n]|$|,\s(?:{_TYPES})\b))))(?![\w/-]|\s?[-–]\s?\d)"
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


def named_instruments(text: str, start: int, end: int) -> Iterator[Instrument]:
    """Yield the laws and congress resolutions cited by name in `text[start:end]`, kind by kind."""
    for match in _LAW.finditer(text, start, end):
        number, written = match["number"], match["date"]
        day = parse_date(written) if written else None
        year = match["year"] or (day[:4] if day else "")
        kind = match["type"].capitalize()
        number = canonical_number(number) if number else one_line(f"{kind} {match['name']} {year}")
        yield Instrument(number, kind, day, None, Span(match.start(), match.end()))
    for match in _CONSTITUTION.finditer(text, start, end) if "Hiến pháp" in text else ():
        span = Span(match.start(), match.end())
        yield Instrument(f"Hiến pháp {match['year']}", "Hiến pháp", None, None, span)
    for match in _CONGRESS.finditer(text, start, end) if "Đại hội" in text else ():
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
