"""Labels of the outline: how the levels of Vietnamese plans are marked, and what a label may count.

What stands at the start of a line may often be read in several ways: "I." is a numeral or a letter,
"i)" too. All readings are given; which one is right only the whole outline tells.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.language.letters import CAPITAL, SMALL
from ingest.language.time_words import ORDINALS, VIETNAMESE_NUMBERS

# Marks by rank: a lower rank encloses a higher one. The usual nesting of administrative
# documents (Nghị định 30/2020/NĐ-CP, annex I) with the bullets that plans add to it.
RANKS = {
    "part": 0, "chapter": 1, "upper": 2, "roman": 3, "division": 4, "subdivision": 5, "heading": 6,
    "article": 7, "ordinal": 8, "arabic": 9, "clause": 10, "decimal2": 11, "decimal3": 12, "decimal4": 13,
    "letter": 14, "letter2": 15, "small roman": 16, "star": 17, "dash": 18, "plus": 19,
}  # fmt: skip
BULLETS = frozenset({"star", "dash", "plus"})
# Labels that name the level, with the title behind them or on the next line.
STRUCTURAL = frozenset({"part", "chapter", "division", "subdivision"})
# In the order in which they label items: Vietnamese has đ, and leaves out f, j, w and z; Word has them.
ALPHABET = "abcdđefghijklmnopqrstuvwxyz"
OPTIONAL_LETTERS = frozenset("đfjwz")

_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ORDINAL = "|".join(ORDINALS)
_COUNTED = "|".join(VIETNAMESE_NUMBERS)
_COUNTED_FIRST = "|".join(word.capitalize() for word in VIETNAMESE_NUMBERS)
_NUMBER_WORDS = {word: number for number, word in enumerate(VIETNAMESE_NUMBERS, 1)} | ORDINALS
# "Điều 5 của Luật này …" begins a sentence, not an article.
_NO_SENTENCE = rf"(?!\s+[{SMALL}])"
# "18/KH-UBND ngày …" is a document number at the start of a line.
_NO_NUMBER = rf"(?!\d{{1,4}}[-–/][{CAPITAL}][{CAPITAL}{SMALL}]{{0,8}}[-–/][{CAPITAL}])"
_STAR = "*•●▪■◦·°º‣⁃○□◆❖➢➤►▶✓✔\uf020-\uf0ff"
_DASH = "-–—−‑"
_DASHES = ("-", "–", "—")
_QUOTE = "“\"'"

_WORDS = [
    ("part", r"(?P<label>(?:PHẦN|Phần|PART|Part)\s+(?:(?:thứ|THỨ)\s+)?(?:[IVX]+|\d+|"
             + f"{_ORDINAL}|{_ORDINAL.upper()})"
             r"|(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s+|SỐ\s+)?(?:[IVX]+|\d+|[A-Z]))?)(?![^\W\d_])" + _NO_SENTENCE),
    ("chapter", r"(?P<label>(?:CHƯƠNG|Chương|CHAPTER|Chapter)\s+(?:[IVXLC]+|\d+))(?!\w)" + _NO_SENTENCE),
    ("subdivision", r"(?P<label>(?:TIỂU MỤC|Tiểu mục)\s+(?:[IVX]+|\d+))(?!\w)" + _NO_SENTENCE),
    ("division", r"(?P<label>(?:MỤC|Mục|SECTION|Section)\s+(?:[IVX]+|\d+))(?!\w)" + _NO_SENTENCE),
    ("article", r"(?P<label>(?:ĐIỀU|Điều|ARTICLE|Article)\s?\d+[a-z]?)(?!\w)" + _NO_SENTENCE),
    ("clause", rf"(?P<label>(?:KHOẢN|Khoản|Clause)\s+\d+)(?!\w)(?=\s*[.:\-–—)]|\s+[{CAPITAL}])"),
    ("ordinal", rf"(?P<label>(?:{_COUNTED_FIRST}) là|Thứ (?:{_ORDINAL}|{_COUNTED})(?: là)?(?=\s?[,:]))(?!\w)"),
    ("roman", rf"(?P<label>[IVXLC]{{1,6}})(?:\s*[.)\-–—/]+(?![IVXLC\w])|[.)](?=[{CAPITAL}{SMALL}]{{2}})"
              rf"|[\-–—](?=[{CAPITAL}]{{2}})|\s(?=[{CAPITAL}]{{2}})|\s[\-–—](?=[{CAPITAL}]))"),
    # Without a blank rather an abbreviation, but for the letters that open a plan.
    ("upper", rf"(?P<label>[A-ZĐ])(?:\s*[.)/\-–—]+(?=\s|[{CAPITAL}][{SMALL}])|(?<=[A-EĐ])[.)](?=[{CAPITAL}]{{2}}))"),
    ("decimal2", r"(?P<label>[IVX]{1,5}\.\d{1,2})\s?[.)/\-–—](?=\s|$)"),
    ("letter", rf"(?P<label>[a-zđ])\s*[.)/]+(?=\s|$|[{CAPITAL}])"),
    ("letter", r"(?P<label>(?:ĐIỂM|Điểm|Point)\s+[a-zđ])(?=\s*[.:)])"),
    ("letter2", rf"(?P<label>[a-zđ]\.?\d{{1,2}})\s?[.)](?=\s|$|[{CAPITAL}])"),
    ("letter", rf"(?P<label>[a-zđ])\s?[-–](?=\s?[{CAPITAL}])"),
    ("small roman", rf"(?P<label>[ivx]{{1,5}})(?:\s*[.)/]+(?=\s|$)|\s?[-–](?=\s?[{CAPITAL}]))"),
    # A font made capitals of it.
    ("upper", rf"(?P<label>[a-zđ])\s?[.\-–]\s(?=[{CAPITAL}{SMALL}])"),
]  # fmt: skip
_DIGITS = [
    ("decimal4", r"(?P<label>\d{1,3}(?:\.\d{1,2}){3})\s?[.)/\-–—:]?(?=\s)"),
    ("decimal3", rf"(?P<label>\d{{1,3}}(?:\.\d{{1,2}}){{2}})(?:\s?[.)/\-–—:]?(?=\s)|\.(?=[{CAPITAL}]|$))"),
    ("decimal2", rf"(?P<label>\d{{1,3}}\.\d{{1,2}})(?:\s?[.)/\-–—:]?(?=\s)|\.(?=[{CAPITAL}]|$))"),
    ("arabic", _NO_NUMBER + rf"(?P<label>\d{{1,5}})\s*(?:[.)]+(?=\s|$|[{CAPITAL}{_QUOTE}])"
               rf"|[-–—/:](?=\s?[{CAPITAL}{_QUOTE}]))"),
]  # fmt: skip
_BRACKETS = [
    ("arabic", r"\((?P<label>\d{1,3})\)(?=\s|$)"),
    ("letter", r"\((?P<label>[a-zđ])\)(?=\s|$)"),
    ("small roman", r"\((?P<label>[ivx]{1,5})\)(?=\s|$)"),
]
_BULLETS = [
    ("star", rf"(?P<label>[{_STAR}])(?=\s|$|[{CAPITAL}{_QUOTE}])"),
    ("star", rf"(?P<label>\.)\s(?=[{CAPITAL}])"),
    ("plus", rf"(?P<label>\+)(?=\s|$|[{CAPITAL}{_QUOTE}])"),
    ("dash", rf"(?P<label>[{_DASH}])(?=\s|$|[{CAPITAL}{_QUOTE}])"),
]
_WORD, _DIGIT, _BRACKET, _OTHER = "a", "0", "(", "-"
_PATTERNS = {
    first: [(mark, re.compile(pattern)) for mark, pattern in patterns]
    for first, patterns in ((_WORD, _WORDS), (_DIGIT, _DIGITS), (_BRACKET, _BRACKETS), (_OTHER, _BULLETS))
}
_AFTER_LABEL = re.compile(r"[\s.:,)\-–—/]*")
_BULLET_TEXT = {"star": "*", "plus": "+", "dash": "-"}
# Labels that people write only to count: a longer number is rather a year or an amount.
_LONGEST_COUNT = 3
# So strong, a sign at the start of a line is no label by itself.
_DOUBTFUL = 2.0


@dataclass(frozen=True, slots=True)
class Label:
    """One reading of the label at the start of a paragraph; the text proper begins at `length`.

    `value` is what it counts ("II" is (2,), "2.4" is (2, 4), a bullet is ()), `closing` is ")" or
    "()" where a bracket tells "1)" and "(1)" from "1.". `strength` says how much such a sign looks
    like a label: 5 for what hardly ever is anything else, 0 … 2 for what often is.
    """

    mark: str
    text: str
    length: int
    value: tuple[int, ...] = ()
    closing: str = ""
    strength: float = 5.0

    @property
    def rank(self) -> int:
        """Place in the usual nesting, smaller is outer."""
        return RANKS[self.mark]

    @property
    def style(self) -> tuple[str, str]:
        """What labels of one series share."""
        return self.mark, self.closing


def read_label(text: str) -> Label | None:
    """Return the label that `text` begins with in its most usual reading, or None."""
    usual = (label for label in read_labels(text) if label.strength > _DOUBTFUL and label.closing != "()")
    return next(usual, None)


@lru_cache(maxsize=4096)
def read_labels(text: str) -> tuple[Label, ...]:
    """Return every reading of the label that `text` begins with, the most usual first.

    Several steps of reading ask for those of the same line.
    """
    return tuple(_readings(text))


def label_end(text: str) -> int:
    """Return where the longest label that `text` may begin with ends, 0 where it begins with none."""
    return max((label.length for label in read_labels(text)), default=0)


def _readings(text: str) -> Iterator[Label]:
    for mark, pattern in _PATTERNS[_kind_of_sign(text[:1])]:
        match = pattern.match(text)
        if not match:
            continue
        value = _VALUES.get(mark, _no_value)(match["label"])
        if value is None:
            continue
        yield _label(mark, text, match, value)
        # Only these have another reading.
        if mark not in ("roman", "letter"):
            return


def _kind_of_sign(first: str) -> str:
    if first.isalpha():
        return _WORD
    return _DIGIT if first.isdecimal() else _BRACKET if first == "(" else _OTHER


def _label(mark: str, text: str, match: re.Match[str], value: tuple[int, ...]) -> Label:
    if mark in BULLETS:
        length = len(text) - len(text[match.end() :].lstrip())
        return Label(mark, _BULLET_TEXT[mark], length, strength=_DOUBTFUL if match["label"] == "." else 5.0)
    rest = _AFTER_LABEL.match(text, match.end())
    length = rest.end() if rest else match.end()
    sign = text[match.end("label") : match.end()].strip()
    closing = "()" if text[0] == "(" else ")" if sign.endswith(")") else ""
    if mark not in ("arabic", "letter", "small roman"):
        closing = ""
    return Label(mark, match["label"], length, value, closing, _strength(mark, match["label"], sign, text[0]))


def _strength(mark: str, label: str, sign: str, first: str) -> float:
    if mark == "ordinal":
        return 1.0
    if (mark == "upper" and label.islower()) or (mark in ("letter", "small roman") and sign in _DASHES):
        return 2.0
    if (mark == "arabic" and len(label) > _LONGEST_COUNT) or (
        mark == "upper" and label > "K" and label != "Đ"
    ):
        return 0.5
    if first == "(":
        return 2.5
    if mark in ("roman", "decimal2", "decimal3", "decimal4") and sign in ("", ":"):
        return 2.5
    return 3.0 if sign in (*_DASHES, ":") and mark in ("arabic", "upper") else 5.0


def _no_value(label: str) -> tuple[int, ...] | None:
    return ()


def _roman(label: str) -> tuple[int, ...] | None:
    """Return the value of a Roman number that is written as it should be, else None."""
    digits = [_ROMAN_DIGITS[letter] for letter in label.lower()]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    value = sum(-digit if digit < following else digit for digit, following in pairs)
    return (value,) if value > 0 and _written_roman(value) == label.lower() else None


def _written_roman(value: int) -> str:
    signs = (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    )
    written = ""
    for amount, sign in signs:
        written += sign * (value // amount)
        value %= amount
    return written


def _small_or_large_roman(label: str) -> tuple[int, ...] | None:
    # C and L alone are letters: no outline has a hundred parts.
    return None if label in ("C", "L") else _roman(label)


def _letter(label: str) -> tuple[int, ...]:
    return (ALPHABET.index(label[-1].lower()) + 1,)


def _numbers(label: str) -> tuple[int, ...] | None:
    """Return the numbers of "2.4", "I.2" or "b1", None for a numeral that is none."""
    values: list[int] = []
    for part in re.findall(r"\d+|[IVXLC]+|[a-zđ]", label):
        value = (int(part),) if part.isdigit() else _roman(part) if part.isupper() else _letter(part)
        if value is None:
            return None
        values += value
    return tuple(values)


def _named(label: str) -> tuple[int, ...]:
    """Return the number of "Điều 5", "Chương II" or "Phần thứ nhất", () where it has none."""
    last = label.rsplit(maxsplit=1)[-1] if " " in label else re.sub(r"^\D+", "", label)
    if last.lower() in _NUMBER_WORDS:
        return (_NUMBER_WORDS[last.lower()],)
    digits = re.match(r"\d+", last)
    if digits:
        return (int(digits[0]),)
    return (_roman(last) or ()) if re.fullmatch(r"[IVXLC]+", last) else ()


def _spelled(label: str) -> tuple[int, ...]:
    words = label.lower().split()
    return (_NUMBER_WORDS[words[1] if words[0] == "thứ" else words[0]],)


_VALUES: dict[str, Callable[[str], tuple[int, ...] | None]] = {
    "part": _named, "chapter": _named, "division": _named, "subdivision": _named, "article": _named,
    "clause": _named, "ordinal": _spelled, "roman": _small_or_large_roman, "upper": _letter,
    "decimal2": _numbers, "decimal3": _numbers, "decimal4": _numbers, "arabic": _numbers,
    "letter": _letter, "letter2": _numbers, "small roman": _roman,
}  # fmt: skip
