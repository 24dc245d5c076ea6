"""Deadlines: the words of a provision that say by when, or how often, something is to be done.

Not every date is one: documents are cited by their date, events are told with theirs.
"""

import re
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from ingest.duties.due_dates import NUMBER, read_timing
from ingest.language.letters import CAPITAL
from ingest.language.time_words import QUARTER_NUMBER
from ingest.types import Deadline, Span

# In these patterns a blank stands for one to three, " ?" for up to two: see `_compiled`.
_YEAR = r"(?:19|20)\d\d(?!\d)"
_OF_YEAR = rf"(?: ?[/-] ?{_YEAR}| năm {_YEAR}| năm (?:sau|tới)| (?:hằng|hàng) năm)"
_CLOCK = r"\d\d? ?(?:giờ(?: \d\d?(?: phút)?)?|h\d{0,2})"
_CLOCKS = rf"{_CLOCK}(?:(?:,| và) {_CLOCK}){{0,5}}"
_NUMERIC = r"\d\d? ?[/.-] ?\d\d?(?: ?[/.-] ?(?:19|20)\d\d)?(?![\d/])"
_MORE_DATES = rf"(?:(?:,| và)(?: trước)?(?: ngày)? {_NUMERIC}){{0,3}}"
_LIST = r"(?!\d)(?:(?:,| và)(?: ngày| tháng)? \d\d?(?!\d)){0,11}"
_NTH = r"(?:đầu|cuối|giữa|thứ (?:nhất|hai|ba|tư))(?: tiên| cùng)?"
_IN_PERIOD = (
    r"(?:(?:của |trong )?(?:hằng|hàng|mỗi) (?:tháng|quý|năm)"
    rf"|(?:của )?tháng (?:{_NTH}(?: của| trong)?(?: mỗi)? quý(?: sau)?|sau|kế tiếp)|của tháng)"
)
_DAY = (
    rf"ngày (?:{_NUMERIC}(?:{_MORE_DATES} (?:hằng|hàng) năm)?|\d\d? tháng (?:\d\d?(?!\d)(?:{_OF_YEAR})?|Giêng|Chạp)"
    rf"|\d\d?{_LIST}(?: {_IN_PERIOD})?|(?:làm việc )?cuối cùng {_IN_PERIOD})"
)
_MONTH = rf"(?:{NUMBER} ngày (?:đầu|cuối) )?tháng \d\d?{_LIST}(?:{_OF_YEAR})?"
_QUARTER = rf"quý {QUARTER_NUMBER}(?!\w)(?:(?:,| và)(?: quý)? {QUARTER_NUMBER}(?!\w)){{0,3}}(?:{_OF_YEAR})?"
_HALF = rf"(?:0?6|sáu) tháng (?:đầu|cuối) năm(?: {_YEAR})?"
_EDGE = rf"(?:cuối|đầu|giữa) (?:năm(?: {_YEAR})?|{_QUARTER}|{_MONTH})"
_POINT = rf"(?:{_CLOCK},? )?(?:{_HALF}|{_DAY}|{_QUARTER}|(?P<edge>{_EDGE})|{_MONTH}|năm {_YEAR})"
_END_POINT = _POINT.replace("(?P<edge>", "(?:")
_WEEKDAY = (
    r"(?:sáng |trưa |chiều |tối )?"
    r"(?:(?-i:thứ (?:Hai|Ba|Tư|Năm|Sáu|Bảy)|[Cc]hủ [Nn]hật)|thứ (?:[2-7](?!\d)|(?:hai|ba|tư|năm|sáu|bảy) (?=hằng|hàng)))"
)
_WEEK_OF_MONTH = rf"(?:tuần )?{_NTH}(?: của| trong)?(?: mỗi| hằng| hàng)? tháng"
_TIMES = r"(?:lần|lượt|kỳ|đợt|buổi|số)(?!\w)"
_COUNT = rf"(?:ít nhất |tối thiểu )?{NUMBER} {_TIMES}"
_PERIOD = "(?:tuần|tháng|quý|năm)"
_MORE_WORDS = r"(?: (?!(?:và|trước|để|phải|chậm)\b)\w+){1,10}"
_REPEAT = (
    rf"(?:{_CLOCK},? )?{_WEEKDAY}(?:(?:,| và) {_WEEKDAY}){{0,6}}(?: ?{_WEEK_OF_MONTH}| ?(?:hằng|hàng|mỗi) tuần)?"
    rf"|(?:{_CLOCK},? )?tuần {_NTH}(?: của| trong)?(?: mỗi)? tháng(?: {_NTH} mỗi quý)?"
    rf"|{NUMBER} {_PERIOD}(?:/| (?:một|0?1) )(?:lần|kỳ|số)|mỗi {NUMBER} năm"
    rf"|(?:mỗi {_PERIOD}(?: {_COUNT})?|mỗi (?:ngày|giờ) {_COUNT}|{_COUNT}(?:/| mỗi )(?:ngày|giờ|{_PERIOD}))"
    rf"(?:,? (?:vào|lúc) {_CLOCKS})?"
    rf"|định kỳ {_PERIOD}|(?:{_CLOCKS},? )?(?:hằng|hàng) (?:ngày|{_PERIOD})|sau mỗi{_MORE_WORDS}"
)
_LENGTH = rf"{NUMBER} (?:giờ|ngày|tuần|tháng|phút)(?: làm việc| liền| hè)?(?!\w)"
_AFTER = rf"(?:,? (?:kể|tính) từ(?: khi| ngày| lúc)?{_MORE_WORDS}| sau(?: khi)?{_MORE_WORDS})?"
_LIMIT = (
    r"(?:(?:chậm|muộn|trễ) nhất(?: là)?(?: vào)?(?: trước)?(?: trong)?(?: sau)?|không (?:muộn|chậm|trễ) hơn"
    r"|trước(?: ít nhất| các| mỗi| hết)?|(?:từ nay |cho )?đến(?: hết)?|hết|trong(?: vòng| thời hạn| thời gian)?"
    r"|(?:kể |bắt đầu )?từ|sau(?! mỗi)|dịp|không quá|tối đa|thời hạn)"
)
_LABEL = (
    r"(?:thời gian(?: thực hiện| hoàn thành| tổ chức| báo cáo)?|thời hạn(?: thực hiện| hoàn thành| báo cáo| gửi)?"
    r"|hạn(?: gửi| nộp| chót| cuối| báo cáo| hoàn thành)?|tiến độ(?: thực hiện)?|hoàn thành) ?:"
)
_OCCASION = (
    r"trong ngày(?= ?(?:[,.;:)]|$))"
    rf"|(?:trước|dịp) (?-i:khi|mùa|Tết|Ngày|lễ|Lễ)(?: (?!ngày\b)\w+){{0,8}} ?\(?(?:trước )?(?:ngày )?{_NUMERIC}"
    r"|trước (?:dịp )?Tết(?: Nguyên đán| Trung thu| Dương lịch)?"
    rf"|trước khi(?: \w+){{1,8}}? {NUMBER} (?:giờ|ngày)"
)
_DEMAND = (
    r"(?P<regular>định kỳ )?(?:hoặc|và) đột xuất (?:khi|theo|nếu)(?: (?!(?:trước|để|phải|chậm)\b)\w+){1,12}"
)
# The first letters of a time: most of what is none ends here, and a bare number too.
_LETTERS = r"\d{1,3} ?[ghntplkđbsq]|[nqgđsmhbcií]|t(?:h|u|rư|ố|á)"
_AHEAD = rf"(?(limit)(?=\d|{_LETTERS})|(?(label)(?=\d|{_LETTERS})|(?={_LETTERS})))"
_LED = "(?(limit)|(?(often)|(?(label)|(?!))))"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ?", r"\s{0,2}").replace(" ", r"\s{1,3}"), re.I)


def _either(words: str) -> str:
    """Return a pattern of the words, sorted by first letter: at most places none of the letters stands."""
    by_letter = groupby(sorted(words.split()), key=itemgetter(0))
    return "|".join(f"{letter}(?:{'|'.join(word[1:] for word in alike)})" for letter, alike in by_letter)


# The words that a deadline can begin with.
_FIRST_WORDS = _either(
    "thời hạn tiến hoàn xong trong trước dịp định hoặc và chậm muộn trễ kể bắt không cho đến hết từ tối sáng trưa chiều"
    " thứ chủ tuần ít mỗi hằng hàng sau ngày tháng quý cuối đầu giữa năm một hai ba bốn sáu bảy tám chín mười"
)
_FIRST = rf"(?<!\w)(?=\d|(?:{_FIRST_WORDS}) )"
_FIND = _compiled(
    rf"{_FIRST}(?P<label>{_LABEL} )?(?P<done>(?:hoàn thành|xong) )?"
    rf"(?:(?P<occasion>{_OCCASION})|(?P<event>trước khi{_MORE_WORDS})|(?P<demand>{_DEMAND})"
    rf"|(?P<often>định kỳ )?(?P<limit>{_LIMIT} )?{_AHEAD}"
    rf"(?:(?P<point>{_POINT}(?P<range> đến(?: hết)? {_END_POINT})?)|(?P<repeat>{_REPEAT})"
    rf"|{_LED}(?:(?P<length>{_LENGTH}){_AFTER}|(?P<date>{_NUMERIC})|(?P<always>thường xuyên))))"
    r"(?![^\W⁰¹²³⁴⁵⁶⁷⁸⁹])"
)
# What stands between two parts of one deadline: "định kỳ hằng quý, chậm nhất ngày 05 …".
_JOINT = re.compile(r"[\s(]{1,3}|\)?,?\s{1,3}(?:(?:vào|lúc)\s{1,3}(?:mùa\s\w+\s\()?)?", re.I)
# What stands between the deadlines of a list.
_LISTED = re.compile(r"(?:,|,?\s{1,3}(?:và|hoặc))\s{1,3}")
# Limits that no mere mention of a date has.
_FIRM = (
    "chậm",
    "muộn",
    "trễ",
    "không muộn",
    "không chậm",
    "không trễ",
    "trước",
    "từ nay",
    "cho đến",
    "đến hết",
    "hết",
    "thời hạn",
)
# In the clause before a bare date: what is told or cited there happened, or is another's plan.
_TOLD = re.compile(
    r"(?i:sự kiện|ngày lễ|kỷ niệm|thiết lập|góp phần|nhằm|phục vụ|được nêu|văn kiện|ban hành|tờ trình|xảy ra|số liệu"
    r"|kết quả|trận|đạt|xuất hiện|lấy mẫu|có hiệu lực|nhiệm kỳ)"
    r"|Hội nghị|Đại hội|Nghị quyết|Kết luận|Chỉ thị|Quyết định"
)
_CITED = re.compile(rf"\d[-/\s]{{0,3}}[{CAPITAL}][\w&.-]{{0,14}}(?:/[\w-]{{1,14}}){{0,2}},?\s{{1,3}}$")
_CLAUSE_END = re.compile(r"[;:.!?]\s")
_NUMBERED = re.compile(r"(?:lần|khóa|khoá|phần|mục)\s{1,3}$", re.I)
_SUM = re.compile(r"kinh phí\s{1,3}$", re.I)
_AT = re.compile(r"(?:vào|lúc)\s{1,3}$", re.I)
_SET_OFF = re.compile(r"(?:^|[,:;.(])\s*$")
_NOTICE = re.compile(r"báo\s{1,3}$", re.I)
_DAY_OR_MORE = re.compile(r"(?:2[4-9]|[3-9]\d|\d{3})\s")
_LOOK_BACK = 200  # characters
_LONGEST_DEADLINE = 160  # characters that may still be added to


def find_deadlines(text: str, year: int | None = None) -> list[Deadline]:
    """Return the deadlines in `text`, in order, none over another; spans count in `text`.

    `year` is what a date without a year is taken to be in; see `read_timing` for the last day.
    """
    spans: list[Span] = []
    for match in _FIND.finditer(text):
        if spans and _continues(text, spans[-1], match):
            spans[-1] = _closed(text, spans[-1].start, match.end())
        elif _sets_a_time(text, match):
            spans.append(_closed(text, match.start(), match.end()))
    found: list[Deadline] = []
    for span in spans:
        deadline = read_timing(span.of(text), year).at(span)
        if found and deadline.bound == "on" and _LISTED.fullmatch(text, found[-1].span.end, span.start):
            # "Trước ngày 20/6 và ngày 20/12": the word holds for both.
            deadline = replace(deadline, bound=found[-1].bound)
        found.append(deadline)
    return found


def _continues(text: str, before: Span, match: re.Match[str]) -> bool:
    """True where the match says more of the deadline before it: on which day, on what demand."""
    if match["regular"] or before.end - before.start > _LONGEST_DEADLINE:
        return False
    if not _JOINT.fullmatch(text, before.end, match.start()):
        return False
    more = match["limit"] or match["point"] or match["occasion"]
    return bool(match["demand"] or (more and read_timing(before.of(text)).kind == "recurring"))


def _closed(text: str, start: int, end: int) -> Span:
    """Return the span with the bracket closed that its words open."""
    opened = text.count("(", start, end) > text.count(")", start, end)
    return Span(start, end + (opened and text[end : end + 1] == ")"))


def _sets_a_time(text: str, match: re.Match[str]) -> bool:
    """True where the words found say by when or how often something is to be done."""
    if match["label"] or match["occasion"]:
        return True
    limit = " ".join((match["limit"] or "").lower().split())
    if match["length"]:
        return bool(match["often"]) or _is_limit(text, match, limit)
    if match["date"]:
        return bool(match["done"]) or limit.startswith(_FIRM) or limit in ("đến", "dịp")
    if match["point"]:
        return _is_point(text, match, limit)
    if match["repeat"]:
        return _is_repeat(text, match)
    return bool(match["regular"] or (match["event"] and match["done"]))


def _is_limit(text: str, match: re.Match[str], limit: str) -> bool:
    """True for "trong 24 giờ", "báo trước 2 giờ"; not for "trước 9 giờ", "không quá 5 phút"."""
    length = match["length"].lower()
    if limit == "trước":
        notice = _NOTICE.search(text, max(0, match.start() - 8), match.start())
        return "giờ" not in length or bool(notice) or bool(_DAY_OR_MORE.match(length))
    if limit in ("không quá", "tối đa"):
        return not length.endswith(("phút", "tháng", "tuần")) or match.end("length") < match.end()
    if limit == "trong":
        return not length.endswith(("tháng", "tuần"))
    return limit not in ("sau", "dịp", "đến", "hết") and not limit.endswith("từ")


def _is_repeat(text: str, match: re.Match[str]) -> bool:
    """True for "họp hằng tháng"; not for "kinh phí hằng năm", "kế hoạch hằng năm của …", "lần thứ Hai"."""
    before = text[max(0, match.start() - 12) : match.start()]
    words = match["repeat"].lower()
    if words.startswith("thứ"):
        return not _NUMBERED.search(before)
    attribute = text[match.end() : match.end() + 6].lstrip().startswith("của ") and not words.startswith(
        "tuần"
    )
    return not attribute and not _SUM.search(before)


def _is_point(text: str, match: re.Match[str], limit: str) -> bool:
    """True for a day or period that is a limit, or that stands where something is to be done."""
    words = match["point"].lower()
    if match["done"] or limit.startswith(_FIRM) or read_timing(words).kind == "recurring":
        return True
    if limit.endswith("từ"):
        return bool(match["range"])
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    return bool(_AT.search(before)) or _stands_alone(before, match, limit)


def _stands_alone(before: str, match: re.Match[str], limit: str) -> bool:
    """True for a mere "tháng 9/2024", "trong năm 2024" that is not of what is told or cited before."""
    words = match["point"].lower()
    clause = _CLAUSE_END.split(before)[-1]
    if _TOLD.search(clause) or _CITED.search(before):
        return False
    if match["edge"]:
        return bool(limit or _SET_OFF.search(before))
    if words.startswith("năm"):
        return limit.startswith("trong") or (limit == "đến" and not clause.strip(" -–\n"))
    return limit != "đến" or words.startswith("ngày")
