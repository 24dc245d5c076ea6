"""Vietnamese and English words for numbers, units of time, months, weekdays and periods."""

import re

VIETNAMESE_NUMBERS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_VIETNAMESE_ONES = {
    **{word: number for number, word in enumerate(VIETNAMESE_NUMBERS[:-1], 1)}, "mốt": 1, "tư": 4, "lăm": 5,
}  # fmt: skip
VIETNAMESE_NUMBER = "|".join(VIETNAMESE_NUMBERS)
# "phần thứ nhất", "tuần thứ hai": the first has a word of its own, and so has the fourth.
ORDINALS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5}
_ENGLISH_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ENGLISH_ONES = {word: number for number, word in enumerate(_ENGLISH_NUMBERS, 1)}
_ENGLISH_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_ENGLISH_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_NUMBERS = {**_VIETNAMESE_ONES, "mười": 10, **_ENGLISH_ONES, **_ENGLISH_TEENS, **_ENGLISH_TENS}
# Also an article or pronoun, "year", "fourth" or "private".
AMBIGUOUS = frozenset({"một", "mốt", "năm", "lăm", "tư", "one"})
_VN = "|".join(_VIETNAMESE_ONES)
_EN_TENS, _EN_ONES = "|".join(_ENGLISH_TENS), "|".join(_ENGLISH_ONES)
SPELLED = (
    rf"(?:(?:{_VN})\s+mươi(?:\s+(?:{_VN}))?|mười(?:\s+(?:{_VN}))?|{_VN}"
    rf"|(?:{_EN_TENS})(?:[\s-](?:{_EN_ONES}))?|{'|'.join(_ENGLISH_TEENS)}|{_EN_ONES})"
)

SCALES = {
    "nghìn": 10**3, "ngàn": 10**3, "thousand": 10**3, "triệu": 10**6, "million": 10**6, "tỷ": 10**9,
    "billion": 10**9,
}  # fmt: skip
SCALE = rf"(?:{'|'.join(SCALES)})(?!\w)"
# "báo cáo năm 2024" has no unit: the year follows.
UNITS = {
    "%": "percent", "phần trăm": "percent", "percent": "percent", "per cent": "percent",
    "phút": "minute", "minutes": "minute", "minute": "minute",
    "giờ": "hour", "hours": "hour", "hour": "hour", "h": "hour",
    "ngày": "day", "days": "day", "day": "day", "daily": "day",
    "tuần": "week", "weeks": "week", "week": "week", "weekly": "week",
    "tháng": "month", "months": "month", "month": "month", "monthly": "month",
    "quý": "quarter", "quarters": "quarter", "quarter": "quarter", "quarterly": "quarter",
    "năm": "year", "years": "year", "year": "year", "yearly": "year", "annual": "year", "annually": "year",
}  # fmt: skip
UNIT = (
    r"%|(?:phần trăm|percent|per cent|phút|minutes?|giờ|hours?|h|ngày|days?|tuần|weeks?|tháng|months?"
    r"|quý|quarters?|năm|years?)(?!\w|\s?\d)"
)
KIND_OF_DAY = "working|business|calendar|full|consecutive|whole"
_EACH = r"ngày|tuần|tháng|quý|năm"
_EVERY = r"day|week|month|quarter|year"
PERIOD = (
    rf"(?<!\w)(?:(?:hằng|hàng|mỗi)\s+({_EACH})(?!\w)"
    r"|(daily|weekly|monthly|quarterly|yearly|annual(?:ly)?)(?!\w)"
    rf"|(?:every|each|per|(?:once|twice|times)\s(?:an?|every))\s({_EVERY})(?!\w))"
    rf"|/\s?({_EACH})(?!\w)"
)
KIND_OF_REPORT = rf"(?:báo cáo|bản tin|họp|giao ban|thường kỳ|định kỳ|theo|từng)\s+({_EACH})(?!\w|\s?\d)"

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
ENGLISH_MONTH = rf"(?<!\w)(?:{'|'.join(_MONTHS)}|{_SHORT_MONTH})(?!\w)"
# "May" alone is a verb, and a Vietnamese word: it takes a word before it to be a month.
ENGLISH_MONTH_ALONE = (
    rf"(?<!\w)(?:{'|'.join(name for name in _MONTHS if name != 'May')})(?!\w)"
    r"|(?<=\b(?:in|by) )May(?!\w)|(?<=\b(?:of|to) )May(?!\w)|(?<=\b(?:and|end) )May(?!\w)"
    r"|(?<=\b(?:since|until|after|early|every) )May(?!\w)|(?<=\bbefore )May(?!\w)"
)
_VIETNAMESE_MONTHS = {
    "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười một": 11,
    "mười hai": 12, "mười": 10, "chạp": 12,
}  # fmt: skip
# "mỗi tháng hai lần" is twice a month, not February.
VIETNAMESE_MONTH = (
    rf"(?:{'|'.join(_VIETNAMESE_MONTHS)})(?=[\s,.;:)]|$)(?!\s+(?:lần|lượt|buổi|số|bài|kỳ|ngày|đợt))"
)

# By the short names of the calendar standard (RFC 5545).
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
VIETNAMESE_WEEKDAYS = {
    f"thứ {name}": day
    for names in (("hai", "ba", "tư", "năm", "sáu", "bảy"), "234567")
    for name, day in zip(names, _DAYS, strict=False)
} | {"chủ nhật": "SU"}
_ENGLISH_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = {**VIETNAMESE_WEEKDAYS, **dict(zip(_ENGLISH_WEEKDAYS, _DAYS, strict=True))}

_QUARTERS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2,
    "3rd": 3, "4th": 4,
}  # fmt: skip
QUARTER_NUMBER = r"(?:IV|I{1,3}|[1-4])"
QUARTER = (
    rf"(?<!\w)(?:(?:quý|quarter)\s+({QUARTER_NUMBER})"
    r"|(first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter)(?!\w)"
)


def month(name: str) -> int:
    """Return the number of a month given in digits or by its name in either language."""
    if name.isdigit():
        return int(name)
    known = _VIETNAMESE_MONTHS.get(name)
    return known or next(i for i, full in enumerate(_MONTHS, 1) if full.startswith(name[:3]))


def quarter(name: str) -> int:
    """Return the number of a quarter given as digit, Roman number or English ordinal."""
    return int(name) if name.isdigit() else _QUARTERS[name]


def english_number(number: int) -> str:
    """Return the English word for a number from one to nine."""
    return _ENGLISH_NUMBERS[number - 1]


def ordinal(number: int) -> str:
    """Return the Vietnamese word behind "thứ": "nhất", "tư", "mười một", "hai mươi tư"; digits from 100 on."""
    ones = {1: "nhất", 4: "tư"}
    if number <= 10:
        return ones.get(number) or VIETNAMESE_NUMBERS[number - 1]
    if number > 99:
        return str(number)
    tens, rest = divmod(number, 10)
    if tens == 1:
        last = {5: "lăm"}.get(rest) or VIETNAMESE_NUMBERS[rest - 1]
        return f"mười {last}"
    head = f"{VIETNAMESE_NUMBERS[tens - 1]} mươi"
    last = {1: "mốt", 4: "tư", 5: "lăm"}.get(rest) or VIETNAMESE_NUMBERS[rest - 1]
    return f"{head} {last}" if rest else head


def ordinal_number(words: str) -> int:
    """Return the number that an ordinal says: 1 for "nhất", 24 for "hai mươi tư"."""
    return int(words) if words.isdigit() else ORDINALS.get(words) or spelled_number(words)


def spelled_number(words: str) -> int:
    """Return the value of a number in words below a hundred: "hai mươi lăm" and "twenty-five" are 25."""
    parts = re.split(r"[\s-]+", words)
    if len(parts) > 1 and parts[1] == "mươi":
        return 10 * _NUMBERS[parts[0]] + sum(_NUMBERS[part] for part in parts[2:])
    return sum(_NUMBERS[part] for part in parts)
